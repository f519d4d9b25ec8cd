"""The kinds of file the readers tell apart, one row each: by what they are known, and who reads them."""

from __future__ import annotations

import re

READ = "text, a chat export, HTML, PDF, DOCX, ODT or a mail (EML)"

TEXT = "text/plain"
HTML = "text/html"
PDF = "application/pdf"
MAIL = "message/rfc822"
CHAT_ARCHIVE = "application/zip; content=chat"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
# A ZIP container is what its parts say: the name of a part that only this kind has, as a pattern, and the kind.
ARCHIVES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"word/document\d*\.xml"), DOCX),
    (re.compile(r"xl/workbook\d*\.xml"), XLSX),
    (re.compile(r"(?:[^/]*/)?(?:_chat|WhatsApp[^/]*|Chat WhatsApp[^/]*)\.txt", re.IGNORECASE), CHAT_ARCHIVE),
)
# OpenDocument names its kind in a part of its own.
OPEN_DOCUMENTS = frozenset({ODT, ODS})
# Kind of file -> the module of its reader here and the function in it: bytes in, an extract out, in a process of its own.
READERS: dict[str, tuple[str, str]] = {
    PDF: ("pdf", "read_pdf"),
    HTML: ("html", "read_html"),
    DOCX: ("docx", "read_docx"),
    ODT: ("odt", "read_odt"),
    MAIL: ("mail", "read_mail"),
    CHAT_ARCHIVE: ("chat_archive", "read_chat_archive"),
}
