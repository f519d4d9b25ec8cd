"""The engine's machinery on the six-stock reference camp, against a trajectory and six end states written elsewhere.

The camp is invented test data. Its stages are in ``benchmarks/reference6.py``: scalar equations, row loops, blocks of
lanes and the engine's own ``exp``, run as plain Python and compiled with the engine's options.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))

from benchmarks.reference6 import (  # noqa: E402
    COLUMNS,
    STOCKS,
    difference,
    factors_of,
    final_states,
    reference,
    trajectories,
)

TOLERANCE = 1e-9
# State after 720 hours as printed with the equations, by an independent program: fuel, raw, treated, sewage, food, temp.
ENDS = (
    (39223.6148581, 52.5279268601, 56.5111302179, 118.736103877, 30263830.5421, 32.27812505),
    (25065.6729861, 52.7874406193, 59.020830639, 118.502033264, 15081867.7476, 32.27812505),
    (39161.6435735, 55.4082351466, 59.097177152, 52.0296166619, 51253776.9072, 32.27812505),
    (39266.525331, 52.1550688007, 49.5991269607, 119.256107619, 30899666.1029, 32.27812505),
    (21413.8086875, 52.2764628446, 52.3841464666, 119.094262979, 15677846.5481, 32.27812505),
    (39243.3733034, 52.4408041547, 55.081287507, 118.860192366, 52262877.3576, 32.27812505),
)
FACTORS = {
    1: (0.92766900535846575, 0.67104360670378904, 0.91491014337059107),
    5: (1.0383450267923289, 1.3552180335189457, 0.97455071685295525),
}


ENGINES = ("plain", "compiled")


@cache
def run(engine: str) -> np.ndarray:
    return trajectories(6, 721, plain=engine == "plain")


@pytest.mark.parametrize("engine", ENGINES)
def test_every_column_and_hour_of_the_stored_trajectory(engine: str) -> None:
    truth = reference()
    assert truth.shape == (721, 14)
    ours = run(engine)[:, :, 0]
    for place, name in enumerate(COLUMNS):
        worst = np.abs(ours[:, place] - truth[:, place]).max() / np.abs(truth[:, place]).max()
        assert worst <= TOLERANCE, name
    assert difference(ours, truth) <= TOLERANCE


@pytest.mark.parametrize("engine", ENGINES)
def test_six_members_end_where_the_table_says(engine: str) -> None:
    ends = final_states(6, plain=engine == "plain")
    assert ends.shape == (len(STOCKS), 6)
    for member, wanted in enumerate(ENDS):
        # Twelve digits are printed: half a unit of the last one is the most that can be asked.
        assert ends[:, member] == pytest.approx(wanted, rel=max(TOLERANCE, 5e-12))


def test_the_members_are_those_of_the_table() -> None:
    factors = factors_of(6)
    assert factors[:, 0].tolist() == [1.0, 1.0, 1.0]
    for member, wanted in FACTORS.items():
        assert factors[:, member] == pytest.approx(wanted, rel=1e-13)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_happens_in_the_reference_member(engine: str) -> None:
    ours = dict(zip(COLUMNS, run(engine)[:, :, 0].T, strict=True))
    flows = {name: values[:720] for name, values in ours.items()}
    assert np.flatnonzero(ours["fuel"] <= 0)[0] == 188
    assert (flows["fuel"] <= 0).sum() == 14
    assert np.flatnonzero(ours["treated"] <= 0)[0] == 214
    assert (flows["treated"] <= 0).sum() == 23
    assert (flows["p1"] < 45).sum() == 48
    assert flows["overflow"].sum() == pytest.approx(92.21144211132251, rel=TOLERANCE)
    assert flows["q_use"].sum() == pytest.approx(1423.6844324848748, rel=TOLERANCE)
    assert flows["eaten"].sum() == pytest.approx(92_336_767.478, rel=TOLERANCE)
    assert flows["spoiled"].sum() == pytest.approx(2_499_401.980, rel=TOLERANCE)
    assert ours["temp"].max() == pytest.approx(43.50953281875631, rel=TOLERANCE)


def test_plain_python_and_compiled_agree_to_the_bit() -> None:
    assert run("plain").tobytes() == run("compiled").tobytes()


def test_a_member_does_not_depend_on_how_many_run_with_it() -> None:
    assert final_states(200)[:, :6].tobytes() == final_states(6).tobytes()
