"""Arabic text in the joined shapes of its letters (presentation forms B), as many programs write it into a PDF."""

from __future__ import annotations

import unicodedata
from functools import cache


@cache
def _shapes() -> dict[str, str]:
    found: dict[str, str] = {}
    for code in range(0xFE80, 0xFEFD):
        shape = chr(code)
        if len(letter := unicodedata.normalize("NFKC", shape)) == 1:
            found.setdefault(letter, shape)
    return found


def shaped(text: str) -> str:
    """Return a text with every Arabic letter as a shape; which of its shapes does not matter to a reader of bytes."""
    return "".join(_shapes().get(sign, sign) for sign in text)
