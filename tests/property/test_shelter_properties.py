"""What holds for every shelter: heat flows downhill, and the three models agree on the direction of everything."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from holdfast.lifelines import iso5
from holdfast.lifelines.envelope import Envelope
from holdfast.lifelines.iso5 import Iso5, Zone, iso5_coefficients, iso5_of_zone
from holdfast.lifelines.layered import (
    SHELTER_INPUTS,
    Layered,
    build_network,
    discretise,
    layered_coefficients,
    surface_of_layers,
)
from holdfast.lifelines.rc1 import rc1_end_c, rc1_lost
from holdfast.lifelines.sol_air import sensible_w_per_person
from sol_air_forms import sol_air_c

TINY_K = 1e-6
STATES = 17

envelopes = st.builds(
    Envelope,
    floor_m2=st.floats(5.0, 200.0),
    envelope_m2=st.floats(10.0, 600.0),
    volume_m3=st.floats(10.0, 600.0),
    window_m2=st.floats(0.0, 30.0),
    window_w_per_m2_k=st.floats(0.5, 6.0),
    window_gain_fraction=st.floats(0.0, 0.9),
    air_changes_per_h=st.floats(0.0, 15.0),
    absorptance_fraction=st.floats(0.1, 0.9),
    conductance_w_per_k=st.floats(5.0, 3000.0),
    capacity_kj_per_k=st.floats(50.0, 50000.0),
    raised_floor=st.booleans(),
)
temps = st.floats(-20.0, 60.0)
heats = st.floats(0.0, 5000.0)


def one(c: Iso5) -> Iso5:
    return Iso5(*(float(x[0]) for x in c))


def air_of_iso5(c: Iso5, start: float, outs: list[float], sun: float, removed: float = 0.0) -> list[float]:
    """Air of each hour, then the mass at the end."""
    mass, found = start, []
    for out in outs:
        source = iso5.iso5_surface_source_w(-removed, sun, out, c.surface_share, c.air_share, c.h_2)
        end = iso5.iso5_mass_end_c(
            mass, out + sun / 500.0, source, sun, c.mass_share, c.h_em, c.mass_weight, c.mass_kept, c.mass_k_per_w
        )
        mean = iso5.iso5_mass_mean_c(mass, end, c.end_weight)
        surface = iso5.iso5_surface_c(mean, source, c.mass_weight, c.surface_k_per_w)
        found.append(iso5.iso5_air_c(surface, out, -removed, c.air_share, c.air_k_per_w))
        mass = end
    return [*found, mass]


def air_of_layered(d: Layered, start: float, outs: list[float], sun: float, removed: float = 0.0) -> list[float]:
    states, found = np.full(d.kept.shape[1], start), []
    for out in outs:
        u = np.array([out] * (len(d.inputs) - 3) + [-removed, 0.0, sun])
        found.append(float(d.mean_kept[0, 0] @ states + d.mean_driven[0, 0] @ u))
        states = d.kept[0] @ states + d.driven[0] @ u
    return [*found, float(states[0])]


@given(envelopes, temps, st.lists(temps, min_size=3, max_size=3), heats, st.integers(0, 2), st.floats(0.0, 20.0))
def test_hotter_outside_is_never_cooler_inside(
    envelope: Envelope, start: float, outs: list[float], sun: float, k: int, more: float
) -> None:
    """Neither in that hour nor in a later one."""
    hotter = [out + more * (i == k) for i, out in enumerate(outs)]
    c, d = one(iso5_coefficients(envelope)), layered_coefficients(envelope)
    for run, model in ((air_of_iso5, c), (air_of_layered, d)):
        before, after = run(model, start, outs, sun), run(model, start, hotter, sun)
        assert all(b >= a - TINY_K for a, b in zip(before, after, strict=True))


@given(envelopes, temps, st.lists(temps, min_size=3, max_size=3), heats, heats)
def test_heat_removed_never_warms(
    envelope: Envelope, start: float, outs: list[float], sun: float, removed: float
) -> None:
    c, d = one(iso5_coefficients(envelope)), layered_coefficients(envelope)
    for run, model in ((air_of_iso5, c), (air_of_layered, d)):
        before, after = run(model, start, outs, sun), run(model, start, outs, sun, removed)
        assert all(b <= a + TINY_K for a, b in zip(before, after, strict=True))


@given(envelopes, temps)
def test_without_gains_the_outside_is_where_it_ends(envelope: Envelope, out: float) -> None:
    """A shelter as warm as its surroundings stays so, in every model: no heat is made or lost."""
    assert np.allclose(air_of_iso5(one(iso5_coefficients(envelope)), out, [out] * 3, 0.0), out, atol=1e-7)
    assert np.allclose(air_of_layered(layered_coefficients(envelope), out, [out] * 3, 0.0), out, atol=1e-6)


@given(envelopes)
def test_every_coefficient_is_a_share_or_a_response(envelope: Envelope) -> None:
    c, d = one(iso5_coefficients(envelope)), layered_coefficients(envelope)
    assert all(x >= -1e-12 for x in c)
    for share in (c.mass_kept, c.end_weight, c.mass_weight, c.air_share, c.mass_share + c.surface_share):
        assert share <= 1.0 + 1e-12
    assert min(float(x.min()) for x in d[1:]) >= -1e-9
    # A kelvin more everywhere, inside and outside, is a kelvin more at the end.
    temperatures = len(SHELTER_INPUTS) - 3
    assert np.allclose(d.kept.sum(axis=2) + d.driven[:, :, :temperatures].sum(axis=2), 1.0, atol=1e-8)


@given(
    st.floats(10.0, 500.0), st.floats(1.01, 5.0), st.floats(1.0, 300.0), st.floats(1.0, 100.0), st.floats(100.0, 2e4),
    st.floats(0.0, 30.0), st.floats(0.0, 30.0), st.integers(1, 30),
)  # fmt: skip
def test_more_insulation_is_never_warmer_by_conduction_alone(
    h_op: float, less: float, h_ve: float, h_w: float, kj: float, hotter: float, sol_air: float, hours: int
) -> None:
    """From a cool start under a hot outside, no gains within: whatever the hour, the better insulated is not warmer."""
    start, out = 20.0, 20.0 + hotter
    mass_m2 = 1.3 * h_op / 9.1 + 10.0

    def run(opaque: float) -> list[float]:
        numbers = (opaque, h_w, h_ve, mass_m2, 2.0 * mass_m2 + h_w / 9.1, 1000.0 * kj)
        c = one(iso5_of_zone(Zone(*(np.array([x]) for x in numbers))))
        mass, found = start, []
        for _ in range(hours):
            source = iso5.iso5_surface_source_w(0.0, 0.0, out, c.surface_share, c.air_share, c.h_2)
            end = iso5.iso5_mass_end_c(
                mass, out + sol_air, source, 0.0, c.mass_share, c.h_em, c.mass_weight, c.mass_kept, c.mass_k_per_w
            )
            mean = iso5.iso5_mass_mean_c(mass, end, c.end_weight)
            surface = iso5.iso5_surface_c(mean, source, c.mass_weight, c.surface_k_per_w)
            found.append(iso5.iso5_air_c(surface, out, 0.0, c.air_share, c.air_k_per_w))
            mass = end
        return found

    assert all(b <= a + TINY_K for a, b in zip(run(h_op), run(h_op / less), strict=True))
    bare, good = (float(rc1_lost(h + h_ve + h_w, 1000.0 * kj)) for h in (h_op, h_op / less))
    assert rc1_end_c(start, out, good) <= rc1_end_c(start, out, bare) + TINY_K


@given(st.floats(0.02, 0.5), st.floats(1.01, 10.0), st.floats(0.0, 30.0), st.integers(1, 30))
def test_more_insulation_in_layers(thickness: float, more: float, hotter: float, hours: int) -> None:
    """A closed box of panels: a thicker core is never warmer inside."""

    def run(core: float) -> list[float]:
        layers = [(0.001, 0.14, 530.0, 900.0), (core, 0.04, 12.0, 840.0), (0.012, 0.16, 950.0, 840.0)]
        panel = surface_of_layers(
            "panel", 60.0, layers, film_m2k_per_w=0.05, convective_w_per_m2_k=3.0, solar_share=1.0
        )
        net = build_network([panel], air_j_per_k=4.5e4, window_w_per_k=0.0, ventilation_w_per_k=0.0)
        return air_of_layered(discretise(net), 20.0, [20.0 + hotter] * hours, 0.0)

    assert all(b <= a + TINY_K for a, b in zip(run(thickness), run(more * thickness), strict=True))


@given(temps, st.floats(0.0, 1200.0), st.floats(0.0, 1.0), st.floats(0.0, 40.0), st.floats(4.0, 60.0))
def test_sun_warms_and_sky_cools(out: float, sun: float, absorbed: float, depth: float, film: float) -> None:
    lit = sol_air_c(out, sun, absorbed, out - depth, 1.0, 5.0, film)
    assert lit >= sol_air_c(out, 0.0, absorbed, out - depth, 1.0, 5.0, film)
    assert sol_air_c(out, 0.0, absorbed, out - depth, 1.0, 5.0, film) <= out


@given(temps, temps)
def test_warmer_people_give_less_dry_heat(a: float, b: float) -> None:
    assert 0.0 <= sensible_w_per_person(max(a, b)) <= sensible_w_per_person(min(a, b)) <= 100.0
