"""Submissions of survey forms into the queue: each counted once, edits as corrections, nothing accepted by itself."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.errors import HoldfastError, IntakeError
from holdfast.intake import (
    Fact,
    FormMapping,
    NotUsableError,
    Persons,
    ReadingWarning,
    Submission,
    facts_of,
    grade_for,
    known_submission,
    load_form_mapping,
    read_submission_file,
    submission_key,
    submission_of,
    text_of_submission,
    unnamed,
    widened,
)
from holdfast.ledger import (
    REVIEWS,
    Claim,
    Ledger,
    claims,
    documents,
    draft_claim,
    propose_sealed,
    store_document,
)
from holdfast.sites import Generator, Site, load_site
from holdfast.workspace.accounts import Account
from holdfast.workspace.assets import Asset, amount_of, assets_of, at_asset, figure_of
from holdfast.workspace.folder import open_site_ledger, open_workspace
from holdfast.workspace.log_words import commodity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from holdfast.ledger import Statement

_NOT_COMPARED = frozenset({"char_start", "char_end"})
_SHOWN = 12
_KEPT = "where_kept"
_LONGEST_PLACE = 1000
MAX_FILE_BYTES = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What became of the submissions: every one read is new, changed, same or refused.

    ``refused`` says why, one line each; ``claims`` are those now waiting, corrections among them; ``left`` are claims of
    earlier versions that the edited version no longer states: they stand until a person judges them.
    """

    read: int
    new: int
    changed: int
    same: int
    refused: tuple[str, ...]
    claims: tuple[Claim, ...]
    left: tuple[Claim, ...]
    warnings: tuple[ReadingWarning, ...]

    @property
    def line(self) -> str:
        """The reconciliation, in one line."""
        return Account(
            what="submissions", new=self.new, changed=self.changed, same=self.same, refused=len(self.refused)
        ).line

    def as_dict(self) -> dict[str, Any]:
        """Return the counts and what must be known, for JSON."""
        return {
            "read": self.read,
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "refused": list(self.refused),
            "queued": [c.id for c in self.claims],
            "left_standing": [c.id for c in self.left],
            "warnings": [w.as_dict() for w in self.warnings],
        }


@dataclass(slots=True)
class _State:
    """What the ledger knows of submissions while they are taken in."""

    ledger: Ledger
    site: Site
    clock: Callable[[], datetime]
    root_of: dict[str, str]
    versions: dict[str, list[tuple[str, str, str]]]
    numbers: dict[str, str]
    drafts: list[tuple[Claim, dict[str, str]]]
    waiting: set[str]
    written: list[Claim]
    of_document: dict[str, list[Claim]]

    def flush(self) -> None:
        """Write the drafts, all or none."""
        if self.drafts:
            done = propose_sealed(self.ledger, self.drafts)
            self.written += done
            self.know(done)
        self.drafts, self.waiting = [], set()

    def know(self, found: Iterable[Claim]) -> None:
        """Remember claims by the document they were read from."""
        for claim in found:
            if claim.document_sha256 is not None:
                self.of_document.setdefault(claim.document_sha256, []).append(claim)


def take_submissions(
    folder: Path,
    file: Path,
    *,
    mapping: Path | None = None,
    expected: int | None = None,
    clock: Callable[[], datetime] | None = None,
) -> TakenIn:
    """Read a file of submissions and put what they state into the queue of a workspace.

    Parameters
    ----------
    folder : Path
        The workspace. Its site gives zone, packages and dip tables.
    file : Path
        Submissions as Kobo or ODK export them: JSON, OData, an XML instance, CSV, XLSX, ``submissions.csv.zip``.
    mapping : Path or None
        For other people's forms: their XLSForm with its hxl column, or a mapping file.
    expected : int or None
        How many submissions the server says the form has.
    clock : callable or None
        The present, for tests.

    Returns
    -------
    TakenIn
        The same file again takes in nothing. An edited submission gives corrections that take effect once accepted.

    Raises
    ------
    IntakeError
        HF-I001 to HF-I003 for the file, HF-I060 to HF-I066. Nothing is taken then.
    InputError
        HF-W001 where the folder is no workspace.
    """
    open_workspace(Path(folder))
    found = read_submission_file(file, most_bytes=MAX_FILE_BYTES)
    rules = None if mapping is None else load_form_mapping(mapping_bytes(mapping), str(mapping))
    return take_rows(
        folder, found["rows"], str(file), counted=found["count"], expected=expected, mapping=rules, clock=clock
    )


