"""Core temperature of people over 60 (P5) against pythermalcomfort, and the constants of the loop against the table."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.people import core_temperature as scalars
from holdfast.people.figures import figure_value

pytestmark = pytest.mark.filterwarnings("ignore")
TABLE = "core_temperature.csv"
INPUTS = ("female", "age", "height", "mass", "air", "humidity")
NAMES = ("core", "skin")


def figure(name: str) -> float:
    return figure_value(TABLE, name)


def step_of_a_minute() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The step of a minute in degC: what it keeps, its constant, and what it takes from each input."""
    scale = np.array([figure(f"out_scale_{name}") for name in NAMES])
    offset = np.array([figure(f"out_offset_{name}") for name in NAMES])
    kept = np.array([[figure(f"{to}_from_{name}") for name in NAMES] for to in NAMES])
    taken = np.array([[figure(f"{to}_from_{name}") * figure(f"scale_{name}") for name in INPUTS] for to in NAMES])
    constant = np.array(
        [
            figure(f"{to}_constant") + sum(figure(f"{to}_from_{name}") * figure(f"offset_{name}") for name in INPUTS)
            for to in NAMES
        ]
    )
    constant = (constant + kept @ offset - offset) / scale
    return kept * scale / scale[:, None], constant, taken / scale[:, None]


def test_constants_of_the_loop_are_those_of_the_table() -> None:
    kept, constant, taken = step_of_a_minute()
    hour = np.linalg.matrix_power(kept, 60)
    summed = sum(np.linalg.matrix_power(kept, k) for k in range(60))
    for i, to in enumerate(("CORE", "SKIN")):
        for j, origin in enumerate(("CORE", "SKIN")):
            assert getattr(scalars, f"{to}_FROM_{origin}") == pytest.approx(hour[i, j], rel=1e-13)
            assert getattr(scalars, f"{to}_FROM_{origin}_DRIVE") == pytest.approx(summed[i, j], rel=1e-13)
        assert getattr(scalars, f"{to}_CONSTANT_C") == pytest.approx(constant[i], rel=1e-13)
        for j, name in enumerate(("FEMALE", "YEAR", "CM", "KG", "AIR", "PERCENT")):
            assert getattr(scalars, f"{to}_PER_{name}_C") == pytest.approx(taken[i, j], rel=1e-13)
    assert figure("flagged_core_c") == scalars.FLAGGED_CORE_C
    assert figure("alarm_core_c") == scalars.ALARM_CORE_C
