"""What a person says of a chat on the command line, and how its messages are counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.intake import ChatOptions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from holdfast.intake import Message

ORDERS = ("dmy", "mdy", "ymd")
_WORDS = {
    "read": "read",
    "same": "the same as an earlier one and not counted again",
    "before": "before the first day asked for",
    "unread": "pictures or recordings that are not here and need a person",
    "deleted": "deleted by their senders",
    "system": "lines of the program itself",
}


def chat_options(senders: Iterable[str], *, since: date | None = None, date_order: str | None = None) -> ChatOptions:
    """Return what was said of a chat.

    Parameters
    ----------
    senders : iterable of str
        ``SENDER=ROLE``: a telephone number or a name as the chat shows it, and the office or role it stands for.
    since : date or None
        First day to read.
    date_order : str or None
        ``dmy``, ``mdy`` or ``ymd``.

    Raises
    ------
    InputError
        HF-I046 for a sender without a role, or an order that is none.
    """
    roles: dict[str, str] = {}
    for given in senders:
        sender, _, role = given.rpartition("=")
        if not sender.strip() or not role.strip():
            raise _unknown("--sender", given, "SENDER=ROLE, such as '+964 770 000 0000=camp committee'")
        roles[sender.strip()] = role.strip()
    if date_order is not None and date_order.lower() not in ORDERS:
        raise _unknown("--date-order", date_order, "dmy, mdy or ymd")
    return ChatOptions(senders=roles or None, since=since, date_order=date_order.lower() if date_order else None)


def message_counts(messages: Iterable[Message]) -> str:
    """Return how the messages of a chat were treated, in one line that adds up."""
    counts = Counter(m.status for m in messages)
    parts = [f"{counts[status]} {words}" for status, words in _WORDS.items() if counts[status]]
    return f"{counts.total()} messages: " + ", ".join(parts) + "."


def _unknown(where: str, found: str, expected: str) -> InputError:
    return InputError(
        "HF-I046",
        where=where,
        found=repr(found),
        expected=expected,
        mend="write it as in the example; nothing was read",
    )
