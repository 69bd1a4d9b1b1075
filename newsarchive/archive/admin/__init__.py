"""The desk behind the reading pages: every table to look at, and editors' rulings; nothing else is written here.

Who gets in: people marked *staff*. What they see follows from their group's permissions; who may rule, from
``archive.rule``. Membership of a group does not make anyone staff: an administrator ticks that for each person.
"""

from newsarchive.archive.admin import (
    accounts,
    articles,
    fingerprints,
    intake,
    notices,
    reviews,
    rulings,
    schemes,
    sources,
    stock,
    stories,
    trials,
)

__all__ = [
    "accounts",
    "articles",
    "fingerprints",
    "intake",
    "notices",
    "reviews",
    "rulings",
    "schemes",
    "sources",
    "stock",
    "stories",
    "trials",
]