def mapping_bytes(file: Path) -> bytes:
    """Return the bytes of a mapping; HF-I066 where it cannot be read."""
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise IntakeError(
            "HF-I066",
            where=str(file),
            found=error.strerror or str(error),
            expected="a mapping that can be read",
            mend="check the name and the rights",
        ) from None


def take_rows(
    folder: Path,
    rows: Sequence[Mapping[str, Any]],
    where: str,
    *,
    counted: int | None = None,
    expected: int | None = None,
    mapping: FormMapping | None = None,
    clock: Callable[[], datetime] | None = None,
) -> TakenIn:
    """Put submissions that were read elsewhere (a file, a server, the body of a webhook) into the queue; see `take_submissions`.

    ``counted`` is what the source itself says of their number, ``expected`` what a person says.
    """
    for number, says in ((counted, "the source says"), (expected, "expected")):
        if number is not None and number != len(rows):
            raise IntakeError(
                "HF-I062",
                where=where,
                found=f"{len(rows)} submissions",
                expected=f"{number}, as {says}" if says != "expected" else f"{number}, as you said",
                mend="get them all (a server gives at most 1,000 at once), then read again; nothing was taken",
            )
    submissions = [submission_of(row, where, mapping) for row in rows]  # a form that is not known stops all
    workspace = open_workspace(Path(folder))
    site = load_site(workspace.site_file)
    ledger = open_site_ledger(workspace.folder, site, clock=clock)
    state = _State(ledger, site, clock or ledger.clock, {}, {}, {}, [], set(), [], {})
    _remember(state)
    counts: Counter[str] = Counter()
    refused: list[str] = []
    left: list[Claim] = []
    notes: dict[str, list[str]] = {}
    dropped: Counter[str] = Counter()
    for submission in submissions:
        dropped.update(submission.dropped)
        try:
            what, gone = _take(state, submission, notes)
        except NotUsableError as error:
            refused.append(f"{submission.instance}: {error}")
            continue
        counts[what] += 1
        left += gone
    state.flush()
    return TakenIn(
        read=len(submissions),
        new=counts["new"],
        changed=counts["changed"],
        same=counts["same"],
        refused=tuple(refused),
        claims=tuple(state.written),
        left=tuple(left),
        warnings=(*_dropped(dropped), *_noted(notes)),
    )


def _remember(state: _State) -> None:
    state.know(claims(state.ledger, review=REVIEWS, superseded=True, tombstoned=True))
    for document in documents(state.ledger):
        known = known_submission(document.name)
        if known is not None:
            state.root_of[known.instance] = known.root
            state.versions.setdefault(known.root, []).append((known.content, known.instance, document.sha256))
            if known.server_id:
                state.numbers.setdefault(known.server_id, known.root)


