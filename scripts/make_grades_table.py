"""Write the table of grades in docs/people/what-may-be-said.md and the reasons in docs/people/refused.md (no argument).

Both come from the tables of the package; a test holds the pages in step with them.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

from holdfast.people import graded_quantities, refused_quantities

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "people"
TABLE_HEAD = "| quantity | what it is | grade | why |\n|---|---|---|---|\n"
WIDTH = 118


def grades() -> str:
    """Return the table of grades as Markdown."""
    rows = graded_quantities().values()
    return TABLE_HEAD + "".join(f"| `{row.quantity}` | {row.name} | {row.grade} | {row.why} |\n" for row in rows)


def reasons() -> str:
    """Return the sections of what is refused, one each, as Markdown."""
    parts = []
    for one in refused_quantities().values():
        said = (f"{one.name[0].upper()}{one.name[1:]}.", one.why, f"Instead: {one.instead}.")
        text = "\n\n".join("\n".join(textwrap.wrap(part, WIDTH, break_on_hyphens=False)) for part in said)
        parts.append(f"### `{one.what}`\n\n{text}\n\n")
    return "".join(parts)


def between(text: str, start: str, end: str, inner: str) -> str:
    """Return a text with what lies between two headings replaced; an empty end is that of the text."""
    head, found, rest = text.partition(start)
    if not found or (end and end not in rest):
        raise ValueError(f"the page has no {start.strip()!r} before {end.strip()!r}")
    tail = end + rest.partition(end)[2] if end else ""
    return f"{head}{start}{inner}{tail}"


def pages() -> dict[Path, str]:
    """Return the two pages as they should stand."""
    said, refused = FOLDER / "what-may-be-said.md", FOLDER / "refused.md"
    return {
        said: between(said.read_text("utf-8"), TABLE_HEAD, "", grades().removeprefix(TABLE_HEAD)),
        refused: between(refused.read_text("utf-8"), "## Why\n\n", "## What a refusal is not\n", reasons()),
    }


if __name__ == "__main__":
    for path, page in pages().items():
        path.write_text(page, encoding="utf-8")
