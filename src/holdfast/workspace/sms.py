"""Short messages from SMS, chat or radio: into the queue, with the answer to send back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.errors import HoldfastError, InputError
from holdfast.intake import Persons, amount_words, short_readings, short_reply, squeezed, take_apart, unnamed
from holdfast.ledger import REVIEWS, Claim, claims, draft_claim, grade_of_method, propose, store_document
from holdfast.quantities import unit
from holdfast.sites import Generator, load_site
from holdfast.workspace.accounts import Account
from holdfast.workspace.assets import LITRES_PER_M3, Asset, amount_of, assets_of, at_asset, figure_of
from holdfast.workspace.folder import open_site_ledger, open_workspace
from holdfast.workspace.moments import present

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from holdfast.intake import ShortMessage, ShortReading
    from holdfast.ledger import Statement
    from holdfast.sites import Site

SENDER = "sms sender"
SMS_TYPE = "text/plain; content=sms"
# Networks deliver a message twice within minutes; the same words later are a new reading.
_TWICE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What `take_sms` did: the answer to send back, the claims that wait, and the words that wait for a person."""

    reply: str
    claims: tuple[Claim, ...]
    kept: tuple[str, ...]
    document_sha256: str
    notes: tuple[str, ...] = ()
    known_before: bool = False

    @property
    def account(self) -> Account:
        """What became of the readings; a passage that was not understood is refused, and kept for a person."""
        count = len(self.claims)
        return Account(
            what="claims",
            new=0 if self.known_before else count,
            same=count if self.known_before else 0,
            refused=len(self.kept),
        )


def take_sms(
    folder: Path,
    text: str,
    *,
    by: str = SENDER,
    received: datetime | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Taken:
    """Take one short message and say what was understood.

    Parameters
    ----------
    folder : Path
        The workspace.
    text : str
        The message.
    by : str
        Who sent it, as a role; never a name or a number.
    received : datetime or None
        When it came, aware; now when None.
    clock : callable or None
        The present, for tests.

    Returns
    -------
    Taken
        Claims are marked as typed, and wait for review. What was not understood is kept whole: the message is stored, and
        stands in the list of what a person has to read.

    Raises
    ------
    InputError
        HF-I043 for an empty message; HF-W001 where the folder is no workspace.
    """
    if not any(c.isalnum() for c in text):
        raise InputError(
            "HF-I043",
            where="the message",
            found="no words",
            expected="a reading, such as HF DIESEL 41 CM 18AUG",
            mend="give the words of the message",
        )
    now = received or (clock or present)()
    site = load_site(open_workspace(folder).site_file)
    day = now.astimezone(ZoneInfo(site.timezone)).date()
    assets = assets_of(site)
    names = {squeezed(asset.id): asset.id for asset in assets}
    holds = {asset.id: asset.commodity for asset in assets}
    message = take_apart(text, received=day, timezone=site.timezone, names=names, site=site.id, holds=holds)
    ledger = open_site_ledger(folder, site, clock=clock)
    digest = store_document(
        ledger,
        message.text.encode("utf-8", "replace"),
        name=f"sms-{now:%Y%m%d-%H%M%S}.txt",
        media_type=SMS_TYPE,
        needs="reading" if message.kept else None,
    )
    kept = tuple(message.text[start:end] for start, end in message.kept)
    before = claims(ledger, review=REVIEWS, superseded=True, tombstoned=True, document_sha256=digest)
    if any(c.said and abs(datetime.fromisoformat(c.said) - now) <= _TWICE for c in before):
        again = short_reply(message, (), again=True)
        return Taken(reply=again, claims=before, kept=kept, document_sha256=digest, known_before=True)
    found = [_placed(reading, message, assets, site) for reading in short_readings(message, received=day)]
    persons = Persons(digest, [by, *(name for r, _ in found for name in (r.statement.actor, r.statement.addressee))])
    drafts = [
        draft_claim(
            ledger,
            unnamed(replace(reading.statement, attribution=by), persons),
            claimant=persons.role(by) or SENDER,
            said=now.isoformat(),
            document_sha256=digest,
            source_grade=grade_of_method(_method(reading)).grade,
            method="typed",
        )
        for reading, _ in found
    ]
    meant = {number: words for number, (_, words) in enumerate(found) if words is not None}
    return Taken(
        reply=short_reply(message, [reading for reading, _ in found], meant=meant),
        claims=propose(ledger, drafts) if drafts else (),
        kept=kept,
        document_sha256=digest,
        notes=_notes(message, site.id),
    )


def _method(reading: ShortReading) -> str:
    if reading.method is not None:
        return reading.method
    return "measured" if _is_length(reading.statement) else "reported"


def _is_length(said: Statement) -> bool:
    return said.claim_type == "stock" and said.unit is not None and unit(said.unit).dimension == "length"


def _placed(
    reading: ShortReading, message: ShortMessage, assets: Sequence[Asset], site: Site
) -> tuple[ShortReading, str | None]:
    """Return a reading at the store, tank or generator it means, and the litres its centimetres stand for, in words."""
    asset = _asset(reading, assets)
    if asset is None:
        return reading, None
    said = replace(reading.statement, place=asset.id)
    generator = isinstance(asset.record, Generator)
    if said.claim_type == "service_state" and not generator:
        said = replace(said, claim_type="stock", service=None)  # "diesel-main 5 h": what lasts for five hours
    elif said.claim_type == "service_state":
        said = replace(said, item=asset.commodity, service="electricity")
    if said.claim_type == "stock":
        said = replace(said, item=asset.commodity)
    if said.claim_type != "stock" or not _is_length(said) or (figure := figure_of(said)) is None:
        return replace(reading, statement=said), None
    try:
        amount = amount_of(asset, figure, site)
    except HoldfastError:
        # A length is no amount: without the table of the tank, or outside it, the centimetres stand as they are.
        return replace(reading, statement=replace(said, si_low=None, si_high=None, si_unit=None)), None
    said = at_asset(said, asset, amount)
    ends = (said.si_low, said.si_high)
    if None not in ends and said.value_low == said.value_high:
        scale = LITRES_PER_M3 if asset.unit == "m3" else 1.0
        ends = (amount.middle * scale, None)
        words = amount_words(ends[0], None, said.si_unit or "", message, about=True)
    else:
        words = amount_words(*ends, said.si_unit or "", message)
    return replace(reading, statement=said), words


def _asset(reading: ShortReading, assets: Sequence[Asset]) -> Asset | None:
    """Return the one asset of the site that a reading means; None where it is none, or could be several."""
    if reading.asset is not None:
        return next(asset for asset in assets if asset.id == reading.asset)
    if reading.tank is not None and reading.subject == "tank":
        named = [a for a in assets if squeezed(a.id).endswith(f"tank{reading.tank}")]
        # "DIESEL TANK 1" is not the tank of water that bears the number.
        return named[0] if len(named) == 1 and reading.goods in {None, named[0].commodity} else None
    if reading.statement.claim_type not in {"stock", "service_state"} or reading.subject in {"truck", "tanker", "tank"}:
        return None
    same = [a for a in assets if a.commodity == reading.subject]
    return same[0] if len(same) == 1 else None


def _notes(message: ShortMessage, site: str) -> tuple[str, ...]:
    notes = []
    if message.site_code is not None and squeezed(message.site_code) != squeezed(site):
        notes.append(
            f"The message names the site {message.site_code}; this workspace is of {site}. Check that they are one before you accept."
        )
    if message.check is False:
        notes.append("The check letter does not fit: a sign was lost or changed on the way. Nothing was read from it.")
    return tuple(notes)
