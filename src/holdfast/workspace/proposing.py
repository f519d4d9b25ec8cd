"""Show the text of one stored document to a language model, because a person says so, and queue what stands in it.

Nothing is sent but by `propose_from_model`; what comes back waits for review like anything that was read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdfast.errors import InputError
from holdfast.intake import (
    Dropped,
    Persons,
    Proposal,
    ProposalReader,
    answer_schema,
    endpoint_at,
    message_text,
    messages_for,
    read_secret,
    unnamed,
)
from holdfast.intake import model_talk as open_talk
from holdfast.ledger import (
    REVIEWS,
    Claim,
    Document,
    Ledger,
    claims,
    consignment_states,
    documents,
    draft_claim,
    record_shown,
)
from holdfast.ledger import propose as write_claims
from holdfast.sites import load_site
from holdfast.workspace.folder import open_site_ledger, open_workspace
from holdfast.workspace.moments import published_day
from holdfast.workspace.reading import AUTHOR
from holdfast.workspace.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_CHARS = 200_000
PURPOSE = "proposals by a language model, asked for by a person"
_LEAST_DIGITS = 6
# Messages as received: their words show who sent them.
_MESSAGES = ("content=chat", "content=sms", "message/rfc822")
_SUBMISSION = "submission_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What `propose_from_model` did: what was shown to whom, what came back, what was kept, what dropped and why.

    ``prompts`` are the messages as sent, or as they would be sent where ``sent`` is False; ``blanked`` counts the contacts
    and coordinates that were blanked out; ``form`` is the form of answer the server knew.
    """

    document: Document
    endpoint: str
    local: bool
    model: str
    sent: bool
    characters: int
    blanked: int
    requests: int
    form: str | None
    prompts: tuple[tuple[dict[str, str], ...], ...]
    kept: tuple[Proposal, ...]
    dropped: tuple[Dropped, ...]
    claims: tuple[Claim, ...]

    @property
    def reasons(self) -> dict[str, int]:
        """How many proposals were dropped, by reason."""
        return dict(Counter(item.reason for item in self.dropped))

    def as_dict(self) -> dict[str, Any]:
        """Return what was done, for JSON."""
        return {
            "document": {"sha256": self.document.sha256, "name": self.document.name},
            "endpoint": self.endpoint,
            "on_this_computer": self.local,
            "model": self.model,
            "sent": self.sent,
            "characters": self.characters,
            "blanked": self.blanked,
            "requests": self.requests,
            "form": self.form,
            "prompts": [] if self.sent else [list(prompt) for prompt in self.prompts],
            "kept": [item.as_dict() for item in self.kept],
            "dropped": [item.as_dict() for item in self.dropped],
            "reasons": self.reasons,
            "queued": [claim.id for claim in self.claims],
        }


def propose_from_model(
    folder: Path,
    which: str,
    *,
    endpoint: str | None = None,
    allow: Sequence[str] = (),
    model: str | None = None,
    by: str | None = None,
    published: date | None = None,
    key_file: Path | None = None,
    dry_run: bool = False,
    clock: Callable[[], datetime] | None = None,
) -> Proposed:
    """Show the text of one document to a model and queue the proposals that stand every check.

    Parameters
    ----------
    folder : Path
        The workspace.
    which : str
        Name of a stored document, or six or more digits of its SHA-256.
    endpoint : str or None
        Address of an OpenAI-compatible server; None: ``[model] endpoint`` of the settings.
    allow : sequence of str
        Addresses that may be asked beside this computer, added to ``[model] allow``.
    model : str or None
        The name the server knows its model by; None: ``[model] name``, else "local".
    by : str or None
        Who asks, as a role; written into the ledger before anything is sent.
    published : date or None
        The day of the document, from which relative times count. None: that of the claims read from it.
    key_file : Path or None
        A file with the key of the server alone on one line.
    dry_run : bool
        True: make the prompts, send nothing and write nothing.
    clock : callable or None
        The present, for tests.

    Returns
    -------
    Proposed
        Its claims have method ``model`` and wait for review; nothing is ever accepted here.

    Raises
    ------
    IntakeError
        HF-I080 to HF-I083 and HF-I086 of the endpoint, HF-I077 of the key; then no proposal is kept.
    InputError
        HF-I084 a document that is not shown to a model; HF-I085 a text too long; HF-I045 which document; HF-W001 no
        workspace.
    LedgerError
        HF-L063 nobody is named.
    """
    workspace = open_workspace(Path(folder))
    site = load_site(workspace.site_file)
    settings = load_settings(workspace.folder)
    place = endpoint_at(endpoint or settings.model_endpoint or "", allow=(*settings.model_allow, *allow))
    name = model or settings.model_name or "local"
    published_day(published, clock)
    ledger = open_site_ledger(workspace.folder, site, clock=clock)
    document = _document(ledger, which)
    before = _known(ledger, document)
    text = _text(ledger, document)
    said = _said(before, published, site.timezone)
    day = published or (datetime.fromisoformat(said).astimezone(ZoneInfo(site.timezone)).date() if said else None)
    reader = ProposalReader(text, published=day, timezone=site.timezone, packages=site.packages)
    prompts = tuple(tuple(messages_for(part)) for part in reader.parts)
    done = Proposed(
        document=document,
        endpoint=place.origin,
        local=place.local,
        model=name,
        sent=False,
        characters=sum(len(part.text) for part in reader.parts),
        blanked=sum(part.blanked for part in reader.parts),
        requests=0,
        form=None,
        prompts=prompts,
        kept=(),
        dropped=(),
        claims=(),
    )
    if dry_run:
        return done
    key = read_secret(key_file)[0] if key_file else None
    kept: list[Proposal] = []
    dropped: list[Dropped] = []
    with open_talk(place, model=name, key=key) as talk:
        record_shown(ledger, document.sha256, to=place.origin, characters=done.characters, by=by, purpose=PURPOSE)
        for part, prompt in zip(reader.parts, prompts, strict=True):
            stood, fell = reader.take(talk.ask(prompt, answer_schema()), part)
            kept += stood
            dropped += fell
    fresh, again = _new(kept, before)
    queued = _queue(ledger, document, fresh, said)
    return replace(
        done,
        sent=True,
        requests=talk.requests,
        form=talk.form,
        kept=tuple(fresh),
        dropped=(*dropped, *again),
        claims=queued,
    )


