"""An optional check letter at the end of a short message, so that a slip on the radio is heard: ``... MEAS *7``.

The letter is that of ISO/IEC 7064, MOD 37,36 (the hybrid system over 0-9 and A-Z): it finds every single wrong sign and
nearly every exchange of two neighbours. Status: from memory; the tests hold it to these two properties. Only Latin letters
and digits of any script count; words in other letters are covered by the reply.
"""

from __future__ import annotations

import re

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MODULUS = 36
_MARKED = re.compile(r"\s*\*\s?([0-9A-Za-z])\s*$")


def check_letter(text: str) -> str:
    """Return the check letter of a message.

    Parameters
    ----------
    text : str
        Without a check letter. Case, spaces, marks and letters that are not Latin do not count.

    Returns
    -------
    str
        One of 0-9 and A-Z.
    """
    product = _MODULUS
    for sign in text:
        value = _value(sign)
        if value is None:
            continue
        total = (product + value) % _MODULUS or _MODULUS
        product = (total * 2) % (_MODULUS + 1)
    return SIGNS[(_MODULUS + 1 - product) % _MODULUS]


def checked(text: str) -> tuple[str, bool | None]:
    """Return a message without its check letter, and whether the letter fits; None where there is none."""
    marked = _MARKED.search(text)
    if marked is None:
        return text, None
    body = text[: marked.start()]
    return body, check_letter(body) == marked.group(1).upper()


def _value(sign: str) -> int | None:
    if sign.isdecimal():
        return int(sign)
    upper = sign.upper()
    return SIGNS.index(upper) if len(upper) == 1 and upper in SIGNS else None
