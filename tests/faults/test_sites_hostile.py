"""Files that are no site: a clear error at once, never a traceback of the parser."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.errors import SiteError
from holdfast.sites import check_site, load_site, prior_draws, read_site
from sites_samples import SMALL, fault_of

HEADLINE = '[site]\nid = "a"\nname = "A"\n'


def write(folder: Path, content: bytes) -> Path:
    (folder / "site.toml").write_bytes(content)
    return folder


def code_of(folder: Path) -> str:
    with pytest.raises(SiteError) as caught:
        load_site(folder)
    return caught.value.code


@pytest.mark.parametrize(
    "content",
    [bytes(range(256)), b"\x00" * 100, b"\xff\xfe[\x00s\x00", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", b"SQLite format 3\x00" + b"\x01" * 50],
)  # fmt: skip
def test_binary_junk(content: bytes, tmp_path: Path) -> None:
    assert code_of(write(tmp_path, content)) == "HF-S002"


def test_fifty_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    with (tmp_path / "site.toml").open("wb") as file:
        file.truncate(50_000_000)
    started = time.perf_counter()
    assert code_of(tmp_path) == "HF-S002"
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("text", ["a = " + "[" * 50_000 + "]" * 50_000, "a = " + "{a = " * 5_000 + "1" + "}" * 5_000])
def test_deep_nesting(text: str) -> None:
    assert fault_of(HEADLINE + text).code == "HF-S002"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[site]\nid = "a"\nid = "b"\n', "line 3"),
        ("[site]\n[site]\n", "line 2"),
        ('[site]\nname = "open\n', "line 2"),
        ("[site\n", "line 1"),
        ("[site]\nstart = 2015-02-30T00:00:00\n", "line 2"),
        ("[site]\nid = \n", "line 2"),
        ("[site]\nx = 1__0\n", "line 2"),
        ('[site]\nname = "a\x00b"\n', "line 2"),
    ],
)
def test_syntax_error_names_the_line(text: str, line: str) -> None:
    error = fault_of(text)
    assert error.code == "HF-S002"
    assert line in error.where


def test_a_number_of_ten_thousand_digits() -> None:
    assert fault_of(HEADLINE + "[[people]]\nid = 'p'\ncount = " + "9" * 10_000).code == "HF-S002"


@pytest.mark.parametrize(
    "text",
    [
        "", "site = 3", "site = []", 'site = "a"', "[[site]]\nid = 'a'", "people = 3", HEADLINE + "people = [1, 2]",
        HEADLINE + "people = [[]]", HEADLINE + "water = 3", HEADLINE + "gate = []", HEADLINE + "sources = 3",
        HEADLINE + "packages = []", HEADLINE + "failures = 3", HEADLINE + "checks = 3", HEADLINE + "gate = {deliveries = 3}",
        HEADLINE + "gate = {deliveries = [1]}", HEADLINE + "gate = {deliveries = [{}]}",
        HEADLINE + "gate = {deliveries = [{commodity = 3}]}", HEADLINE + "shelters = [{id = 's', cooling = 3}]",
        HEADLINE + "source = 3", "[site]\nid = 3\nname = 3", HEADLINE + "timezone = 3", HEADLINE + "timezone = '../../etc'",
        HEADLINE + "[[people]]\nid = 'p'\nsource = 3", HEADLINE + "[[people]]\nid = 'p'\nsource = []",
        HEADLINE + "[[loads]]\nid = 'water'\npriority = 99999999999999999999", HEADLINE + "latitude_deg = 1" + "0" * 300,
        HEADLINE + "exercise = 'yes'", HEADLINE + "start = 3", HEADLINE + "start = 07:30:00", HEADLINE + "gate = {closed_since = 3}",
        HEADLINE + "gate = {closed_since = 'soon'}", HEADLINE + "[checks.silenced]\na = 3",
        HEADLINE + "[[stores]]\nid = 's'\ncommodity = 'diesel'\nunit = 'gal'",
        HEADLINE + "[failures.water]\nthreshold = nan", HEADLINE + "[[tanks]]\nid = 't'\ndip = [3]",
    ],
)  # fmt: skip
def test_wrong_shapes_are_site_errors(text: str) -> None:
    error = fault_of(text)
    assert error.code.startswith("HF-S0")
    assert "Traceback" not in str(error)
    assert "pydantic" not in str(error)


def test_text_that_runs_on_is_refused() -> None:
    assert fault_of(f'[site]\nid = "a"\nname = "{"n" * 1000}"\n').field == "name"


@pytest.mark.parametrize("name", ["a" * 5000, "a\x00b"])
def test_a_name_no_file_can_have(name: str, tmp_path: Path) -> None:
    assert code_of(tmp_path / name) == "HF-S001"


def test_carriage_returns_count_as_the_reader_counts_them() -> None:
    text = SMALL.replace("count = 2000", "count = -1  # \u2028 a stray separator").replace("\n", "\r\n")
    line = fault_of(text).faults[0].line
    assert line is not None
    assert "count = -1" in text.split("\n")[line - 1]


def test_a_folder_named_site_toml(tmp_path: Path) -> None:
    (tmp_path / "site.toml").mkdir()
    assert code_of(tmp_path) == "HF-S001"


def test_a_file_of_faults_ends_soon() -> None:
    text = HEADLINE + "[water]\n" + "".join(f"feild_{n} = {n}\n" for n in range(50_000))
    started = time.perf_counter()
    error = fault_of(text)
    assert len(error.faults) == 200
    assert time.perf_counter() - started < 5.0


SCALARS = st.one_of(
    st.integers(-(10**25), 10**25).map(str), st.floats().map(lambda x: repr(x).replace("inf", "inf")),
    st.booleans().map(lambda x: str(x).lower()), st.sampled_from(['"unknown"', '""', '"9,000 L"', '"½"', "[]", "{}", "[1]",
    "{low = 1}", "{low = 1, high = 0}", "{value = 1, low = 0, high = 2}", '{value = 1, unit = "kWh"}', "1979-05-27"]),
)  # fmt: skip
LINES = st.sampled_from([line for line in SMALL.splitlines() if "=" in line])


@settings(max_examples=150)
@given(LINES, SCALARS)
def test_any_scalar_in_any_place_is_read_or_refused_by_name(line: str, scalar: str) -> None:
    """One line of a sound camp holds something else: the site loads and can be drawn, or the error has a code."""
    name = line.partition("=")[0]
    try:
        site = read_site(SMALL.replace(line, f"{name}= {scalar}", 1))
    except SiteError as error:
        refused = error.code
    else:
        check_site(site)
        prior_draws(site, 3, 1)
        refused = None
    assert refused is None or refused.startswith("HF-S0")


@settings(max_examples=150)
@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_site(text)
    except SiteError as error:
        refused = error.code
    else:
        refused = None  # hardly ever: the text would have to hold a site
    assert refused is None or refused.startswith("HF-S0")