def _take(state: _State, submission: Submission, notes: dict[str, list[str]]) -> tuple[str, list[Claim]]:
    root = _root(state, submission)
    submission = replace(submission, root=root)
    now = state.clock()
    facts = facts_of(submission, zone=state.site.timezone, now=now, site=state.site.id, packages=state.site.packages)
    before = state.versions.get(submission_key(root), [])
    content = submission.fingerprint[:16]
    text, spans = text_of_submission(
        submission, secret=lambda name, answer: name == _KEPT and _of_site(state, answer) is None
    )
    instance = submission_key(submission.instance)
    # The latest version, or an old one that comes again; an edit back to old content is a version of its own.
    known = next(
        (
            sha
            for n, (old, who, sha) in enumerate(before)
            if old == content and (who == instance or n == len(before) - 1)
        ),
        None,
    )
    if known is not None and (not facts.facts or known in state.waiting or state.of_document.get(known)):
        return "same", []
    if any(sha in state.waiting for *_, sha in before):
        state.flush()  # an edit of a report in the same file corrects claims that must stand first
    number = submission.server_id
    if not before and number and state.numbers.get(submission_key(number), root) != submission_key(root):
        _note(
            notes,
            f"number {number} on the server was another submission before; if it is an edit of it, reject one",
            submission,
        )
    for warning in facts.warnings:
        _note(notes, warning, submission)
    earlier = [c for *_, sha in before if sha != known for c in state.of_document.get(sha, ())]
    digest = store_document(state.ledger, text.encode(), name=submission.document_name, media_type="text/plain")
    drafts, gone = _drafts(
        state, facts.facts, facts.said, spans, (root, digest), earlier, lambda w: _note(notes, w, submission)
    )
    if known is not None and not drafts:
        return "same", []
    state.drafts += drafts
    state.waiting.add(digest)
    state.versions.setdefault(submission_key(root), []).append((content, instance, digest))
    state.root_of[instance] = submission_key(root)
    if number:
        state.numbers.setdefault(submission_key(number), submission_key(root))
    changed = bool(before) and known is None
    return ("changed" if changed else "new"), gone


def _root(state: _State, submission: Submission) -> str:
    """Return the submission that this is a version of, through what it says it replaces."""
    for name in (submission.root, submission.replaces, submission.instance):
        if name and (found := state.root_of.get(submission_key(name))) is not None:
            return found
    return submission.root


def _drafts(
    state: _State,
    facts: Iterable[Fact],
    said: str | None,
    spans: Mapping[str, tuple[int, int]],
    names: tuple[str, str],
    earlier: list[Claim],
    note: Callable[[str], None],
) -> tuple[list[tuple[Claim, dict[str, str]]], list[Claim]]:
    """Return drafts of what is new, each correcting what it replaces, and the earlier claims nothing replaces."""
    facts, (root, digest) = tuple(facts), names
    persons = Persons(
        hashlib.sha256(root.encode()).hexdigest(),
        [w for f in facts for s in (f.statement,) for w in (s.attribution, s.actor, s.addressee)],
    )
    replaced = {c.supersedes for c in earlier}
    open_claims = [c for c in earlier if c.id not in replaced and c.review != "rejected"]
    wanted = []
    for fact in facts:
        placed, grade, strict = _through_site(state, fact, note)
        start, end = spans[fact.key]
        sealed = {}
        if placed.claim_type == "stock" and placed.place and _of_site(state, placed.place) is None:
            sealed, placed = {_KEPT: placed.place[:_LONGEST_PLACE]}, replace(placed, place=None)
        statement = unnamed(replace(placed, char_start=start, char_end=end), persons)
        wanted.append((fact, statement, grade, strict, sealed))
    fresh = []
    for fact, statement, grade, strict, sealed in wanted:
        # What was sealed is not compared: it would have to be opened, which is written down each time.
        same = next(
            (
                c
                for c in open_claims
                if _alike(c.statement, statement) and c.source_grade == grade and not (sealed or _KEPT in c.sealed)
            ),
            None,
        )
        if same is not None:
            open_claims.remove(same)
        else:
            fresh.append((fact, statement, grade, strict, sealed))
    drafts = []
    for fact, statement, grade, strict, sealed in fresh:
        old = _replaced(open_claims, statement)
        if old is not None:
            open_claims.remove(old)
        draft = draft_claim(
            state.ledger,
            statement,
            claimant=persons.role(fact.claimant) or fact.claimant,
            said=said,
            recorded=said,
            disclosure_class=strict,
            document_sha256=digest,
            source_grade=grade,
            method="read",
            supersedes=None if old is None else old.id,
        )
        drafts.append((draft, sealed))
    return drafts, open_claims


