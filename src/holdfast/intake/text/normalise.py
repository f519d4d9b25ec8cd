r"""Bring extracted text into the one form that spans count in.

The rules, in order: the byte-order mark goes; line ends become ``\\n``; form feeds and other line or paragraph
separators become ``\\n``; no-break and typographic spaces become a space; bidirectional controls (U+202A to U+202E,
U+2066 to U+2069, U+200E, U+200F, U+061C), zero-width marks, soft hyphens and other control characters are taken out;
lone surrogates become U+FFFD. Letters, digits and quotation marks stay as they are.
"""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
# The zero-width non-joiner (U+200C) is a letter-shaping mark that Persian spelling needs: it stays.
_REMOVED = re.compile(
    "[\u202a-\u202e\u2066-\u2069\u200b\u200d\u200e\u200f\u061c\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")

BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# Chat programs wrap every telephone number in marks of direction: these hide nothing.
PHONE_MARKS = re.compile("[\u202a\u2066]\\+?[\\d\u00a0 ()\\-]{7,24}[\u202c\u2069]")


def normalise(text: str) -> str:
    """Return ``text`` in the form that spans count in; applying it twice changes nothing."""
    text = _LINE_ENDS.sub("\n", text)
    text = _SPACES.sub(" ", text)
    text = _REMOVED.sub("", text)
    return _SURROGATES.sub("\ufffd", text)
