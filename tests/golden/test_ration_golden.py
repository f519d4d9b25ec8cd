"""Golden answers of `holdfast ration` for the examples and for a basket with every kind of gap.

To renew them after a change that was meant: ``HOLDFAST_RENEW=1 pytest tests/golden/test_ration_golden.py``, then read
the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from holdfast.cli import main

HERE = Path(__file__).parent / "ration"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
GAPS = """item;quantity;unit;kcal_per_100g
millet;300;g;
CSB+;50;g;
RUTF;1;sachet;
soya-fortified sorghum grits;50;g;
tahini;20;g;
oil;0,03;L;
salt;15;g;
local biscuit;40;g;440
"""
CASES = {
    "wfp": ["ration-wfp.csv"],
    "wfp-plan": [
        "ration-wfp.csv", "--people", "3000", "--days", "30", "--temperature", "10", "--activity", "moderate",
        "--losses", "landlocked", "--fuel-kg", "0.05", "--water-l", "1.5",
    ],
    "ar": ["ration-ar.csv"],
    "fa": ["ration-fa.csv", "--temperature", "38"],
    "gaps": ["gaps.csv", "--fuel", "firewood", "--fuel-kg", "0.3"],
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_printed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in EXAMPLES.glob("ration-*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "gaps.csv").write_text(GAPS, "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main.run(["ration", *CASES[name]])
    assert not end.value.code
    printed = capsys.readouterr().out
    stored = HERE / f"{name}.txt"
    if os.environ.get("HOLDFAST_RENEW"):
        stored.write_text(printed, "utf-8")
    assert printed == stored.read_text("utf-8")
