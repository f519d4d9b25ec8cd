"""EML: one mail. Its headers are weak evidence, its text part is read, its attachments are listed as not read."""

from __future__ import annotations

import email
import email.policy
import re
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from holdfast.intake.readers.faults import ReaderFaultError
from holdfast.intake.readers.kinds import MAIL
from holdfast.intake.readers.plain import decode
from holdfast.intake.records import Extract, ReadingWarning

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PARTS = 500
_QUOTED = re.compile(r"^[ \t]*>")
_NAMES_AT_MOST = 5


def read_mail(data: bytes) -> Extract:
    """Return the text part of a mail, its subject as the title, and its date header as the date it gives itself.

    Lines quoted from earlier mails (">") are left out, as they were said at another time by somebody else; attachments are
    not opened. Both are said in warnings. The sender stays in the extract and is no claimant.

    Raises
    ------
    ReaderFaultError
        HF-I008 no text; HF-I040 a mail of over 500 parts; HF-I041 a mail that cannot be taken apart.
    """
    try:
        return _read(data)
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, IndexError, RecursionError) as error:
        # The standard library lets these through on hostile headers.
        raise ReaderFaultError("HF-I041", f"a mail that cannot be taken apart ({type(error).__name__})") from None


def _read(data: bytes) -> Extract:
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage):  # pragma: no cover  the policy makes nothing else
        raise TypeError(type(message))
    parts = []
    for part in message.walk():
        parts.append(part)
        if len(parts) > MAX_PARTS:
            raise ReaderFaultError("HF-I040", f"a mail of over {MAX_PARTS} parts")
    subject = " ".join(str(message.get("subject", "")).split()) or None
    text, warnings = _text(message)
    kept = [line for line in text.splitlines() if not _QUOTED.match(line)]
    left_out = len(text.splitlines()) - len(kept)
    text = "\n".join(kept).strip() or (subject or "")
    if sum(c.isalnum() for c in text) < 3:
        raise ReaderFaultError("HF-I008", "a mail without text")
    if left_out:
        warnings.append(
            ReadingWarning(
                code="quoted-lines-left-out",
                message=f"{left_out} lines quoted from earlier mails were not read: give those mails themselves",
            )
        )
    warnings += _attachments(parts)
    return Extract(
        text=text,
        media_type=MAIL,
        title=subject,
        meta_date=_day(message),
        sender=_sender(message),
        warnings=tuple(warnings),
    )


def _text(message: EmailMessage) -> tuple[str, list[ReadingWarning]]:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return "", []
    content = body.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    charset = body.get_content_charset()
    if body.get_content_type() == "text/html":
        from holdfast.intake.readers.html import read_html  # noqa: PLC0415  heavy

        page = read_html(raw if charset is None else raw.decode(charset, "replace").encode())
        return page.text, list(page.warnings)
    try:
        return raw.decode(charset or "utf-8"), []
    except (LookupError, UnicodeDecodeError):
        text, warning = decode(raw)
        return text, [warning] if warning else []


def _day(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(message.get("date", ""))).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _sender(message: EmailMessage) -> str | None:
    header = message.get("from")
    addresses = getattr(header, "addresses", ())
    return str(addresses[0].addr_spec) if addresses else str(header) if header else None


def _attachments(parts: list[EmailMessage]) -> Iterator[ReadingWarning]:
    names = [
        p.get_filename() or p.get_content_type()
        for p in parts
        if p.is_attachment() or p.get_filename() or p.get_content_type() == "message/rfc822"
    ]
    if names:
        shown = ", ".join(" ".join(str(name).split())[:60] for name in names[:_NAMES_AT_MOST])
        yield ReadingWarning(
            code="attachments-not-read",
            message=f"{len(names)} attachments were not read ({shown}): save them and give each one",
        )
