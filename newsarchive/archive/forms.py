"""What readers and archivists type, checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from newsarchive.archive.models import Story
from newsarchive.archive.queries.wanted import NEWEST, RELEVANCE, Wanted

Named = tuple[str, UploadedFile]
"""A file that came, under the name by which its receipt will know it."""

NO_DATE = {"invalid": "This is no date; write it as 2021-03-04."}
DATE_FORMATS = ["%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d.%m.%Y"]


class SearchForm(forms.Form):
    """The search box and the filters of the story list. A field that makes no sense is said so and left out."""

    q = forms.CharField(required=False, max_length=300)
    agency = forms.CharField(required=False, max_length=100)
    source = forms.CharField(required=False, max_length=200)
    place = forms.CharField(required=False, max_length=200)
    language = forms.RegexField(r"^[a-z]{2,8}$", required=False, max_length=8)
    since = forms.DateField(required=False, input_formats=DATE_FORMATS, error_messages=NO_DATE)
    until = forms.DateField(required=False, input_formats=DATE_FORMATS, error_messages=NO_DATE)
    marked = forms.ChoiceField(required=False, choices=Story.Mark.choices)
    order = forms.ChoiceField(required=False, choices=[(RELEVANCE, "best match"), (NEWEST, "newest first")])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", "This day lies before the first one.")
        return cleaned

    def wanted(self) -> Wanted:
        """What was asked for, without the fields that made no sense."""
        if not self.is_bound:
            return Wanted()
        self.full_clean()
        said = self.cleaned_data
        return Wanted(
            query=said.get("q", ""),
            agency=said.get("agency", ""),
            source=said.get("source", ""),
            place=said.get("place", ""),
            language=said.get("language", ""),
            since=said.get("since"),
            until=said.get("until"),
            order=said.get("order") or RELEVANCE,
            mark=said.get("marked", ""),
        )


class ManyFilesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files. Each may be empty or badly named: the receipt says so, and the others go in."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > settings.MAX_UPLOAD_FILES:
            raise forms.ValidationError(
                f"That is more than {settings.MAX_UPLOAD_FILES} files; please hand them in in parts.", code="many"
            )
        return list(files)


class UploadForm(forms.Form):
    """Files to hand in, where they were taken from, and whether they are to be looked at first."""

    files = ManyFilesField(error_messages={"required": "Choose at least one file."})
    source = forms.CharField(required=False, max_length=200)
    look = forms.BooleanField(required=False)

    def named(self) -> list[Named]:
        """The files under the names that came with them."""
        return [(file.name or "unnamed", file) for file in self.cleaned_data["files"]]


class BeginForm(forms.Form):
    """How many files the page will send in portions, where from, and by which key it asks for the same upload again."""

    files = forms.IntegerField(min_value=1)
    source = forms.CharField(required=False, max_length=200)
    key = forms.RegexField(r"^[0-9A-Za-z-]{8,64}$", required=False)
    held = forms.BooleanField(required=False)

    def clean_files(self) -> int:
        files = int(self.cleaned_data["files"])
        if files > settings.MAX_LOAD_FILES:
            raise forms.ValidationError(
                f"These are {files:,} files; an upload takes at most {settings.MAX_LOAD_FILES:,}. "
                "Hand them in by several uploads, a folder each."
            )
        return files


class PortionForm(forms.Form):
    """Files of an upload, with their paths beside them, and the names of those that were too large to be sent."""

    files = ManyFilesField(required=False)

    def named(self) -> list[Named]:
        """The files, each under its path: of the name that comes with a file only the last part is left."""
        files: list[UploadedFile] = self.cleaned_data["files"]
        paths = [*self.data.getlist("path"), *[""] * len(files)]
        return [(path or file.name or "unnamed", file) for path, file in zip(paths, files, strict=False)]

    def missed(self) -> list[tuple[str, int]]:
        """Names of files that were left where they are, with their sizes in bytes."""
        sizes = (int(size) if size.isdecimal() and len(size) < 16 else 0 for size in self.data.getlist("missed_size"))
        return list(zip(self.data.getlist("missed"), sizes, strict=False))


class LookForm(PortionForm):
    """Some of the files that somebody means to hand in, and of how many they are some."""

    total = forms.IntegerField(required=False, min_value=0)
