"""Earlier versions of the model: the answers that each had, as old links, files and devices have them.

An answer that is still the model's means what it meant: a level whose meaning changes gets a new key. So old data are read as they are,
and an answer that went is open again; its question has changed since, which visitors are told.

>>> is_retired("active_days", "every_workday"), is_retired("active_days", "sometimes")
(True, False)
"""

from collections.abc import Mapping
from types import MappingProxyType

EARLIER: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "1.0": {factor: tuple(answers.split()) for factor, answers in {
            "profile_completeness": "beginner intermediate advanced all_star unknown",
            "rich_media": "none one 2_to_4 5_or_more unknown",
            "endorsements": "none 1_to_9 10_to_49 50_to_98 99_or_more unknown",
            "recommendations": "none 1_or_2 3_to_5 6_or_more unknown",
            "articles": "none one two 3_or_more unknown",
            "new_followers": "none 1_to_9 10_to_49 50_to_199 200_or_more unknown",
            "active_days": "hardly_ever one_day_a_week several_days_a_week every_workday every_day unknown",
            "people_search": "never monthly weekly several_a_week daily unknown",
            "advanced_search": "never once_or_twice monthly weekly several_a_week unknown",
            "network_views": "hardly_any 1_to_4_a_week 5_to_14_a_week 15_to_29_a_week 30_or_more_a_week unknown",
            "prospect_views": "hardly_any 1_to_4_a_week 5_to_14_a_week 15_to_29_a_week 30_or_more_a_week unknown",
            "profile_popularity": "under_25 25_to_99 100_to_299 300_to_999 1000_or_more unknown",
            "sharing": "none once_or_twice monthly weekly several_a_week unknown",
            "interactions_given": "none monthly weekly several_a_week daily unknown",
            "interactions_received": "none 1_to_9 10_to_49 50_to_249 250_to_999 1000_or_more unknown",
            "groups": "none member_only sometimes_active weekly_in_one weekly_in_several unknown",
            "company_pages": "none 1_to_9 10_or_more 10_and_sharing unknown",
            "inmail_response": "none_answered under_10_percent 10_to_24_percent 25_percent_or_more unknown not_applicable",
            "connections": "under_50 50_to_149 150_to_299 300_to_499 500_or_more unknown",
            "new_connections": "none 1_to_5 6_to_20 21_to_50 51_or_more unknown",
            "senior_connections": "none 1_to_9 10_to_49 50_to_199 200_or_more unknown",
            "junior_connections": "none 1_to_9 10_to_49 50_or_more unknown",
            "colleague_connections": "none 1_to_4 5_to_19 20_or_nearly_all unknown not_applicable",
            "invitation_acceptance": "none under_20_percent 20_to_39_percent 40_to_59_percent 60_percent_or_more unknown",
    }.items()},
})  # fmt: skip
"""By version: the factors in the model's order, and every valid answer to each, as `ssi_core.answers.list_answers` lists them.

Never change an entry: links are read by it. When the model's answers change, the version before gets its entry here.
"""


def is_retired(factor: str, answer: str) -> bool:
    """Return whether an earlier version of the model had this answer. The caller knows that the present one lacks it."""
    return any(answer in answers.get(factor, ()) for answers in EARLIER.values())
