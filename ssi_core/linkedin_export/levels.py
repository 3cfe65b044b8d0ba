"""Numbers → levels of the model, by the lowest number of each level. The keys are the model's, which tests compare.

How often in 90 days is a matter of how a question's answers are worded. "About once a week" is 13 times; the limits lie halfway between one
wording and the next: once a week and twice a week meet at 1.5 a week, which is 20 in 90 days.
"""

from ssi_core.model import MODEL

_LEAST: dict[str, tuple[int, ...]] = {
    # For every level but the lowest, in the model's order.
    "profile_completeness": (3, 5, 7),
    "rich_media": (1, 2, 5),
    "endorsements": (1, 5, 20, 50),
    "recommendations": (1, 3, 6),
    "articles": (1, 2, 3),
    "new_followers": (5, 25, 100, 300),
    "active_days": (10, 20, 58, 84),
    "people_search": (2, 10, 20, 58),
    "sharing": (1, 3, 10, 20),
    "interactions_given": (2, 10, 20, 58),
    "interactions_received": (1, 10, 50, 250, 1000),
    "groups": (1,),
    "company_pages": (1, 10, 30),
    "inmail_response": (5, 25),
    "connections": (50, 150, 300, 500),
    "new_connections": (1, 6, 21, 51),
    "senior_connections": (1, 10, 50, 200),
    "junior_connections": (1, 10, 50),
    "colleague_connections": (1, 5, 20),
    "invitation_acceptance": (1, 20, 40, 60),
}
"""Groups stop early: no file shows whether somebody is active in one. A profile's photo is in no file either, and counts as there."""

NEVER_MEASURED = tuple(factor.key for factor in MODEL.factors if factor.key not in _LEAST)


def find_level(factor: str, number: int) -> str:
    """Return the key of the level for a number.

    >>> find_level("connections", 612), find_level("connections", 0), find_level("sharing", 19)
    ('500_or_more', 'under_50', 'weekly')
    """
    levels = MODEL.find_factor(factor).levels
    return levels[sum(number >= least for least in _LEAST[factor])].key
