"""Documents made by code: what an office program writes, and what an attacker would."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SENTENCE = "Guards refused two fuel trucks on Monday."
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx_bytes(
    paragraphs: Sequence[str] = (SENTENCE,), *, header: str | None = None, footer: str | None = None
) -> bytes:
    """Return a DOCX as python-docx writes it."""
    import docx

    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if header is not None:
        document.sections[0].header.paragraphs[0].text = header
    if footer is not None:
        document.sections[0].footer.paragraphs[0].text = footer
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def docx_body(xml: str, others: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a DOCX with a body written by hand."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}><w:body>{xml}</w:body></w:document>',
    }
    return zipped({**parts, **(others or {})})


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed_part(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """Return a container with one part rewritten."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    whole = parts[name]
    parts[name] = change(whole.decode() if isinstance(whole, bytes) else whole)
    return zipped(parts)


def odt_bytes(paragraphs: Sequence[str] = (SENTENCE,)) -> bytes:
    """Return an ODT as odfpy writes it."""
    from odf.opendocument import OpenDocumentText
    from odf.text import P

    document = OpenDocumentText()
    for text in paragraphs:
        document.text.addElement(P(text=text))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def mail_bytes(body: str = SENTENCE, *, html: str | None = None, attachment: bool = False, **headers: str) -> bytes:
    """Return a mail as the standard library writes it."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = "Maryam K <keeper@example.org>"
    message["To"] = "office@example.org"
    message["Message-ID"] = "<1@example.org>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if body:
        message.set_content(body)
    if html is not None:
        message.add_alternative(html, subtype="html") if body else message.set_content(html, subtype="html")
    if attachment:
        message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="letter.pdf")
    return message.as_bytes()


def pdf_of(text: str) -> bytes:
    """Return a PDF that shows a text in a font with Arabic letters, line by line as given."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Test", _font()))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    canvas.setFont("Test", 12)
    for number, line in enumerate(text.split("\n")):
        canvas.drawString(60, 780 - 18 * number, line)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _font() -> str:
    from pathlib import Path

    import pytest

    names = re.compile(r"(?:DejaVuSans|NotoSansArabic-Regular|NotoNaskhArabic-Regular)\.ttf")
    found = next((str(p) for p in Path("/usr/share/fonts").rglob("*.ttf") if names.fullmatch(p.name)), None)
    if found is None:
        pytest.skip("no font with Arabic letters on this machine")
    return found
