"""A loop over ``lane`` touches only its own lane: the compiler is told so, and gives wrong numbers where it is not true."""

from __future__ import annotations

import ast
import inspect

import pytest

from holdfast.lifelines import linking
from holdfast.lifelines.compiled import loop_modules

TREES = {module.__name__: ast.parse(inspect.getsource(module)) for module in loop_modules()}


def lane_loops(tree: ast.AST) -> list[ast.For]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.For) and getattr(node.target, "id", "") == "lane"]


def terms(index: ast.expr) -> list[ast.expr]:
    if isinstance(index, ast.BinOp) and isinstance(index.op, ast.Add):
        return terms(index.left) + terms(index.right)
    return [index]


def own_lane(index: ast.expr) -> bool:
    """Tell whether an index is the lane, or the lane behind a place that is the same for all: ``row[begin + lane]``."""
    last = index.elts[-1] if isinstance(index, ast.Tuple) else index
    names = [[node.id for node in ast.walk(term) if isinstance(node, ast.Name)] for term in terms(last)]
    return sum(found == ["lane"] for found in names) == 1 and sum("lane" in found for found in names) == 1


@pytest.mark.parametrize("name", sorted(name for name, tree in TREES.items() if lane_loops(tree)))
def test_every_number_written_in_a_loop_over_lanes_is_of_its_own_lane(name: str) -> None:
    for loop in lane_loops(TREES[name]):
        for node in ast.walk(loop):
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
                assert own_lane(node.slice), f"{name} line {node.lineno}: {ast.unparse(node)}"


def test_there_are_loops_to_look_at() -> None:
    assert sum(len(lane_loops(tree)) for tree in TREES.values()) > 150


@pytest.mark.parametrize(
    ("version", "tried"), [("0.68.1", True), ("0.68.0rc1", True), ("0.69.0", False), ("1.0", False)]
)
def test_only_a_numba_that_was_tried_is_taken_apart(version: str, tried: bool) -> None:  # noqa: FBT001 - a case of the table
    assert linking.is_tried(version) is tried


def test_with_another_numba_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    from numba.core.codegen import CPUCodeLibrary

    before = CPUCodeLibrary.finalize
    monkeypatch.setattr("numba.__version__", "0.99.0")
    with linking.linked_once(frozenset({"step"}), "run_blocks"):
        assert CPUCodeLibrary.finalize is before
    monkeypatch.undo()
    with linking.linked_once(frozenset({"step"}), "run_blocks"):
        assert CPUCodeLibrary.finalize is not before
    assert CPUCodeLibrary.finalize is before
