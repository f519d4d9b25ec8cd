"""Tables in a workspace: what is remembered of their headings, what the site says of sizes, and the account in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import IntakeError
from holdfast.intake import TableOptions, headings_key, mapping_from_toml, mapping_toml
from holdfast.ledger import tombstone
from holdfast.quantities import read_date
from holdfast.workspace.folder import make_folder, open_workspace, write_whole
from holdfast.workspace.wording import screen_safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from holdfast.intake import ColumnMapping, Reading, TableReading
    from holdfast.ledger import Claim, Ledger, Statement
    from holdfast.sites import Site

FOLDER = "mappings"
_LISTED = 12


def table_options(
    *,
    maps: Sequence[str] = (),
    units: Sequence[str] = (),
    packages: Sequence[str] = (),
    date_column: str | None = None,
    order: str | None = None,
    as_of: str | date | None = None,
    charset: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
) -> TableOptions:
    """Return what a person typed about a table.

    Parameters
    ----------
    maps : sequence of str
        ``"bal.=stock"``: heading or letters of a column, and its role.
    units : sequence of str
        ``"drum"`` for all figures without a unit, or ``"diesel=L"`` for one thing.
    packages : sequence of str
        ``"water tank=10 m3"``.
    date_column, order, charset, sheet, header_row
        As of `TableOptions`.
    as_of : str, date or None
        The day the figures speak of, in any of the calendars.

    Raises
    ------
    IntakeError
        HF-I029 where an answer has no "=".
    InputError
        HF-U005 to HF-U007 for a day that cannot be read.
    """
    return TableOptions(
        maps=tuple(_pair(m, "--map") for m in maps),
        units=dict(_pair(u, "--unit") if "=" in u else ("", u.strip()) for u in units),
        packages=dict(_pair(p, "--package") for p in packages),
        date_column=date_column,
        order=order,
        as_of=read_date(as_of) if isinstance(as_of, str) else as_of,
        charset=charset,
        sheet=sheet,
        header_row=header_row,
    )


def _pair(typed: str, option: str) -> tuple[str, str]:
    name, sign, value = typed.rpartition("=")
    if not sign or not name.strip() or not value.strip():
        raise IntakeError(
            "HF-I029",
            where=option,
            found=repr(typed),
            expected='two words with "=" between them',
            mend='write --map "bal.=stock", --unit "diesel=L" or --package "water tank=10 m3"',
        )
    return name.strip(), value.strip()


def known_mappings(folder: Path) -> tuple[ColumnMapping, ...]:
    """Return the mappings remembered in a workspace.

    Raises
    ------
    IntakeError
        HF-I028, naming the file, where one cannot be read: it may hold a person's corrections.
    """
    kept = open_workspace(folder).folder / FOLDER
    found = []
    for file in sorted(kept.glob("*.toml")) if kept.is_dir() else ():
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise IntakeError(
                "HF-I028",
                where=str(file),
                found=f"a mapping that cannot be read ({error})",
                expected="a text file in UTF-8",
                mend="mend the file, or delete it and let the columns be guessed again",
            ) from None
        found.append(mapping_from_toml(text, str(file)))
    return tuple(found)


def for_site(options: TableOptions | None, folder: Path, site: Site) -> TableOptions:
    """Return the answers of a person with what the workspace remembers and what the site says of its tanks."""
    from dataclasses import replace  # noqa: PLC0415  one use

    return replace(options or TableOptions(), known=known_mappings(folder), capacities=_capacities(site))


def _capacities(site: Site) -> Mapping[str, str]:
    """Return what the only store of a commodity holds, and the only water tank; of several none is meant by "the tank"."""
    found: dict[str, list[str]] = {}
    for store in site.stores:
        if store.unit != "item":
            held = f"{store.capacity.median:g} {store.unit}" if store.capacity.is_known else ""
            found.setdefault(store.commodity, []).append(held)
    for tank in site.tanks:
        found.setdefault("water", []).append(f"{tank.capacity_m3.median:g} m3" if tank.capacity_m3.is_known else "")
    return {commodity: sizes[0] for commodity, sizes in found.items() if len(sizes) == 1 and sizes[0]}


def remember_mappings(folder: Path, reading: Reading, name: str) -> tuple[Path, ...]:
    """Keep the mappings of a table that was read, so that the next one with these headings maps by itself.

    A mapping with an open column is kept too: what a person said of the others need not be said again. Tags need no
    memory, and a file that is there already is left alone where nothing changed.
    """
    if reading.table is None:
        return ()
    written = []
    for _, mapping in reading.table.mappings:
        if mapping.origin == "tags" or not any(c.heading for c in mapping.columns):
            continue
        file = (
            make_folder(open_workspace(folder).folder / FOLDER)
            / f"{headings_key(c.heading for c in mapping.columns)}.toml"
        )
        if (
            mapping.origin == "remembered"
            and file.exists()
            and mapping_from_toml(file.read_text(encoding="utf-8"), str(file)).packages == mapping.packages
        ):
            continue
        written.append(write_whole(file, mapping_toml(mapping, name)))
    return tuple(written)


def unqueued(reading: Reading, before: Sequence[Claim]) -> tuple[list[tuple[Statement, str | None]], dict[str, int]]:
    """Return the statements of a table that are not queued yet, each with the claim it replaces; and the counts.

    Parameters
    ----------
    reading : Reading
        A reading of a table.
    before : sequence of Claim
        The claims queued of the same bytes before.

    Returns
    -------
    list of (Statement, str or None)
        New statements, and those that answers have changed. A claim that a person has judged is never replaced.
    dict
        ``new``, ``changed``, ``same``.
    """
    replaced = {c.supersedes for c in before if c.supersedes}
    standing = [c for c in before if c.id not in replaced]
    left: list[tuple[Statement, str | None]] = []
    counts = {"new": 0, "changed": 0, "same": 0}
    for statement in reading.statements:
        key = _key(statement)
        mine = [c for c in standing if _key(c.statement) == key]
        if any(c.review != "pending" or _says_no_more(statement, c.statement) for c in mine):
            counts["same"] += 1
        elif mine:
            counts["changed"] += 1
            left.append((statement, mine[0].id))
        else:
            counts["new"] += 1
            left.append((statement, None))
    return left, counts


def _says_no_more(statement: Statement, kept: Statement) -> bool:
    """Whether a statement says only what is kept already: an answer that is not given again takes nothing back."""
    old = kept.as_dict()
    return all(value in {old[name], None, "unknown"} for name, value in statement.as_dict().items())


def take_back(ledger: Ledger, replaced: Sequence[str]) -> None:
    """Take claims of a table out of the queue that an answer has made anew; they stay in the history with the reason."""
    for claim_id in replaced:
        tombstone(ledger, claim_id, reason="the same row was read again with an answer", by="reader of tables")


def _key(statement: Statement) -> tuple[object, ...]:
    return (statement.char_start, statement.char_end, statement.claim_type, statement.item)


def table_lines(table: TableReading) -> tuple[str, ...]:
    """Return how a table was read in lines for the screen: the mapping, what is not read and why, what is open, the account."""
    lines = []
    for sheet, mapping in table.mappings:
        lines.append(f"Columns{f' of sheet {sheet}' if sheet else ''} ({mapping.origin}):")
        for column in mapping.columns:
            if column.role == "ignore" and not column.heading:
                continue
            more = ", ".join(p for p in (column.item, column.unit, f"per {column.per}" if column.per else None) if p)
            role = f"{column.role} ({more})" if more else column.role
            lines.append(f"  {column.name:<24} {role:<22} {column.score:.2f}  {column.reason}")
    unread = [r for r in table.rows if r.status in {"refused", "asked", "partly"}]
    for row in unread[:_LISTED]:
        where = f"{row.sheet} row {row.row}" if row.sheet else f"row {row.row}"
        said = "; ".join(f"column {c}: {why}" if c else why for c, why in row.reasons)
        lines.append(f"Not read, {where}, {said}")
    if len(unread) > _LISTED:
        lines.append(f"Not read: {len(unread) - _LISTED} rows more; --json lists them all")
    for question in table.questions:
        waits = "1 row waits" if question.rows == 1 else f"{question.rows} rows wait"
        lines.append(
            f"Question ({waits if question.rows else 'nothing waits'}): {question.text} Answer: {question.answer}"
        )
    lines.append(table.account)
    return tuple(screen_safe(line) for line in lines)
