"""What axe-core finds wrong on a page, for those who see it otherwise, or not at all, or use no mouse.

It is handed to the browser by the debugger's way in, which the page's Content-Security-Policy does not bar: nothing is
loosened for it, and it has no address on the site.
"""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# The size of targets is left out by axe unless it is asked for. Whether style sheets turn the page with the device is
# left out here: for that alone it copies them into style elements, which the policy does bar.
RULES = {"target-size": {"enabled": True}, "css-orientation-lock": {"enabled": False}}
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": RULES,
    "preload": False,
    "resultTypes": ["violations"],
}
NODES_NAMED = 3


def violations(page: Page) -> list[str]:
    """A line for each rule of WCAG 2.2, levels A and AA, that the page breaks, with the first places where."""
    page.evaluate(_source())
    found = page.evaluate("options => axe.run(options)", OPTIONS)
    return [_line(rule) for rule in found["violations"]]


@cache
def _source() -> str:
    return AXE.read_text("utf-8")


def _line(rule: dict[str, Any]) -> str:
    """Such as ``image-alt: Images must have alternative text (2×): #logo <img src="…">``."""
    places = [_place(node) for node in rule["nodes"][:NODES_NAMED]]
    return f"{rule['id']}: {rule['help']} ({len(rule['nodes'])}×): {'; '.join(places)}"


def _place(node: dict[str, Any]) -> str:
    """Where it is, how it begins, and what is the matter with it."""
    selector = " ".join(str(part) for part in node["target"])
    why = " ".join(check["message"] for check in [*node["any"], *node["all"], *node["none"]][:1])
    return f"{selector} {node['html'][:120]} – {why}"
