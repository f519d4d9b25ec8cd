"""Run the code of docs/first-run.md, write what it prints into the page, and its pictures into docs/img.

The blocks ```python run in order in one namespace; a block ```text right after one of them is what it prints. A test
runs the same code and compares.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "docs" / "first-run.md"
BLOCK = re.compile(r"```python\n(?P<code>.*?)```\n(?:\n```text\n(?P<printed>.*?)```\n)?", re.DOTALL)


def blocks(text: str) -> list[tuple[str, str]]:
    """Return the code of every block and what the page says it prints."""
    return [(found["code"], found["printed"] or "") for found in BLOCK.finditer(text)]


def run(text: str, folder: Path) -> list[str]:
    """Run the blocks with ``folder`` as the working directory and return what each printed."""
    names: dict[str, Any] = {"__name__": "first_run"}
    said = []
    with contextlib.chdir(folder):
        for number, (code, _) in enumerate(blocks(text)):
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(code, f"first-run.md block {number}", "exec"), names)
            said.append(out.getvalue())
    return said


def page(text: str, folder: Path) -> str:
    """Return the page with what its code prints."""
    said = iter(run(text, folder))

    def block(found: re.Match[str]) -> str:
        printed = next(said)
        return f"```python\n{found['code']}```\n" + (f"\n```text\n{printed}```\n" if printed else "")

    return BLOCK.sub(block, text)


if __name__ == "__main__":
    os.environ.setdefault("MPLBACKEND", "agg")
    (PAGE.parent / "img").mkdir(exist_ok=True)
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), PAGE.parent), encoding="utf-8")
