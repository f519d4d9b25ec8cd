"""Pass a person's verdicts on what was read to the ledger. Nothing is accepted by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.errors import HoldfastError, InputError
from holdfast.intake import message_text
from holdfast.ledger import (
    WAITING,
    Claim,
    Ledger,
    Statement,
    claims,
    disagreements,
    documents,
    get_claim,
    history,
    queue,
    review_claim,
)
from holdfast.quantities import convert, unit
from holdfast.sites import load_site
from holdfast.workspace.folder import open_site_ledger, open_workspace
from holdfast.workspace.standing_claims import standing_claims, subject_word
from holdfast.workspace.wording import statement_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from holdfast.ledger import SigningKey

_NUMBERS = frozenset({"value_low", "value_high", "si_low", "si_high"})
_FIXED = frozenset({"char_start", "char_end", "si_low", "si_high", "si_unit"})
_NOTHING = frozenset({"", "none", "null", "unknown", "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A claim to be judged.

    Parameters
    ----------
    claim : Claim
        With review ``pending``, or ``asked`` where a question went back.
    text : str or None
        What it was read from; None where the document cannot be opened or there is none.
    document : str or None
        Name of the document.
    against : tuple of Claim
        Accepted or waiting claims that cannot hold together with this one, in order of receipt.
    question : str or None
        What was asked last, where the claim waits for an answer.
    """

    claim: Claim
    text: str | None
    document: str | None = None
    against: tuple[Claim, ...] = ()
    question: str | None = None

    @property
    def sentence(self) -> tuple[str, str, str]:
        """The words before, the sentence of the claim, and the words after, on one line each."""
        start, end = self.claim.statement.char_start, self.claim.statement.char_end
        if self.text is None or start is None or end is None:
            return ("", "", "")
        before, after = self.text[max(0, start - 120) : start], self.text[end : end + 120]
        return (" ".join(before.split()), " ".join(self.text[start:end].split()), " ".join(after.split()))


def waiting(folder: Path, *, clock: Callable[[], datetime] | None = None) -> tuple[Waiting, ...]:
    """Return the claims that wait, oldest first, each with the text it was read from and what speaks against it.

    Raises
    ------
    InputError
        HF-W001 where the folder is no workspace.
    """
    ledger = _ledger(folder, clock)
    kept = {d.sha256: (d.name, d.media_type) for d in documents(ledger)}
    texts: dict[str | None, str | None] = {None: None}
    found = []
    counted = {claim.id for claim in standing_claims(ledger)}  # of copies one speaks against a claim
    judged = claims(ledger, review=(*WAITING, "accepted", "edited"))
    against = _against(tuple(claim for claim in judged if claim.review in WAITING or claim.id in counted))
    for claim in queue(ledger):
        key = claim.document_sha256
        if key not in texts:
            texts[key] = _text(ledger, key, *kept.get(key or "", ("message", None)))
        found.append(
            Waiting(
                claim=claim,
                text=texts[key],
                document=kept[key][0] if key in kept else None,
                against=against.get(claim.id, ()),
                question=_question(ledger, claim) if claim.review == "asked" else None,
            )
        )
    return tuple(found)


def _against(standing: tuple[Claim, ...]) -> dict[str, tuple[Claim, ...]]:
    """Return for each claim those that contradict it."""
    found: dict[str, tuple[Claim, ...]] = {}
    for pair in disagreements(standing, subject_word):
        found[pair.first.id] = (*found.get(pair.first.id, ()), pair.second)
        found[pair.second.id] = (*found.get(pair.second.id, ()), pair.first)
    return found


def _question(ledger: Ledger, claim: Claim) -> str | None:
    asked = [step for step in history(ledger, claim.id) if step.claim_id == claim.id and step.event == "asked"]
    return asked[-1].reason if asked else None


def questions(folder: Path, *, clock: Callable[[], datetime] | None = None) -> tuple[str, ...]:
    """Return the questions that wait for an answer as messages to send, one for each claimant.

    Parameters
    ----------
    folder : Path
        The workspace.
    clock : callable or None
        The present, for tests.

    Returns
    -------
    tuple of str
        Each names the claimant, repeats the claimant's own words and asks. Nothing is sent.

    Raises
    ------
    InputError
        HF-W001 where the folder is no workspace.
    """
    by_claimant: dict[str, list[str]] = {}
    for item in waiting(folder, clock=clock):
        if item.question is not None:
            said = item.sentence[1] or statement_line(item.claim.statement)
            by_claimant.setdefault(item.claim.claimant, []).append(f'"{said}": {item.question}')
    return tuple(
        f"To {claimant}:\n" + "\n".join(f"- {line}" for line in lines) for claimant, lines in by_claimant.items()
    )


def _text(ledger: Ledger, sha256: str | None, name: str, media_type: str | None = None) -> str | None:
    """Return the text of a stored document; a lost or damaged file does not stop the review of its claims."""
    if sha256 is None:
        return None
    try:
        return message_text((ledger.inbox / sha256).read_bytes(), name, media_type)
    except (OSError, HoldfastError):
        return None


