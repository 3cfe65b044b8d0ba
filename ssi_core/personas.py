"""Four kinds of members, on which the model's shares are calibrated.

LinkedIn publishes no weights, so the shares of the levels cannot be derived. They are chosen, so that four plain descriptions of how people
use LinkedIn score as such people do on real SSI pages:

- `beginner` has an account and does nothing with it: near 0.
- `typical` has a decent profile and a network, looks around some days a week, and seldom says anything. Averages of industries and networks
  on real pages, 2026, are the scores of such members: brand 11.3-13.2, find 4.4-5.4, engage 1.6-2.4, relate 11.9-16.3, total 29-36
  (`ssi_core.model.MODEL.observed`). This persona fixes the shares of the middle levels: generous for an existing profile and network, mean
  for seldom taking part.
- `active` publishes and responds every week without it being a job: the total that Corinne Keijzer (2018) considers good in marketing and
  communication or HR, give or take 5.
- `social_seller` does it full time, with a paid plan, and is still a person with a working week: near 100, and not at it.

A test holds each of them within its bands. After a change of a share, adjust the shares until that test passes again.
"""

from typing import NamedTuple

from ssi_core.answers import Answers, read_answers
from ssi_core.model import MODEL, TOTAL, ScoreRange


class Persona(NamedTuple):
    """A kind of member. `answers`: one for every factor. `bands`: the allowed points of the total, and perhaps of pillars."""

    key: str
    answers: Answers
    bands: tuple[ScoreRange, ...]


def _make_persona(key: str, bands: tuple[ScoreRange, ...], **answers: str) -> Persona:
    return Persona(key, read_answers({"answers": answers}), bands)


PERSONAS = (
    _make_persona(
        "beginner", (ScoreRange(TOTAL, 0, 5),),
        profile_completeness="beginner", rich_media="none", endorsements="none", recommendations="none", articles="none",
        new_followers="under_5",
        active_days="under_1_day", people_search="never", advanced_search="never", network_views="hardly_any", prospect_views="hardly_any",
        profile_popularity="under_25",
        sharing="none", interactions_given="none", interactions_received="none", groups="none", company_pages="1_to_9",
        inmail_response="not_applicable",
        connections="under_50", new_connections="1_to_5", senior_connections="none", junior_connections="1_to_9",
        colleague_connections="1_to_4", invitation_acceptance="not_applicable",
    ),
    _make_persona(
        "typical", MODEL.observed,
        profile_completeness="advanced", rich_media="one", endorsements="5_to_19", recommendations="1_or_2", articles="none",
        new_followers="5_to_24",
        active_days="2_to_4_days", people_search="monthly", advanced_search="once_or_twice", network_views="1_to_4_a_week",
        prospect_views="1_to_4_a_week", profile_popularity="25_to_99",
        sharing="once_or_twice", interactions_given="monthly", interactions_received="1_to_9", groups="member_only", company_pages="1_to_9",
        inmail_response="not_applicable",
        connections="150_to_299", new_connections="6_to_20", senior_connections="10_to_49", junior_connections="10_to_49",
        colleague_connections="5_to_19", invitation_acceptance="40_to_59_percent",
    ),
    _make_persona(
        "active", (ScoreRange(TOTAL, 60, 70),),
        profile_completeness="all_star", rich_media="2_to_4", endorsements="20_to_49", recommendations="3_to_5", articles="one",
        new_followers="25_to_99",
        active_days="5_or_6_days", people_search="weekly", advanced_search="monthly", network_views="5_to_14_a_week",
        prospect_views="5_to_14_a_week", profile_popularity="100_to_299",
        sharing="weekly", interactions_given="several_a_week", interactions_received="50_to_249", groups="member_only",
        company_pages="10_to_29", inmail_response="not_applicable",
        connections="500_or_more", new_connections="21_to_50", senior_connections="50_to_199", junior_connections="50_or_more",
        colleague_connections="20_or_nearly_all", invitation_acceptance="40_to_59_percent",
    ),
    _make_persona(
        "social_seller", (ScoreRange(TOTAL, 95, 99),),
        profile_completeness="all_star", rich_media="5_or_more", endorsements="50_or_more", recommendations="6_or_more",
        articles="3_or_more", new_followers="300_or_more",
        active_days="7_days", people_search="daily", advanced_search="several_a_week", network_views="30_or_more_a_week",
        prospect_views="30_or_more_a_week", profile_popularity="300_to_999",
        sharing="several_a_week", interactions_given="daily", interactions_received="250_to_999", groups="weekly_in_one",
        company_pages="30_or_more", inmail_response="25_percent_or_more",
        connections="500_or_more", new_connections="51_or_more", senior_connections="200_or_more", junior_connections="50_or_more",
        colleague_connections="20_or_nearly_all", invitation_acceptance="40_to_59_percent",
    ),
)  # fmt: skip