def _queue(ledger: Ledger, document: Document, kept: list[Proposal], said: str | None) -> tuple[Claim, ...]:
    said_of = [(s.attribution, s.actor, s.addressee, s.place) for s in (item.statement for item in kept)]
    persons = Persons(document.sha256, [phrase for phrases in said_of for phrase in phrases])
    drafts = [
        draft_claim(
            ledger,
            unnamed(item.statement, persons),
            claimant=AUTHOR,
            said=said,
            document_sha256=document.sha256,
            method="model",
        )
        for item in kept
    ]
    return write_claims(ledger, drafts) if drafts else ()


def _key(statement: Any) -> tuple[object, ...]:
    names = ("claim_type", "item", "polarity", "value_low", "value_high", "unit", "char_start")
    return tuple(getattr(statement, name) for name in names)


def _new(kept: list[Proposal], before: tuple[Claim, ...]) -> tuple[list[Proposal], list[Dropped]]:
    """Return what the ledger does not hold yet: what a person rejected does not come back."""
    known = {_key(claim.statement) for claim in before}
    fresh = [item for item in kept if _key(item.statement) not in known]
    again = [Dropped(reason="already-queued", what=item.quote[:160]) for item in kept if _key(item.statement) in known]
    return fresh, again


def _document(ledger: Ledger, which: str) -> Document:
    wanted = which.strip()
    known = documents(ledger)
    found = [d for d in known if d.name == wanted]
    if not found and len(wanted) >= _LEAST_DIGITS:
        found = [d for d in known if d.sha256.startswith(wanted.lower())]
    if len({d.sha256 for d in found}) != 1:
        raise InputError(
            "HF-I045",
            where=wanted[:200] or "the document",
            found=f"{len(found)} stored documents",
            expected="the name or the first digits of the hash of one stored document",
            mend="read it into the workspace first with holdfast read; of several, give the first digits of the hash",
        )
    return found[0]


def _known(ledger: Ledger, document: Document) -> tuple[Claim, ...]:
    """Return every claim of a document; HF-I084 where the document must not be shown."""
    about = [document.sha256, *([document.transcribes] if document.transcribes else [])]
    found = [
        claims(ledger, review=REVIEWS, superseded=True, tombstoned=True, document_sha256=digest) for digest in about
    ]
    everything = [claim for group in found for claim in group]
    why = None
    if document.needs is not None:
        why = "a document that a person has to read first"
    elif any(mark in document.media_type for mark in _MESSAGES) or document.name.startswith(_SUBMISSION):
        why = "messages as they were received, whose words show who sent them (SEVERE)"
    elif any(claim.disclosure_class == "SEVERE" for claim in everything):
        why = "a document with a claim of class SEVERE"
    elif any(claim.sealed for claim in everything):
        why = "a document with sealed fields"
    elif {document.sha256, document.transcribes} & _moving(ledger):
        why = "a paper of a consignment that may still move (SEVERE)"
    if why is not None:
        raise InputError(
            "HF-I084",
            where=document.name,
            found=why,
            expected="a text that may be shown to a language model",
            mend="read it yourself; nothing was sent",
        )
    return found[0]


def _moving(ledger: Ledger) -> set[str]:
    """Return the documents that an open consignment or one of its steps names, whether corrected since or not."""
    open_ones = [state for state in consignment_states(ledger) if state.sensitivity == "SEVERE"]
    named = [state.consignment.document_sha256 for state in open_ones]
    named += [step.document_sha256 for state in open_ones for step in state.every_step]
    return {digest for digest in named if digest is not None}


def _text(ledger: Ledger, document: Document) -> str:
    content = (ledger.inbox / document.sha256).read_bytes()
    text = message_text(content, document.name, document.media_type)
    if len(text) > MAX_CHARS:
        raise InputError(
            "HF-I085",
            where=document.name,
            found=f"{len(text)} characters",
            expected=f"at most {MAX_CHARS}",
            mend="cut out the pages that matter and read them as a document of their own; nothing was sent",
        )
    return text


def _said(before: tuple[Claim, ...], published: date | None, timezone: str) -> str | None:
    if published is not None:
        return datetime.combine(published, time(), ZoneInfo(timezone)).astimezone(UTC).isoformat()
    times = {claim.said for claim in before}
    return times.pop() if len(times) == 1 else None
