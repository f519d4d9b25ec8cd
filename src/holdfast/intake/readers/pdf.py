"""PDF: the text layer, page by page."""

from __future__ import annotations

import io

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from holdfast.intake.readers.faults import ReaderFaultError
from holdfast.intake.readers.visual_order import put_right
from holdfast.intake.records import Extract, ReadingWarning

MAX_PAGES = 1000


def _pages(reader: PdfReader) -> int:
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReaderFaultError("HF-I007", "a PDF that asks for a password")
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise ReaderFaultError("HF-I009", f"a PDF of {count} pages")
    return count


def read_pdf(data: bytes) -> Extract:
    """Return the text layer of a PDF.

    Raises
    ------
    ReaderFaultError
        HF-I006 broken, HF-I007 encrypted with a password, HF-I008 no text layer.
    """
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        count = _pages(reader)
        pages = [page.extract_text() or "" for page in reader.pages]
        title = reader.metadata.title if reader.metadata else None
    except ReaderFaultError:
        raise
    except PyPdfError as error:
        code = "HF-I007" if "decrypt" in type(error).__name__.lower() else "HF-I006"
        raise ReaderFaultError(code, f"a PDF that cannot be read ({type(error).__name__})") from None
    except ImportError:
        raise ReaderFaultError("HF-I007", "a PDF encrypted in a way that needs another program") from None
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OverflowError,
        AssertionError,
        OSError,
    ) as error:
        # pypdf lets these through on damaged files.
        raise ReaderFaultError("HF-I006", f"a broken PDF ({type(error).__name__})") from None
    text = "\n\n".join(p.strip() for p in pages if p.strip())
    if sum(c.isalnum() for c in text) < 3:
        raise ReaderFaultError("HF-I008", f"{count} page(s) without a text layer")
    text, unreadable = put_right(text)
    warnings: tuple[ReadingWarning, ...] = ()
    if unreadable is not None:
        message = f"unreadable, needs a person: {unreadable}; no number is taken from there: give what it says with holdfast type"
        warnings = (ReadingWarning(code="unreadable", message=message),)
    return Extract(
        text=text,
        media_type="application/pdf",
        title=str(title) if title else None,
        unreadable=unreadable,
        warnings=warnings,
    )
