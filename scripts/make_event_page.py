"""Write docs/events.md: the kinds of dated events, their order within an hour, shocks and causes (no argument).

A test holds the page in step with the tables of the package, and reads and runs every example.
"""

from __future__ import annotations

from pathlib import Path

from holdfast.lifelines import declared_causes, declared_kinds
from holdfast.lifelines.kinds import ROLE_UNITS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "events.md"
HEAD = """# Dated events

Made by `scripts/make_event_page.py` from the tables of the package.

What happens on a known day (a delivery, a broken generator, a gate that closes, rain, an attack) is an event. Events
stand in a CSV file with the columns `hour,kind,asset,quantity,unit`, or in Python as `Event(hour=48, kind="arrive",
asset="diesel-main", quantity=5000, unit="L")`, where the quantity may differ from member to member and `members` may
name those that it concerns.

```
holdfast simulate examples/camp-a1 --hours 240 --events events.csv
```

- `hour` counts from 0 at the start of the run. An event acts at the start of its hour.
- `asset` is an id of `site.toml`. An id that stands in two lists is written with its list: `tanks.north`.
- `unit` may be left empty: then it is the asset's own (m3 for water and sewage). Packages of `[packages]` are units too.
- What an unknown kind, asset, unit or quantity gets is an error that names row and column and the nearest known names.

## Kinds

In the order in which they act within an hour; those marked * act before the trucks and usual deliveries of the hour, the
others after them. Shocks act last: what arrived in the hour is there to be lost.

"""
ROLES = {
    "stock": "a quantity in the unit of the asset",
    "stock or share": "a quantity, or a share of what is there (`%` or `fraction`)",
    "fraction": "a share from 0 to 1",
    "rain": "mm in the hour",
    "persons": "persons",
    "items": "items",
    "none": "none",
}
CAUSES = """
## Shocks and causes

`tear`, `loot` and `destroy` are shocks. A run keeps them apart from depletion: every event of a lifeline carries a cause
beside its hour. The last shock that touched the lifeline before it failed is its cause; a shock touches the lifelines of
its asset and those that need it (a generator and its fuel: all that runs on electricity). Without such a shock the cause
is depletion. This is an order of events, not a proof: only a second run without the shock says when the lifeline would
have failed all the same.

A destroyed share is gone for good, but a tank is whole again after `mend`. The same share of what a store or tank held is
lost, of sewage on the ground. A generator has no half: from one half on it is beyond repair. Batteries, solar arrays, grid
lines, cold stores, trucks and kitchens cannot be destroyed by an event yet; for a grid line write `grid` with 0.

"""


def table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join([*lines, *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)])


def units(role: str) -> str:
    """Return the units a role may be written in."""
    return ", ".join(f"`{unit}`" for unit in ROLE_UNITS.get(role, {}) if unit)


def page() -> str:
    """Return the page as Markdown."""
    kinds = [
        (
            f"`{row.kind}`" + ("" if row.when == "after the trucks" else " *"),
            row.asset,
            ROLES[row.quantity] + (f" ({units(row.quantity)})" if units(row.quantity) else ""),
            row.meaning,
            f"`{row.example}`",
        )
        for row in declared_kinds()
    ]
    causes = [(str(row.code), row.label or "(none)", row.meaning) for row in declared_causes()]
    return (
        HEAD
        + table(("kind", "asset", "quantity", "meaning", "example"), kinds)
        + "\n"
        + CAUSES
        + table(("code", "cause", "meaning"), causes)
        + "\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
