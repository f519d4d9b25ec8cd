"""Chat exports: cut a text into its messages, each with its sender and its time; nothing in them is understood here.

WhatsApp writes the date of a message in the manner of the phone, without saying which. Day, month and year are therefore
decided over the whole export, with the reason; where the export cannot decide, the days stay open.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from holdfast.intake.readers.chat_dates import ORDERS, days_of, decide_order, triple_of
from holdfast.intake.records import ReadingWarning
from holdfast.intake.text.normalise import normalise
from holdfast.intake.word_lists import word_list
from holdfast.quantities import fold_word

_HEAD_CHARS = 20_000
_HEAD_LINES = 60

_DATE = r"(?P<a>\d{1,4})(?P<sep>[/.\-])\s?(?P<b>\d{1,2})(?P=sep)\s?(?P<c>\d{1,4})(?P<era>\s?(?:هـ?|م)(?=[,،\s]))?\.?"
_HALF = r"a\.?\s?m\.?|p\.?\s?m\.?|ص\.?|م\.?|ق\.?\s?ظ\.?|ب\.?\s?ظ\.?|قبل.از.?ظهر|بعد.از.?ظهر|صباحًا|صباحا|مساءً|مساء"
_TIME = rf"(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}})(?:[:.](?P<second>\d{{2}}))?(?:\s?(?P<half>{_HALF}))?"
_FORMS: dict[str, re.Pattern[str]] = {
    "dash": re.compile(rf"^{_DATE}[,،]?\s{{1,2}}{_TIME}\s-\s", re.IGNORECASE | re.MULTILINE),
    "bracket": re.compile(rf"^\[{_DATE}[,،]?\s{{1,2}}{_TIME}\]\s?", re.IGNORECASE | re.MULTILINE),
    "copied": re.compile(rf"^\[{_TIME}[,،]\s?{_DATE}\]\s?", re.IGNORECASE | re.MULTILINE),
    "phone": re.compile(r"^(?=\+?\d[\d \-()]{6,18}\d: )", re.MULTILINE),
}
_SENDER = re.compile(r"(?P<sender>[^:\n]{1,100}?):(?:[ ]|(?=\n|$))")
_AM = frozenset("aصق")
_BACKWARDS = timedelta(hours=24)  # phones' clocks and summer time move by hours; an export is in order of arrival
# "Camp group changed the subject to "Gate: water"": the program speaks, and no sender has such a name.
_GROUP_ACT = re.compile(r" (?:changed (?:the|this)|created (?:the )?group|added|removed|pinned|joined using) ")
_WRAPPED = "*_~[](){}<>:•-–— \u200c\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """One message: the span of its words in the normalised text, its local time, its sender as written, and its kind.

    ``kind`` is ``text``, ``unread`` (a picture or recording that is not here), ``deleted`` or ``system``. ``media`` is true
    for words that came with a picture or a recording. ``backwards`` is true where its time lies a day or more before that
    of the message above it: such a line may be quoted inside another message.
    """

    start: int
    end: int
    kind: str
    sender: str | None
    day: date | None
    clock: time | None
    forwarded: bool = False
    media: bool = False
    backwards: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """The messages of an export in its own order, how its dates were read, and what to be careful about."""

    messages: tuple[ChatMessage, ...]
    order: str | None
    warnings: tuple[ReadingWarning, ...]


def looks_like_chat(text: str) -> bool:
    """Whether a text is a chat export or messages pasted from one: its first line opens a message, or two lines do."""
    return _form(normalise(text[:_HEAD_CHARS])) is not None


def _form(text: str) -> str | None:
    head = "\n".join(text.split("\n")[:_HEAD_LINES])
    counts = {name: [m.start() for m in form.finditer(head)] for name, form in _FORMS.items()}
    best = max(counts, key=lambda name: len(counts[name]))
    starts = counts[best]
    first = len(head) - len(head.lstrip())
    if best == "phone":
        return best if len(starts) >= 2 and starts[0] <= first else None
    return best if len(starts) >= 2 or (starts and starts[0] <= first) else None


def parse_chat(text: str, *, published: date | None = None, order: str | None = None) -> Chat | None:
    """Cut a normalised text into messages.

    Parameters
    ----------
    text : str
        As `holdfast.intake.text.normalise` leaves it; spans count in it.
    published : date or None
        The day of the export; may decide between day/month and month/day.
    order : str or None
        ``dmy``, ``mdy`` or ``ymd``, where a person says it.

    Returns
    -------
    Chat or None
        None where the text is no chat. Text before the first message is kept as a message without a sender. Takes time
        in proportion to the length.
    """
    form = _form(text[:_HEAD_CHARS])
    if form is None:
        return None
    heads = list(_FORMS[form].finditer(text))
    triples = [triple_of(head) for head in heads] if form != "phone" else []
    chosen, warnings = decide_order(triples, published, order)
    days = days_of(triples, chosen)
    if impossible := sum(day is None for day in days) if chosen else 0:
        warnings.append(
            ReadingWarning(
                code="impossible-date",
                message=f"{impossible} messages carry a date that does not exist as {ORDERS[chosen or 'dmy']}; their days are left open",
            )
        )
    messages: list[ChatMessage] = []
    if heads and text[: heads[0].start()].strip():
        messages.append(_message(text, 0, heads[0].start(), None, None, sender=None))
    latest: datetime | None = None
    for number, head in enumerate(heads):
        end = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        day, clock = (None, None) if form == "phone" else (days[number], _clock(head))
        moment = None if day is None else datetime.combine(day, clock or time())
        backwards = moment is not None and latest is not None and moment < latest - _BACKWARDS
        if moment is not None and not backwards:
            latest = moment
        body = head.end()
        named = _SENDER.match(text, body, end)
        if named is None or _GROUP_ACT.search(named["sender"]) or _is_system(text[body : _line_end(text, body, end)]):
            messages.append(_system(text, body, end, day, clock))
            continue
        messages.append(
            _message(text, named.end(), end, day, clock, sender=named["sender"].strip(), backwards=backwards)
        )
    if late := sum(m.backwards for m in messages):
        warnings.append(
            ReadingWarning(
                code="chat-time-backwards",
                message=f"{late} messages are dated a day or more before the message above them: they may be quoted inside another "
                "one; their days are left open and their senders are not certain",
            )
        )
    return Chat(messages=tuple(messages), order=chosen, warnings=tuple(warnings))


def _system(text: str, start: int, end: int, day: date | None, clock: time | None) -> ChatMessage:
    stop = start + len(text[start:end].rstrip())
    return ChatMessage(start=start, end=stop, kind="system", sender=None, day=day, clock=clock)


def _message(
    text: str,
    start: int,
    end: int,
    day: date | None,
    clock: time | None,
    *,
    sender: str | None,
    backwards: bool = False,
) -> ChatMessage:
    start, end, marks = _unmarked_head(text, *_trimmed(text, start, end))
    start, end, more = _unmarked_tail(text, start, end)
    marks |= more
    media, forwarded = bool(marks & {"unread", "attached"}), "forwarded" in marks
    kind = next((mark for mark in ("deleted", "system") if mark in marks), "unread" if media else "text")
    if kind == "unread" and end > start:
        kind = "text"
    if kind == "text" and end == start:
        kind = "unread" if media else "system"
    return ChatMessage(
        start=start,
        end=end,
        kind=kind,
        sender=sender,
        day=None if backwards else day,
        clock=None if backwards else clock,
        forwarded=forwarded,
        media=media,
        backwards=backwards,
    )


def _unmarked_head(text: str, start: int, end: int) -> tuple[int, int, set[str]]:
    """Return the span of a message without what the program wrote above its words, and what that was."""
    marks: set[str] = set()
    while (line_end := _line_end(text, start, end)) > start:
        mark = _mark(text[start:line_end])
        if mark is None:
            break
        marks.add(mark)
        start, end = _trimmed(text, line_end, end)
        if mark in {"deleted", "system"}:
            return start, end, marks
    inline = _FORWARDED_INLINE.match(text, start, end)
    if inline and _mark(inline.group(1)) == "forwarded":
        marks.add("forwarded")
        start, end = _trimmed(text, inline.end(), end)
    return start, end, marks


def _unmarked_tail(text: str, start: int, end: int) -> tuple[int, int, set[str]]:
    """Return the span of a message without what the program wrote below or behind its words, and what that was."""
    marks: set[str] = set()
    while end > start and (last := text.rfind("\n", start, end) + 1) > start:
        mark = _mark(text[last:end])
        if mark not in {"forwarded", "edited", "unread", "attached"}:
            break
        marks.add(str(mark))
        start, end = _trimmed(text, start, last)
    for pattern in (_EDITED_INLINE, _ATTACHED_INLINE):
        if (tail := pattern.search(text, max(start, end - 300), end)) and (mark := _mark(tail.group(1))):
            marks.add(mark)
            start, end = _trimmed(text, start, tail.start())
    return start, end, marks


_FORWARDED_INLINE = re.compile(r"[*_\[(]{0,2}([^\W\d_][^:\n\])*_]{0,30}?)[*_\])]{0,2}[:：][*_]{0,2}\s")
_EDITED_INLINE = re.compile(r"[ \n](<[^<>\n]{5,60}>)$")
_ATTACHED_INLINE = re.compile(r"(<(?:attached|مرفق|المرفق|پیوست|پیوست شده): [^<>\n]{1,200}>)$", re.IGNORECASE)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _line_end(text: str, start: int, end: int) -> int:
    stop = text.find("\n", start, end)
    return end if stop < 0 else stop


@cache
def _marks() -> dict[str, str]:
    table = word_list("chat_marks.csv")
    return {_folded(row["text"]): row["kind"] for row in csv.DictReader(table.splitlines())}


def _folded(text: str) -> str:
    return " ".join(fold_word(text).replace(".", " ").strip(_WRAPPED).split())


def _mark(line: str) -> str | None:
    """Return what a line of the program itself says: unread, attached, deleted, edited, forwarded or system."""
    if len(line) > 300:
        return None
    if re.fullmatch(r"\s*<(?:attached|مرفق|المرفق|پیوست|پیوست شده): [^<>\n]{1,200}>\s*", line, re.IGNORECASE):
        return "attached"
    bracketed = re.fullmatch(r"\s*\S.{0,200}?\s?\(([^()]{4,40})\)\s*", line)
    if bracketed and _marks().get(_folded(bracketed.group(1))) == "attached":
        return "attached"
    words = _folded(line)
    kind = _marks().get(words)
    if kind is None and _is_system(line):
        kind = "system"
    return None if kind == "attached" else kind


def _is_system(line: str) -> bool:
    return _folded(line[:200]).startswith(_system_starts())


@cache
def _system_starts() -> tuple[str, ...]:
    # "null" and its like are whole lines only.
    return tuple(text for text, kind in _marks().items() if kind == "system" and len(text) > 8)


def _clock(head: re.Match[str]) -> time | None:
    hour, minute = int(head["hour"]), int(head["minute"])
    half = (head["half"] or "").strip()
    if half and 1 <= hour <= 12:
        morning = half[0].lower() in _AM
        hour = hour % 12 + (0 if morning else 12)
    return time(hour, minute) if hour < 24 and minute < 60 else None
