"""Claims that need no reviewer, because a person has said so of their source in ``settings.toml``.

``[accept] sources = ["WFP logistics"]``: a claim counts on entry where that source makes it and where a person has said
that the document comes from it: as who handed it over, or as the role of the sender of a chat or a mail. What a text says
of its own author anybody can type, and it is no evidence. All else waits for a person.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.ledger import claims, disagreements, review_claim
from holdfast.workspace.settings import load_settings
from holdfast.workspace.standing_claims import subject_word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from holdfast.intake import Reading
    from holdfast.ledger import Claim, Ledger

REVIEWER = "settings.toml: source set to accept"
# A reading with one of these is in doubt as a whole: letters, days or senders may be other than they look.
IN_DOUBT = frozenset(
    {
        "calendars-disagree",
        "chat-dates-ambiguous",
        "chat-time-backwards",
        "direction-marks-removed",
        "encoding-guessed",
        "published-contradicted",
        "published-in-future",
        "typed-in",
        "unreadable",
    }
)
# Numbers that a chat gives to senders nobody has named; they are no source.
_NUMBERED = re.compile(r"sender \d+\b.*")


def accept_by_settings(
    folder: Path, ledger: Ledger, reading: Reading, queued: Sequence[Claim], *, handed_by: str | None = None
) -> tuple[Claim, ...]:
    """Accept those of some claims whose source is set to be accepted, and that nothing speaks against.

    Parameters
    ----------
    folder : Path
        The workspace, whose settings name the sources.
    ledger : Ledger
        Its ledger.
    reading : Reading
        The document, as read just now.
    queued : sequence of Claim
        Its claims that wait.
    handed_by : str or None
        Who handed it over, as a person said; for a chat the roles of its senders stand in its messages.

    Returns
    -------
    tuple of Claim
        Those accepted, with the reviewer "settings.toml: source set to accept". Never accepted: words that were typed in,
        letters that cannot be trusted, what a model proposed, claims of class SEVERE, forwarded messages, corrections of
        an earlier claim, and what an accepted claim or another new one contradicts.
    """
    sources = {_plain(source) for source in load_settings(folder).accepted_sources}
    if not sources or reading.unreadable or IN_DOUBT & {warning.code for warning in reading.warnings}:
        return ()
    named = [claim for claim in queued if _plain(claim.claimant) in sources and _may_count(claim, reading, handed_by)]
    if not named:
        return ()
    accepted = claims(ledger)
    against = {
        side.id for pair in disagreements((*accepted, *queued), subject_word) for side in (pair.first, pair.second)
    }
    return tuple(
        review_claim(ledger, claim.id, "accepted", reviewer=REVIEWER) for claim in named if claim.id not in against
    )


def _may_count(claim: Claim, reading: Reading, handed_by: str | None) -> bool:
    if claim.review != "pending" or claim.method != "read" or claim.supersedes or claim.disclosure_class == "SEVERE":
        return False
    message = reading.message_at(claim.statement.char_start)
    if reading.messages and (message is None or message.forwarded):
        return False
    # Columns of a table are recognised, and a person looks at what became of them.
    given = None if reading.table is not None else reading.source.get("sender_role") or handed_by
    owner = message.claimant if message is not None else given
    written_by = reading.source.get("byline")
    if written_by is not None and owner is not None and _plain(written_by) != _plain(owner):
        return False  # handed on: somebody else wrote it
    if owner is None or _NUMBERED.fullmatch(_plain(owner)):
        return False
    return _plain(owner) == _plain(claim.claimant)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split()).removeprefix("the ")
