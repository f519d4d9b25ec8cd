"""Two invented languages made from messages.pot: one in brackets, one in Arabic letters that runs right to left."""

from __future__ import annotations

import re
from pathlib import Path

from holdfast.report import Catalogue, catalogue
from holdfast.report.extract import collect

_ARABIC = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابكدهفغحیژکلمنوپقرستثڤوخيز", strict=True))
_PIECES = re.compile(r"(\{[a-z_]+\})")
_HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)


def bracketed(text: str) -> str:
    return f"[{text}]" if any(c.isalpha() for c in _PIECES.sub("", text)) else text


def arabic(text: str) -> str:
    return "".join(
        piece if piece.startswith("{") else "".join(_ARABIC.get(c.lower(), c) for c in piece)
        for piece in _PIECES.split(text)
    )


def pseudo(language: str, folder: Path) -> Catalogue:
    """Write the catalogue of ``xx`` (brackets) or ``xr`` (right to left) as a .po file and read it as a report does."""
    turn = {"xx": bracketed, "xr": arabic}[language]

    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    entries = []
    for singular, plural in collect():
        if plural is None:
            entries.append(f"msgid {quoted(singular)}\nmsgstr {quoted(turn(singular))}\n")
        else:
            entries.append(
                f"msgid {quoted(singular)}\nmsgid_plural {quoted(plural)}\n"
                f"msgstr[0] {quoted(turn(singular))}\nmsgstr[1] {quoted(turn(plural))}\n"
            )
    (folder / f"{language}.po").write_text(_HEADER + "\n".join(entries), encoding="utf-8")
    return catalogue(language, folder)
