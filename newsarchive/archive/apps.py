"""The Django app that keeps the archive."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "newsarchive.archive"
    label = "archive"
    verbose_name = "Archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from newsarchive.archive import checks  # noqa: F401 - importing registers them
