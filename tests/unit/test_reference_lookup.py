"""Finding rows, figures and priors; unknown ids name their neighbours."""

from __future__ import annotations

import pytest

from holdfast.errors import HoldfastError, InputError
from holdfast.reference import (
    Prior,
    evaluate,
    lifeline_norms,
    near_ids,
    prior,
    row,
    search,
    summary,
    table,
    tables,
    value,
)


def failed(code: str, call: object, *arguments: object) -> HoldfastError:
    assert callable(call)
    with pytest.raises(HoldfastError) as caught:
        call(*arguments)
    assert caught.value.code == code
    return caught.value


@pytest.mark.parametrize(
    ("row_id", "kind", "unit"),
    [
        ("N001", "interval", "L/person/day"),
        ("N005", "number", "L/person/day"),
        ("C001", "number", "kcal/100 g"),
        ("D001", "number", "%"),
        ("L001", "text", "-"),
        ("physics:leak", "number", "-"),
        ("health:OR_heat#2", "number", "-"),
        ("physics:cap_bq", "vector", "-"),
        ("physics:e_lift", "expression", "kWh/m3"),
    ],
)
def test_rows_of_every_table_are_found(row_id: str, kind: str, unit: str) -> None:
    found = row(row_id)
    assert (found.id, found.kind, found.unit) == (row_id, kind, unit)


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("N5", "N005"),
        ("n005", "N005"),
        ("physics:leek", "physics:leak"),
        ("leak", "physics:leak"),
        ("health:kappa", "health:kappa2"),
        ("L0011", "L011"),
    ],
)
def test_an_unknown_id_names_its_neighbours(wrong: str, near: str) -> None:
    error = failed("HF-R010", row, wrong)
    assert near in error.expected
    assert near in near_ids(wrong)


@pytest.mark.parametrize("wrong", ["", "N", "physics:", "zzzzzzzzzz", "\u202eN005", "N005\n", "../norms.csv"])
def test_nonsense_ids_are_refused(wrong: str) -> None:
    failed("HF-R010", row, wrong)


def test_a_repeated_symbol_names_the_numbered_rows() -> None:
    error = failed("HF-R011", row, "health:OR_heat")
    assert [f"health:OR_heat#{i}" in error.expected for i in range(1, 11)] == [True] * 9 + [False]
    assert "working air conditioning" in error.expected
    assert value("health:OR_heat#7") == 0.23


def test_a_refused_figure_says_why() -> None:
    error = failed("HF-R016", row, "C074")
    assert "360" in error.found
    assert "cannot hold" in error.mend


def test_an_unknown_table_names_the_tables() -> None:
    error = failed("HF-R013", table, "norm")
    for name in tables():
        assert name in error.expected


@pytest.mark.parametrize("row_id", ["N001", "N241", "L001", "physics:e_lift", "physics:soc_min"])
def test_no_figure_is_chosen_in_silence(row_id: str) -> None:
    failed("HF-R012", value, row_id)


def test_values_are_those_of_the_tables() -> None:
    assert value("N005") == 15.0
    assert value("physics:kappa") == 0.8
    assert row("physics:cap_bq").value == (
        3.670270705,
        -0.098652414,
        0.000955906,
        0.006552414,
        -0.0000156,
        -0.000131877,
    )
    assert row("N164").low == 30.0
    assert row("N164").high is None
    assert row("N164").bounds == "()"
    assert row("N241").value == (None, None, 0.5)
    assert row("health:req_0-4").low == (1188.0, 1125.0)


