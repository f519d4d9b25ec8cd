"""``holdfast reference``: plain lines, JSON with its class, errors with a way out."""

from __future__ import annotations

import json
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from holdfast.cli.reference import register
from holdfast.errors import HoldfastError
from holdfast.reference import offices, table, tables


def run(*arguments: str) -> tuple[int, str, BaseException | None]:
    app = typer.Typer()
    register(app)

    @app.callback()
    def root() -> None:
        """Stand for the program."""

    result = CliRunner().invoke(app, ["reference", *arguments])
    return result.exit_code, result.stdout, result.exception


def payload(*arguments: str) -> dict[str, Any]:
    code, out, _ = run(*arguments, "--json")
    assert code == 0
    read: dict[str, Any] = json.loads(out)
    return read


def test_a_row_is_printed_with_figure_source_status_and_limits() -> None:
    code, out, _ = run("show", "N001")
    assert code == 0
    for words in ("2.5 to 3 L/person/day", "Sphere Handbook", "read-in-secondary", "0 to 100", "https://"):
        assert words in out


@pytest.mark.parametrize(
    ("row_id", "words"),
    [
        ("N164", "more than 30 d"),
        ("N170", "less than 14 d"),
        ("N211", "115 to under 125 mm"),
        ("N158", "at least 19 score"),
        ("C190", "at most 4.5 %"),
        ("N243", "work 40 min/h; rest 20 min/h; water 0.75 qt/h"),
        ("N241", "work none set; rest none set; water 0.5 qt/h"),
        ("N190", "lowest band less than 1 "),
        ("physics:e_lift", "0.002725 * H / eta kWh/m3, with H: lift [m]"),
        ("physics:leak", "low 0.05, high 0.35"),
        ("physics:MTTR", "gsd 3"),
        ("health:int_dia", "one of 0.58, 0.64, 0.83, 0.52, 0.8"),
        ("physics:MTTR", "source            none"),
        ("L001", "custom as restated"),
        ("O005", "2013-02-01"),
        ("D001", "population share, 0, male"),
    ],
)
def test_every_kind_of_row_reads_plainly(row_id: str, words: str) -> None:
    code, out, _ = run("show", row_id)
    assert code == 0
    assert words in out


def test_json_carries_its_class_and_typed_values() -> None:
    row = payload("show", "N005")
    assert row["class"] == "LOW"
    assert next(iter(row)) == "class"
    assert (row["id"], row["value"], row["unit"], row["per"]) == ("N005", 15.0, "L/person/day", ["person-day"])
    assert row["fields"]["level"] == "minimum"
    vector = payload("show", "N241")
    assert vector["value"] == [None, None, 0.5]
    assert payload("show", "O009")["end"] is None


def test_lists_and_searches() -> None:
    code, out, _ = run("list")
    assert code == 0
    assert "norms         294" in out
    assert len(run("list", "law")[1].splitlines()) == 53
    assert len(run("list", "offices")[1].splitlines()) == 45
    assert [row["id"] for row in payload("search", "vaccine", "hold-over")["rows"]] == ["physics:t_ilr"]
    assert payload("list")["tables"]["law"] == {"read": 24, "memory": 29}
    assert len(payload("list", "health")["rows"]) == 98
    code, out, _ = run("search", "nothing holds these words")
    assert (code, out) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "N999"), "HF-R010"),
        (("show", "health:OR_heat"), "HF-R011"),
        (("show", "C074"), "HF-R016"),
        (("list", "normz"), "HF-R013"),
    ],
)
def test_what_is_not_there_is_an_error_with_a_way_out(arguments: tuple[str, ...], code: str) -> None:
    exit_code, _, error = run(*arguments)
    assert exit_code != 0
    assert isinstance(error, HoldfastError)
    assert error.code == code
    assert error.mend


def test_every_row_id_can_be_printed_both_ways() -> None:
    from holdfast.reference import as_dict, brief, describe

    for entry in (*(row for name in tables() for row in table(name)), *offices()):
        text = describe(entry)
        assert text.startswith(entry.id)
        assert entry.status in text
        assert "\n\n" not in text
        assert "None" not in text
        assert json.loads(json.dumps(as_dict(entry), allow_nan=False))["id"] == entry.id
        assert "\n" not in brief(entry)
