"""ODT: the text of an OpenDocument letter or report, as it stands after all tracked changes are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.intake.readers.archive import Archive
from holdfast.intake.readers.faults import ReaderFaultError
from holdfast.intake.readers.kinds import ODT
from holdfast.intake.readers.safe_xml import parse_xml
from holdfast.intake.records import Extract, ReadingWarning
from holdfast.intake.text.published import first_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SIGNS = {f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
_PARAGRAPHS = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_LEFT_OUT = frozenset(
    {
        f"{_TEXT}tracked-changes",  # what was struck out is kept here, away from the text
        f"{_TEXT}hidden-text",
        f"{_TEXT}hidden-paragraph",
        f"{_TEXT}note-citation",
        f"{_OFFICE}forms",
        f"{_DRAW}object",
        f"{_DRAW}object-ole",
        f"{_DRAW}plugin",
        f"{_DRAW}applet",
    }
)
_SPACES_AT_MOST = 100


def read_odt(data: bytes) -> Extract:
    """Return the text of an ODT: paragraphs, table rows with cells joined by " | ", footnotes at the end.

    Raises
    ------
    ReaderFaultError
        HF-I007 with a password, HF-I008 no text, HF-I040 and HF-I041 dangerous or damaged.
    """
    archive = Archive(data)
    if b"encryption-data" in (archive.part("META-INF/manifest.xml") or b""):
        raise ReaderFaultError("HF-I007", "a document that asks for a password")
    content = archive.part("content.xml")
    if content is None:
        raise ReaderFaultError("HF-I041", "an ODT without its text part")
    body = parse_xml(content).find(f"{_OFFICE}body/{_OFFICE}text")
    walker = _Walker()
    lines = [] if body is None else walker.lines(body)
    text = "\n".join(line for line in [*lines, *walker.notes] if line.strip()).strip()
    if sum(c.isalnum() for c in text) < 3:
        raise ReaderFaultError("HF-I008", "a document without text")
    return Extract(
        text=text,
        media_type=ODT,
        meta_date=first_date(_margins(archive)),
        warnings=tuple(_warnings(archive, walker)),
    )


class _Walker:
    """Walks the text; keeps footnotes for the end and counts what it leaves out."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.comments: list[str] = []
        self.left_out = 0

    def lines(self, root: Element) -> list[str]:
        """Return paragraphs and table rows in order."""
        found: list[str] = []
        for node in root:
            if node.tag in _PARAGRAPHS:
                parts: list[str] = []
                self._collect(node, parts)
                found += "".join(parts).split("\n")
            elif node.tag == f"{_TABLE}table-row":
                cells = [" ".join(" ".join(self.lines(cell)).split()) for cell in node if cell.tag.startswith(_TABLE)]
                found += [" | ".join(cells)] if any(cells) else []
            elif node.tag in _LEFT_OUT:
                self.left_out += node.tag == f"{_TEXT}tracked-changes" and len(node) > 0
            elif node.tag != f"{_OFFICE}annotation":
                found += self.lines(node)
        return found

    def _collect(self, node: Element, parts: list[str]) -> None:
        parts.append(node.text or "")
        for child in node:
            if child.tag in _SIGNS:
                parts.append(_SIGNS[child.tag])
            elif child.tag == f"{_TEXT}s":
                count = child.get(f"{_TEXT}c", "1")
                parts.append(" " * (min(int(count), _SPACES_AT_MOST) if count.isdecimal() else 1))
            elif child.tag == f"{_TEXT}note":
                self.notes += [" ".join(" ".join(self.lines(child)).split())]
            elif child.tag == f"{_OFFICE}annotation":
                self.comments.append(" ".join(" ".join(self.lines(child)).split()))
            elif child.tag == f"{_DRAW}frame":
                parts.append("\n" + "\n".join(self.lines(child)) + "\n")
            elif child.tag not in _LEFT_OUT:
                self._collect(child, parts)
            parts.append(child.tail or "")


def _margins(archive: Archive) -> str:
    styles = archive.part("styles.xml")
    if styles is None:
        return ""
    walker = _Walker()
    kinds = {f"{_STYLE}header", f"{_STYLE}footer"}
    return "\n".join(line for node in parse_xml(styles).iter() if node.tag in kinds for line in walker.lines(node))


def _warnings(archive: Archive, walker: _Walker) -> Iterator[ReadingWarning]:
    if walker.comments:
        yield ReadingWarning(
            code="comments-left-out",
            message=f"{len(walker.comments)} comments of its editors are no part of the document and were not read",
        )
    if walker.left_out:
        yield ReadingWarning(
            code="deletions-left-out", message="passages that are struck out as tracked changes were not read"
        )
    if any(name.startswith(("Basic/", "Scripts/", "Object ")) for name in archive.names):
        yield ReadingWarning(
            code="embedded-not-opened", message="embedded objects or macros of the document were not opened"
        )
    if pictures := [name for name in archive.names if name.startswith("Pictures/") and not name.endswith("/")]:
        yield ReadingWarning(
            code="pictures-not-read",
            message=f"{len(pictures)} pictures in the document were not read: a person must look",
        )
