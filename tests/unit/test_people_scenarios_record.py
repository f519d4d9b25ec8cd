"""A scenario carries its name, assumptions and caveat, has no sum, and nothing else in the package imports one."""

from __future__ import annotations

import ast
import copy
import json
import math
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from holdfast.errors import HoldfastError, InputError, RefusedError
from holdfast.people import Grade, refused_quantities
from holdfast.people import scenarios as room
from holdfast.people.scenarios import (
    NOT_A_FORECAST,
    Assumption,
    Range,
    Scenario,
    drawn,
    from_row,
    given,
    named,
    replaced,
    spread,
)
from holdfast.people.scenarios.record import two_figures

A = Assumption(name="a", value=2.0, low=1.0, high=4.0, source="health:x", status="read", distribution="triangular")
B = Assumption(name="b", value=None, low=None, high=None, source="nobody", status="assumption")
CASES = Range(quantity="cases", p05=1.0, p50=20.0, p95=300.0, unit="persons")


def scenario(**changed: object) -> Scenario:
    parts: dict[str, object] = {
        "name": "if cholera is introduced here",
        "question": "How many?",
        "results": (CASES,),
        "assumptions": (A, B),
    }
    return Scenario(**(parts | changed))  # type: ignore[arg-type]


def test_text_is_one_block_with_range_assumptions_and_caveat() -> None:
    text = str(scenario(notes=("one note",)))
    assert "\n\n" not in text
    assert text.startswith("Scenario: if cholera is introduced here\n" + NOT_A_FORECAST)
    assert "not a forecast" in text
    assert "cases: 20, 1.0 to 300 persons [median, 5-95 %]" in text
    assert "a: 2 (1 to 4) [read; health:x]" in text
    assert "b: unknown [assumption; nobody]" in text
    assert "one note" in text


@pytest.mark.parametrize("name", ["", "  ", "cholera", "test scenario", "1 2 3 4", None, 3, "a  b", "___ ___ ___"])
def test_no_scenario_without_a_condition_in_words(name: object) -> None:
    with pytest.raises(InputError) as caught:
        named(name)
    assert caught.value.code == "HF-P060"
    with pytest.raises(InputError):
        scenario(name=name)


@pytest.mark.parametrize("name", ["if cholera is introduced", "إذا دخلت الكوليرا المخيم", "اگر وبا وارد شود"])
def test_a_condition_may_be_in_any_language(name: str) -> None:
    assert scenario(name=f" {name}\n").name == name


@pytest.mark.parametrize(
    "changed",
    [
        {"assumptions": ()},
        {"assumptions": (A, A)},
        {"results": ()},
        {"not_a_forecast": "trust me"},
        {"grade": Grade.FORECAST},
        {"grade": Grade.THRESHOLD},
    ],
)
def test_an_incomplete_scenario_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(InputError) as caught:
        scenario(**changed)
    assert caught.value.code == "HF-P062"


@pytest.mark.parametrize(
    "points", [(2.0, 1.0, 3.0), (1.0, 4.0, 3.0), (math.nan, 1.0, 2.0), (0.0, 1.0, math.inf), (3.0, None, 2.0)]
)
def test_a_range_is_finite_and_in_order(points: tuple[float, float | None, float]) -> None:
    with pytest.raises(InputError) as caught:
        Range(quantity="q", p05=points[0], p50=points[1], p95=points[2], unit="-")
    assert caught.value.code == "HF-P062"


@pytest.mark.parametrize(
    "changed",
    [
        {"low": 3.0},
        {"distribution": "cauchy"},
        {"distribution": "loguniform", "low": 0.0},
        {"high": math.inf},
        {"name": " "},
        {"source": ""},
        {"status": ""},
        {"unit": ""},
    ],
)
def test_an_assumption_has_a_name_a_source_and_an_order(changed: dict[str, object]) -> None:
    parts = {"name": "a", "value": 2.0, "low": 1.0, "high": 4.0, "source": "s", "status": "read"}
    with pytest.raises(InputError) as caught:
        Assumption(**(parts | changed))  # type: ignore[arg-type]
    assert caught.value.code == "HF-P062"


def test_nothing_adds_up() -> None:
    one = scenario()
    sums = (
        lambda: one + one,
        lambda: one + 1,
        lambda: 1 + one,
        lambda: sum([one, one]),
        lambda: sum([one], start=0.0),
        lambda: CASES + CASES,
        lambda: sum(one.results),
        lambda: np.sum(np.array([one, one], dtype=object)),
        lambda: np.add(2.0, CASES),
    )
    for attempt in sums:
        with pytest.raises(RefusedError) as caught:
            attempt()
        assert caught.value.code == "HF-P061"
    with pytest.raises(TypeError):
        float(one)  # type: ignore[arg-type]
    assert not hasattr(CASES, "mean")


def test_order_of_assumptions_changes_nothing() -> None:
    assert scenario(assumptions=(B, A)) == scenario(assumptions=(A, B))
    assert str(scenario(assumptions=(B, A))) == str(scenario(assumptions=(A, B)))
    assert copy.deepcopy(scenario()) == scenario() == pickle.loads(pickle.dumps(scenario()))


def test_everything_is_in_one_plain_value() -> None:
    held = json.loads(json.dumps(scenario().as_dict()))
    assert held["grade"] == "SCENARIO"
    assert held["assumptions"][0]["name"] == "a"
    assert held["results"][0]["p95"] == 300.0
    assert "not a forecast" in held["not_a_forecast"]


