"""Charts as inline SVG without a word in them: labels stand beside as HTML, so that every script is shaped right.

Each chart has a table twin and a sentence beside it. A fan is an image named by its title and described by its sentence;
a bar or a glyph stands next to its words and is hidden from screen readers. Time runs from left to right in every
language.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from holdfast.report.records import Bar, FanChart

FAN_WIDTH, FAN_HEIGHT = 480.0, 168.0
_BAR_HEIGHT = 15

# Hatches stand for the second scenario and for "unknown" also where there is no colour. Drawn once a page.
_DEFINITIONS = (
    '<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
    '<pattern id="p-second" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="5" height="5" fill="#fff"/><rect width="2" height="5" fill="#7c5c1e"/></pattern>'
    '<pattern id="p-unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">'
    '<rect width="6" height="6" fill="#fff"/><rect width="1.6" height="6" fill="#6b7379"/></pattern>'
    '<path id="m-cap" d="M0 3.5v8"/><path id="m-arrow" d="M-7 3L-1 7.5l-6 4.5"/>'
    '<path id="m-mid" d="M0 2L5.5 7.5 0 13-5.5 7.5z"/>'
    "{}</defs></svg>"
)

# One shape a state, so that a photocopy keeps the meaning.
GLYPHS = {
    "open": '<circle cx="9" cy="9" r="5.5" fill="none" stroke="#1f6b3a" stroke-width="2.4"/>',
    "partly": '<circle cx="9" cy="9" r="5.5" fill="none" stroke="#8a4b00" stroke-width="2"/>'
    '<path d="M9 3.5a5.5 5.5 0 0 0 0 11z" fill="#8a4b00"/>',
    "closed": '<rect x="2.5" y="2.5" width="13" height="13" fill="#9d1c2c"/>'
    '<path d="M5.5 5.5l7 7m0-7l-7 7" stroke="#fff" stroke-width="2.2"/>',
    "nothing": '<rect x="3" y="3" width="12" height="12" fill="#fff" stroke="#8a4b00" stroke-width="2"/>'
    '<path d="M6 9h6" stroke="#8a4b00" stroke-width="2.2"/>',
    "unknown": '<rect x="2.5" y="2.5" width="13" height="13" fill="url(#p-unknown)" stroke="#6b7379"/>',
    "working": '<circle cx="9" cy="9" r="6" fill="#1f6b3a"/>'
    '<path d="M6 9.2l2.2 2.3L12.2 7" fill="none" stroke="#fff" stroke-width="1.8"/>',
    "failed": '<path d="M9 1.5L16.5 15h-15z" fill="#9d1c2c"/>'
    '<path d="M9 6v4.5" stroke="#fff" stroke-width="2"/><circle cx="9" cy="12.8" r="1.1" fill="#fff"/>',
}


PATTERNS = Markup(  # noqa: S704  constants of this module
    _DEFINITIONS.format(
        "".join(f'<symbol id="g-{name}" viewBox="0 0 18 18">{shape}</symbol>' for name, shape in GLYPHS.items())
    )
)


def glyph(state: str) -> Markup:
    """Return the shape of a state or of a day at the gate; the word always stands beside it."""
    return Markup('<svg class="g" width="18" height="18" aria-hidden="true"><use href="#g-{}"/></svg>').format(state)


def bar(data: Bar, horizon_days: int, *, second: bool) -> Markup:
    """Return one bar from zero to the middle date, the 10 to 90 per cent whisker on it and a diamond at the middle.

    What lies past the horizon runs to the right edge and ends in an arrow instead of a cap.
    """

    def at(days: float | None) -> float:
        return 100.0 if days is None else min(max(days / horizon_days, 0.0), 1.0) * 100.0

    low, middle, high = at(data.low), at(data.middle), at(data.high)
    shapes = [f'<rect y="2.5" width="{middle:.1f}%" height="10"/>']
    if data.low is not None:
        shapes.append(f'<rect class="w" x="{low:.1f}%" y="6" width="{high - low:.1f}%" height="3"/>')
        shapes.append(_mark("cap", low))
    shapes.append(_mark("arrow", 100.0) if data.high is None else _mark("cap", high))
    if data.middle is not None:
        shapes.append(_mark("mid", middle))
    return Markup('<svg class="bar{}" width="100%" height="{}" aria-hidden="true">{}</svg>').format(
        " second" if second else "",
        _BAR_HEIGHT,
        Markup("".join(shapes)),  # noqa: S704  numbers of ours only
    )


def _mark(name: str, percent: float) -> str:
    """Return a cap, an arrow or a diamond at a place of the bar; each is drawn once a page."""
    return f'<use class="{name}" href="#m-{name}" x="{percent:.1f}%"/>'


def fan(data: FanChart, label_id: str) -> Markup:
    """Return the band from 10 to 90 per cent, the middle line, and what was claimed as dots with error bars.

    `label_id` is the element that names the image; the element ``<label_id>-d`` says in a sentence what it shows.
    """
    end = max(data.hours)
    span = max(data.top - data.bottom, 1e-9)

    def point(hour: float, value: float) -> tuple[int, int]:
        x = hour / end * FAN_WIDTH
        y = (1.0 - (min(max(value, data.bottom), data.top) - data.bottom) / span) * (FAN_HEIGHT - 8.0) + 4.0
        return round(x), round(y)

    upper = [point(hour, value) for hour, value in zip(data.hours, data.q90, strict=True)]
    lower = [point(hour, value) for hour, value in zip(data.hours, data.q10, strict=True)]
    middle = [point(hour, value) for hour, value in zip(data.hours, data.q50, strict=True)]
    grid = "".join(f"M{percent / 100 * FAN_WIDTH:.0f} 0V{FAN_HEIGHT:.0f}" for percent, _ in data.ticks)
    shapes = [
        f'<path class="t" d="{grid}"/>',
        f'<path class="b" d="{_line([*upper, *reversed(lower)])}z"/>',
        f'<path class="m" d="{_line(middle)}"/>',
        f'<path class="x" d="M0 {FAN_HEIGHT - 4:.0f}H{FAN_WIDTH:.0f}"/>',
    ]
    for seen in data.observed:
        x = f"{seen.hour / end * FAN_WIDTH:.0f}"
        low, high, middle_y = (point(seen.hour, value)[1] for value in (seen.low, seen.high, seen.value))
        shapes.append(f'<path class="e" d="M{x} {low}V{high}"/><circle cx="{x}" cy="{middle_y}" r="6"/>')
    return Markup(
        '<svg class="fan" role="img" aria-labelledby="{0}" aria-describedby="{0}-d" viewBox="0 0 {1} {2}" width="100%">{3}</svg>'
    ).format(label_id, int(FAN_WIDTH), int(FAN_HEIGHT), Markup("".join(shapes)))  # noqa: S704  numbers of ours only


def _line(points: list[tuple[int, int]]) -> str:
    """Return a path through points, each as its step from the one before: half as long as with absolute places."""
    steps = [(x - at[0], y - at[1]) for at, (x, y) in pairwise(points)]
    told: list[tuple[int, int]] = []
    for step in steps:
        # Points on one straight line are one step; a point that does not move is none.
        if (
            told
            and step[0] * told[-1][1] == step[1] * told[-1][0]
            and step[0] * told[-1][0] + step[1] * told[-1][1] > 0
        ):
            told[-1] = (told[-1][0] + step[0], told[-1][1] + step[1])
        elif step != (0, 0):
            told.append(step)
    start = points[0]
    return f"M{start[0]} {start[1]}l" + " ".join(f"{x} {y}" if y >= 0 else f"{x}{y}" for x, y in told)
