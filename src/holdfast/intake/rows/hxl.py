"""HXL 1.1: the row of tags that says exactly what the columns of a table are, read and written.

A tag row is ``#tag+attribute`` in every cell of it that holds something. A pattern matches a tag that has all its attributes;
other attributes do not matter. The first pattern of ``tables/hxl.csv`` that matches gives the role of a column.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from holdfast.errors import IntakeError
from holdfast.intake.readers.sheets import Row, Sheet, column_name
from holdfast.intake.rows.headings import heading
from holdfast.intake.word_lists import word_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.ledger import Claim

TAG_ROWS = 25
_NEAR = 0.6
_TAG = re.compile(r"\s*(#[A-Za-z][A-Za-z0-9_]*)((?:\s*\+\s*[A-Za-z][A-Za-z0-9_]*)*)\s*")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A tag, the attributes it must have, the role of its column and what it means."""

    tag: str
    attributes: frozenset[str]
    role: str
    meaning: str


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the patterns in the order in which they are tried."""
    text = word_list("hxl.csv")
    return tuple(
        Pattern(r["tag"], frozenset(r["attributes"].split()), r["role"], r["meaning"])
        for r in csv.DictReader(text.splitlines())
    )


def role_of(written: str) -> tuple[str, str] | None:
    """Return the role of a tagged column and what the tag means; None where the tag is none of HXL's.

    Tags of one's own, ``#x_...``, are allowed by the standard and are left out of the reading.
    """
    match = _TAG.fullmatch(written)
    if match is None:
        return None
    tag = match.group(1).lower()
    attributes = {a.strip().lower() for a in match.group(2).split("+") if a.strip()}
    for pattern in patterns():
        if pattern.tag == tag and pattern.attributes <= attributes:
            return pattern.role, pattern.meaning
    return ("ignore", "a tag of its own") if tag.startswith("#x_") else None


def tag_row(sheet: Sheet, where: str) -> Row | None:
    """Return the row of tags among the first 25 of a sheet, or None where no row looks like one.

    Raises
    ------
    IntakeError
        HF-I026 where a row looks like tags and some of it are none; each is named by row and column with the nearest tag.
    """
    for row in sheet.rows:
        if row.number > TAG_ROWS:
            return None
        filled = row.filled
        hashed = [i for i in filled if row.cell(i).text.startswith("#") and row.cell(i).kind != "error"]
        tags = [i for i in hashed if role_of(row.cell(i).text)]
        clear = tags and len(hashed) >= 0.5 * len(filled) and not (len(hashed) == 1 and len(filled) > 1)
        # "#1" or "# of bags" among other words is a heading; a row where half are like tags is meant as a row of tags.
        if not clear and (len(hashed) < 2 or len(hashed) < 0.5 * len(filled) or not _meant(row, hashed)):
            continue
        wrong = [i for i in filled if i not in tags]
        if wrong:
            raise IntakeError(
                "HF-I026",
                where=f"{where}, row {row.number}" + (f" of sheet {sheet.name}" if sheet.name else ""),
                found="; ".join(f"column {column_name(i)}: {row.cell(i).text!r}" for i in wrong),
                expected="HXL tags such as "
                + "; ".join(f"column {column_name(i)}: {nearest(row.cell(i).text)}" for i in wrong),
                mend="write the nearest valid tag, or leave the cell empty: a column without a tag is allowed",
            )
        return row
    return None


def _meant(row: Row, hashed: list[int]) -> bool:
    return all(re.match(r"#\s*[A-Za-z]{2}", row.cell(i).text) and "+" in row.cell(i).text for i in hashed)


def nearest(written: str) -> str:
    """Return the valid tag that is nearest to what was written."""
    from difflib import get_close_matches  # noqa: PLC0415  only on the way to an error

    word = re.split(r"[+\s]", written.strip().lower().lstrip("#").strip(), maxsplit=1)[0]
    rest = "".join(f"+{a.strip().lower()}" for a in written.split("+")[1:] if re.fullmatch(r"\s*[A-Za-z]\w*\s*", a))
    near = get_close_matches(word, [p.tag.lstrip("#") for p in patterns()], n=1, cutoff=_NEAR)
    if near:
        return f"#{near[0]}{rest}"
    role = heading(written.replace("#", " ")).role
    meant = next((p for p in patterns() if word in p.attributes), None) or next(
        (p for p in patterns() if role is not None and p.role == ("stock" if role == "quantity" else role)), None
    )
    return "#item" if meant is None else meant.tag + "".join(f"+{a}" for a in sorted(meant.attributes))


# The columns of our own claims: heading, tag, and the field of a claim or of its statement.
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("record id", "#meta+id", "id"),
    ("claim type", "#indicator+claim+type", "claim_type"),
    ("item", "#item+name+i_en", "item"),
    ("service", "#service+type+code", "service"),
    ("polarity", "#indicator+polarity", "polarity"),
    ("low", "#indicator+value+num+min", "value_low"),
    ("high", "#indicator+value+num+max", "value_high"),
    ("unit", "#item+unit", "unit"),
    ("per", "#meta+per", "per"),
    ("low in the base unit", "#indicator+base+num+min", "si_low"),
    ("high in the base unit", "#indicator+base+num+max", "si_high"),
    ("base unit", "#indicator+base+unit", "si_unit"),
    ("from", "#date+occurred+start", "time_start"),
    ("to", "#date+occurred+end", "time_end"),
    ("said", "#date+reported", "said"),
    ("written down", "#date+recorded", "recorded"),
    ("place", "#loc+name", "place"),
    ("actor", "#group+reported+name", "actor"),
    ("claimant", "#meta+source", "claimant"),
    ("grade", "#meta+reliability", "source_grade"),
    ("method", "#meta+method", "method"),
    ("review", "#meta+review", "review"),
    ("class", "#meta+sensitivity", "disclosure_class"),
    ("replaces", "#meta+supersedes", "supersedes"),
    ("entry", "#meta+log+index", "sequence"),
)


def claims_as_hxl(claims: Iterable[Claim]) -> str:
    """Return claims as a table with a row of headings and a row of HXL tags.

    Parameters
    ----------
    claims : iterable of Claim
        Claims in the order of the table. Every row carries its class in the column ``#meta+sensitivity``.

    Returns
    -------
    str
        CSV in UTF-8 with line ends CR LF. A text that a spreadsheet would run as a formula (it begins with ``=``, ``+``,
        ``-``, ``@``, a tab or a line end) gets an apostrophe before it; numbers stay as they are.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([heading for heading, _, _ in COLUMNS])
    writer.writerow([tag for _, tag, _ in COLUMNS])
    for claim in claims:
        parts = {**claim.statement.as_dict(), **{k: v for k, v in claim.as_dict().items() if k != "statement"}}
        writer.writerow([_guarded(parts[field]) for _, _, field in COLUMNS])
    return out.getvalue()


def _guarded(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    text = str(value)
    return (
        f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r", "\n", "'"} and not isinstance(value, int) else text
    )
