"""Cut-offs of acute malnutrition and of IPC: crossed or not, and never a classification."""

from __future__ import annotations

import math
from typing import Any

import pytest

from holdfast.errors import InputError
from holdfast.people import Grade, gam_band, ipc_cut_offs
from holdfast.people.rates.cutoffs import _IPC_GAM, _IPC_OUTCOMES, _WHO_GAM
from holdfast.reference import row


@pytest.mark.parametrize(
    ("share", "band"),
    [(0.0, 1), (0.0499, 1), (0.05, 2), (0.0999, 2), (0.1, 3), (0.15, 4), (0.2999, 4), (0.3, 5), (1, 5)],
)
def test_a_share_equal_to_a_cut_off_crosses_it(share: float, band: int) -> None:
    assert gam_band(share).band == band


def test_a_share_from_counts_is_not_lost_to_rounding() -> None:
    for count, of, band in ((3, 20, 4), (6, 20, 5), (29, 290, 3), (7, 140, 2)):
        assert gam_band(count / of).band == band


def test_the_older_classes_end_at_fifteen_per_cent() -> None:
    assert [gam_band(share, table="who").band for share in (0.04, 0.07, 0.12, 0.35)] == [1, 2, 3, 4]


def test_every_row_of_the_tables_states_a_lower_end() -> None:
    for one in (*_IPC_GAM, *_WHO_GAM, *(row_id for row_id, _ in _IPC_OUTCOMES.values())):
        of = row(one)
        assert isinstance(of.value if of.kind == "number" else of.low, float), one
    # The table is without gaps: each band begins where the one below it ends, to the printed tenth of a per cent.
    lows = [gam_band(0.0).cut_offs[n].value for n in range(4)]
    assert lows == [5, 10, 15, 30]
    assert row("N143").value == lows[0]  # phase 1 is below the first cut-off


def test_what_was_recalled_is_said_to_be() -> None:
    assert any("N144" in note for note in gam_band(0.2).notes)
    assert not any("Recalled" in note for note in ipc_cut_offs(gam_fraction=0.2)[0].notes)


def test_each_figure_is_held_by_itself() -> None:
    made = ipc_cut_offs(
        households_lacking_fraction=0.25,
        gam_fraction=0.31,
        crude_rate_per_10000_day=1.9,
        under5_rate_per_10000_day=4.0,
    )
    assert [one.cut_offs[0].crossed for one in made] == [True, True, False, True]
    assert [one.cut_offs[0].value for one in made] == [20, 30, 2, 4]
    assert all(one.grade is Grade.THRESHOLD for one in made)
    assert all(one.sources for one in made)


def test_no_word_of_a_classification() -> None:
    made = (gam_band(0.4), *ipc_cut_offs(households_lacking_fraction=0.9, gam_fraction=0.9, crude_rate_per_10000_day=9))
    text = " ".join(str(one) + " ".join(one.notes) + one.name for one in made).lower()
    assert "crossed" in text
    assert "famine" not in text
    assert "phase" not in text
    assert "analysts" in text


def test_a_guessed_share_is_a_scenario() -> None:
    one = gam_band(0.2, input_reasons=("the survey is 90 days old",))
    assert one.grade is Grade.SCENARIO
    assert any("90 days" in note for note in one.notes)


@pytest.mark.parametrize("share", [-0.1, 12.0, 1.01, math.nan, math.inf])
def test_a_share_outside_its_range_is_refused(share: float) -> None:
    for call in (lambda: gam_band(share), lambda: ipc_cut_offs(households_lacking_fraction=share)):
        with pytest.raises(InputError) as caught:
            call()
        assert caught.value.code == "HF-P007"


def test_per_cent_given_as_a_share_is_asked_about() -> None:
    with pytest.raises(InputError, match=r"0\.12 meant"):
        gam_band(12.0)


@pytest.mark.parametrize(
    "given",
    [{}, {"crude_rate_per_10000_day": -1}, {"crude_rate_per_10000_day": 365}, {"under5_rate_per_10000_day": math.nan}],
)
def test_a_rate_of_another_unit_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        ipc_cut_offs(**given)
    assert caught.value.code == "HF-P007"


def test_another_table_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        gam_band(0.1, table="cdc")
    assert caught.value.code == "HF-P007"
