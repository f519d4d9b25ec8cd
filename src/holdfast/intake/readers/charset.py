"""Which characters do these bytes stand for, where they are not UTF-8."""

from __future__ import annotations

# What Arabic, Persian and western offices still write; the rest of the world's sets are not guessed.
_ARABIC = ("cp1256", "iso8859_6", "mac_arabic")
NAMES = {
    "cp1256": "Windows-1256 (Arabic, Persian)",
    "iso8859_6": "ISO 8859-6 (Arabic)",
    "mac_arabic": "Mac Arabic",
    "cp1252": "Windows-1252 (western European)",
}
_SAMPLE = 65_536
_LEAST_ARABIC = 0.3
_LEAST_PLAUSIBLE = 0.97


def utf16_order(sample: bytes) -> str | None:
    """Return ``utf-16-le`` or ``utf-16-be`` where every second byte is that of a western or an Arabic letter."""
    if len(sample) < 8:
        return None
    even, odd = sample[0::2], sample[1::2]
    for order, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        western = high.count(0) > 0.6 * len(high)
        arabic = high.count(0) + high.count(6) > 0.9 * len(high) and high.count(6) > 0.3 * len(high)
        if (western or arabic) and low.count(0) < 0.05 * len(low) and low.count(6) < 0.2 * len(low):
            return order
    return None


def guess_encoding(data: bytes) -> str | None:
    """Return the encoding of text that is not UTF-8 and mostly not Latin letters, or None where none is likely.

    Parameters
    ----------
    data : bytes
        The bytes; only the first 64 kB are looked at.

    Returns
    -------
    str or None
        A name of `NAMES`. The choice is a guess: the caller says so and shows it.
    """
    sample = data[:_SAMPLE]
    plausible = [name for name in _ARABIC if _is_arabic(sample, name)]
    if len(plausible) < 2:
        return plausible[0] if plausible else None
    from charset_normalizer import from_bytes  # noqa: PLC0415  heavy, and rarely needed

    best = from_bytes(sample, cp_isolation=plausible, threshold=0.6).best()
    return best.encoding if best is not None and best.encoding in plausible else plausible[0]


def _is_arabic(sample: bytes, name: str) -> bool:
    text = sample.decode(name, "replace")
    letters = sum("\u0621" <= c <= "\u064a" or c in "پچژگکی" for c in text)
    marks = sum(
        c.isascii() or "\u064b" <= c <= "\u0652" or c in "،؛؟\u200c\u200d\u200e\u200f\u00a0«»–—…•" for c in text
    )
    return letters >= _LEAST_ARABIC * len(text) and letters + marks >= _LEAST_PLAUSIBLE * len(text)
