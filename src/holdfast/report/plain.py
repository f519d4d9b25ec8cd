"""The report as plain text: the six-line message, and the whole for readers without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.report.html import class_word
from holdfast.report.languages import catalogue as read_catalogue
from holdfast.report.lint import check_wording

if TYPE_CHECKING:
    from holdfast.report.languages import Catalogue
    from holdfast.report.records import Document


def render_lines(document: Document, catalogue: Catalogue | None = None) -> str:
    """Return the message of a report, one line each, the class on top, ending with a line feed.

    Raises
    ------
    InputError
        HF-O002 when a sentence breaks the wording rules; HF-O001 for a language without a catalogue.
    """
    messages = read_catalogue(document.lang) if catalogue is None else catalogue
    check_wording(document)
    lines = [line.plain(messages) for line in document.summary]
    if not lines:
        lines = [class_word(document.sensitivity).plain(messages), document.head.title.plain(messages)]
    return "\n".join(lines) + "\n"
