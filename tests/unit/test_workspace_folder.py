"""Files are written whole or not at all, and one number by hand does not load the forecast."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from holdfast.errors import InputError
from holdfast.ledger import Statement
from holdfast.workspace import make_folder, open_workspace, stated, statement_line, write_together, write_whole


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("old", encoding="utf-8")
    assert write_whole(path, "new\n") == path
    assert path.read_bytes() == b"new\n"
    assert [file.name for file in tmp_path.iterdir()] == ["report.txt"]


def test_of_several_files_none_is_written_where_one_has_no_place(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a").write_text("old", encoding="utf-8")
    with pytest.raises(InputError, match="HF-W002"):
        write_together([(tmp_path / "a", "new"), (tmp_path / "b", "new")])
    assert (tmp_path / "a").read_text(encoding="utf-8") == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a", "b"]


def test_a_full_disk_leaves_what_stood_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.txt"
    path.write_text("old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left"):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_link_and_a_device_are_written_through(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    write_whole(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text(encoding="utf-8") == "new"
    write_whole(Path(os.devnull), "gone")
    assert not Path(os.devnull).is_file()


def test_a_place_under_a_file_or_a_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for path in (tmp_path / "file" / "x.csv", Path(os.devnull) / "x.csv", tmp_path / "none" / "x.csv"):
        with pytest.raises(InputError, match="HF-W002"):
            write_whole(path, "text")


def test_a_file_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=r"HF-W001 .*: found a file;"):
        open_workspace(tmp_path / "file")


def test_a_folder_under_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="HF-W002"):
        make_folder(tmp_path / "file" / "out")
    assert make_folder(tmp_path / "a" / "b").is_dir()


def test_logging_does_not_load_the_forecast() -> None:
    code = (
        "import sys; from holdfast.workspace import log_number, status; "
        "print(sorted({'numba', 'jinja2', 'holdfast.forecast', 'holdfast.lifelines', 'holdfast.report'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there() -> None:
    import holdfast.workspace as door

    assert {name for name in door.__all__ if getattr(door, name) is None} == set()
    assert set(door.__all__) == set(door._AT_FIRST_USE)
    with pytest.raises(AttributeError, match="no attribute 'plan'"):
        _ = door.plan


def claim(**fields: object) -> Statement:
    return Statement(**({"claim_type": "stock", "item": "diesel"} | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, None),
        ({"value_low": 12345.0, "value_high": 12345.0, "unit": "L"}, "12,345 L"),
        ({"value_low": 2500000.0, "value_high": 2500000.0, "unit": "L"}, "2.5 million L"),
        ({"value_low": 1234567.0, "value_high": 1234567.0, "unit": "persons"}, "1.234567 million people"),
        ({"value_low": 2001.0, "value_high": None, "unit": "persons"}, "at least 2,001 people"),
        ({"value_low": None, "value_high": 95.5, "unit": "L"}, "up to 95.5 L"),
        ({"value_low": 17.0, "value_high": 17.0, "unit": "generators"}, "17 generators"),
        (
            {"value_low": 41.0, "value_high": 41.0, "unit": "cm", "si_low": 5000.0, "si_high": 5200.0, "si_unit": "L"},
            "41 cm = 5,000 to 5,200 L",
        ),
        (
            {
                "value_low": 120.0,
                "value_high": 120.0,
                "unit": "degF",
                "si_low": 440 / 9,
                "si_high": 440 / 9,
                "si_unit": "degC",
            },
            "120° F = 48.89° C",
        ),
        (
            {"value_low": 12345.0, "value_high": 12345.0, "unit": "gal", "si_low": 46730.9083, "si_high": 46730.9083}
            | {"si_unit": "L"},
            "12,345 gal = 46,730.9083 L",
        ),
        ({"value_low": 1 / 3, "value_high": 1 / 3, "unit": "parts"}, "0.3333 parts"),
        ({"value_low": 7.5, "value_high": 15.0, "unit": "L", "per": "person-day"}, "7.5 to 15 L per person and day"),
        ({"si_low": 5100.0, "si_high": 5100.0, "si_unit": "L"}, "5,100 L"),
    ],
)
def test_what_was_claimed_is_repeated_as_claimed(fields: dict[str, object], words: str | None) -> None:
    assert stated(claim(**fields)) == words


def test_a_statement_in_one_line_cannot_steer_the_screen() -> None:
    line = statement_line(claim(place="\x1b[2JCamp", attribution="guards\u202e"))
    assert "\x1b" not in line
    assert "\u202e" not in line
    assert line.startswith("stock of diesel at \N{REPLACEMENT CHARACTER}[2JCamp says guards")
