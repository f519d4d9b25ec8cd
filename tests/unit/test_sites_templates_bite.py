"""Nothing stands in a template for show: without any one asset some output of the engine differs, or the run is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from holdfast.errors import ModelError
from holdfast.lifelines import Run, simulate
from holdfast.sites import TEMPLATES, Site, load_site, median_draws, values, write_template
from holdfast.sites.model import COLLECTIONS

START = datetime(2024, 7, 1, tzinfo=UTC)
HOURS = 336


@cache
def template(kind: str) -> Site:
    with TemporaryDirectory() as folder:
        return load_site(write_template(kind, Path(folder) / "camp", "X"))


@cache
def whole(kind: str) -> Run:
    return run(template(kind))


def run(site: Site) -> Run:
    return simulate(site, draws=median_draws(site), hours=HOURS, start=START, deterministic=True, keep="all")


def without(site: Site, collection: str, name: str) -> Site:
    if collection == "gate.deliveries":
        kept = tuple(delivery for delivery in site.gate.deliveries if delivery.id != name)
        return site.model_copy(update={"gate": site.gate.model_copy(update={"deliveries": kept})})
    if collection == "shelters.cooling":
        kept = tuple(s.model_copy(update={"cooling": None}) if s.id == name else s for s in site.shelters)
        return site.model_copy(update={"shelters": kept})
    kept = tuple(asset for asset in getattr(site, collection) if asset.id != name)
    return site.model_copy(update={collection: kept})


def assets(kind: str) -> list[tuple[str, str, str]]:
    site = template(kind)
    listed = [(kind, collection, asset.id) for collection in COLLECTIONS for asset in getattr(site, collection)]
    listed += [(kind, "gate.deliveries", delivery.id) for delivery in site.gate.deliveries]
    listed += [(kind, "shelters.cooling", shelter.id) for shelter in site.shelters if shelter.cooling is not None]
    return listed


ASSETS = [case for kind in TEMPLATES for case in assets(kind)]


def changed_outputs(before: Run, after: Run) -> list[str]:
    return [
        name
        for name, series in before.outputs.items()
        if name not in after.outputs or not np.array_equal(series, after.outputs[name], equal_nan=True)
    ]


def test_there_are_many_assets() -> None:
    assert len(ASSETS) > 80


def test_the_same_site_gives_the_same_outputs() -> None:
    """Otherwise any difference below would prove nothing."""
    for kind in TEMPLATES:
        assert changed_outputs(whole(kind), run(template(kind))) == []


@pytest.mark.parametrize(("kind", "collection", "name"), ASSETS, ids=str)
def test_every_asset_bites(kind: str, collection: str, name: str) -> None:
    cut = without(template(kind), collection, name)
    assert cut != template(kind)
    if collection == "loads":
        with pytest.raises(ModelError) as caught:
            run(cut)
        assert caught.value.code == "HF-S012"
        assert f"loads.{name}" in caught.value.found
        return
    changed = changed_outputs(whole(kind), run(cut))
    # An asset's own column goes with it and proves nothing; the stock of a commodity is what people live on.
    shared = [output for output in changed if output.startswith("stock_") or name.replace("-", "_") not in output]
    assert shared, f"only its own columns changed: {changed}"


@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_priority_bites(kind: str) -> None:
    """Classes served in the reverse order: the same camp, other outputs."""
    site = template(kind)
    turned = tuple(load.model_copy(update={"priority": 100 - load.priority}) for load in site.loads)
    scarce = median_draws(site).replace({path: 0.3 * median_draws(site)[path] for path in _sources(site)})
    runs = [
        simulate(case, draws=scarce, hours=HOURS, start=START, deterministic=True, keep="all")
        for case in (site, site.model_copy(update={"loads": turned}))
    ]
    assert changed_outputs(*runs)


def _sources(site: Site) -> list[str]:
    return [entry.path for entry in values(site) if entry.path.endswith((".rated_kw", "grid.feeder.capacity_kw"))]
