"""A curve as a small SVG, legible on light and dark ground."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Points = Sequence[tuple[float, float]]

_WIDTH, _HEIGHT = 640, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 150, 24, 52
_COLOURS = ("#2f7fd0", "#d0762f", "#3f9f5f", "#a05fc0")
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#333}path,line{fill:none}.axis{stroke:#999}.grid{stroke:#9994}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}}"
)


def drawn(lines: Mapping[str, Points], across: str, up: str) -> str:
    """The lines over a logarithmic width, from nought up; each is labelled at its end."""
    widths = [x for points in lines.values() for x, _ in points]
    top = _nice(max(y for points in lines.values() for _, y in points))
    place = _Place(min(widths), max(widths), top)
    parts = [_grid(place, sorted(set(widths)), top)]
    parts += [_line(place, name, points, _COLOURS[n % len(_COLOURS)]) for n, (name, points) in enumerate(lines.items())]
    parts.append(f'<text x="{_LEFT}" y="{_HEIGHT - 10}">{escape(across)}</text>')
    parts.append(f'<text x="{_LEFT - 50}" y="14">{escape(up)}</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">'
    return "\n".join([head, f"<title>{escape(f'{up} by {across}')}</title><style>{_STYLE}</style>", *parts, "</svg>\n"])


class _Place:
    """Where figures are on the picture."""

    def __init__(self, least: float, most: float, top: float) -> None:
        self._from, self._to, self._top = math.log(least), math.log(most), top

    def across(self, x: float) -> float:
        share = (math.log(x) - self._from) / ((self._to - self._from) or 1)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def up(self, y: float) -> float:
        return _HEIGHT - _BOTTOM - y / self._top * (_HEIGHT - _TOP - _BOTTOM)


def _nice(most: float) -> float:
    """The next round figure."""
    unit = 10 ** math.floor(math.log10(most or 1))
    return next(unit * step for step in (1, 2, 4, 5, 8, 10) if unit * step >= most)


def _grid(place: _Place, widths: Sequence[float], top: float) -> str:
    end = _WIDTH - _RIGHT
    said = []
    for quarter in range(5):
        value = top * quarter / 4
        y = place.up(value)
        said.append(
            f'<line class="{"grid" if quarter else "axis"}" x1="{_LEFT}" x2="{end}" y1="{y:.1f}" y2="{y:.1f}"/>'
        )
        said.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>')
    for x in widths:
        at = f'x="{place.across(x):.1f}" y="{_HEIGHT - _BOTTOM + 18}"'
        said.append(f'<text {at} text-anchor="middle">{x:,.0f}</text>')
    return "\n".join(said)


def _line(place: _Place, name: str, points: Points, colour: str) -> str:
    at = [(place.across(x), place.up(y)) for x, y in points]
    path = " L".join(f"{x:.1f} {y:.1f}" for x, y in at)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in at)
    x, y = at[-1]
    label = f'<text x="{x + 9:.1f}" y="{y + 4:.1f}">{escape(name)}</text>'
    return f'<path d="M{path}" stroke="{colour}" stroke-width="2"/>{dots}{label}'
