"""What readers and archivists type, checked."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from newsarchive.archive.queries.typed import (
    LONGEST,
    MARKS,
    Understood,
    day_typed,
    language_code,
    one_of,
    understood,
)
from newsarchive.archive.queries.wanted import ARTICLES, OF_ARTICLES, ORDERS, RELEVANCE, SIZES, STORIES, Wanted
from newsarchive.archive.search_fields import FIELDS, Typed, read, strangers
from newsarchive.archive.services.names import spaced
from newsarchive.archive.services.seekable import Stretches
from newsarchive.wire.trade import slug_key

Named = tuple[str, UploadedFile]
"""A file that came, under the name by which its receipt will know it."""

UNREADABLE = "There are characters in it that cannot be read; please type it anew."
NO_DATE = "This is no date; write it as 2021-03-04, 2021-03 or 2021."


class Several(forms.Field):
    """Values of one name, as often as the address has it; ``read`` tidies each, and makes nothing of a bad one."""

    widget = forms.SelectMultiple

    def __init__(self, read: Callable[[str], str] = spaced, longest: int = LONGEST) -> None:
        super().__init__(required=False)
        self.read, self.longest = read, longest

    def clean(self, value: Any) -> list[str]:
        written = [one for one in map(spaced, value or ()) if one]
        found = [self.read(one) if len(one) <= self.longest else "" for one in written]
        for one, said in zip(written, found, strict=True):
            if not said:
                raise forms.ValidationError(f"“{one[:40]}” is not known here and was left out.")
        return found


class DayField(forms.CharField):
    """A day, or a month or a year: then its first day, or, where it is the ``last`` that counts, its last."""

    def __init__(self, *, last: bool = False) -> None:
        messages = {"max_length": NO_DATE, "null_characters_not_allowed": NO_DATE}
        super().__init__(required=False, max_length=40, error_messages=messages)
        self.last = last

    def clean(self, value: Any) -> datetime.date | None:
        written = super().clean(value)
        span = day_typed(written) if written else None
        if written and span is None:
            raise forms.ValidationError(NO_DATE)
        return span[self.last] if span else None


class SearchForm(forms.Form):
    """The search box and the filters of the story list, as the address has them.

    Fields typed into the box (`search_fields`) and those filled in beside it come together in one `Wanted`. What makes
    no sense is told (``problems``) and left out; where nothing else was asked for, nothing is found.
    """

    q = forms.CharField(
        required=False,
        max_length=300,
        error_messages={
            "max_length": "That is too long to search for: type 300 characters at the most.",
            "null_characters_not_allowed": UNREADABLE,
        },
    )
    agency = Several()
    source = Several()
    place = Several()
    language = Several(language_code)
    format = Several(str.lower, 20)
    slug = Several(slug_key)
    copies = Several(one_of(SIZES))
    marked = Several(one_of(MARKS))
    developed = forms.BooleanField(required=False)
    updated = forms.BooleanField(required=False)
    folded = forms.BooleanField(required=False)
    since = DayField()
    until = DayField(last=True)
    order = forms.ChoiceField(
        required=False,
        choices=list(ORDERS.items()),
        error_messages={"invalid_choice": "This address asks for an order that is not known; here is the usual one."},
    )
    show = forms.ChoiceField(
        required=False,
        choices=[(STORIES, "stories"), (ARTICLES, "articles")],
        error_messages={"invalid_choice": "This address asks for a list that is not known; here are the stories."},
    )

    @cached_property
    def typed(self) -> Understood:
        """What the fields in the box come to."""
        return understood(self._box.terms)

    @cached_property
    def problems(self) -> list[str]:
        """What makes no sense, in words: of the box, of the fields beside it, and both together."""
        if not self.is_bound:
            return []
        beside = [str(error) for name, errors in self.errors.items() for error in errors if name != "q"]
        return [*self.errors.get("q", []), *self.typed.problems, *beside, *self._crossed()]

    @cached_property
    def hints(self) -> list[str]:
        """What was searched for otherwise than it may have been meant, in words."""
        return [*_not_fields(strangers(self._said.get("q", ""))), *self._starred()]

    def _starred(self) -> list[str]:
        """Words and names with a star, which others than this archive take for any ending."""
        typed = [*self._box.words.split(), *map(str, self._box.terms)]
        chosen = [name for field in ("agency", "source", "place") for name in self._said.get(field) or ()]
        starred = [word for word in (*typed, *chosen) if _STARRED.search(word)]
        if not starred:
            return []
        return [
            f"“{starred[0][:40]}”: a * stands for nothing here. Words are found in their other forms too, "
            "and names are completed while you type."
        ]

    sizes = tuple(SIZES)
    marks = tuple(MARKS)

    @property
    def narrowed(self) -> bool:
        """Whether any filter beside the box says something, or makes no sense."""
        return bool(self.beside.keys() - {"order", "show"} or self.errors.keys() - {"q"})

    @cached_property
    def beside(self) -> dict[str, Any]:
        """What the fields beside the box say, under the names that they have in addresses."""
        return {name: value for name, value in self._said.items() if value and name != "q"}

    def wanted(self) -> Wanted:
        """What was asked for, without what made no sense; nothing can be found where that was all."""
        if not self.is_bound:
            return Wanted()
        said, typed = self._said, self.typed
        given = {name: said.get(field) or [] for name, field in _FIELDS.items()}
        since, until = self._days()
        asked = Wanted(
            query=self._box.words,
            **{name: _once([*values, *typed.values.get(name, ())]) for name, values in given.items()},
            developed=bool(said.get("developed") or typed.values.get("developed")),
            updated=bool(said.get("updated") or typed.values.get("updated")),
            folded=bool(said.get("folded") or typed.values.get("folded")),
            without=tuple(typed.without),
            since=since,
            until=until,
            order=said.get("order") or RELEVANCE,
            show=said.get("show") or STORIES,
        )
        asked_badly = self.typed.problems or self.errors.keys() - {"order", "show"}
        senseless = "q" in self.errors or bool(self._crossed()) or (bool(asked_badly) and not asked.anything)
        return replace(asked, impossible=senseless)

    @cached_property
    def _said(self) -> dict[str, Any]:
        """What was filled in and makes sense."""
        self.full_clean()
        return self.cleaned_data if self.is_bound else {}

    @cached_property
    def _box(self) -> Typed:
        return read(self._said.get("q", ""))

    def _days(self) -> tuple[datetime.date | None, datetime.date | None]:
        """The narrowest of the days typed and filled in."""
        said, typed = self._said, self.typed
        first = [day for day in (said.get("since"), typed.since) if day]
        last = [day for day in (said.get("until"), typed.until) if day]
        return max(first, default=None), min(last, default=None)

    def _crossed(self) -> list[str]:
        since, until = self._days()
        if not (since and until and since > until):
            return []
        return [f"From {since:%-d %B %Y} is later than to {until:%-d %B %Y}: no day lies between them."]


_FIELDS = {name: name for name in (*OF_ARTICLES, "copies")} | {"mark": "marked"}
"""The fields of `Wanted` that take several values, and the names that these have in addresses."""


_STARRED = re.compile(r"\w\*")


def _not_fields(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    told = " and ".join(f"“{name[:40]}:”" for name in names[:3])
    are = "is no field and was" if len(names) == 1 else "are no fields and were"
    return [f"{told} {are} searched for as words. The fields are {', '.join(FIELDS[:-1])} and {FIELDS[-1]}."]


def _once(values: Iterable[str]) -> tuple[str, ...]:
    """The values in order, those that differ in their letters' case alone once."""
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(value.lower(), value)
    return tuple(found.values())


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
    """Some of the files that somebody means to hand in, and of how many they are some; and zip archives in part.

    ``source`` is the outlet that was typed beside them. Of each archive there are its name (``zip``), its size in bytes
    (``zip_size``), the stretches of it that came, as ``zip_parts`` writes them (``0+4096 90000+512``: place and
    length), and these bytes, one stretch behind the other.
    """

    total = forms.IntegerField(required=False, min_value=0)
    source = forms.CharField(required=False, max_length=200)
    zip_bytes = ManyFilesField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            self._archives = list(map(_in_part, cleaned.get("zip_bytes", ()), *map(self.data.getlist, _OF_ZIPS)))
        except ValueError:
            raise forms.ValidationError("These are no parts of a zip archive.") from None
        return cleaned

    def archives(self) -> list[tuple[str, Stretches]]:
        """Zip archives, each under its path."""
        return self._archives


_OF_ZIPS = ("zip", "zip_size", "zip_parts")
_PARTS = re.compile(r"[0-9]{1,15}\+[0-9]{1,15}(?: [0-9]{1,15}\+[0-9]{1,15}){0,9}", re.ASCII)


def _in_part(file: UploadedFile, name: str, size: str, parts: str) -> tuple[str, Stretches]:
    """An archive of which some stretches came. Raises ValueError where what is said of them does not fit."""
    if not _PARTS.fullmatch(parts):
        raise ValueError
    stretches = [(int(start), int(length)) for start, length in (part.split("+") for part in parts.split())]
    if sum(length for _, length in stretches) != file.size or max(map(sum, stretches)) > int(size):
        raise ValueError
    return name, Stretches(int(size), stretches, file.file)
