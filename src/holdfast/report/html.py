"""The HTML of a report: one file, no script, nothing fetched, legible on a phone, a screen and A4 paper."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from markupsafe import Markup, escape

from holdfast.report import charts
from holdfast.report.languages import catalogue as read_catalogue
from holdfast.report.lint import check_wording
from holdfast.report.text import Part, Text, say

if TYPE_CHECKING:
    from jinja2 import Template

    from holdfast.disclosure import Sensitivity
    from holdfast.report.languages import Catalogue
    from holdfast.report.records import Document

NO_DIGEST = "0" * 64
CLASS_WORDS = {"LOW": say("LOW"), "MODERATE": say("MODERATE"), "HIGH": say("HIGH"), "SEVERE": say("SEVERE")}
GATE_WORDS = {
    "open": say("open: all that is recorded was let in"),
    "partly": say("partly open: some let in, some refused or removed"),
    "closed": say("closed: refused or removed, and nothing let in"),
    "nothing": say("nothing entered, or nothing of some goods; no refusal is recorded"),
    "unknown": say("unknown: no record, or accounts differ"),
}
_PAGE_OF = say(
    "Page {page} of {pages}", page=Part(text="#", refs=("meta:page",)), pages=Part(text="##", refs=("meta:page",))
)


def render_html(document: Document, catalogue: Catalogue | None = None) -> str:
    """Return a report as one self-contained HTML page.

    Parameters
    ----------
    document : Document
        What to say. Its wording is checked first.
    catalogue : Catalogue or None
        Messages to say it in; those of the document's language when None.

    Returns
    -------
    str
        HTML whose footer carries the SHA-256 of the page with the sum itself written as zeros (see `digest_of`).

    Raises
    ------
    InputError
        HF-O002 when a sentence breaks the wording rules; HF-O001 for a language without a catalogue.
    """
    messages = read_catalogue(document.lang) if catalogue is None else catalogue
    check_wording(document)
    draft = _page(document, messages, NO_DIGEST)
    return _page(document, messages, hashlib.sha256(draft.encode()).hexdigest())


def digest_of(html: str) -> tuple[str, str]:
    """Return the sum a page carries and the sum it has; they are equal when no byte was changed.

    Raises
    ------
    ValueError
        When the page carries no sum.
    """
    carried = re.search(r'data-ref="meta:digest"[^>]*>SHA-256 ([0-9a-f]{64})<', html)
    if carried is None:
        raise ValueError("the page carries no check sum")
    written = carried.group(1)
    return written, hashlib.sha256(html.replace(written, NO_DIGEST).encode()).hexdigest()


def _page(document: Document, catalogue: Catalogue, digest: str) -> str:
    pages = "".join(
        piece if isinstance(piece, str) else "\x00"
        for piece in _PAGE_OF.pieces(catalogue)
        if not isinstance(piece, Text)
    ).split("\x00")
    return _template().render(
        doc=document,
        catalogue=catalogue,
        _=catalogue.gettext,
        digest=digest,
        css=Markup(_css()),  # noqa: S704  a file of ours
        patterns=charts.PATTERNS,
        page_of=pages,
    )


@cache
def _css() -> str:
    return files("holdfast.report").joinpath("templates/report.css").read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("holdfast.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "t": pass_context(lambda context, text, inside=None: markup(text, context["catalogue"], inside)),
        "p": pass_context(lambda context, text: text.plain(context["catalogue"])),
        "part": pass_context(lambda context, part: part_markup(part, context["catalogue"])),
        "glyph": charts.glyph,
        "bar": lambda data, days, second: charts.bar(data, days, second=second),
        "fan": charts.fan,
        "refs": lambda part: " ".join(part.refs),
        "gateword": pass_context(lambda context, status: markup(GATE_WORDS[status], context["catalogue"])),
        "classword": class_word,
        "blockname": lambda block: type(block).__name__,
        "css_string": css_string,
    }
    return environment.get_template("report.html.j2")


def class_word(sensitivity: Sensitivity) -> Text:
    """Return the word of a class as a sentence of the catalogue."""
    return CLASS_WORDS[sensitivity.name]


def markup(text: Text, catalogue: Catalogue, inside: str | None = None) -> Markup:
    """Return a sentence as HTML: our words escaped, every part isolated and carrying its references.

    `inside` is the reference that an element around the sentence carries already.
    """
    pieces = []
    for piece in text.pieces(catalogue):
        if isinstance(piece, str):
            pieces.append(escape(piece))
        elif isinstance(piece, Text):
            pieces.append(markup(piece, catalogue, inside))
        else:
            pieces.append(part_markup(piece, catalogue, inside))
    return Markup("").join(pieces)


def part_markup(part: Part, catalogue: Catalogue, inside: str | None = None) -> Markup:
    """Return a part as HTML, isolated. A claim, a table row and a source are links to the annex that lists them."""
    direction = Markup("")
    if not part.left_to_right:
        direction = Markup(' dir="auto"')
    elif catalogue.direction == "rtl":
        direction = Markup(' dir="ltr"')
    if part.refs == (inside,):
        if not direction:
            return escape(part.text)  # nothing to isolate where both run from left to right
        return Markup("<bdi{}>{}</bdi>").format(direction, part.text)
    refs = " ".join(part.refs)
    target = next((link for link in map(anchor, part.refs) if link), None)
    if target is None:
        return Markup('<span data-ref="{}"{}>{}</span>').format(refs, direction, part.text)
    return Markup('<a href="#{}" data-ref="{}"{}>{}</a>').format(target, refs, direction, part.text)


def anchor(ref: str) -> str | None:
    """Return the anchor in the annex that a reference leads to, or None where the annex does not list its kind."""
    scheme, _, name = ref.partition(":")
    prefix = {"claim": "c", "row": "r", "source": "d"}.get(scheme)
    return None if prefix is None else f"{prefix}-{re.sub(r'[^A-Za-z0-9_.-]', '-', name)}"


def css_string(text: str) -> Markup:
    """Return text as a CSS string in which nothing can end the string or the style element."""
    safe = "".join(
        character if character.isalnum() or character in " .,:;-–·()" else f"\\{ord(character):06x}"
        for character in text
    )
    return Markup(f'"{safe}"')  # noqa: S704  every character that could close the string is written as its number
