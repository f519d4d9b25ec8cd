"""DOCX: the text a reader of the page sees, as it stands after all tracked changes are taken.

Only the parts that hold text are opened. Macros, embedded objects, pictures and templates are never touched, and no link
out of the document is followed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.intake.readers.archive import Archive
from holdfast.intake.readers.faults import ReaderFaultError
from holdfast.intake.readers.kinds import DOCX
from holdfast.intake.readers.safe_xml import parse_xml
from holdfast.intake.records import Extract, ReadingWarning
from holdfast.intake.text.published import first_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "", "ptab": " "}
# What was struck out, moved away, is a field's code and no text, or is an object of another program.
_LEFT_OUT = frozenset({"del", "moveFrom", "instrText", "delText", "delInstrText", "object", "rPr", "pPr", "tblPr"})
_BODY = re.compile(r"word/document\d*\.xml")
_SHOWN_CHARS = 120


def read_docx(data: bytes) -> Extract:
    """Return the text of a DOCX.

    Paragraphs are lines, a row of a table is one line with its cells joined by " | ". Footnotes follow the text.
    Insertions that are tracked count, deletions do not. Headers and footers give a date at most; comments, hidden text,
    pictures and embedded objects are left out, and a warning says so.

    Raises
    ------
    ReaderFaultError
        HF-I008 no text, HF-I040 and HF-I041 dangerous or damaged.
    """
    archive = Archive(data)
    body = next((name for name in archive.names if _BODY.fullmatch(name)), None)
    root = _root(archive, body or "")
    if root is None:
        raise ReaderFaultError("HF-I041", "a DOCX without its text part")
    walker = _Walker()
    lines = walker.lines(root)
    notes = [line for name in ("footnotes", "endnotes") for line in _notes(archive, walker, name)]
    text = "\n".join(line for line in [*lines, *notes] if line.strip()).strip()
    if sum(c.isalnum() for c in text) < 3:
        raise ReaderFaultError("HF-I008", "a document without text")
    margins = _margins(archive, walker)
    return Extract(
        text=text,
        media_type=DOCX,
        meta_date=first_date(margins),
        warnings=tuple(_warnings(archive, walker, margins)),
    )


class _Walker:
    """Walks one part; counts what it leaves out."""

    def __init__(self) -> None:
        self.hidden = self.deleted = self.objects = 0

    def lines(self, root: Element) -> list[str]:
        """Return the lines of a part: its paragraphs and table rows in order."""
        found: list[str] = []
        for node in root:
            name = _local(node)
            if name == "p":
                found += self.paragraph(node).split("\n")
            elif name == "tbl":
                found += [self.row(r) for r in self._rows(node)]
            elif name not in _LEFT_OUT:
                found += self.lines(node)
        return found

    def _rows(self, table: Element) -> Iterator[Element]:
        for node in table:
            if _local(node) != "tr":
                # Content controls and tracked insertions wrap rows.
                if _local(node) not in _LEFT_OUT:
                    yield from self._rows(node)
            elif any(_local(mark) == "del" for part in node if _local(part) == "trPr" for mark in part):
                self.deleted += 1
            else:
                yield node

    def row(self, row: Element) -> str:
        """Return the cells of a table row on one line."""
        cells = [c for c in row.iter() if _local(c) == "tc"]
        inner = {id(c) for cell in cells for c in cell.iter() if _local(c) == "tc" and c is not cell}
        texts = [" ".join(" ".join(self.lines(cell)).split()) for cell in cells if id(cell) not in inner]
        return " | ".join(texts) if any(texts) else ""

    def paragraph(self, node: Element) -> str:
        """Return the text of a paragraph; a text box in it follows on lines of its own."""
        parts: list[str] = []
        boxes: list[str] = []
        self._collect(node, parts, boxes)
        return "\n".join(["".join(parts), *boxes])

    def _collect(self, node: Element, parts: list[str], boxes: list[str]) -> None:
        for child in node:
            name = _local(child)
            if child.tag == _CHOICE:
                # The same content twice, for old and new programs: the first is enough.
                self._collect(child[0] if len(child) else child, parts, boxes)
            elif name == "t":
                parts.append(child.text or "")
            elif name in _SIGNS:
                parts.append(_SIGNS[name])
            elif name == "txbxContent":
                boxes += self.lines(child)
            elif name in _LEFT_OUT:
                self.deleted += name in {"del", "moveFrom"}
                self.objects += name == "object"
            elif name == "r" and _hidden(child):
                self.hidden += 1
            else:
                self._collect(child, parts, boxes)


def _local(node: Element) -> str:
    """Return the name of a node of the word processor's own namespaces or of its drawings, without the namespace."""
    tag = node.tag
    if tag.startswith((_W, _STRICT)):
        return tag.partition("}")[2]
    return "" if tag.partition("}")[2] in {"t", "p", "tbl", "tr", "tc", "r"} else tag.partition("}")[2]


