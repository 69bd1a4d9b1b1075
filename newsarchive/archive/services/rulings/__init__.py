"""Every decision that editors make. Admin, commands and whatever else decides call these, and nothing beside them.

Each is one transaction that holds the clustering lane: the ruling, what it brings about, and the record of who, when,
why, before and after. All raise `Refused` with the reason in the editor's words.
"""

from newsarchive.archive.services.rulings.deciding import Refused
from newsarchive.archive.services.rulings.folding import fold_paragraph
from newsarchive.archive.services.rulings.moving import merge_stories, move_to, part, rule_on_pair, take_out
from newsarchive.archive.services.rulings.saying import choose_lead, edit_story, mark_articles, mark_story
from newsarchive.archive.services.rulings.undoing import undo
from newsarchive.archive.services.rulings.withdrawing import withdraw_upload

__all__ = [
    "Refused",
    "choose_lead",
    "edit_story",
    "fold_paragraph",
    "mark_articles",
    "mark_story",
    "merge_stories",
    "move_to",
    "part",
    "rule_on_pair",
    "take_out",
    "undo",
    "withdraw_upload",
]
