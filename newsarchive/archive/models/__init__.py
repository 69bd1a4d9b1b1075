"""The archive's tables, a module a concern."""

from newsarchive.archive.models.articles import Article, Paragraph, Passage, Reading, SearchEntry
from newsarchive.archive.models.boilerplate import (
    PassageStock,
    Rest,
    RestBand,
    RestFingerprint,
    StockDecision,
    StockEntry,
    StockProposal,
    StockRegister,
    TextStock,
)
from newsarchive.archive.models.candidates import Crowd, Printing
from newsarchive.archive.models.credits import Credit
from newsarchive.archive.models.fingerprints import Band, Fingerprint, PassageBand, PassageFingerprint
from newsarchive.archive.models.holdings import Holding
from newsarchive.archive.models.intake import Original, Receipt, Upload, UploadedFile
from newsarchive.archive.models.notices import Bond, Carried, Naming, Notice, Sense
from newsarchive.archive.models.reviews import Review, ReviewSkip
from newsarchive.archive.models.rulings import RuledArticle, RuledStory, Ruling
from newsarchive.archive.models.schemes import Adoption, Scheme, Unmatched
from newsarchive.archive.models.searches import SavedSearch
from newsarchive.archive.models.sources import Agency, Source
from newsarchive.archive.models.stories import Mass, Match, Membership, Story, Text, Tie, Version
from newsarchive.archive.models.trials import Trial

__all__ = [
    "Adoption",
    "Agency",
    "Article",
    "Band",
    "Bond",
    "Carried",
    "Credit",
    "Crowd",
    "Fingerprint",
    "Holding",
    "Mass",
    "Match",
    "Membership",
    "Naming",
    "Notice",
    "Original",
    "Paragraph",
    "Passage",
    "PassageBand",
    "PassageFingerprint",
    "PassageStock",
    "Printing",
    "Reading",
    "Receipt",
    "Rest",
    "RestBand",
    "RestFingerprint",
    "Review",
    "ReviewSkip",
    "RuledArticle",
    "RuledStory",
    "Ruling",
    "SavedSearch",
    "Scheme",
    "SearchEntry",
    "Sense",
    "Source",
    "StockDecision",
    "StockEntry",
    "StockProposal",
    "StockRegister",
    "Story",
    "Text",
    "TextStock",
    "Tie",
    "Trial",
    "Unmatched",
    "Upload",
    "UploadedFile",
    "Version",
]
