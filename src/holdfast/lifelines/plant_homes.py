"""From a site to the rows of its shelters, by the model of each type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.lifelines.envelope import Envelope, opaque_shares, split_conductance
from holdfast.lifelines.iso5 import iso5_coefficients
from holdfast.lifelines.layered import Layered, as_rows, layered_coefficients
from holdfast.lifelines.packing import ids_of
from holdfast.lifelines.rc1 import rc1_lost
from holdfast.lifelines.shelter import ISO5, LAYERED_STATES, MODELS, RC1, WORK_ROWS, ShelterRows
from holdfast.lifelines.weather import is_clear_sky

if TYPE_CHECKING:
    from holdfast.lifelines.forcing import Forcing
    from holdfast.lifelines.packing import Books, Packer
    from holdfast.lifelines.records import Floats
    from holdfast.sites import Shelter, Site

JOULES_PER_KJ = 1e3
ENVELOPE_FIELDS = (
    "floor_m2",
    "envelope_m2",
    "volume_m3",
    "window_m2",
    "window_w_per_m2_k",
    "window_gain_fraction",
    "air_changes_per_h",
    "absorptance_fraction",
    "conductance_w_per_k",
    "capacity_kj_per_k",
)


def build_shelters(
    site: Site, pack: Packer, books: Books, forcing: Forcing, other: Floats, *, shelter_model: str | None
) -> ShelterRows:
    """Give every shelter type its rows.

    Parameters
    ----------
    site, pack, books : Site, Packer, Books
        The site, its draws, and the rows.
    forcing : Forcing
        Weather of the run: the ground below a floor has the mean of its days.
    other : ndarray (members,)
        1 for the members that stand for the error of the models themselves: ``rc1`` in place of ``iso5``.
    shelter_model : str, optional
        Model of every type; None: what each type says.

    Notes
    -----
    ``gains_w`` is the heat of appliances. People's own heat follows the indoor air (H5) and is added, but where the
    site chose ``rc1``: there the gains are what it says, people included.
    """
    types, ids, members = site.shelters, ids_of(site.shelters), pack.members
    p, s, x = books.p, books.s, books.x
    models = [MODELS.index(shelter_model or shelter.model) for shelter in types]
    envelopes = [_envelope(shelter, pack) for shelter in types]
    simple = np.array([[float(model == RC1) for model in models]]).reshape(1, len(types))
    swapped = np.array([[float(model == ISO5) for model in models]]).reshape(1, len(types))
    simple = np.maximum(simple, swapped * other[:, None])
    people = pack.table("shelters", ids, "persons_each")
    gains = pack.table("shelters", ids, "gains_w")
    stated = np.array([[float(model != RC1) for model in models]]).reshape(1, len(types))
    number = pack.table("shelters", ids, "count")
    conductance = pack.table("shelters", ids, "conductance_w_per_k")
    capacity = pack.table("shelters", ids, "capacity_kj_per_k") * JOULES_PER_KJ
    start = pack.table("shelters", ids, "start_c")
    clear = is_clear_sky(site)
    shares = [opaque_shares(envelope) for envelope in envelopes]
    upper = pack.stack([roof + wall for roof, wall in shares])
    soil = np.array([[float(not shelter.raised_floor) for shelter in types]]).reshape(1, len(types))
    glass = pack.table("shelters", ids, "window_m2") * pack.table("shelters", ids, "window_gain_fraction")
    seen = np.ones((members, len(types)))
    for n, envelope in enumerate(envelopes):
        if clear:
            seen[:, n] -= simple[:, n] * (1.0 - split_conductance(envelope).opaque / conductance[:, n])
    if not clear:  # the sol-air excess that the site states speaks of all the sun
        glass = glass * (1.0 - simple)
        soil = soil * (1.0 - simple)
    homes = number * people
    everyone = homes.sum(axis=1, keepdims=True)
    even = np.full(homes.shape, 1.0 / max(1, len(ids)))
    layered = [
        layered_coefficients(e) if MODELS[m] == "layered" else None for m, e in zip(models, envelopes, strict=True)
    ]

    def cooling(name: str, field: str, without: float) -> int:
        return p.add(f"cooling.{name}", _cooling(types, pack, field, without))

    return ShelterRows(
        types=len(types),
        model=p.add("shelters.model", np.where(simple > 0.0, RC1, np.array(models, dtype=np.float64).reshape(1, -1))),
        number=p.add("shelters.number", number),
        weight=p.add("shelters.weight", np.divide(homes, everyone, out=even, where=everyone > 0)),
        gains_w=p.add("shelters.gains_w", gains),
        felt=p.add("shelters.felt", people * stated),
        sol_air_factor=p.add("shelters.sol_air_factor", pack.table("shelters", ids, "sol_air_factor")),
        absorptance=p.add("shelters.absorptance", pack.table("shelters", ids, "absorptance_fraction")),
        excess_share=p.add("shelters.excess_share", seen),
        outside_scale=p.add("shelters.outside_scale", 1.0 / np.maximum(upper, 0.05)),
        window_gain_m2=p.add("shelters.window_gain_m2", glass),
        floor_share=p.add("shelters.floor_share", soil * (1.0 - upper)),
        ground_c=p.add("shelters.ground_c", np.repeat(_ground_c(forcing)[:, None], len(types), axis=1)),
        conductance_w_per_k=p.add("shelters.conductance_w_per_k", conductance),
        lost=p.add("shelters.lost", rc1_lost(conductance, capacity)),
        iso5=p.add("shelters.iso5", _iso5_table(envelopes, members)),
        kept=_matrices(books, "kept", layered),
        driven=_matrices(books, "driven", layered),
        mean_kept=_matrices(books, "mean_kept", layered),
        mean_driven=_matrices(books, "mean_driven", layered),
        mean_k_per_w=p.add(
            "shelters.mean_k_per_w",
            pack.stack([np.ones(members) if item is None else item.mean_k_per_w for item in layered]),
        ),
        cooled=p.same("cooled", [shelter.cooling is not None for shelter in types]),
        set_point_c=cooling("set_point_c", "set_point_c", 27.0),
        cooling_w_at_35c=cooling("cooling_w_at_35c", "cooling_w_at_35c", 0.0),
        eir_at_35c=cooling("eir_at_35c", "eir_at_35c", 0.0),
        capacity_slope_per_k=cooling("capacity_slope_per_k", "capacity_slope_per_k", 0.0),
        eir_slope_per_k=cooling("eir_slope_per_k", "eir_slope_per_k", 0.0),
        eir_curve_per_k2=cooling("eir_curve_per_k2", "eir_curve_per_k2", 0.0),
        trip_c=cooling("trip_c", "trip_c", 200.0),
        life_h=cooling("life_h", "life_h", 1e12),
        temp_in_c=s.add("temp_in_c", start),
        mass_c=s.add("mass_c", start),
        layer_c=s.add("layer_c", np.repeat(start, LAYERED_STATES, axis=1) if any(layered) else start[:, :0]),
        unserved_air_c=s.add("unserved_air_c", start),
        unserved_mass_c=s.add("unserved_mass_c", start),
        unserved_layer_c=s.add(
            "unserved_layer_c", np.repeat(start, LAYERED_STATES, axis=1) if any(layered) else start[:, :0]
        ),
        cooling_working=s.add("cooling_working", _cooling(types, pack, "working_fraction", 0.0)),
        standing=s.add("standing", np.ones((members, len(types)))),
        drive_c=x.room("shelters.drive_c", len(types)),
        gain_w=x.room("shelters.gain_w", len(types)),
        solar_w=x.room("shelters.solar_w", len(types)),
        heat_w=x.room("shelters.heat_w", len(types)),
        load=x.room("shelters.load", len(types)),
        untripped=x.room("shelters.untripped", len(types)),
        inside=x.room("shelters.inside", len(types)),
        outdoors=x.room("shelters.outdoors", 1),
        end_c=x.room("shelters.end_c", len(types)),
        start_c=x.room("shelters.start_c", len(types)),
        unserved=x.room("shelters.unserved", 1),
        work=x.room("shelters.work", WORK_ROWS),
    )


def _envelope(shelter: Shelter, pack: Packer) -> Envelope:
    drawn = {field: pack.one(f"shelters.{shelter.id}.{field}") for field in ENVELOPE_FIELDS}
    return Envelope(**drawn, raised_floor=shelter.raised_floor)


def _cooling(types: tuple[Shelter, ...], pack: Packer, field: str, without: float) -> Floats:
    return pack.stack(
        [
            pack.one(f"shelters.{shelter.id}.cooling.{field}")
            if shelter.cooling is not None
            else np.full(pack.members, without)
            for shelter in types
        ]
    )


def _iso5_table(envelopes: list[Envelope], members: int) -> Floats:
    columns: list[Floats] = []
    for envelope in envelopes:
        columns += [np.broadcast_to(factor, (members,)) for factor in iso5_coefficients(envelope)]
    return np.stack(columns, axis=1) if columns else np.zeros((members, 0))


def _matrices(books: Books, name: str, layered: list[Layered | None]) -> int:
    """Give the matrices of every layered type their rows, and say where they begin; -1 for other models."""
    first = [
        -1 if item is None else books.p.add(f"shelters.{n}.{name}", as_rows(getattr(item, name)).T)
        for n, item in enumerate(layered)
    ]
    return books.p.same(f"shelters.{name}", first)


def _ground_c(forcing: Forcing) -> Floats:
    """Temperature below a floor on the ground [degC]: the mean outdoors over the first day (an assumption).

    Of the first day, so that a longer run changes nothing.
    """
    day = forcing.temp_day_c.mean(axis=0) + float(forcing.temp_path_c[:24].mean())
    return np.asarray(forcing.temp_offset_c + day)
