"""`holdfast ration`, from file to printed answer, in plain words, as JSON with its class, and with exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from holdfast.cli import main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
WFP = str(EXAMPLES / "ration-wfp.csv")


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main.run(["ration", *arguments])
        said = capsys.readouterr()
        return int(end.value.code or 0), said.out, said.err

    return run


def test_the_plain_answer(call: Any) -> None:
    code, out, _ = call(WFP)
    assert code == 0
    assert out.startswith("class HIGH\n")
    for words in (
        "Maize meal",
        "2,112 kcal (2,110 to 2,112 by the sources)",
        "need     2,100 kcal",
        "(N117): met",
        "C037",
    ):
        assert words in out


def test_json_has_its_class_and_the_same_figures(call: Any) -> None:
    code, out, _ = call(WFP, "--people", "3000", "--days", "30", "--fuel-kg", "0.045", "--json")
    answer = json.loads(out)
    assert code == 0
    assert next(iter(answer)) == "class"
    assert answer["class"] == "HIGH"
    assert answer["energy_kcal"]["value"] == pytest.approx(2112.25)
    assert answer["grade"] == "THRESHOLD"
    assert answer["tonnage"]["dispatched_t"] == pytest.approx(49.95)
    assert answer["edible"]["limited_by"] == "fuel"
    assert answer["need"]["of"] == "edible"
    assert answer["need"]["below_by_planning_figures"] is True
    assert len(answer["items"]) == 6
    assert {"N115", "C263", "N132"} <= set(answer["sources"])


def test_the_check_holds_what_can_be_eaten_against_the_need(call: Any, tmp_path: Path) -> None:
    """600 g of rice without fire: handed out it meets 2,100 kcal, eaten it is nothing."""
    file = tmp_path / "r.csv"
    file.write_text("item,quantity,unit\nrice,600,g\n")
    answer = json.loads(call(str(file), "--fuel-kg", "0", "--json")[1])
    check = answer["checks"][0]
    assert (check["what"], check["value"], check["verdict"]) == (
        "energy that can be eaten, against the planning figure",
        0.0,
        "below",
    )
    assert answer["need"]["verdict"] == "below"
    assert json.loads(call(str(file), "--json")[1])["checks"][0]["verdict"] == "met"


def test_enough_at_the_usual_need_is_not_enough_at_the_highest(call: Any, tmp_path: Path) -> None:
    file = tmp_path / "r.csv"
    file.write_text("item,quantity,unit\nrice,600,g\n")
    usual = json.loads(call(str(file), "--fuel-kg", "5", "--json")[1])["edible"]["fuel_need_kg"]
    out = call(str(file), "--fuel-kg", f"{usual['value'] * 1.01:.6f}")[1]
    share = 100 * usual["value"] * 1.01 / usual["high"]
    assert f"at the usual need; at the highest need {share:.0f} %" in out
    assert "nothing limits it" in call(str(file), "--fuel-kg", "5")[1]


def test_numbers_may_be_typed_in_three_scripts(call: Any) -> None:
    answers = [
        json.loads(call(WFP, "--people", people, "--days", days, "--temperature", cold, "--json")[1])
        for people, days, cold in (("3000", "30", "7.5"), ("٣٬٠٠٠", "٣٠", "٧٫٥"), ("۳۰۰۰", "۳۰", "۷٫۵"), ("3,000", "30", "7,5"))
    ]  # fmt: skip
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["need"]["kcal"] == pytest.approx(2350)


def test_cold_activity_and_losses(call: Any) -> None:
    answer = json.loads(call(WFP, "--temperature", "-5", "--activity", "heavy", "--losses", "port", "--json")[1])
    assert answer["need"]["kcal"] == 2950
    assert answer["need"]["dispatched_kcal"] == pytest.approx(2950 * 1.05)
    assert answer["checks"][0]["verdict"] == "below"
    assert answer["checks"][0]["norm_low"] == 2950


def test_a_script_can_ask_for_bad_news(call: Any) -> None:
    assert call(WFP, "--fail-on-breach")[0] == 0
    code, out, _ = call(WFP, "--temperature", "10", "--fail-on-breach")
    assert code == 1
    assert "kcal short" in out
    assert call(WFP, "--water-l", "0", "--fail-on-breach")[0] == 1
    assert call(WFP, "--temperature", "10")[0] == 0


def test_totals(call: Any, tmp_path: Path) -> None:
    path = tmp_path / "store.csv"
    path.write_text("item,quantity,unit\nrice,36,t\noil,2.25,t\n", "utf-8")
    answer = json.loads(call(str(path), "--total", "--people", "3000", "--days", "30", "--json")[1])
    assert [item["grams"] for item in answer["items"]] == pytest.approx([400, 25])
    assert answer["tonnage"]["dispatched_t"] == pytest.approx(38.25)
    code, _, err = call(str(path))
    assert code == 2
    assert "HF-P049" in err
    assert "36,000 kg of Rice, polished" in err
    assert "--total --people N --days D" in err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nofile.csv"], "HF-P047"),
        (["."], "HF-P047"),
        ([WFP, "--people", "many"], "HF-P042"),
        ([WFP, "--people", "-3", "--days", "3"], "HF-P042"),
        ([WFP, "--people", "0", "--days", "3"], "HF-P046"),
        ([WFP, "--temperature", "104"], "HF-P046"),
        ([WFP, "--activity", "extreme"], "HF-P046"),
        ([WFP, "--losses", "sea"], "HF-P046"),
        ([WFP, "--fuel", "dung", "--fuel-kg", "1"], "HF-P046"),
        ([WFP, "--fuel-kg", "900"], "HF-P046"),
        ([WFP, "--total"], "HF-P046"),
        ([WFP, "--nonsense"], "HF-C002"),
        ([], "HF-C002"),
    ],
)
def test_bad_input_ends_with_two_and_a_way_out(call: Any, arguments: list[str], code: str) -> None:
    ended, out, err = call(*arguments)
    assert ended == 2
    assert code in out + err
    assert "Traceback" not in err


def test_every_fault_of_a_file_on_the_screen_and_as_json(call: Any, tmp_path: Path) -> None:
    path = tmp_path / "basket.csv"
    path.write_text("الصنف,الكمية,الوحدة\nخبز,٤٠٠,غرام\nأرز,-٤٠٠,غرام\n", "utf-8")
    code, out, err = call(str(path), "--json")
    assert code == 2
    assert json.loads(out)["error"]["code"] == "HF-P049"
    for words in ("row 2, column item", "row 3, column quantity", "Bread, pita, white"):
        assert words in err


def test_a_temperature_may_be_below_zero_and_its_error_does_not_ask_for_a_mass(call: Any) -> None:
    assert call(WFP, "--temperature", "-10")[0] == 0
    code, _, err = call(WFP, "--temperature", "cold")
    assert (code, "HF-P042" in err, "0 or more" in err) == (2, True, False)
    assert "HF-P046" in call(WFP, "--temperature", "-300")[2]


def test_help_shows_an_example(call: Any) -> None:
    code, out, _ = call("--help")
    assert code == 0
    assert "holdfast ration examples/ration-wfp.csv" in " ".join(out.split())
    assert "--fail-on-breach" in out
