"""The front door of people: every name loads at first use, and the hour loop does not wait for rations and rates."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import holdfast.people

FOLDER = Path(holdfast.people.__file__).parent


def test_every_name_is_there_and_typed() -> None:
    stub = ast.parse((FOLDER / "__init__.pyi").read_text("utf-8"))
    typed = {
        (node.module, alias.name) for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    parts = holdfast.people._AT_FIRST_USE.items()
    assert typed == {(f"holdfast.people.{module}", name) for module, names in parts for name in names.split()}
    assert len(holdfast.people.__all__) == len(set(holdfast.people.__all__)) == len(typed)
    for name in holdfast.people.__all__:
        assert getattr(holdfast.people, name) is not None
    assert dir(holdfast.people) == holdfast.people.__all__


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="nobody"):
        _ = holdfast.people.nobody
    with pytest.raises(ImportError):
        from holdfast.people import nobody  # noqa: F401


def test_no_name_is_hidden_by_a_folder() -> None:
    """Importing a folder puts its name into the room: a call of that name would be gone."""
    folders = {path.name for path in FOLDER.iterdir() if (path / "__init__.py").exists()}
    modules = {path.stem for path in FOLDER.glob("*.py")}
    assert not (folders | modules) & set(holdfast.people.__all__)


def test_the_equations_of_the_loop_load_nothing_else() -> None:
    code = (
        "import sys; from holdfast.people import resting_sweat_l_per_h, core_after_hour_c, required_evaporation_w; "
        "print([name for name in ('pydantic', 'holdfast.sites', 'holdfast.people.food', 'holdfast.people.rates') "
        "if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
