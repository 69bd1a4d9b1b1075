"""The archive's tables, a module a concern."""

from newsarchive.archive.models.articles import Article, Paragraph, Passage, SearchEntry
from newsarchive.archive.models.candidates import Crowd, Printing
from newsarchive.archive.models.fingerprints import Band, Fingerprint, PassageBand, PassageFingerprint
from newsarchive.archive.models.intake import Original, Receipt, Upload, UploadedFile
from newsarchive.archive.models.rulings import RuledArticle, Ruling
from newsarchive.archive.models.schemes import Adoption, Scheme, Unmatched
from newsarchive.archive.models.sources import Agency, Source
from newsarchive.archive.models.stories import Match, Membership, Story, Text, Version

__all__ = [
    "Adoption",
    "Agency",
    "Article",
    "Band",
    "Crowd",
    "Fingerprint",
    "Match",
    "Membership",
    "Original",
    "Paragraph",
    "Passage",
    "PassageBand",
    "PassageFingerprint",
    "Printing",
    "Receipt",
    "RuledArticle",
    "Ruling",
    "Scheme",
    "SearchEntry",
    "Source",
    "Story",
    "Text",
    "Unmatched",
    "Upload",
    "UploadedFile",
    "Version",
]
