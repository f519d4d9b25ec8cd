"""Write docs/errors.md from the table of error codes (run with no argument)."""

from __future__ import annotations

from pathlib import Path

from holdfast.errors import error_codes

HEAD = """# Error codes

Made from `error_codes.csv` by `scripts/make_error_page.py`. Each error also says where, what was found and what was
expected. Exit codes: 0 done, 1 the answer is bad news where a script asked for it, 2 the input is at fault, 3 ours.

| code | title | meaning | to mend |
|---|---|---|---|
"""


def page() -> str:
    """Return the page as Markdown."""
    rows = sorted(error_codes(), key=lambda row: row.code)
    return HEAD + "".join(f"| {r.code} | {_cell(r.title)} | {_cell(r.meaning)} | {_cell(r.mend)} |\n" for r in rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    Path(__file__).resolve().parents[1].joinpath("docs", "errors.md").write_text(page(), encoding="utf-8")
