"""The job of a report: claims and forecasts of a workspace become files in ``out/``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from holdfast.errors import InputError
from holdfast.workspace.folder import make_folder, open_site_ledger, open_workspace, write_together

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from holdfast.forecast import Forecast
    from holdfast.ledger import Claim

Edition = Literal["restricted", "public", "both"]
EDITIONS: tuple[str, ...] = ("restricted", "public", "both")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What `report` wrote: the files in the order to open them, the message, its class, and the forecasts behind it."""

    files: tuple[Path, ...]
    six_lines: str
    sensitivity: str
    as_of: date
    claims: int
    forecasts: tuple[Forecast, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return files and message for JSON; the forecasts have a command of their own."""
        return {
            "as_of": self.as_of.isoformat(),
            "claims": self.claims,
            "six_lines": self.six_lines.splitlines(),
            "files": [str(path) for path in self.files],
        }


def report(
    folder: Path,
    *,
    as_known: date | datetime | None = None,
    edition: str = "both",
    members: int | None = None,
    seed: int = 1,
    lang: str = "en",
    out: Path | None = None,
    number: int | None = None,
    say: Callable[[str], None] | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Reported:
    """Forecast both scenarios and write the restricted report, the public edition and the six-line message.

    Parameters
    ----------
    folder : Path
        The workspace.
    as_known : date, datetime or None
        As known at the end of this day in the site's zone, or at this moment; None for now.
    edition : str
        ``restricted``, ``public`` or ``both``.
    members : int or None
        Members of the ensemble; None for the default of the forecast.
    seed : int
        Root of every draw.
    lang : str
        A language there is a catalogue for.
    out : Path or None
        Folder for the files; ``out`` of the workspace when None.
    number : int or None
        Running number of the report, where the office keeps one.
    say : callable or None
        Told what is being done.
    clock : callable or None
        Returns the present; the system's clock when None.

    Returns
    -------
    Reported
        Every text is made and checked before the first file is written, and the forecasts are written to the ledger
        when all of them have found room; a second run writes the same bytes again.
        The message is that of the restricted report, or of the public edition where only that was asked for.

    Raises
    ------
    HoldfastError
        HF-W040 for an edition there is not, HF-W002 for files that cannot be written, HF-W003 for a day in the future,
        HF-O001 for a language without a catalogue, HF-F005 for a number of members out of range, and the errors of the
        site file, the ledger and the model. An empty ledger is no error: the report then says that it rests on priors.
    """
    from holdfast import report as words  # noqa: PLC0415  the template engine is loaded only for a report
    from holdfast.disclosure import public_facts  # noqa: PLC0415
    from holdfast.forecast import DEFAULT_MEMBERS, SCENARIOS  # noqa: PLC0415
    from holdfast.ledger import (  # noqa: PLC0415
        commitment_states,
        disagreements,
        documents,
        notice_states,
    )
    from holdfast.workspace.forecasting import issue_forecasts, record_issued  # noqa: PLC0415
    from holdfast.workspace.standing_claims import standing_claims, subject_word  # noqa: PLC0415

    if edition not in EDITIONS:
        raise InputError(
            "HF-W040",
            where="--edition",
            found=repr(edition),
            expected="one of " + ", ".join(EDITIONS),
            mend="choose one of these",
        )
    messages = words.catalogue(lang)
    target = open_workspace(folder).out if out is None else out
    issued = issue_forecasts(
        folder,
        as_known=as_known,
        scenarios=SCENARIOS if edition in {"restricted", "both"} else (),
        members=DEFAULT_MEMBERS if members is None else members,
        seed=seed,
        record=False,
        say=say,
        clock=clock,
    )
    site, known, now = issued.site, issued.claims, issued.estimate
    ledger = open_site_ledger(folder, site, clock=clock)
    as_of = (now.as_known - timedelta(microseconds=1)).date()

    made: list[tuple[str, str]] = []
    message, sensitivity = "", "LOW"
    if edition in {"restricted", "both"}:
        document = words.restricted_report(
            issued.forecasts,
            known,
            now.gate_days,
            site,
            lang,
            contradictions=disagreements(standing_claims(ledger, as_known=as_known), subject_word),
            documents=documents(ledger),
            number=number,
            consignments=issued.consignments,
            commitments=commitment_states(ledger, as_known=as_known),
            notices=notice_states(ledger, as_known=as_known),
        )
        message, sensitivity = words.render_lines(document, messages), document.sensitivity.name
        stem = _stem(site.id, as_of, "restricted", sensitivity, lang, exercise=site.site.exercise)
        made += [(f"{stem}.html", words.render_html(document, messages)), (f"{stem}.txt", message)]
    if edition in {"public", "both"}:
        facts = public_facts(
            known,
            now.gate_days,
            as_of,
            site_name=site.site.name,
            exercise=site.site.exercise,
            zone=site.timezone,
            norms_of=words.norms_of(),
            promises=commitment_states(ledger, as_known=as_known),
        )
        page, lines = words.render_public(facts, lang, messages, secrets=_secrets(known))
        stem = _stem(site.id, as_of, "public", "LOW", lang, exercise=site.site.exercise)
        made += [(f"{stem}.html", page), (f"{stem}.txt", lines)]
        message = message or lines
    make_folder(target)
    # A report that stands is in the ledger, and what could not be handed over was not issued.
    files = write_together(
        [(target / name, text) for name, text in made], before=lambda: record_issued(ledger, issued.forecasts)
    )
    return Reported(
        files=files,
        six_lines=message.rstrip("\n"),
        sensitivity=sensitivity,
        as_of=as_of,
        claims=len(known),
        forecasts=issued.forecasts,
    )


def _stem(site: str, as_of: date, edition: str, sensitivity: str, lang: str, *, exercise: bool) -> str:
    """Return the file name without its ending; the class travels in it, as does the word EXERCISE."""
    parts = [site, as_of.isoformat(), edition, sensitivity]
    if exercise:
        parts.append("EXERCISE")
    if lang != "en":
        parts.append(lang)
    return "-".join(parts)


def _secrets(known: Sequence[Claim]) -> tuple[float, ...]:
    """Return the figures the public edition must not hold, for the message of the last look."""
    return tuple(
        bound
        for claim in known
        if claim.statement.claim_type in {"stock", "consumption", "need", "capacity"}
        for bound in (
            claim.statement.value_low,
            claim.statement.value_high,
            claim.statement.si_low,
            claim.statement.si_high,
        )
        if bound is not None
    )
