"""Every decision that editors make. Admin, commands and whatever else decides call these, and nothing beside them.

Each is one transaction that holds the clustering lane: the ruling, what it brings about, and the record of who, when,
why, before and after. All raise `Refused` with the reason in the editor's words.
"""

from newsarchive.archive.services.rulings.correcting import correct_article
from newsarchive.archive.services.rulings.deciding import Refused
from newsarchive.archive.services.rulings.folding import fold_paragraph
from newsarchive.archive.services.rulings.moving import merge_stories, move_to, part, rule_on_pair, take_out
from newsarchive.archive.services.rulings.naming import add_alias, merge_names, rename
from newsarchive.archive.services.rulings.noticing import rule_on_notice
from newsarchive.archive.services.rulings.putting_right import rule_on_correction
from newsarchive.archive.services.rulings.saying import choose_lead, edit_story, mark_articles, mark_story
from newsarchive.archive.services.rulings.undoing import undo
from newsarchive.archive.services.rulings.withdrawing import withdraw_upload

__all__ = [
    "Refused",
    "add_alias",
    "choose_lead",
    "correct_article",
    "edit_story",
    "fold_paragraph",
    "mark_articles",
    "mark_story",
    "merge_names",
    "merge_stories",
    "move_to",
    "part",
    "rename",
    "rule_on_correction",
    "rule_on_notice",
    "rule_on_pair",
    "take_out",
    "undo",
    "withdraw_upload",
]
