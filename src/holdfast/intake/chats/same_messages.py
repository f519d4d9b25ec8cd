"""Which message is the same as an earlier one: an overlap of two exports, a double send, a forward of a forward."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from holdfast.quantities import fold_word

_DOUBLE_SEND = timedelta(minutes=10)
_FORWARDED_WITHIN = timedelta(days=7)
# "ok" and "tank 2 empty" may be said by two people of two things; a longer text in the same words was copied.
_LONG_WORDS = 5
_LONG_CHARS = 25


@dataclass(slots=True)
class Seen:
    """The messages met so far, by their words, in this document and in those read before."""

    places: dict[str, list[tuple[str, datetime | None, int | None]]] = field(default_factory=dict)

    def add(self, text: str, sender: str | None, moment: datetime | None, number: int | None) -> None:
        """Remember a message; ``number`` is its place in this document, None where it stands in another."""
        if key := _key(text):
            self.places.setdefault(key, []).append((fold_word(sender or ""), moment, number))

    def same(
        self, text: str, sender: str | None, moment: datetime | None, *, forwarded: bool
    ) -> tuple[bool, int | None]:
        """Return whether a message says what an earlier one said and counts no second time, and the place of that one.

        Same words of the same sender within ten minutes are one message sent twice. Same words, five or more, of another
        sender or marked as forwarded, within seven days, are a forward. Same words of the same sender on another day are
        a new message: a tank can stand at 41 cm twice.
        """
        key = _key(text)
        long = len(key.split()) >= _LONG_WORDS or len(key) >= _LONG_CHARS
        name = fold_word(sender or "")
        for earlier_name, earlier, number in self.places.get(key, ()):
            apart = None if moment is None or earlier is None else abs(moment - earlier)
            if name == earlier_name and not forwarded and (apart <= _DOUBLE_SEND if apart is not None else long):
                return True, number
            if long and (forwarded or name != earlier_name) and (apart is None or apart <= _FORWARDED_WITHIN):
                return True, number
        return False, None


def _key(text: str) -> str:
    folded = "".join(sign if sign.isalnum() else " " for sign in fold_word(text))
    return " ".join(folded.split())
