"""The order in which things are written down changes nothing at an invented site, unless that order is a policy.

Members, assets of one kind, commodities. Where the order of a list means something it is named in ORDER_IS_POLICY and
left as it is: the order in which sets are started, in which plants and wells work and batteries and trucks are used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.lifelines import simulate
from holdfast.sites import Site, median_draws
from holdfast.sites.model import COLLECTIONS
from lifelines_generated import MEMBERS, SEED, drawn, for_seeds, matching, run, site_of
from lifelines_goods import hand, store

if TYPE_CHECKING:
    from holdfast.lifelines import Run
    from holdfast.sites import Draws

ORDER_IS_POLICY = {
    "generators": "E6: sets are started in list order until they cover the demand",
    "batteries": "E4: discharged and charged in list order, each with its own losses",
    "wells": "W4: the raw tank is filled by the first wells first; they differ in power",
    "purification": "W4: the treated tank is filled by the first plants first; they differ in power and recovery",
    "lifts": "S2: the first lifts lift first; they differ in power",
    "trucks": "W8: the fuel of the site is drawn in list order",
}
HOURS = 96
SHARE = 1e-9  # sums in another order differ in their last bits


def reversed_site(site: Site) -> Site:
    """The site with every list turned round whose order means nothing."""
    update = {kind: getattr(site, kind)[::-1] for kind in COLLECTIONS if kind not in ORDER_IS_POLICY}
    gate = site.gate.model_copy(update={"deliveries": site.gate.deliveries[::-1]})
    return site.model_copy(update={**update, "gate": gate})


def torn_never(site: Site) -> Site:
    """Vessels are filled and emptied in list order (policy): which is torn by its content depends on it."""
    return site.model_copy(
        update={
            kind: tuple(vessel.model_copy(update={"rupture_level_m3": None}) for vessel in getattr(site, kind))
            for kind in ("tanks", "sewage_tanks")
        }
    )


def usable(site: Site) -> Draws:
    return drawn(site).replace(dict.fromkeys(matching(site, "stores.", ".unusable"), 0.0))


def on_dust(made: Run) -> bool:
    """Whether sets ran on what rounding left of their fuel (known fault, below), or people drew such a rest of water."""
    flows = (made.outputs["served_kw"], made.outputs["water_drawn_m3"])
    return any(bool(((flow > 0.0) & (flow < 1e-9)).any()) for flow in flows)


def test_what_rounding_leaves_of_a_fuel_is_no_supply() -> None:
    """An empty store may keep a rest of rounding, and which one hangs on the order of sums: it must not count as fuel."""
    text = '[[generators]]\nid = "g"\nrated_kw = 80\nworking = 1\n[[clinics]]\nid = "c"\npower_kw = 60\n'
    made = run(
        hand(text + store("diesel", 1e-15, "L")), median_draws(hand(text + store("diesel", 1e-15, "L"))), hours=1
    )
    assert made.outputs["served_fraction_lighting"][0, 0] == 0.0


@for_seeds(25, 400, shapes=(18, 66, 68, 158))
def test_the_order_of_lists_changes_nothing(seed: int) -> None:
    """With random failures and cuts too: a cause has the name of its asset, not its place.

    Stores give all they hold: what arrives in one that is below its unusable rest is lost to use, and which one gets
    it is again the order in which they are filled.
    """
    site = torn_never(site_of(seed))
    turned = reversed_site(site)
    one, other = (simulate(each, draws=usable(each), hours=HOURS, keep="all", seed=SEED) for each in (site, turned))
    if on_dust(one) or on_dust(other):
        return
    assert set(one.outputs) == set(other.outputs)
    for name, array in one.outputs.items():
        if name.startswith("service_limit_"):
            continue  # says which input by its number; a tie is told by the first
        scale = max(float(np.abs(array).max()), 1.0)
        assert np.abs(array - other.outputs[name]).max() <= SHARE * scale, name
    for name, times in one.event_times.items():
        now = other.event_times[name]
        assert np.array_equal(np.isinf(times), np.isinf(now)), name
        finite = np.isfinite(times)
        assert (np.abs(times[finite] - now[finite]) <= 1e-6).all(), name


@for_seeds(20, 300, shapes=(18, 66, 68, 413))
def test_the_order_of_members_changes_nothing(seed: int) -> None:
    """Without the streams of random shocks, which have the number of their member, the members are alike."""
    site = site_of(seed)
    draws = drawn(site)
    turned = draws.replace({path: array[::-1] for path, array in draws.values.items()})
    one, other = run(site, draws, hours=HOURS), run(site, turned, hours=HOURS)
    assert one.members == MEMBERS
    for name, array in one.outputs.items():
        assert np.array_equal(array, other.outputs[name][::-1]), name
    for name, times in one.event_times.items():
        assert np.array_equal(times, other.event_times[name][::-1]), name
