"""HTML: the text a reader of the page sees, block by block."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import CData, Comment, Declaration, Doctype, NavigableString, ProcessingInstruction, Tag

from holdfast.intake.readers.plain import decode
from holdfast.intake.records import Extract, ReadingWarning

_SKIPPED = frozenset(
    "script style noscript template head nav footer aside form button select option svg canvas iframe object embed".split()
)
_BLOCKS = frozenset(
    "address article blockquote body br caption center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr html li "
    "main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_INVISIBLE = (Comment, CData, Declaration, Doctype, ProcessingInstruction)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_DATE_NAMES = (
    "article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "publish-date",
)


def read_html(data: bytes) -> Extract:
    """Return the visible text of an HTML page, its title and the date its metadata gives.

    Scripts, styles, navigation, forms and hidden parts are left out; everything else is kept, so that no claim is
    lost. Where nothing is left (a page that is all navigation), the whole text is taken.
    """
    text, warning = _decode(data)
    soup = BeautifulSoup(text, "html.parser")
    visible = _walk(soup, skip=True)
    if not visible.strip():
        visible = _walk(soup, skip=False)
    title = soup.title.get_text(" ", strip=True) if soup.title else None
    return Extract(
        text=visible,
        media_type="text/html",
        title=title or None,
        meta_date=_meta_date(soup),
        warnings=(warning,) if warning else (),
    )


def _decode(data: bytes) -> tuple[str, ReadingWarning | None]:
    declared = _CHARSET.search(data[:2048])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared.group(1).decode("ascii")
        try:
            return data.decode(name), None
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def _walk(soup: BeautifulSoup, *, skip: bool) -> str:
    """Return the text of a page with a line for every block; without recursion, so that depth cannot hurt."""
    parts: list[str] = []
    stack: list[object] = list(reversed(soup.contents))
    while stack:
        node = stack.pop()
        if node is None:
            parts.append("\n\n")
        elif isinstance(node, Tag):
            if node.name in {"script", "style", "template", "noscript"} or (
                skip and (node.name in _SKIPPED or _hidden(node))
            ):
                continue
            block = node.name in _BLOCKS
            if block:
                parts.append("\n" if node.name == "br" else "\n\n")
                stack.append(None)
            stack.extend(reversed(node.contents))
        elif isinstance(node, NavigableString) and not isinstance(node, _INVISIBLE):
            parts.append(re.sub(r"\s+", " ", str(node)))
    lines = [line.strip() for line in re.sub(r"[ \t]+", " ", "".join(parts)).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _hidden(node: Tag) -> bool:
    style = node.get("style")
    return node.has_attr("hidden") or (isinstance(style, str) and bool(_HIDDEN.search(style)))


def _meta_date(soup: BeautifulSoup) -> str | None:
    for meta in soup.find_all("meta"):
        for key in ("property", "name", "itemprop"):
            label = meta.get(key)
            content = meta.get("content")
            if isinstance(label, str) and label.lower() in _DATE_NAMES and isinstance(content, str) and content.strip():
                return content.strip()
    for stamp in soup.find_all("time"):
        moment = stamp.get("datetime")
        if isinstance(moment, str) and moment.strip():
            return moment.strip()
    return None
