"""The wording rules of a report, checked on every sentence before it is rendered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.report.records import Document
    from holdfast.report.text import Part, Text

_LADDER = re.compile(r"\b(?:almost certain|very likely|likely|unlikely|probabl[ey]|certainly)\b", re.IGNORECASE)
# Words that find, accuse or move; a claimant may use them, inside a quotation that carries the claimant.
_FORBIDDEN = re.compile(
    r"\b(?:besieg\w*|siege\w*|starv\w*|massacre\w*|atrocit\w*|genocid\w*|war crime\w*|tragic\w*|horr\w*|brutal\w*|"
    r"inhuman\w*|cruel\w*|death\w*|die[sd]?|dying|kill\w*|fatal\w*|famine)\b",
    re.IGNORECASE,
)
_AS_AT = re.compile(r"\bas at\b", re.IGNORECASE)
_SIGNIFICANT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingFault:
    """One sentence that breaks a rule: which rule, where it stands, the message, and how to mend it."""

    rule: str
    place: str
    message: str
    mend: str


def lint(document: Document) -> tuple[WordingFault, ...]:
    """Return every breach of the wording rules, in reading order.

    Parameters
    ----------
    document : Document
        Restricted or public. Quotations and names are not ours and are not judged; our own messages are.

    Returns
    -------
    tuple of WordingFault
        Rules: ``bare-likely`` (a word of probability without its per cent in the same sentence), ``per-cent`` (the
        sign in running text), ``finding`` (a word that finds or accuses, or speaks of dying), ``as-at``,
        ``digit-in-message`` (a figure that leads to no source), ``unattributed`` (a claim without its claimant),
        ``false-precision`` (a forecast figure with more than three significant figures), ``no-as-of``.
    """
    found = [fault for place, text in document.texts() for fault in _of_sentence(place, text)]
    if not any(part.kind == "date" for part in document.head.as_of.walk()):
        found.append(
            WordingFault(
                rule="no-as-of", place="head", message=document.head.as_of.message, mend="say as of which day it speaks"
            )
        )
    return tuple(found)


def check_wording(document: Document) -> None:
    """Raise HF-O002 with the first breach of the wording rules, if there is one."""
    faults = lint(document)
    if faults:
        first = faults[0]
        raise InputError(
            "HF-O002",
            where=f"report, {first.place}",
            found=f"{first.rule}: {first.message!r}" + (f" and {len(faults) - 1} more" if len(faults) > 1 else ""),
            expected="sentences that keep the wording rules",
            mend=first.mend,
        )


def _of_sentence(place: str, text: Text) -> Iterator[WordingFault]:
    parts = list(text.walk())
    messages = list(text.messages())
    whole = " ".join(messages)

    def fault(rule: str, mend: str) -> WordingFault:
        return WordingFault(rule=rule, place=place, message=whole, mend=mend)

    if _LADDER.search(whole) and not any(part.kind == "probability" for part in parts) and place != "note":
        yield fault("bare-likely", "print the word with its per cent and its window, or leave it out")
    if "%" in whole and place in {"prose", "head", "summary", "figure"}:
        yield fault("per-cent", 'write "per cent" in text; the sign is for tables and charts')
    if _FORBIDDEN.search(whole):
        yield fault("finding", "show the fact and who says so; leave the finding to the reader")
    if _AS_AT.search(whole):
        yield fault("as-at", 'write "as of"')
    if any(character.isdigit() for character in whole):
        yield fault("digit-in-message", "give the figure as a part with its reference")
    if _unattributed(parts):
        yield fault("unattributed", "name who says so beside the claim, or write that we assess")
    if any(_too_precise(part) for part in parts):
        yield fault("false-precision", "round to two or three significant figures")


def _unattributed(parts: list[Part]) -> bool:
    """Return whether a figure or a quotation of a claim stands in a sentence that names no claimant of that claim."""
    named = {ref for part in parts if part.kind == "claimant" for ref in part.refs}
    return any(
        ref.startswith("claim:") and ref not in named
        for part in parts
        if part.kind in {"value", "quote", "probability"}
        for ref in part.refs
    )


def _too_precise(part: Part) -> bool:
    if part.kind not in {"value", "probability"} or not any(ref.startswith("forecast:") for ref in part.refs):
        return False
    for number in re.findall(r"\d[\d,.]*", part.text):
        figures = re.sub(r"[^\d]", "", number).lstrip("0").rstrip("0")
        if len(figures) > _SIGNIFICANT:
            return True
    return False
