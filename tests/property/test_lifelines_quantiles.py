"""Selected quantiles equal sorted ones, whatever the values: ties, extremes and any division of the lanes."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.lifelines.quantiles import quantile_scratch, select_quantiles, sorted_quantiles

LEVELS = st.one_of(
    st.floats(-1e6, 1e6), st.floats(-1e300, 1e300), st.sampled_from([0.0, -0.0, 1.0, 250.0, np.inf, -np.inf])
)
VALUES = st.lists(LEVELS, min_size=1, max_size=90)
ASKED = st.lists(st.floats(0, 1), min_size=1, max_size=5)


def select(values: list[float], asked: list[float], lanes: int) -> np.ndarray:
    members = len(values)
    padded = np.full(-(-members // lanes) * lanes, np.nan)
    padded[:members] = values
    out = np.zeros((1, len(asked), 1))
    counts, work = quantile_scratch(members, lanes, len(asked))
    select_quantiles(padded.reshape(-1, 1, 1, lanes), members, np.array(asked), counts, work, out, 0, 1)
    return out[0, :, 0]


@settings(max_examples=60, deadline=None)
@given(VALUES, ASKED, st.sampled_from([1, 7, 64]))
def test_selection_equals_sorting_to_the_bit(values: list[float], asked: list[float], lanes: int) -> None:
    wanted = sorted_quantiles(np.array(values), np.array(asked))
    given_ = select(values, asked, lanes)
    assert np.array_equal(given_, wanted, equal_nan=True)
    assert (np.signbit(given_) == np.signbit(wanted))[~np.isnan(wanted)].all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=90), ASKED)
def test_finite_values_give_what_numpy_gives(values: list[float], asked: list[float]) -> None:
    assert select(values, asked, 64).tolist() == (np.quantile(values, asked) + 0.0).tolist()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=90), st.randoms(use_true_random=False))
def test_the_order_of_the_members_does_not_matter(values: list[float], random: object) -> None:
    asked = [0.05, 0.25, 0.5, 0.95]
    shuffled = list(values)
    random.shuffle(shuffled)
    assert select(values, asked, 64).tolist() == select(shuffled, asked, 64).tolist()
