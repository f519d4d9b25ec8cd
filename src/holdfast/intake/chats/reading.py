"""Read a chat message by message: each has its own day, its own time of saying and its own claimant."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdfast.errors import IntakeError
from holdfast.intake.chats.same_messages import Seen
from holdfast.intake.checks.dates import contradictions, weekdays
from holdfast.intake.readers.chat import parse_chat
from holdfast.intake.readers.kinds import CHAT_ARCHIVE, TEXT
from holdfast.intake.records import Message, ReadingWarning
from holdfast.intake.short_messages.messages import is_short, take_apart
from holdfast.intake.short_messages.statements import short_readings
from holdfast.quantities import find_times, fold_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from holdfast.intake.readers.chat import Chat, ChatMessage
    from holdfast.intake.records import Extract
    from holdfast.ledger import Statement

MAX_MESSAGES = 5_000
# Only these kinds of file are looked at for messages: a page or a report that quotes a chat is read as a whole.
CHATS = frozenset({TEXT, CHAT_ARCHIVE})
_WARNINGS_AT_MOST = 20
_PHONE_DIGITS = 7
# Of the digest of the file, in the name of a sender nobody has named: enough to tell some hundred chats apart.
_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatOptions:
    """What a person says about a chat: roles of senders, the first day to read, the order of its dates, what was seen.

    ``date_order`` is ``dmy``, ``mdy`` or ``ymd``; ``seen`` holds the messages of documents read before, and grows.
    """

    senders: Mapping[str, str] | None = None
    since: date | None = None
    date_order: str | None = None
    seen: Seen | None = None


def role_of(sender: str, senders: Mapping[str, str] | None) -> str | None:
    """Return the role a person gave to a sender: by all digits of a number, else by the name as written.

    Parameters
    ----------
    sender : str
        As the chat or the mail has it.
    senders : mapping or None
        Sender to role, such as ``{"+964 770 123 4567": "camp committee"}``.
    """
    named = {_sender_key(name): role for name, role in (senders or {}).items()}
    return named.get(_sender_key(sender))


def _sender_key(name: str) -> str:
    digits = "".join(re.findall(r"\d", fold_word(name)))
    if len(digits) >= _PHONE_DIGITS and not any(c.isalpha() for c in name):
        return digits.removeprefix("00")
    return " ".join(fold_word(name).strip(" ~").split())


def labels(chat: Chat, digest: str, senders: Mapping[str, str] | None) -> dict[str, str]:
    """Return sender -> claimant: the role where one was given, else "sender 1 of 3f2a".

    The numbers follow a hash of the sender with the digest of the file, so that they tell neither who wrote first nor who
    wrote in another file; the first digits of the digest keep "sender 1" of two files apart, who may be two persons. Names
    and numbers of persons are in no claim.
    """
    unnamed = {m.sender for m in chat.messages if m.sender is not None and role_of(m.sender, senders) is None}
    ranked = sorted(unnamed, key=lambda sender: hashlib.sha256(f"{digest}\n{sender}".encode()).hexdigest())
    found = {sender: f"sender {number} of {digest[:_DIGITS]}" for number, sender in enumerate(ranked, start=1)}
    for message in chat.messages:
        if message.sender is not None and message.sender not in found:
            found[message.sender] = role_of(message.sender, senders) or ""
    return found


def chat_source(extract: Extract, data: bytes, text: str) -> dict[str, Any]:
    """Return the ``source`` of a reading of a chat; its messages carry their own days."""
    return {
        "sha256": hashlib.sha256(data).hexdigest(),
        "media_type": extract.media_type if extract.media_type == CHAT_ARCHIVE else f"{TEXT}; content=chat",
        "chars": len(text),
        "title": None,
        "byline": None,
        "published": None,
        "published_from": "messages",
        "published_candidate": None,
    }


def remember(seen: Seen, text: str, timezone: str, *, first: int = 0) -> None:
    """Add the messages of an earlier chat to what was seen, so that a later export of the same chat counts them once.

    Parameters
    ----------
    seen : Seen
        Grows.
    text : str
        The normalised text of the earlier document.
    timezone : str
        Zone of the site.
    first : int
        Where in the text reading had begun: a message above it was kept and not read, and may still be news.
    """
    chat = parse_chat(text)
    for message in chat.messages if chat else ():
        if message.kind == "text" and message.end > first:
            seen.add(text[message.start : message.end], message.sender, _moment(message, timezone), None)


def read_conversation(
    chat: Chat,
    text: str,
    read: Callable[[str, date | None], tuple[Statement, ...]],
    *,
    digest: str,
    timezone: str,
    published: date | None = None,
    options: ChatOptions | None = None,
) -> tuple[tuple[Statement, ...], tuple[Message, ...], tuple[ReadingWarning, ...]]:
    """Read every message of a chat on its own.

    Parameters
    ----------
    chat : Chat
        The messages of `text`.
    text : str
        Normalised; spans of statements count in it.
    read : callable
        Words and day -> statements, with spans in the words.
    digest : str
        SHA-256 of the file.
    timezone : str
        Zone of the site; the phone is taken to show it.
    published : date or None
        The day for messages that carry none.
    options : ChatOptions or None
        Senders, first day, what was seen.

    Returns
    -------
    tuple
        Statements in order; one `Message` for each message; warnings.

    Raises
    ------
    IntakeError
        HF-I042 where more than 5,000 messages would have to be read.
    """
    options = options or ChatOptions()
    since = options.since
    named = labels(chat, digest, options.senders)
    seen = options.seen if options.seen is not None else Seen()
    wanted = [m for m in chat.messages if m.kind == "text" and not _before(m, since)]
    if len(wanted) > MAX_MESSAGES:
        raise IntakeError(
            "HF-I042",
            where="the chat",
            found=f"{len(wanted):,} messages to read",
            expected=f"at most {MAX_MESSAGES:,} at a time",
            mend="give the first day to read with --since; the whole export is kept with it",
        )
    statements: list[Statement] = []
    messages: list[Message] = []
    warnings: list[ReadingWarning] = [*chat.warnings, *_strangers(chat, options.senders)]
    for number, message in enumerate(chat.messages):
        words = text[message.start : message.end]
        moment = _moment(message, timezone)
        status, same_as = _status(message, words, moment, since, seen)
        if message.kind == "text":
            seen.add(words, message.sender, moment, number)
        if status == "read":
            day = None if message.forwarded or message.backwards else message.day or published
            found = _coded(words, day, timezone, warnings) if day and is_short(words) else read(words, day)
            statements += [_shifted(s, message.start) for s in found]
            warnings += [*_warnings(message, words, day), *_not_yet(found, moment)]
        messages.append(
            Message(
                start=message.start,
                end=message.end,
                said=None if moment is None else moment.isoformat(),
                claimant=_claimant(message, named),
                status=status,
                forwarded=message.forwarded,
                media=message.media,
                same_as=same_as,
            )
        )
    return tuple(statements), tuple(messages), tuple([*dict.fromkeys(warnings)][:_WARNINGS_AT_MOST])


def _status(
    message: ChatMessage, words: str, moment: datetime | None, since: date | None, seen: Seen
) -> tuple[str, int | None]:
    if message.kind != "text":
        return message.kind, None
    if _before(message, since):
        return "before", None
    same, place = seen.same(words, message.sender, moment, forwarded=message.forwarded)
    return ("same", place) if same else ("read", None)


def _coded(words: str, day: date, timezone: str, warnings: list[ReadingWarning]) -> tuple[Statement, ...]:
    """Read a message in the short grammar ("HF DIESEL 41 CM"); what is not understood of it is said."""
    message = take_apart(words, received=day, timezone=timezone)
    kept = [" ".join(message.text[start:end].split()) for start, end in message.kept]
    if kept:
        text = (
            f'not understood of a short message of {day.isoformat()}, and left to a person: "{" / ".join(kept)[:200]}"'
        )
        warnings.append(ReadingWarning(code="short-message-not-understood", message=text))
    return tuple(reading.statement for reading in short_readings(message, received=day))


def _claimant(message: ChatMessage, named: Mapping[str, str]) -> str:
    if message.backwards or message.sender is None:
        return "sender not certain"
    if message.forwarded:
        return f"forwarded by {named[message.sender]}"
    return named[message.sender]


def _before(message: ChatMessage, since: date | None) -> bool:
    return since is not None and message.day is not None and message.day < since


def _moment(message: ChatMessage, timezone: str) -> datetime | None:
    if message.day is None:
        return None
    return datetime.combine(message.day, message.clock or time(), ZoneInfo(timezone))


def _shifted(statement: Statement, by: int) -> Statement:
    start, end = statement.char_start, statement.char_end
    if start is None or end is None:
        return statement
    return replace(statement, char_start=start + by, char_end=end + by)


def _warnings(message: ChatMessage, words: str, day: date | None) -> list[ReadingWarning]:
    found = [*weekdays(words, day), *(contradictions(words, day) if day is not None else ())]
    if message.forwarded and (relative := [t.text for t in find_times(words, None) if t.kind == "relative"]):
        sent = "" if message.day is None else f" of {message.day.isoformat()}"
        found.append(
            ReadingWarning(
                code="forwarded-time-open",
                message=f'a message{sent} is forwarded: when its "{relative[0]}" was is not known, and is left open',
            )
        )
    return found


def _not_yet(found: tuple[Statement, ...], moment: datetime | None) -> Iterator[ReadingWarning]:
    """Warn where a message of 07:50 tells of 08:30 as past: it was the day before, or the clock of one of them is wrong."""
    for statement in found:
        start = statement.time_start
        if moment is None or start is None or statement.time_precision != "hour" or statement.polarity == "planned":
            continue
        if datetime.fromisoformat(start) > moment:
            yield ReadingWarning(
                code="time-after-message",
                message=f'"{statement.time_text}" was read as {start}, after the message itself ({moment.isoformat()}): look which day is meant',
            )


def _strangers(chat: Chat, senders: Mapping[str, str] | None) -> list[ReadingWarning]:
    """Warn of roles given to senders who do not write here: a slip in a number would leave a claim without its office."""
    here = {_sender_key(m.sender) for m in chat.messages if m.sender is not None}
    return [
        ReadingWarning(code="sender-not-found", message=f'nobody in the chat is the sender given as "{role}"')
        for name, role in (senders or {}).items()
        if _sender_key(name) not in here
    ]
