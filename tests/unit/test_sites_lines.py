"""A fault names the line of its field, or of its table."""

from __future__ import annotations

import pytest

from holdfast.sites.lines import line_of
from sites_samples import SMALL, fault_of, swap

TEXT = """# a comment
[site]
id = "a"
people = [{id = "p"}]
[[shelters]]
id = "t"
count = 3
[shelters.cooling]   # units
set_point_c = 27
[[shelters]]
id = "u"
cooling = {set_point_c = 27}
[[tanks]]
id = "raw"
[[tanks]]
id = "treated"
  level_m3 = 3
[[gate.deliveries]]
commodity = "diesel"
quantity_per_day = 3
["failures"]
"""


@pytest.mark.parametrize(
    ("asset", "field", "line"),
    [
        ("site", "id", 3),
        ("site", "name", 2),
        ("site", "", 2),
        ("shelters.t", "count", 7),
        ("shelters.t.cooling", "set_point_c", 9),
        ("shelters.u", "cooling", 12),
        ("shelters.u.cooling", "set_point_c", 10),
        ("tanks.raw", "level_m3", 13),
        ("tanks.treated", "level_m3", 17),
        ("tanks[2]", "level_m3", 17),
        ("gate.deliveries.diesel", "quantity_per_day", 20),
        ("tanks.nowhere", "level_m3", None),
        ("tanks[3]", "level_m3", None),
        ("wells.w", "", None),
        ("", "", None),
        ("people.p", "count", None),
    ],
)
def test_line(asset: str, field: str, line: int | None) -> None:
    assert line_of(TEXT, asset, field) == line


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("count = 2000", "count = -1"),
        ("= 9000", "= nan"),
        ("rated_kw", "ratedkw"),
        ("temp_max_c = 45", "temp_max_c = 99"),
    ],
)
def test_fault_of_a_file_has_the_line_of_its_field(old: str, new: str) -> None:
    text = swap(SMALL, {old: new})
    error = fault_of(text)
    line = error.faults[0].line
    assert line is not None
    assert new in text.splitlines()[line - 1]
    assert f"line {line}" in error.where


def test_contradiction_between_fields_has_a_line_too() -> None:
    text = swap(SMALL, {"level_m3 = 200": "level_m3 = 300"})
    line = fault_of(text).faults[0].line
    assert line is not None
    assert text.splitlines()[line - 1] == "level_m3 = 300"
