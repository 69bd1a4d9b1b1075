"""The archive's tables, a module a concern."""

from newsarchive.archive.models.articles import Article, Paragraph, Passage, SearchEntry
from newsarchive.archive.models.fingerprints import Band, Fingerprint, PassageBand, PassageFingerprint
from newsarchive.archive.models.intake import Original, Receipt, Upload, UploadedFile
from newsarchive.archive.models.rulings import RuledArticle, Ruling
from newsarchive.archive.models.sources import Agency, Source
from newsarchive.archive.models.stories import Match, Membership, Story, Text, Version

__all__ = [
    "Agency",
    "Article",
    "Band",
    "Fingerprint",
    "Match",
    "Membership",
    "Original",
    "Paragraph",
    "Passage",
    "PassageBand",
    "PassageFingerprint",
    "Receipt",
    "RuledArticle",
    "Ruling",
    "SearchEntry",
    "Source",
    "Story",
    "Text",
    "Upload",
    "UploadedFile",
    "Version",
]
