"""Sentences of a report: a message of the catalogue with typed parts, each of which leads back to its source.

A message never contains a digit. Whatever is a number, a date, a name or a quotation enters as a `Part` that carries
a reference, so that a reader, or a test, can ask any figure on the page where it comes from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from holdfast.report.languages import Catalogue

# What a reference may point at. "meta" is the report itself: its dates, its name, its run.
SCHEMES = ("claim", "record", "row", "forecast", "site", "gate", "source", "meta", "fact")
KINDS = ("value", "date", "probability", "claimant", "quote", "name", "id")

_SLOT = re.compile(r"\{([a-z_]+)\}")
# Controls that reorder text (T21): never let through from a source, set only by us.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a sentence that is not ours: a figure, a date, a name, a quotation.

    Parameters
    ----------
    text : str
        As printed. Controls that reorder text are taken out.
    refs : tuple[str, ...]
        Where it comes from, at least one: ``claim:<id>``, ``record:<id>`` of a consignment, promise or notice, ``row:<id>``, ``forecast:<scenario>/<event>.<key>``,
        ``site:<value path>``, ``gate:<day>``, ``source:<hash>`` or ``meta:<name>``.
    kind : str
        One of `KINDS`; the wording lint reads it.
    """

    text: str
    refs: tuple[str, ...]
    kind: str = "value"

    def __post_init__(self) -> None:
        if not self.refs or any(ref.partition(":")[0] not in SCHEMES or not ref.partition(":")[2] for ref in self.refs):
            raise ValueError(f"a part needs references of the form scheme:name, found {self.refs!r} for {self.text!r}")
        if self.kind not in KINDS:
            raise ValueError(f"a part is one of {KINDS}, found {self.kind!r}")
        object.__setattr__(self, "text", clean(self.text))

    @property
    def left_to_right(self) -> bool:
        """True for figures, dates in Latin letters and codes: they keep their order inside right-to-left text."""
        return not re.search("[\u0590-\u08ff\ufb1d-\ufefc]", self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A sentence: an English message, which is also the key of the catalogue, and the parts that fill its slots."""

    message: str
    parts: Mapping[str, Part | Text] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None
    capital: bool = False

    def __post_init__(self) -> None:
        wanted = set(_SLOT.findall(self.message)) | set(_SLOT.findall(self.plural or ""))
        if wanted != set(self.parts):
            raise ValueError(f"message {self.message!r} has slots {sorted(wanted)}, parts are {sorted(self.parts)}")

    def walk(self) -> Iterator[Part]:
        """Yield every part, those of nested sentences included."""
        for part in self.parts.values():
            if isinstance(part, Part):
                yield part
            else:
                yield from part.walk()

    def messages(self) -> Iterator[str]:
        """Yield every English message used, those of nested sentences included."""
        yield self.message
        if self.plural is not None:
            yield self.plural
        for part in self.parts.values():
            if isinstance(part, Text):
                yield from part.messages()

    def plain(self, catalogue: Catalogue) -> str:
        """Return the sentence as text; in a right-to-left language every part is isolated (U+2066 to U+2069)."""
        pieces = []
        for piece in self.pieces(catalogue):
            if isinstance(piece, str):
                pieces.append(piece)
            elif isinstance(piece, Text):
                pieces.append(piece.plain(catalogue))
            elif catalogue.direction == "rtl":
                pieces.append((LRI if piece.left_to_right else FSI) + piece.text + PDI)
            else:
                pieces.append(piece.text)
        return "".join(pieces)

    def pieces(self, catalogue: Catalogue) -> Iterator[str | Part | Text]:
        """Yield the translated message cut at its slots: literal text, parts and nested sentences in order."""
        if self.plural is not None and self.count is not None:
            message = catalogue.ngettext(self.message, self.plural, self.count)
        else:
            message = catalogue.gettext(self.message)
        at = 0
        for slot in _SLOT.finditer(message):
            if slot.start() > at:
                yield self._first(message[at : slot.start()], at)
            yield self._first(self.parts[slot.group(1)], slot.start())
            at = slot.end()
        if at < len(message):
            yield self._first(message[at:], at)

    def _first(self, piece: str | Part | Text, at: int) -> str | Part | Text:
        """Return the first piece of a sentence that begins with a capital letter; the rest, and parts, as they are."""
        if not self.capital or at > 0:
            return piece
        if isinstance(piece, str):
            return piece[:1].upper() + piece[1:]
        if isinstance(piece, Text):
            return replace(piece, capital=True)
        return replace(piece, text=piece.text[:1].upper() + piece.text[1:]) if piece.kind == "name" else piece


def say(message: str, /, **parts: Part | Text) -> Text:
    """Return a sentence of the catalogue; the extractor of messages looks for this name."""
    return Text(message=message, parts=parts)


def say_n(singular: str, plural: str, count: int, /, **parts: Part | Text) -> Text:
    """Return a sentence that depends on a count; the extractor of messages looks for this name."""
    return Text(message=singular, plural=plural, count=count, parts=parts)


def capital(text: Text) -> Text:
    """Return a sentence that begins with a capital letter where its language has them."""
    return replace(text, capital=True)


def message(text: str, /) -> str:
    """Return a message as it is: marks it for the extractor where its parts are filled in later."""
    return text


def only(part: Part) -> Text:
    """Return a sentence that is one part and nothing of ours."""
    return Text(message="{part}", parts={"part": part})


def listed(texts: Iterable[Text]) -> Text:
    """Return fragments as one list with commas; the comma is a message too, as languages differ in it."""
    return _folded(texts, lambda first, second: say("{first}, {second}", first=first, second=second))


def joined(texts: Iterable[Text]) -> Text:
    """Return fragments as a list that ends in "and"."""
    *most, last = list(texts)
    return say("{first} and {last}", first=listed(most), last=last) if most else last


def either(texts: Iterable[Text]) -> Text:
    """Return fragments as a list that ends in "or"."""
    *most, last = list(texts)
    return say("{first} or {last}", first=listed(most), last=last) if most else last


def semicolons(texts: Iterable[Text]) -> Text:
    """Return fragments that hold commas themselves as one list."""
    return _folded(texts, lambda first, second: say("{first}; {second}", first=first, second=second))


def sentences(texts: Iterable[Text]) -> Text:
    """Return whole sentences one after the other."""
    return _folded(texts, lambda first, second: say("{first} {second}", first=first, second=second))


def _folded(texts: Iterable[Text], join: Callable[[Text, Text], Text]) -> Text:
    every = list(texts)
    return reduce(join, every) if every else Text(message="")


def clean(text: str) -> str:
    """Return text without controls that reorder it, and with white space as single spaces; hard spaces are kept."""
    return _SPACE.sub(" ", _BIDI.sub("", text)).strip()
