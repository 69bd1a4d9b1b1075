"""Whether anything was ever handed in."""

from newsarchive.archive.models import Upload


def archive_is_empty() -> bool:
    """Whether no upload was ever made."""
    return not Upload.objects.exists()
