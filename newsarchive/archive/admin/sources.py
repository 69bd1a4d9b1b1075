"""Sources and agencies: the two tables whose names may be corrected by hand."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import Model, Q
from django.http import HttpRequest

from newsarchive.archive.admin.base import LookOnly, either, list_link
from newsarchive.archive.models import Agency, Article, Source, Upload


class NameForm(forms.ModelForm):
    """A name that no other row bears, however it is capitalised."""

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        model = self._meta.model
        if model.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"There is already a {model._meta.verbose_name} of that name.")
        return name


class Named(LookOnly):
    """A short table of names. Renaming needs the change permission; what carries the name follows it."""

    form = NameForm
    list_display: tuple[str, ...] = ("name", "its_articles")
    sortable_by = ("name",)
    fields: tuple[str, ...] = ("name", "its_articles")
    readonly_fields: tuple[str, ...] = ("its_articles",)
    search_help_text = "A part of the name, or a number."

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.has_perm(f"archive.change_{self.opts.model_name}"))

    def found(self, term: str, request: HttpRequest) -> Q:
        return either([Q(name__icontains=term), *self.by_number(term)])


@admin.register(Source)
class SourceAdmin(Named):
    list_display = ("name", "its_articles", "its_uploads")
    readonly_fields = ("its_articles", "its_uploads")
    fields = ("name", "its_articles", "its_uploads")

    @admin.display(description="articles")
    def its_articles(self, source: Source) -> str:
        return list_link(Article, "articles", source__id__exact=source.pk)

    @admin.display(description="uploads")
    def its_uploads(self, source: Source) -> str:
        return list_link(Upload, "uploads", source__id__exact=source.pk)


@admin.register(Agency)
class AgencyAdmin(Named):
    @admin.display(description="articles")
    def its_articles(self, agency: Agency) -> str:
        return list_link(Article, "articles", agencies__id__exact=agency.pk)
