"""A plant as the engine builds it, and its members as one table of rows, for tests of single stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.lifelines import first_hour
from holdfast.lifelines.layout import lay_out
from holdfast.lifelines.plant import Built, build_plant
from holdfast.lifelines.weather import forcing

if TYPE_CHECKING:
    from holdfast.sites import Draws, Site


def built_of(
    site: Site, draws: Draws, *, hours: int = 48, seed: int = 0, deterministic: bool = False, model: str | None = None
) -> Built:
    """The plant of a site at its own start."""
    begin, _ = first_hour(site, None)
    weather, _ = forcing(site, draws=draws, hours=hours, start=begin, seed=seed, deterministic=deterministic)
    return build_plant(
        site, draws, lay_out(site), weather, begin, seed=seed, deterministic=deterministic, shelter_model=model
    )