def _hidden(run: Element) -> bool:
    marks = [mark for part in run if _local(part) == "rPr" for mark in part if _local(mark) == "vanish"]
    return any(mark.get(f"{_W}val", "true") not in {"0", "false", "off"} for mark in marks)


def _root(archive: Archive, name: str) -> Element | None:
    content = archive.part(name)
    return None if content is None else parse_xml(content)


def _notes(archive: Archive, walker: _Walker, kind: str) -> list[str]:
    root = _root(archive, f"word/{kind}.xml")
    if root is None:
        return []
    # The first two are the lines that part notes from the text.
    real = [note for note in root if not (note.get(f"{_W}type") or note.get(f"{_STRICT}type"))]
    texts = (" ".join(" ".join(walker.lines(note)).split()) for note in real)
    return [text for text in texts if text]


def _margins(archive: Archive, walker: _Walker) -> str:
    names = sorted(n for n in archive.names if re.fullmatch(r"word/(?:header|footer)\d*\.xml", n))
    lines: list[str] = []
    for name in names:
        root = _root(archive, name)
        lines += [] if root is None else [line for line in walker.lines(root) if line.strip()]
    return "\n".join(dict.fromkeys(lines))


def _warnings(archive: Archive, walker: _Walker, margins: str) -> Iterator[ReadingWarning]:
    comments = _root(archive, "word/comments.xml")
    texts = [] if comments is None else [" ".join(" ".join(walker.lines(c)).split()) for c in comments]
    if texts := [t for t in texts if t]:
        yield ReadingWarning(
            code="comments-left-out",
            message=f'{len(texts)} comments of its editors are no part of the document and were not read, such as "{_short(texts[0])}"',
        )
    if walker.deleted:
        yield ReadingWarning(
            code="deletions-left-out",
            message=f"{walker.deleted} passages that are struck out as tracked changes were not read",
        )
    if walker.hidden:
        yield ReadingWarning(
            code="hidden-text-left-out",
            message=f"{walker.hidden} passages are hidden on the page and were not read",
        )
    if margins:
        yield ReadingWarning(
            code="margins-not-read",
            message=f'headers and footers serve for the date at most: "{_short(" / ".join(margins.splitlines()))}"',
        )
    unopened = [n for n in archive.names if n.startswith(("word/embeddings/", "word/activeX/")) or "vbaProject" in n]
    pictures = [n for n in archive.names if n.startswith("word/media/")]
    if unopened or walker.objects:
        yield ReadingWarning(
            code="embedded-not-opened",
            message=f"{max(len(unopened), walker.objects)} embedded objects or macros were not opened",
        )
    if pictures:
        yield ReadingWarning(
            code="pictures-not-read",
            message=f"{len(pictures)} pictures in the document were not read: a person must look",
        )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARS else text[: _SHOWN_CHARS - 3] + "..."
