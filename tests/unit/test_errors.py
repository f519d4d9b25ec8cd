"""Every error says where, what, what else and how to mend it, and every code is triggered by some test."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest

from holdfast.errors import HoldfastError, SiteError, error_codes


def test_error_prints_its_five_parts() -> None:
    error = SiteError("HF-S001", where="site.toml", found="-4", expected="above 0", mend="write the reading")
    assert str(error) == "HF-S001 site.toml: found -4; expected above 0. To mend: write the reading"
    assert error.as_dict()["mend"] == "write the reading"


def test_error_survives_pickling() -> None:
    error = SiteError("HF-S001", where="a", found="b", expected="c", mend="d")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is SiteError
    assert again.as_dict() == error.as_dict()


def test_codes_are_unique_and_well_formed() -> None:
    codes = [row.code for row in error_codes()]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"HF-[A-Z]\d{3}", code) for code in codes)
    assert all(row.title and row.meaning and row.mend for row in error_codes())


def raised_codes(root: Path) -> set[str]:
    """Codes that stand in the source as string literals."""
    sources = "\n".join(path.read_text("utf-8") for path in (root / "src").rglob("*.py"))
    return set(re.findall(r"[\"'](HF-[A-Z]\d{3})[\"']", sources))


def test_every_code_in_the_source_is_in_the_table_and_back(root: Path) -> None:
    assert raised_codes(root) == {row.code for row in error_codes()}


@pytest.mark.parametrize("code", [row.code for row in error_codes()])
def test_every_code_is_triggered_by_a_test(code: str, root: Path) -> None:
    here = Path(__file__)
    tests = (path for path in (root / "tests").rglob("test_*.py") if path != here)
    assert any(code in path.read_text("utf-8") for path in tests), f"no test triggers {code}"


def test_base_class_is_an_exception() -> None:
    with pytest.raises(HoldfastError) as caught:
        raise SiteError("HF-S001", where="a", found="b", expected="c", mend="d")
    assert caught.value.code == "HF-S001"