def test_priors_carry_their_row_and_unit() -> None:
    assert prior("physics:leak") == Prior(
        id="physics:leak", value=0.15, low=0.05, high=0.35, distribution="beta", unit="-"
    )
    fixed = prior("physics:T_night")
    assert (fixed.low, fixed.value, fixed.high) == (24.0, 24.0, 24.0)
    # A fixed figure with a stated range is still fixed.
    assert (prior("physics:LF_prp").low, prior("physics:LF_prp").high) == (0.7, 0.7)
    # An interval stands for its middle; a stated mode stands for the value.
    assert prior("physics:g_irq10").value == 4.5
    assert prior("health:r_hh").value == 1.05
    # The tables give sd and gsd as columns of their own.
    assert row("physics:MTTR").parameters == {"gsd": 3.0}
    assert row("physics:dT_report").parameters == {"sd": 2.0}
    assert row("physics:rmse_T").parameters == {"rho": 0.8}
    assert row("health:int_dia").support == (0.58, 0.64, 0.83, 0.52, 0.80)


@pytest.mark.parametrize("row_id", ["N001", "N005", "health:thr_CMR", "health:s_eff", "physics:soc_min", "L001"])
def test_a_row_without_a_distribution_is_no_prior(row_id: str) -> None:
    failed("HF-R012", prior, row_id)


def test_every_parameter_that_can_be_sampled_gives_an_ordered_prior() -> None:
    count = 0
    for name in ("physics", "health"):
        for found in table(name):
            try:
                drawn = prior(found.id)
            except InputError:
                continue
            count += 1
            assert drawn.low <= drawn.value <= drawn.high, found.id
            assert drawn.unit == found.unit
    assert count > 180


def test_expressions_are_evaluated_with_named_variables() -> None:
    assert evaluate("physics:e_lift", {"H": 100.0, "eta": 0.5}) == pytest.approx(0.545)
    assert evaluate("physics:h_ce", {"v": 3.0}) == 16.0
    assert evaluate("C239", {"S25": 24.0, "Q10": 1.5}) == pytest.approx(24 * 1.5**-1.5)
    failed("HF-R014", evaluate, "physics:e_lift", {"H": 100.0})
    failed("HF-R014", evaluate, "physics:e_lift", {"H": 100.0, "eta": 0.0})
    failed("HF-R012", evaluate, "N005", {})


def test_search_needs_every_word_and_prefers_names() -> None:
    rows = search("vaccine hold-over")
    assert [found.id for found in rows] == ["physics:t_ilr"]
    assert search("") == ()
    assert search("   ") == ()
    assert search("no such words at all") == ()
    assert search("LEAK") == search("leak")
    ids = [found.id for found in search("leak")]
    assert ids.index("physics:leak") < ids.index("N013") or "leak" in row("N013").name


def test_lifelines_know_their_norms() -> None:
    water = lifeline_norms("water")
    assert (water[0].row.id, water[0].role, water[0].row.value) == ("N005", "threshold", 15.0)
    thresholds = {use.lifeline: use.row for use in lifeline_norms() if use.role == "threshold"}
    assert thresholds["cooling"].value == 35.0
    assert thresholds["cold_chain"].high == 8.0
    assert lifeline_norms("tea") == ()
    assert {use.role for use in lifeline_norms()} == {"threshold", "context"}
    # Threshold rows come first, whatever the order of the table.
    roles = [use.role for use in lifeline_norms()]
    assert roles == sorted(roles, reverse=True)


def test_the_summary_counts_every_row() -> None:
    counts = summary()
    assert sum(counts["norms"].values()) == 294
    assert counts["norms"] == {"read": 111, "read-in-secondary": 107, "memory": 76}
    assert counts["physics"] == {"read": 63, "derived": 27, "measured": 5, "memory": 21, "assumption": 31}
    assert sum(counts["offices"].values()) == 45


@pytest.mark.parametrize(
    ("older", "newer"),
    [("N027", "N026"), ("N006", "N004"), ("N238", "N237")],
)
def test_both_editions_of_a_figure_are_kept(older: str, newer: str) -> None:
    assert row(older).fields["stated"] != row(newer).fields["stated"]
    assert row(older).edition != row(newer).edition or row(older).source != row(newer).source
