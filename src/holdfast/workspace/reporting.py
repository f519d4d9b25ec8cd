"""The job of a report: claims and forecasts of a workspace become files in ``out/``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from holdfast.errors import InputError
from holdfast.workspace.folder import open_workspace

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
        Every text is made and checked before the first file is written; a second run writes the same bytes again.
        The message is that of the restricted report, or of the public edition where only that was asked for.

    Raises
    ------
    HoldfastError
        HF-W040 for an edition there is not, HF-O001 for a language without a catalogue, and the errors of the site
        file, the ledger and the model. An empty ledger is no error: the report then says that it rests on priors.
    """
    from holdfast import report as words  # noqa: PLC0415  the template engine is loaded only for a report
    from holdfast.disclosure import public_facts  # noqa: PLC0415
    from holdfast.estimate import estimate  # noqa: PLC0415
    from holdfast.forecast import DEFAULT_MEMBERS, SCENARIOS, forecast  # noqa: PLC0415
    from holdfast.ledger import append_forecast, claims, contradictions, documents  # noqa: PLC0415
    from holdfast.sites import load_site  # noqa: PLC0415
    from holdfast.workspace.forecasting import issued_record  # noqa: PLC0415
    from holdfast.workspace.log import open_site_ledger  # noqa: PLC0415

    tell = say or (lambda _: None)
    if edition not in EDITIONS:
        raise InputError(
            "HF-W040",
            where="--edition",
            found=repr(edition),
            expected="one of " + ", ".join(EDITIONS),
            mend="choose one of these",
        )
    messages = words.catalogue(lang)
    workspace = open_workspace(folder)
    site = load_site(workspace.site_file)
    ledger = open_site_ledger(folder, site, clock=clock)
    moment = as_known or (clock or _now)()
    known = claims(ledger, as_known=moment)
    tell(
        f"estimating from {len(known)} accepted claims" if known else "no accepted claim: estimating from priors alone"
    )
    now = estimate(site, known, moment, members=members or DEFAULT_MEMBERS, seed=seed)
    as_of = (now.as_known - timedelta(microseconds=1)).date()

    made: list[tuple[str, str]] = []
    message, sensitivity, forecasts = "", "LOW", []
    if edition in {"restricted", "both"}:
        for scenario in SCENARIOS:
            tell(f"forecasting: {scenario}")
            forecasts.append(forecast(now, scenario))
            append_forecast(ledger, issued_record(forecasts[-1]))
        document = words.restricted_report(
            forecasts,
            known,
            now.gate_days,
            site,
            lang,
            contradictions=contradictions(ledger, as_known=moment),
            documents=documents(ledger),
            number=number,
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
        )
        page, lines = words.render_public(facts, lang, messages, secrets=_secrets(known))
        stem = _stem(site.id, as_of, "public", "LOW", lang, exercise=site.site.exercise)
        made += [(f"{stem}.html", page), (f"{stem}.txt", lines)]
        message = message or lines
    target = workspace.out if out is None else out
    files = tuple(_write(target / name, text) for name, text in made)
    return Reported(
        files=files,
        six_lines=message.rstrip("\n"),
        sensitivity=sensitivity,
        as_of=as_of,
        claims=len(known),
        forecasts=tuple(forecasts),
    )


def _now() -> datetime:
    return datetime.now(UTC)


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


def _write(path: Path, text: str) -> Path:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(text.encode())
    draft.replace(path)
    return path
