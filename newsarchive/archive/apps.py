"""The Django app that keeps the archive, and the admin with the archive's own index."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ArchiveConfig(AppConfig):
    name = "newsarchive.archive"
    label = "archive"
    verbose_name = "Archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from newsarchive.archive import checks  # noqa: F401 - importing registers them


class DeskConfig(AdminConfig):
    """Django's admin; its site is the archive's desk."""

    default_site = "newsarchive.archive.desk_site.DeskSite"
