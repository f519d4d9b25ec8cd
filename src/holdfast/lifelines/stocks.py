"""Commodities: people's use, cooking fuel, bread (specification section 8, C7 and C8; section 9).

Not here yet: food that cannot be cooked once the cooking fuel is gone, closing a service when its first input fails.
"""

from __future__ import annotations

from holdfast.lifelines.records import FIRST_COMMODITY, State, Uses, Vessels
from holdfast.lifelines.vessels import take


def hourly_use(per_person_day: float, per_day: float, persons: float) -> float:
    """Use of a commodity in one hour (C8), spread evenly over the day, in the commodity's own unit."""
    return per_person_day * persons / 24.0 + per_day / 24.0


def share_met(available: float, wanted: float) -> float:
    """Share of a want that a stock can meet, 0 to 1; 1 where nothing is wanted."""
    if wanted <= 0.0:
        return 1.0
    return max(0.0, min(1.0, available / wanted))


def draw_commodities(i: int, persons: float, uses: Uses, vessels: Vessels, state: State) -> None:
    """Draw generator fuel and everyday use from every commodity pool, generators first (step E).

    Leaves what was drawn in ``state.used`` and what was wanted in ``state.burn``.
    """
    for pool in range(FIRST_COMMODITY, state.used.shape[0]):
        wanted = state.burn[pool] + hourly_use(uses.per_person_day[i, pool], uses.per_day[i, pool], persons)
        state.burn[pool] = wanted
        state.used[pool] = take(i, pool, min(wanted, state.usable[pool]), vessels, state)


def bakery_power_kw(i: int, clock: int, uses: Uses) -> float:
    """Power all bakeries ask for in one clock hour (C7) [kW]."""
    power_kw = 0.0
    for b in range(uses.bread_kwh_per_kg.shape[1]):
        power_kw += uses.bread_kg_per_h[i, b, clock] * uses.bread_kwh_per_kg[i, b]
    return power_kw


def pool_share(pool: int, wanted: float, state: State) -> float:
    """Share of a want that is left in a pool after this hour's earlier draws; 1 where no pool is named."""
    if pool < 0:
        return 1.0
    return share_met(state.usable[pool] - state.used[pool], wanted)


def draw_input(i: int, pool: int, wanted: float, share: float, vessels: Vessels, state: State) -> None:
    """Draw one input of the bakery and note what was wanted; nothing where no pool is named."""
    if pool >= 0:
        state.burn[pool] += wanted
        state.used[pool] += take(i, pool, share * wanted, vessels, state)


def bake(i: int, clock: int, fraction: float, uses: Uses, vessels: Vessels, state: State) -> float:
    """Bake the hour's bread with the power, fuel and flour there is, and return it [kg] (C7)."""
    bread = 0.0
    for b in range(uses.bread_kwh_per_kg.shape[1]):
        target = fraction * uses.bread_kg_per_h[i, b, clock]
        fuel = target * uses.bread_fuel_per_kg[i, b]
        flour = target * uses.bread_flour_per_kg[i, b]
        share = min(pool_share(uses.bread_fuel[b], fuel, state), pool_share(uses.bread_flour[b], flour, state))
        draw_input(i, uses.bread_fuel[b], fuel, share, vessels, state)
        draw_input(i, uses.bread_flour[b], flour, share, vessels, state)
        bread += share * target
    return bread