def _alike(first: Statement, second: Statement) -> bool:
    a, b = first.as_dict(), second.as_dict()
    return all(a[k] == b[k] for k in a if k not in _NOT_COMPARED)


def _replaced(open_claims: list[Claim], statement: Statement) -> Claim | None:
    """Return the earlier claim a statement corrects: of its kind, about the same thing first, else the first that is left."""
    kind = [c for c in open_claims if c.statement.claim_type == statement.claim_type]
    for names in (("item", "place", "service"), ("item", "place"), ("item",), ("place",), ()):
        for claim in kind:
            if all(getattr(claim.statement, n) == getattr(statement, n) for n in names):
                return claim
    return None


def _through_site(state: _State, fact: Fact, note: Callable[[str], None]) -> tuple[Statement, str, str]:
    """Return a statement through the asset it is about: centimetres into litres, packages into their size."""
    said = fact.statement
    plain = (widened(said, fact.share), grade_for(fact.method, dipped=False), fact.disclosure_class)
    figure = figure_of(said)
    if said.claim_type != "stock" or (said.value_low is None and said.value_high is None):
        return plain
    asset = _asset(state, said, fact, note)
    if asset is None or figure is None:
        return plain
    try:
        amount = amount_of(asset, figure, state.site)
    except HoldfastError as error:
        note(f"{fact.key}: {asset.id}: {error.found}; expected {error.expected}. It is kept as written")
        return plain
    strict = fact.class_in_site or fact.disclosure_class
    return widened(at_asset(said, asset, amount), fact.share), grade_for(fact.method, dipped=amount.dipped), strict


def _asset(state: _State, said: Statement, fact: Fact, note: Callable[[str], None]) -> Asset | None:
    """Return the tank or store a figure is of: by the name of the tank or store, else by the only one of its kind."""
    stores = [a for a in assets_of(state.site) if not isinstance(a.record, Generator)]
    asset = _of_site(state, said.place) if said.place else None
    if asset is None and said.place is not None:
        note(f"{fact.key}: the site has no tank or store {said.place!r}; the figure is kept as written, SEVERE")
        return None
    if asset is None:
        same = [a for a in stores if said.item and a.commodity in {said.item, commodity_of(said.item)}]
        if len(same) != 1:
            if said.unit == "cm":
                note(
                    f"{fact.key}: {said.value_low if said.value_low is not None else said.value_high:g} cm, and it is not said in which tank; a person must say"
                )
            return None
        asset = same[0]
    elif said.item is not None and asset.commodity not in {said.item, commodity_of(said.item)}:
        note(f"{fact.key}: {asset.id} holds {asset.commodity}, not {said.item}; the figure is kept as written")
        return None
    return asset


def _of_site(state: _State, place: str) -> Asset | None:
    """Return the tank or store of the site that a place names; every other place is for few to know."""
    stores = (a for a in assets_of(state.site) if not isinstance(a.record, Generator))
    return next((a for a in stores if _squeezed(a.id) == _squeezed(place)), None)


def _squeezed(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _note(notes: dict[str, list[str]], words: str, submission: Submission) -> None:
    notes.setdefault(words, []).append(submission.instance)


def _noted(notes: Mapping[str, list[str]]) -> list[ReadingWarning]:
    found = []
    for words, who in notes.items():
        shown = ", ".join(who[:_SHOWN]) + (f" and {len(who) - _SHOWN} more" if len(who) > _SHOWN else "")
        found.append(ReadingWarning(code="submission", message=f"{words} (submission {shown})"))
    return found


def _dropped(dropped: Counter[str]) -> list[ReadingWarning]:
    if not dropped:
        return []
    names = ", ".join(f"{name} ({count})" for name, count in sorted(dropped.items()))
    message = f"left out, and kept nowhere, as no question of the form asks for it: {names}"
    return [ReadingWarning(code="fields-dropped", message=message)]