def judge(
    folder: Path,
    claim_ids: Iterable[str],
    verdict: str,
    *,
    reviewer: str | None,
    reason: str | None = None,
    changes: Mapping[str, str] | None = None,
    operator: SigningKey | None = None,
    clock: Callable[[], datetime] | None = None,
) -> tuple[Claim, ...]:
    """Write a person's verdict on claims.

    Parameters
    ----------
    folder : Path
        The workspace.
    claim_ids : iterable of str
        Ids of claims.
    verdict : str
        ``accepted``, ``edited``, ``rejected``, or ``asked`` where a question goes back first.
    reviewer : str or None
        Who judges: a role, not a name.
    reason : str or None
        Why; needed to reject. The question, where it is asked.
    changes : mapping or None
        Field to new value, for ``edited``; ``value`` sets both bounds. Values in SI follow the stated ones.
    operator : SigningKey or None
        The reviewer's own key, which signs the verdict beside the device.
    clock : callable or None
        The present, for tests.

    Returns
    -------
    tuple of Claim
        The claims as they now stand.

    Raises
    ------
    InputError
        HF-W020 without a reviewer, a rejection without a reason, or asked without a question; HF-W021 for a change that cannot be understood.
    LedgerError
        HF-L009 for an unknown id; HF-L008 where an edited field is not usable.
    """
    if not reviewer or not reviewer.strip():
        raise _unsigned(
            "no reviewer",
            "who judges, as a role",
            "add --by ROLE: a claim is accepted by a person, never by the program",
        )
    if verdict == "rejected" and not (reason and reason.strip()):
        raise _unsigned(
            "a rejection without a reason", "a reason", "add --reason: the next reader must see why it was left out"
        )
    if verdict == "asked" and not (reason and reason.strip()):
        raise _unsigned("asked, without a question", "a question", "add --reason: what shall be asked, in a sentence")
    ledger = _ledger(folder, clock)
    wanted = tuple(claim_ids)
    if verdict == "edited":
        edits = {i: edit(get_claim(ledger, i).statement, changes or {}) for i in wanted}
        return tuple(
            review_claim(ledger, i, verdict, reviewer=reviewer, statement=edits[i], reason=reason, operator=operator)
            for i in wanted
        )
    return tuple(review_claim(ledger, i, verdict, reviewer=reviewer, reason=reason, operator=operator) for i in wanted)


def edit(statement: Statement, changes: Mapping[str, str]) -> Statement:
    """Return a statement with some fields changed, values in SI made to follow the stated ones.

    Parameters
    ----------
    statement : Statement
        As read.
    changes : mapping
        Field to value, as typed; an empty value, "none" or "-" clears a field.

    Raises
    ------
    InputError
        HF-W021 for a field that does not exist or cannot be edited, or a value of the wrong kind.
    """
    fields: dict[str, Any] = {}
    for field, typed in changes.items():
        name, value = field.strip().lower(), typed.strip()
        if name == "value":
            fields["value_low"] = fields["value_high"] = _number(name, value)
        elif name in _FIXED or name not in statement.as_dict():
            names = ", ".join(n for n in ("value", *statement.as_dict()) if n not in _FIXED)
            raise _misread(name, f"{name}={value}", f"one of {names}")
        elif name in _NUMBERS:
            fields[name] = _number(name, value)
        elif name == "background":
            if value.lower() not in {"true", "false", "yes", "no"}:
                raise _misread(name, value, "yes or no")
            fields[name] = value.lower() in {"true", "yes"}
        else:
            fields[name] = None if value.lower() in _NOTHING and name != "time_precision" else value
    if not fields:
        raise _misread("edit", "no change", "field=value")
    changed = replace(statement, **fields)
    if {"value_low", "value_high", "unit"} & set(fields):
        changed = replace(changed, **_si(changed))
    return changed


def _si(statement: Statement) -> dict[str, Any]:
    empty: dict[str, Any] = {"si_low": None, "si_high": None, "si_unit": None}
    if statement.unit is None:
        return empty
    try:
        known = unit(statement.unit)
    except HoldfastError:
        # "parts", "generators": counted things have no unit of their own.
        return empty
    symbol = known.si_symbol
    if symbol is None:
        return empty
    low, high = (
        None if v is None else convert(v, statement.unit, symbol) for v in (statement.value_low, statement.value_high)
    )
    return {"si_low": low, "si_high": high, "si_unit": symbol}


def _number(name: str, value: str) -> float | None:
    if value.lower() in _NOTHING:
        return None
    try:
        return float(value.replace(",", ""))
    except ValueError:
        raise _misread(name, value, "a number such as 1500") from None


def _ledger(folder: Path, clock: Callable[[], datetime] | None) -> Ledger:
    workspace = open_workspace(Path(folder))
    return open_site_ledger(workspace.folder, load_site(workspace.site_file), clock=clock)


def _unsigned(found: str, expected: str, mend: str) -> InputError:
    return InputError("HF-W020", where="review", found=found, expected=expected, mend=mend)


def _misread(where: str, found: str, expected: str) -> InputError:
    return InputError(
        "HF-W021",
        where=f"edit, field {where}",
        found=found,
        expected=expected,
        mend="write field=value, such as value=1500 or unit=L",
    )
