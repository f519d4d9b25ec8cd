"""The shelter as a network of layers (specification section 6.4): the reference for tests and for other models.

Every surface has four nodes in its inner layer and one in its outer skin; the air and a radiant star node join them.
The network is linear, so an hour with constant inputs is exact: x' = A_d x + B_d u by the matrix exponential, and the
hour's mean is another such product. Stepping is `layered_rows`; cooling enters as heat on the air node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from holdfast.errors import ModelError
from holdfast.lifelines.envelope import Envelope, checked, opaque_shares, split_conductance
from holdfast.lifelines.matrix_exp import matrix_exponential

if TYPE_CHECKING:
    from collections.abc import Sequence

Array = NDArray[np.float64]
Quantity = Array | float
SECONDS_PER_HOUR = 3600.0
INNER_NODES = 4
AIR, STAR, FIRST_SURFACE = 0, 1, 2
# Heat gets into the star node within seconds: a fiftieth of the air's capacity keeps it a state like the others.
STAR_CAPACITY_SHARE = 0.02
AIR_J_PER_M3_K = 1200.0
WINDOW_SHARE_AIR = 0.4  # of a window's heat goes to the air, the rest is radiant
INNER_CONVECTIVE_W_PER_M2_K = 3.0
INNER_RADIATIVE_W_PER_M2_K = 5.2  # 4 eps sigma T^3 at 300 K with emissivity 0.85
OUTER_FILM_W_PER_M2_K = 20.0
# How a shelter known by two totals is built up (assumptions; the totals themselves are met exactly).
OUTER_CAPACITY_SHARE = 0.2
AIR_CAPACITY_LIMIT = 0.5
INNER_RESISTANCE_SHARE = 0.10
OUTER_RESISTANCE_SHARE = 0.05
LEAST_LAYER_SHARE = 0.1
# Where the sun that comes in falls: as in the ASHRAE 140 cases, the most on the floor.
SOLAR_SHARES = (0.17, 0.19, 0.64)

SHELTER_SURFACES = ("roof", "wall", "floor")
# Order of the inputs of a shelter: temperatures [degC], then heat on air, star and inner faces [W].
SHELTER_INPUTS = ("out", "roof", "wall", "floor", "air_w", "star_w", "solar_w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """One outer surface, every quantity `(members,)` or one number for all.

    Attributes
    ----------
    name : its driving temperature among the inputs ("out" for outdoor air)
    area_m2 : its area
    inner_m2k_per_w, inner_j_per_m2_k : resistance and capacity of the inner layer, cut into four nodes
    core_m2k_per_w : resistance of what lies between the inner layer and the outer node (or the outside)
    outer_m2k_per_w, outer_j_per_m2_k : the outer skin; a capacity of 0 leaves the outer node away
    film_m2k_per_w : outer film, with the driving temperature behind it
    convective_w_per_m2_k, radiative_w_per_m2_k : inner films to air and star node
    solar_share : share of the sun coming in that falls on it
    """

    name: str
    area_m2: Quantity
    inner_m2k_per_w: Quantity
    inner_j_per_m2_k: Quantity
    core_m2k_per_w: Quantity
    outer_m2k_per_w: Quantity
    outer_j_per_m2_k: Quantity
    film_m2k_per_w: Quantity
    convective_w_per_m2_k: Quantity
    radiative_w_per_m2_k: Quantity
    solar_share: Quantity


class Network(NamedTuple):
    """A heat network in continuous time: C dx/dt = K x + F u.

    `inputs` names u: temperatures of the outside first, then air_w, star_w, solar_w. `capacity` is `(members, n)`
    [J/K], `conductance` `(members, n, n)` [W/K], `forcing` `(members, n, inputs)` [W/K or 1].
    """

    inputs: tuple[str, ...]
    capacity: Array
    conductance: Array
    forcing: Array


class Layered(NamedTuple):
    """One exact hour of a network, for every member.

    kept, driven               end of the hour: x' = kept x + driven u; `(members, n, n)` and `(members, n, inputs)`
    mean_kept, mean_driven     hour means of air and star node; `(members, 2, n)` and `(members, 2, inputs)`
    mean_k_per_w               hour-mean air temperature per watt, `(members,)` [K/W]
    """

    inputs: tuple[str, ...]
    kept: Array
    driven: Array
    mean_kept: Array
    mean_driven: Array
    mean_k_per_w: Array


def surface_of_layers(
    name: str,
    area_m2: float,
    layers: Sequence[tuple[float, float, float, float]],
    *,
    film_m2k_per_w: float,
    convective_w_per_m2_k: float,
    solar_share: float,
    radiative_w_per_m2_k: float = INNER_RADIATIVE_W_PER_M2_K,
) -> Surface:
    """Return a surface made of layers from outside to inside.

    Parameters
    ----------
    name, area_m2, film_m2k_per_w, convective_w_per_m2_k, radiative_w_per_m2_k, solar_share
        As in `Surface`.
    layers
        Thickness [m], conductivity [W/(m K)], density [kg/m3], heat capacity [J/(kg K)] of each; two at least. The
        first has the outer node (none where it has no mass), the last the four inner ones; what lies between
        insulates only.

    Raises
    ------
    ModelError
        HF-E041 for fewer than two layers, or a thickness or conductivity of zero or less.
    """
    if len(layers) < 2 or any(thickness <= 0.0 or conductivity <= 0.0 for thickness, conductivity, _, _ in layers):
        raise _cut_off(name, f"layers {layers}", "two layers or more with thickness and conductivity above 0")
    resistances = [thickness / conductivity for thickness, conductivity, _, _ in layers]
    capacities = [thickness * density * heat for thickness, _, density, heat in layers]
    return Surface(
        name=name,
        area_m2=area_m2,
        inner_m2k_per_w=resistances[-1],
        inner_j_per_m2_k=capacities[-1],
        core_m2k_per_w=sum(resistances[1:-1]),
        outer_m2k_per_w=resistances[0],
        outer_j_per_m2_k=capacities[0],
        film_m2k_per_w=film_m2k_per_w,
        convective_w_per_m2_k=convective_w_per_m2_k,
        radiative_w_per_m2_k=radiative_w_per_m2_k,
        solar_share=solar_share,
    )


def build_network(
    surfaces: Sequence[Surface],
    *,
    air_j_per_k: Quantity,
    window_w_per_k: Quantity,
    ventilation_w_per_k: Quantity,
    members: int = 1,
) -> Network:
    """Join surfaces, windows and air changes to one network.

    Parameters
    ----------
    surfaces
        One or more.
    air_j_per_k
        Capacity of the air [J/K]; the star node has a fiftieth of it besides.
    window_w_per_k, ventilation_w_per_k
        From star and air, and from air, to the input "out" [W/K].
    members
        Length of every array.

    Returns
    -------
    Network
        States: air, star, then each surface from its inner face outward. Inputs: "out", the other names of the
        surfaces in their order, "air_w", "star_w", "solar_w" [W].

    Raises
    ------
    ModelError
        HF-E041 where an area, film, inner layer or capacity is not above zero.
    """
    temperatures = tuple(dict.fromkeys(("out", *(s.name for s in surfaces))))
    inputs = (*temperatures, "air_w", "star_w", "solar_w")
    for s in surfaces:
        for field in ("area_m2", "inner_m2k_per_w", "inner_j_per_m2_k", "film_m2k_per_w", "convective_w_per_m2_k"):
            least = float(np.min(getattr(s, field)))
            if not least > 0.0:
                raise _cut_off(f"{s.name} {field}", f"{least:g}", "a number above 0")
    if not surfaces or not float(np.min(air_j_per_k)) > 0.0:
        raise _cut_off("network", f"{len(surfaces)} surfaces, {air_j_per_k} J/K of air", "one surface, air above 0 J/K")
    has_outer = [bool(np.any(np.asarray(s.outer_j_per_m2_k) > 0.0)) for s in surfaces]
    states = FIRST_SURFACE + sum(INNER_NODES + outer for outer in has_outer)
    capacity = np.zeros((members, states))
    k, f = np.zeros((members, states, states)), np.zeros((members, states, len(inputs)))

    def join(a: int, b: int, w_per_k: Quantity) -> None:
        k[:, a, a] -= w_per_k
        k[:, b, b] -= w_per_k
        k[:, a, b] += w_per_k
        k[:, b, a] += w_per_k

    def outside(a: int, name: str, w_per_k: Quantity) -> None:
        k[:, a, a] -= w_per_k
        f[:, a, inputs.index(name)] += w_per_k

    capacity[:, AIR], capacity[:, STAR] = air_j_per_k, STAR_CAPACITY_SHARE * np.asarray(air_j_per_k)
    outside(AIR, "out", WINDOW_SHARE_AIR * np.asarray(window_w_per_k) + ventilation_w_per_k)
    outside(STAR, "out", (1.0 - WINDOW_SHARE_AIR) * np.asarray(window_w_per_k))
    f[:, AIR, inputs.index("air_w")] = f[:, STAR, inputs.index("star_w")] = 1.0
    first = FIRST_SURFACE
    for s, outer in zip(surfaces, has_outer, strict=True):
        slice_r = np.asarray(s.inner_m2k_per_w) / INNER_NODES
        last = first + INNER_NODES - 1
        capacity[:, first : last + 1] = (s.area_m2 * np.asarray(s.inner_j_per_m2_k) / INNER_NODES).reshape(-1, 1)
        join(AIR, first, s.area_m2 / (1.0 / np.asarray(s.convective_w_per_m2_k) + slice_r / 2.0))
        join(STAR, first, s.area_m2 / (1.0 / np.asarray(s.radiative_w_per_m2_k) + slice_r / 2.0))
        for node in range(first, last):
            join(node, node + 1, s.area_m2 / slice_r)
        f[:, first, inputs.index("solar_w")] = s.solar_share
        half_skin = np.asarray(s.outer_m2k_per_w) / 2.0
        if outer:
            capacity[:, last + 1] = s.area_m2 * np.asarray(s.outer_j_per_m2_k)
            join(last, last + 1, s.area_m2 / (slice_r / 2.0 + s.core_m2k_per_w + half_skin))
            outside(last + 1, s.name, s.area_m2 / (half_skin + s.film_m2k_per_w))
        else:
            through = slice_r / 2.0 + s.core_m2k_per_w + s.outer_m2k_per_w + s.film_m2k_per_w
            outside(last, s.name, s.area_m2 / through)
        first = last + 1 + outer
    return Network(inputs, capacity, k, f)


def discretise(network: Network, seconds: float = SECONDS_PER_HOUR) -> Layered:
    """Return the exact step of a network over one hour (or another span) with constant inputs.

    A_d = exp(A t); with P = A^-1 (A_d - I): B_d = P B, and the means are P/t x + A^-1 (P/t - I) B u.

    Raises
    ------
    ModelError
        HF-E041 where a part of the network has no way to the outside: it has no steady state.
    """
    a = network.conductance / network.capacity[:, :, None]
    b = network.forcing / network.capacity[:, :, None]
    kept = matrix_exponential(a * seconds)
    one = np.eye(a.shape[-1])
    try:
        integral = np.asarray(np.linalg.solve(a, kept - one), dtype=np.float64)
        second = np.asarray(np.linalg.solve(a, integral / seconds - one), dtype=np.float64)
    except np.linalg.LinAlgError as error:
        raise _cut_off("network", "a part without a way out", "every part joined to the outside") from error
    driven, mean_driven = integral @ b, second @ b
    air_w = network.inputs.index("air_w")
    return Layered(
        inputs=network.inputs,
        kept=kept,
        driven=driven,
        mean_kept=integral[:, : STAR + 1] / seconds,
        mean_driven=mean_driven[:, : STAR + 1],
        mean_k_per_w=mean_driven[:, AIR, air_w],
    )


def shelter_network(envelope: Envelope, film_w_per_m2_k: Quantity = OUTER_FILM_W_PER_M2_K) -> Network:
    """Build the network of a shelter type known by its totals: roof, walls, floor; 17 states.

    Parameters
    ----------
    envelope
        What is known of the type.
    film_w_per_m2_k
        Outer film h_e (H1) that the sol-air temperatures were made with.

    Returns
    -------
    Network
        Inputs in the order of `SHELTER_INPUTS`.

    Raises
    ------
    ModelError
        HF-E040 for an impossible quantity.

    Notes
    -----
    The stated totals are met exactly. *Conductance*: with air and star at one temperature the heat lost per kelvin is
    the stated total. Opaque parts share one U; what 1/U leaves of the films is one tenth inner lining, one twentieth
    outer skin, the rest core without mass. Where the films alone would leave less than a tenth of 1/U (bare steel),
    they are made that much better. *Capacity*: air 1200 J/(m3 K) and its star node, at most half of the total; the
    rest lies over the opaque area alike, a fifth of it in the outer skin. One tenth of a square metre at least is left
    of the walls where the stated areas leave none.
    """
    envelope = checked(envelope)
    split = split_conductance(envelope)
    floor = np.asarray(envelope.floor_m2)
    members = floor.shape[0]
    roof_share, wall_share = opaque_shares(envelope)
    opaque_m2 = np.maximum(np.asarray(envelope.envelope_m2) - np.asarray(envelope.window_m2), 0.0) + floor
    roof_m2, wall_m2 = np.maximum(roof_share * opaque_m2, 0.1), np.maximum(wall_share * opaque_m2, 0.1)
    areas = (roof_m2, wall_m2, floor)
    area = roof_m2 + wall_m2 + floor
    whole = area / split.opaque
    inner_film = 1.0 / (INNER_CONVECTIVE_W_PER_M2_K + INNER_RADIATIVE_W_PER_M2_K)
    films = inner_film + 1.0 / np.asarray(film_w_per_m2_k)
    thinner = np.minimum(1.0, (1.0 - LEAST_LAYER_SHARE) * whole / films)
    layers = whole - thinner * films
    # The inner film joins air and star in parallel, each through half a slice of the lining: the parallel path of the
    # two is shorter than film and half slice in series. The core makes up for it.
    inner = INNER_RESISTANCE_SHARE * layers
    half_slice = inner / INNER_NODES / 2.0
    convective, radiative = INNER_CONVECTIVE_W_PER_M2_K / thinner, INNER_RADIATIVE_W_PER_M2_K / thinner
    entry = 1.0 / (1.0 / (1.0 / convective + half_slice) + 1.0 / (1.0 / radiative + half_slice))
    outer = OUTER_RESISTANCE_SHARE * layers
    film = thinner / np.asarray(film_w_per_m2_k)
    core = whole - entry - (inner - half_slice) - outer - film
    capacity = 1000.0 * np.asarray(envelope.capacity_kj_per_k)
    air = np.minimum(AIR_J_PER_M3_K * np.asarray(envelope.volume_m3), AIR_CAPACITY_LIMIT * capacity)
    per_m2 = (capacity - (1.0 + STAR_CAPACITY_SHARE) * air) / area
    surfaces = [
        Surface(
            name=name,
            area_m2=square_metres,
            inner_m2k_per_w=inner,
            inner_j_per_m2_k=(1.0 - OUTER_CAPACITY_SHARE) * per_m2,
            core_m2k_per_w=core,
            outer_m2k_per_w=outer,
            outer_j_per_m2_k=OUTER_CAPACITY_SHARE * per_m2,
            film_m2k_per_w=film,
            convective_w_per_m2_k=convective,
            radiative_w_per_m2_k=radiative,
            solar_share=share,
        )
        for name, square_metres, share in zip(SHELTER_SURFACES, areas, SOLAR_SHARES, strict=True)
    ]
    return build_network(
        surfaces,
        air_j_per_k=air,
        window_w_per_k=split.window,
        ventilation_w_per_k=split.ventilation,
        members=members,
    )


def layered_coefficients(envelope: Envelope, film_w_per_m2_k: Quantity = OUTER_FILM_W_PER_M2_K) -> Layered:
    """Return the exact hour of a shelter type known by its totals; see `shelter_network`."""
    return discretise(shelter_network(envelope, film_w_per_m2_k))


def layered_heat_to_hold_w(air_c: float, set_point_c: float, hold_k_per_w: float) -> float:
    """Heat to remove through the hour so that the air is at the set point [W]; negative where it is cooler already.

    With the mean air and `mean_k_per_w` the mean of the hour is the set point; both are linear in the heat.
    """
    return (air_c - set_point_c) / hold_k_per_w


def layered_rows(kept: Array, driven: Array, states: Array, inputs: Array, result: Array) -> None:
    """Write `kept` x + `driven` u of a block of lanes into `result` (end of the hour, or the means).

    Rows are quantities, columns lanes: `kept` has result by state rows, `driven` result by input rows, both row by
    row. `result` may not share memory with `states`.
    """
    lanes = states.shape[1]
    for i in range(result.shape[0]):
        into = result[i]
        for lane in range(lanes):
            into[lane] = 0.0
        for j in range(states.shape[0]):
            factor, state = kept[i * states.shape[0] + j], states[j]
            for lane in range(lanes):
                into[lane] += factor[lane] * state[lane]
        for j in range(inputs.shape[0]):
            factor, given = driven[i * inputs.shape[0] + j], inputs[j]
            for lane in range(lanes):
                into[lane] += factor[lane] * given[lane]


def as_rows(matrices: Array) -> Array:
    """Return `(members, a, b)` as the rows `(a * b, members)` that `layered_rows` takes."""
    return np.ascontiguousarray(matrices.reshape(matrices.shape[0], -1).T)


def _cut_off(where: str, found: str, expected: str) -> ModelError:
    mend = "give every layer a thickness and a conductivity above zero, and every surface an outer side"
    return ModelError("HF-E041", where=where, found=found, expected=expected, mend=mend)
