"""The records the reader passes from one step to the next."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdfast.intake.rows.reading import TableReading
    from holdfast.ledger import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingWarning:
    """Something a person must know before trusting a reading.

    ``code`` is a stable word such as ``"published-contradicted"``; ``message`` says what was seen, in plain English.
    """

    code: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """Return the two parts as a mapping, for ``--json``."""
        return {"code": self.code, "message": self.message}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a chat as it was treated; ``start`` and ``end`` are code points of the reading's text.

    ``said`` is its time with its offset; ``claimant`` the role of its sender, or "sender 1 of 3f2a". ``status`` is ``read``,
    ``same`` (as message ``same_as``, or as one in another document), ``before`` (the day asked for), ``unread`` (a picture
    or recording that is not here), ``deleted`` or ``system``. ``media``: words that came with a picture or recording.
    """

    start: int
    end: int
    said: str | None
    claimant: str
    status: str
    forwarded: bool = False
    media: bool = False
    same_as: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in declared order, for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one message says: its text, the statements proposed from it and what to be careful about.

    ``source`` holds ``sha256, media_type, chars, title, byline, published, published_from, published_candidate``; a mail
    whose sender was given a role also ``sender_role``.
    Spans of the statements are half-open code points of ``text``. ``messages`` are those of a chat, else empty.
    ``unreadable`` says why a person must type in what the document says, where letters cannot be trusted. ``table`` is how
    a table was read, else None.
    """

    source: dict[str, Any]
    text: str
    statements: tuple[Statement, ...]
    warnings: tuple[ReadingWarning, ...]
    messages: tuple[Message, ...] = ()
    unreadable: str | None = None
    table: TableReading | None = None

    def message_at(self, position: int | None) -> Message | None:
        """Return the message of a chat that holds a position of the text; None where it is no chat."""
        if position is None:
            return None
        at = bisect_right(self.messages, position, key=lambda message: message.start) - 1
        return self.messages[at] if at >= 0 and position < self.messages[at].end else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """Text taken out of one file, before any of it is understood.

    ``sender`` is the raw sender of a mail, which never leaves as a claimant; ``unreadable`` says why Arabic letters of the
    text cannot be trusted, or is None.
    """

    text: str
    media_type: str
    title: str | None = None
    meta_date: str | None = None
    sender: str | None = None
    unreadable: str | None = None
    warnings: tuple[ReadingWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark; ``start`` and ``end`` are code points of the whole text."""

    text: str
    low: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, its place in the document and its tokens."""

    start: int
    end: int
    block: int
    section: str | None
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A thing or service named in a sentence: tokens ``first`` to ``last`` (half-open).

    ``claimed`` is the wording of the source in lower case; ``count_first`` is where a directly attached number starts.
    """

    first: int
    last: int
    claimed: str
    commodity: str
    service: str | None
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number with or without a unit, as stated, in tokens ``first`` to ``last`` (half-open)."""

    first: int
    last: int
    low: float | None
    high: float | None
    unit: str | None
    si_low: float | None = None
    si_high: float | None = None
    si_unit: str | None = None
    per: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A time named in a sentence, in tokens ``first`` to ``last`` (half-open)."""

    first: int
    last: int
    text: str
    start: str | None
    end: str | None
    precision: str
    kind: str
    recent: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A verb of a frame in its verb group.

    ``group`` is where the group (auxiliaries, adverbs) starts, ``verb`` the verb itself, ``last`` the end after a
    particle that stands directly behind it; ``particle`` is the index of a separated particle.
    """

    frame: str
    verb: str
    group: int
    index: int
    last: int
    form: str
    particle: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Part of a sentence with its own verb: tokens ``first`` to ``last`` (half-open), and the word that opens it."""

    first: int
    last: int
    opener: str
    parent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Who speaks in tokens ``first`` to ``last``; ``denies`` when the speaker says that it is not so.

    ``frame_first`` to ``frame_last`` are the words that introduce the speech: times in them belong to the speaking.
    """

    speaker: str
    first: int
    last: int
    frame_first: int
    frame_last: int
    denies: bool = False
    quoted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """Everything known about one sentence before frames are applied."""

    sentence: Sentence
    items: tuple[Item, ...]
    amounts: tuple[Amount, ...]
    whens: tuple[When, ...]
    speeches: tuple[Speech, ...]
    clauses: tuple[Clause, ...]
    triggers: tuple[Trigger, ...]
    quote_speaker: str | None = None
    quote_spans: tuple[tuple[int, int], ...] = ()
    previous_place: str | None = None

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the sentence."""
        return self.sentence.tokens


@dataclass(slots=True, kw_only=True)
class Draft:
    """A claim under construction: the frame fills it, later steps add time, place, speaker and polarity."""

    claim_type: str
    at: int
    clause: int
    item: str | None = None
    service: str | None = None
    amount: Amount | None = None
    actor: str | None = None
    addressee: str | None = None
    polarity: str = "affirmed"
    modality: list[str] = field(default_factory=list)
    background: bool = False
    no_counted: bool = False
    settled: bool = False
    still_to_come: bool = False
    item_at: int | None = None
