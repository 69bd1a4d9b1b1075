"""Names typed with suggestions: plain text inputs that a list of a few names is offered for, with scripts on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse

SPARE = 2
"""Empty inputs offered for further names."""


class NameInput(forms.TextInput):
    """One name of a source or an agency."""

    template_name = "admin/archive/desk/name_input.html"
    spare = 0

    def __init__(self, model: type[Model], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.model = model

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        names = value if isinstance(value, list) else [value or ""]
        asked = f"{reverse(f'admin:archive_{self.model._meta.model_name}_names')}?field={name}"
        context["widget"] |= {"names": [*names, *[""] * self.spare], "asked": asked}
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> str:
        return render_to_string(template_name, context)


class NamesInput(NameInput):
    """Several names, an input each, and some to spare."""

    spare = SPARE

    def value_from_datadict(self, data: Any, files: Mapping[str, Any], name: str) -> list[str]:
        posted = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        return [words for words in (" ".join(str(one).split()) for one in posted) if words]


class NamesField(forms.Field):
    """A list of names; where two are added, two more may be added on the next visit."""

    MOST = 20

    def __init__(self, *, model: type[Model], **options: Any) -> None:
        self.one = forms.CharField(max_length=model._meta.get_field("name").max_length)
        super().__init__(widget=NamesInput(model), **options)

    def clean(self, value: Any) -> list[str]:
        if len(value or []) > self.MOST:
            raise forms.ValidationError(f"Name {self.MOST} at most.")
        return [self.one.clean(name) for name in value or []]