def test_results_and_assumptions_are_found_by_name() -> None:
    one = scenario()
    assert one.result("cases") is CASES
    assert one.assumption("a") is A
    for look in (lambda: one.result("deaths"), lambda: one.result("cases", "x"), lambda: one.assumption("c")):
        with pytest.raises(InputError) as caught:
            look()
        assert caught.value.code == "HF-P066"


def test_draws_do_not_depend_on_order_or_number() -> None:
    many = drawn((A, from_row("health:R0_chol", "r")), members=500, seed=3)
    few = drawn((from_row("health:R0_chol", "r"), A), members=60, seed=3)
    alone = drawn((A,), members=60, seed=3)
    other = drawn((A,), members=60, seed=4)
    for name in ("a", "r"):
        assert np.array_equal(many[name][:60], few[name])
    assert np.array_equal(few["a"], alone["a"])
    assert not np.array_equal(alone["a"], other["a"])
    assert 1.0 <= many["a"].min() < many["a"].max() <= 4.0
    assert "b" not in drawn((A, B), members=60, seed=0)


def test_drawn_together_rise_together() -> None:
    twin = Assumption(name="t", value=20.0, low=10.0, high=40.0, source="s", status="read", distribution="triangular")
    draws = drawn((A, twin), members=200, seed=0, together={"a": "both", "t": "both"})
    assert np.allclose(draws["t"], 10.0 * draws["a"])
    apart = drawn((A, twin), members=200, seed=0)
    assert abs(np.corrcoef(apart["a"], apart["t"])[0, 1]) < 0.2


def test_too_few_draws() -> None:
    with pytest.raises(InputError) as caught:
        drawn((A,), members=39, seed=0)
    assert caught.value.code == "HF-P063"


def test_replacing_an_assumption() -> None:
    mine = given("a", (2.0, 3.0))
    assert replaced((B, A), (mine,)) == (mine, B) == replaced((A, B), (mine,))
    for faulty in ((mine, mine), (given("a", 1.0, unit="d"),), (Assumption(**(fields(A) | {"value": None})),)):
        with pytest.raises(InputError) as caught:
            replaced((A, B), faulty)
        assert caught.value.code == "HF-P063"
    with pytest.raises(InputError) as caught:
        replaced((A,), (given("c", 1.0),))
    assert caught.value.code == "HF-P066"


def fields(one: Assumption) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def test_what_the_caller_gave_says_so() -> None:
    assert (given("g", 3.0).status, given("g", 3.0).distribution) == ("given", "fixed")
    assert given("g", (1.0, 3.0)).value == 2.0
    assert spread("q", np.arange(101.0), unit="d") == Range(quantity="q", p05=5.0, p50=50.0, p95=95.0, unit="d")


def test_shape_of_our_own_is_said() -> None:
    assert "triangular" in from_row("health:CFR_u", "f", distribution="triangular").note
    assert from_row("health:R0_chol", "r").note == ""


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.0, "0"), (0.0123, "0.012"), (9.96, "10.0"), (123456.0, "120,000"), (-3.44, "-3.4"), (0.0501, "0.050")],
)
def test_two_figures(number: float, text: str) -> None:
    assert two_figures(number) == text


def test_refused_calls_say_why_and_what_to_ask() -> None:
    calls = {
        room.adult_deaths_by_ration: "adult_deaths_by_ration",
        room.all_cause_deaths: "all_cause_deaths",
        room.child_energy_balance: "child_energy_balance",
        room.diarrhoea_by_litres: "diarrhoea_by_litres",
        room.deaths_by_odds_ratio: "deaths_by_odds_ratio",
        room.famine_classification: "famine_classification",
    }
    for call, what in calls.items():
        assert what in refused_quantities()
        with pytest.raises(RefusedError) as caught:
            call(1300, days=90, persons=3000)
        assert caught.value.code == "HF-P001"
        assert caught.value.where == what
        assert "docs/people/refused.md" in caught.value.mend
        assert isinstance(caught.value, HoldfastError)


def imported(source: str) -> set[str]:
    """Modules that a source imports, by any of the statements there are, and those it names to import them later."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Call):
            found |= {one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return found


def reads_a_scenario(source: str) -> bool:
    return any(name.startswith("holdfast.people.scenarios") for name in imported(source))


def test_no_other_part_of_the_package_imports_a_scenario(root: Path) -> None:
    """Off by default: neither the room's own front door, nor a run, a report or a command reads one."""
    package = root / "src" / "holdfast"
    own = package / "people" / "scenarios"
    sources = [path for path in package.rglob("*.py") if own not in path.parents]
    assert len(sources) > 100
    assert [path.relative_to(package).as_posix() for path in sources if reads_a_scenario(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "line",
    [
        "from holdfast.people.scenarios import heat_deaths",
        "from holdfast.people import population, scenarios",
        "import holdfast.people.scenarios.children as c",
        "importlib.import_module('holdfast.people.scenarios')",
    ],
)
def test_the_search_above_finds_an_import(line: str) -> None:
    assert reads_a_scenario(f"def f():\n    {line}\n")
    assert not reads_a_scenario("from holdfast.people import population\nx = 'holdfast.people.scenarios'\n")


def test_nothing_that_runs_by_itself_loads_a_scenario() -> None:
    rooms = "people lifelines forecast report workspace cli.main".split()
    code = "; ".join(["import sys", *(f"import holdfast.{one}" for one in rooms)])
    code += "; print([name for name in sys.modules if name.startswith('holdfast.people.scenarios')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_front_door_lists_what_is_there() -> None:
    assert all(hasattr(room, name) for name in room.__all__)
