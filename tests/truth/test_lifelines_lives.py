"""E-07 to E-09: how long generating sets run, in ensembles of the engine, against the exponential law."""

from __future__ import annotations

import math

import numpy as np
import pytest

from holdfast.lifelines import simulate
from lifelines_hand import clinic, generator, hand, many

MEMBERS = 4000
STEADY = "service_interval_h = 1000000\noverdue_factor = 0\nstart_failure_fraction = 0\n"
# Case, mean running time to failure [h], hours run, share still running, how far the source's own figure is from it.
CASES = (
    ("E-07", 1100.0, 72, 0.9366, 1e-4),
    ("E-07", 1100.0, 336, 0.7368, 1e-4),
    ("E-08", 1506.0, 336, 0.80, 0.03),
    ("E-09", 69.0, 48, 0.50, 0.05),
)


def running(mttf_h: float, hours: int) -> float:
    """Share of the members whose set works after so many running hours."""
    site = hand(generator("a", 100) + f"mttf_h = {mttf_h}\n" + STEADY + clinic(1))
    run = simulate(site, draws=many(site, MEMBERS), hours=hours, seed=5, keep="events")
    return float((run.end["failures"][:, 0] == 0.0).mean())


@pytest.mark.parametrize(("case", "mttf", "hours", "share", "within"), CASES)
def test_survival_follows_the_exponential_law(case: str, mttf: float, hours: int, share: float, within: float) -> None:
    law = math.exp(-hours / mttf)
    assert law == pytest.approx(share, abs=within), case
    error = math.sqrt(law * (1.0 - law) / MEMBERS)
    assert running(mttf, hours) == pytest.approx(law, abs=3.0 * error)


def test_starts_fail_as_often_as_stated() -> None:
    """Twelve starts, one a day, at 5 per cent of hazard each; the running itself wears next to nothing."""
    evening = ", ".join(str(hour) for hour in range(1, 24))
    grid = f'[[grid]]\nid = "line"\ncapacity_kw = 50\non_hours = [{evening}]\n'
    text = generator("a", 100) + "mttf_h = 1000000\n" + STEADY.replace("fraction = 0", "fraction = 0.05")
    site = hand(text + clinic(1) + grid)
    run = simulate(site, draws=many(site, MEMBERS), hours=24 * 12 + 1, seed=2, keep="events")
    law = math.exp(-12 * 0.05 - 13 / 1e6)
    error = math.sqrt(law * (1.0 - law) / MEMBERS)
    assert float((run.end["failures"][:, 0] == 0.0).mean()) == pytest.approx(law, abs=3.0 * error)


def test_repairs_are_lognormal_about_their_median() -> None:
    """Median and spread of the drawn repair times; the sum of twelve uniforms stands for the normal."""
    from holdfast.lifelines.sets import LIVES
    from lifelines_built import built_of

    site = hand(generator("a", 100) + "repair_median_h = 24\nrepair_gsd = 3\n")
    built = built_of(site, many(site, MEMBERS))
    first = built.plant.power.repair_h
    logs = np.log(built.books.rows.table()[first : first + LIVES])
    for turn in logs:
        assert np.median(turn) == pytest.approx(math.log(24.0), abs=3 * 1.2533 * math.log(3.0) / math.sqrt(MEMBERS))
        assert turn.std() == pytest.approx(math.log(3.0), rel=3 / math.sqrt(2 * MEMBERS))
    assert np.abs(np.corrcoef(logs) - np.eye(LIVES)).max() < 4.5 / math.sqrt(MEMBERS)
