"""Screens that pages are looked at on. Each size and each scheme once: what is wrong with one is seldom wrong with
both alone, and every further pair costs as much as the first.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page


class Screen(NamedTuple):
    """Its width in pixels, and the colour scheme of its device."""

    width: int
    scheme: str
    height: int = 900

    def put(self, page: Page) -> None:
        """Let a page be shown on it."""
        page.set_viewport_size({"width": self.width, "height": self.height})
        page.emulate_media(color_scheme=self.scheme)  # type: ignore[arg-type]


PHONE, DESK = Screen(360, "light", 844), Screen(1280, "dark")
PHONE_AT_NIGHT, WALL = Screen(390, "dark", 844), Screen(2560, "light", 1440)


def on_screens(*screens: Screen) -> Any:
    """A test that is run on each of these, `PHONE` and `DESK` where none are named."""
    asked = screens or (PHONE, DESK)
    return pytest.mark.parametrize("screen", asked, ids=[f"{s.width}-{s.scheme}" for s in asked])
