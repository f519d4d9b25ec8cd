"""A run as labelled arrays, and as NetCDF-4 under the CF conventions (needs the extra ``lab``)."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.errors import InputError
from holdfast.lifelines.causes import declared_causes
from holdfast.lifelines.tables import declaration_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xarray import Dataset

    from holdfast.lifelines.result import Run

CONVENTIONS = "CF-1.11"
# Units as the conventions write them, where they differ from ours.
_CF_UNITS = {"degC": "degree_Celsius", "L": "litre", "L/person": "litre", "L/person/day": "litre day-1", "item": "1"}
_STANDARD = {"temp_out_c": "air_temperature", "ghi_w_m2": "surface_downwelling_shortwave_flux_in_air"}


def dataset(run: Run, names: Sequence[str] | None = None) -> Dataset:
    """Return a run as a data set with the dimensions time, member, quantile and event.

    Parameters
    ----------
    run : Run
        With what it kept: all outputs of every member as ``(member, time)``, or quantiles as ``(quantile, time)`` under
        the name of the output with ``_quantile``.
    names : sequence of str, optional
        Outputs wanted; default: all that were kept.

    Returns
    -------
    xarray.Dataset
        ``time`` is the start of each hour in UTC. ``event_hour`` is not a number where an event did not happen.

    Raises
    ------
    InputError
        HF-E083 when the extra is not installed; HF-E081 for an output that was not kept.
    """
    xarray = _lab("xarray")
    kept = {**run.outputs, **run.quantiles}
    wanted = tuple(names) if names is not None else tuple(dict.fromkeys(kept))
    missing = [name for name in wanted if name not in kept]
    if missing:
        raise InputError(
            "HF-E081",
            where="outputs",
            found=", ".join(missing),
            expected="outputs that the run kept: " + (", ".join(kept) or "none"),
            mend='run with keep="all" or keep="quantiles", or ask for another name',
        )
    begin = np.datetime64(run.start.astimezone(UTC).replace(tzinfo=None), "ns")
    variables: dict[str, Any] = {}
    for name in wanted:
        about = _about(run, name)
        if name in run.outputs:
            variables[name] = (("member", "time"), run.outputs[name], about)
        if name in run.quantiles:
            variables[f"{name}_quantile"] = (("quantile", "time"), run.quantiles[name], about)
    variables |= _events(run)
    stocks = list(run.balances)
    variables["balance_residual"] = (
        ("balance",),
        np.array([run.balances[name] for name in stocks], dtype=np.float64),
        {"units": "1", "long_name": "largest residual of the balance over the members, as a share of capacity"},
    )
    coordinates = {
        "time": (
            "time",
            begin + np.arange(run.hours) * np.timedelta64(3_600_000_000_000, "ns"),
            {"standard_name": "time", "long_name": "start of the hour, UTC", "axis": "T"},
        ),
        "member": ("member", np.arange(run.members), {"units": "1", "long_name": "member of the ensemble"}),
        "quantile": (
            "quantile",
            np.array(run.probabilities, dtype=np.float64),
            {"units": "1", "long_name": "probability of the quantile over the members"},
        ),
        "event": ("event", np.array(list(run.event_times), dtype=object), {"long_name": "name of the event"}),
        "balance": ("balance", np.array(stocks, dtype=object), {"long_name": "stock or energy balanced"}),
    }
    return xarray.Dataset(variables, coordinates, _attributes(run))  # type: ignore[no-any-return]


def _events(run: Run) -> dict[str, Any]:
    times = np.array(list(run.event_times.values()), dtype=np.float64).reshape(-1, run.members)
    causes = np.array([run.causes[name] for name in run.event_times], dtype=np.int8).reshape(-1, run.members)
    rows = declared_causes()
    return {
        "event_hour": (
            ("event", "member"),
            np.where(np.isfinite(times), times, np.nan),
            {"units": "h", "long_name": "hours from the start to the first time of the event"},
        ),
        "cause": (
            ("event", "member"),
            causes,
            {
                "long_name": "cause of the event",
                "flag_values": np.array([row.code for row in rows], dtype=np.int8),
                "flag_meanings": " ".join(row.label or "did_not_happen" for row in rows),
            },
        ),
        "lifeline": (
            ("event",),
            np.array([run.lifelines[name] for name in run.event_times], dtype=object),
            {"long_name": "lifeline of the event"},
        ),
    }


def _about(run: Run, name: str) -> dict[str, str]:
    """Return unit and meaning of an output from its declaration."""
    unit = run.units[name]
    row = declaration_of(name)
    about = {"units": _CF_UNITS.get(unit, unit), "long_name": row.meaning if row else name.replace("_", " ")}
    if row:
        about |= {"lifeline": row.lifeline, "equation": row.source}
    if name in _STANDARD:
        about["standard_name"] = _STANDARD[name]
    return about


def _attributes(run: Run) -> dict[str, Any]:
    about = {f"holdfast_{key}": _plain(value) for key, value in run.provenance.items()}
    return {
        "Conventions": CONVENTIONS,
        "title": f"Holdfast run of {run.provenance['site']}",
        "source": f"Holdfast {run.provenance['version']}, engine {run.engine}",
        "start_local": run.start.isoformat(),
        "warnings": "\n".join(run.warnings),
        **about,
        **{f"flag_{name}": float(share) for name, share in run.flags.items()},
    }


def _plain(value: object) -> object:
    """NetCDF has no truth values and no tables."""
    if isinstance(value, bool):
        return int(value)
    return json.dumps(value) if isinstance(value, dict) else value


def write_netcdf(run: Run, path: str | Path, attributes: Mapping[str, Any] | None = None) -> None:
    """Write a run as NetCDF-4; the file is whole or not there.

    Parameters
    ----------
    run : Run
        The run.
    path : str or Path
        File to write; one that is there is replaced.
    attributes : mapping, optional
        Further attributes of the file, such as its class of disclosure.

    Raises
    ------
    InputError
        HF-E083 when the extra is not installed; HF-E084 when the file cannot be written.
    """
    _lab("h5netcdf")
    data = dataset(run)
    data.attrs |= {key: _plain(value) for key, value in (attributes or {}).items()}
    hours = f"hours since {run.start.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    encoding = {"time": {"units": hours, "calendar": "proleptic_gregorian", "dtype": "int64"}}
    target = Path(path)
    part = target.with_name(f".{target.name}.part")
    try:
        data.to_netcdf(part, engine="h5netcdf", encoding=encoding)
        part.replace(target)
    except OSError as fault:
        part.unlink(missing_ok=True)
        raise InputError(
            "HF-E084",
            where=str(path),
            found=f"{type(fault).__name__}: {fault}",
            expected="a file in a folder that is there and can be written to",
            mend="make the folder, or choose another file",
        ) from fault


def _lab(name: str) -> Any:
    """Return a module of the extra, or say how to install it."""
    import importlib  # noqa: PLC0415

    try:
        return importlib.import_module(name)
    except ImportError as fault:
        raise InputError(
            "HF-E083",
            where="labelled arrays",
            found=f"no package {name}",
            expected="the extra lab: xarray and h5netcdf",
            mend='pip install "holdfast[lab]"',
        ) from fault
