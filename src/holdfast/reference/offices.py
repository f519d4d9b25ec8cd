"""Terms of office: who held it when, so that a text's date can be held against the people it names."""

from __future__ import annotations

import csv
import re
import unicodedata
from datetime import date
from functools import cache
from typing import Final

from holdfast.errors import SourceError
from holdfast.reference.checks import check_provenance_of
from holdfast.reference.records import Term
from holdfast.reference.store import read_text

_FILE: Final = "offices.csv"
_HEAD: Final = (
    "id",
    "office",
    "body",
    "holder",
    "aliases",
    "short",
    "start",
    "end",
    "start_precision",
    "end_precision",
    "acting",
    "source",
    "address",
    "status",
    "reason",
    "note",
)
_PRECISIONS: Final = ("day", "month", "year")
# Words that stand before a name and are no part of it; "al" is an article that writers join, part or drop.
_TITLES: Final = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "dame",
        "lord",
        "lady",
        "baroness",
        "prof",
        "professor",
        "ambassador",
        "minister",
        "prime",
        "president",
        "secretary",
        "general",
        "state",
        "foreign",
        "of",
        "the",
        "for",
        "high",
        "commissioner",
        "commissioners",
        "refugees",
        "un",
        "united",
        "nations",
        "us",
        "u",
        "s",
        "special",
        "representative",
        "srsg",
        "envoy",
        "iraqi",
        "iraq",
        "american",
        "former",
        "then",
        "acting",
        "emergency",
        "relief",
        "coordinator",
        "humanitarian",
        "chief",
        "under",
        "unhcr",
        "ocha",
        "unami",
        "head",
        "al",
        "el",
        "premier",
        "his",
        "her",
        "excellency",
    ]
)


@cache
def offices() -> tuple[Term, ...]:
    """Return every term of office the table holds, in table order.

    Returns
    -------
    tuple of Term

    Raises
    ------
    SourceError
        HF-R001 to HF-R003 for a term without provenance, HF-R005 for a cell of the wrong type, HF-R006 for a
        duplicate id, HF-R008 for a term that ends before it begins, HF-R015 for strange columns.
    """
    return parse_offices(read_text(_FILE))


def holders(name: str) -> tuple[Term, ...]:
    """Return the terms of the people a name may mean; empty for a name the table does not know.

    Parameters
    ----------
    name : str
        A surname or a full name, with or without titles: "Kerry", "Secretary of State John F. Kerry". Accents,
        case, initials and the article "al-" do not matter.

    Returns
    -------
    tuple of Term
        Several where a surname is shared ("Clinton") or a person held several terms or offices.
    """
    words = [word for word in _words(name) if word not in _TITLES and len(word) > 1]
    if not words:
        return ()
    return tuple(term for term in offices() if _means(term, words))


def parse_offices(text: str) -> tuple[Term, ...]:
    """Read the table of terms from CSV text; see :func:`offices` for what it refuses."""
    reader = csv.DictReader(text.splitlines(), strict=True)
    if tuple(reader.fieldnames or ()) != _HEAD:
        raise _fault("HF-R015", f"{_FILE}, header", str(reader.fieldnames), ", ".join(_HEAD), "restore the columns")
    terms: list[Term] = []
    seen: set[str] = set()
    for cells in reader:
        where = f"{_FILE}, row {cells['id']}"
        if None in cells or None in cells.values():
            raise _fault("HF-R015", where, "too many or too few cells", f"{len(_HEAD)} cells", "restore the columns")
        if cells["id"] in seen:
            raise _fault("HF-R006", where, f"{cells['id']} twice", "each id once", "give the later row a free number")
        seen.add(cells["id"])
        terms.append(_term(cells, where))
    return tuple(terms)


def _term(cells: dict[str, str], where: str) -> Term:
    start = _day(cells["start"], f"{where}, column start")
    end = _day(cells["end"], f"{where}, column end") if cells["end"] else None
    if end is not None and end < start:
        raise _fault(
            "HF-R008", where, f"{start} to {end}", "an end on or after the start", "check the dates in the source"
        )
    for column, stated in (("start_precision", True), ("end_precision", end is not None)):
        if cells[column] not in (_PRECISIONS if stated else ("",)):
            raise _type(f"{where}, column {column}", repr(cells[column]), " or ".join(_PRECISIONS))
    if cells["acting"] not in {"yes", "no"}:
        raise _type(f"{where}, column acting", repr(cells["acting"]), "yes or no")
    for column in ("office", "body", "holder", "short"):
        if not cells[column].strip():
            raise _type(f"{where}, column {column}", "nothing", "a name")
    check_provenance_of(cells["status"], cells["source"], cells["reason"], where)
    return Term(
        id=cells["id"],
        office=cells["office"],
        body=cells["body"],
        holder=cells["holder"],
        aliases=tuple(filter(None, cells["aliases"].split("; "))),
        short=tuple(cells["short"].split("; ")),
        start=start,
        end=end,
        start_precision=cells["start_precision"],
        end_precision=cells["end_precision"],
        acting=cells["acting"] == "yes",
        source=cells["source"],
        address=cells["address"],
        status=cells["status"],
        reason=cells["reason"],
        note=cells["note"],
    )


def _means(term: Term, words: list[str]) -> bool:
    own = {word for text in (term.holder, *term.aliases, *term.short) for word in _words(text)}
    surname = {word for text in term.short for word in _words(text)}
    return all(word in own for word in words) and any(word in surname for word in words)


def _words(text: str) -> list[str]:
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    # An apostrophe joins (O'Brien), a hyphen parts (al-Abadi).
    return re.findall(r"[^\W\d_]+", re.sub(r"['\u2019]", "", plain.casefold()))


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _type(where, repr(text), "a date such as 2013-02-01") from error


def _type(where: str, found: str, expected: str) -> SourceError:
    return _fault("HF-R005", where, found, expected, "write the cell as its column asks, and move words to the note")


def _fault(code: str, where: str, found: str, expected: str, mend: str) -> SourceError:
    return SourceError(code, where=where, found=found, expected=expected, mend=mend)
