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


# Rows of quantiles are cut to other lengths: `linking` leaves that module's lengths as they are.
OWN_LENGTHS = {"holdfast.lifelines.quantiles"}


def at_own_lane(function: ast.FunctionDef) -> set[str]:
    """Return what is read or written at the lane of a loop over lanes."""
    return {
        ast.unparse(node.value)
        for loop in lane_loops(function)
        for node in ast.walk(loop)
        if isinstance(node, ast.Subscript) and own_lane(node.slice)
    }


def one_dimensional(function: ast.FunctionDef) -> set[str]:
    """Return the arguments that may be rows: `linking.fix_lanes` rewrites the length of no other.

    A table has a place of two numbers, or its width asked for, or a row of it is taken that is then read lane by lane.
    """
    lanes, tables = at_own_lane(function), {"block"}
    for node in ast.walk(function):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
            tables.add(ast.unparse(node.value))
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and ast.unparse(node.slice) == "1":
            tables.add(ast.unparse(node.value.value))
        if isinstance(node, ast.Assign):
            for target, given in _pairs(node):
                if isinstance(given, ast.Subscript) and ast.unparse(target) in lanes:
                    tables.add(ast.unparse(given.value))
    return {one.arg for one in function.args.args} - tables


def _pairs(node: ast.Assign) -> list[tuple[ast.expr, ast.expr]]:
    left, right = node.targets[0], node.value
    if isinstance(left, ast.Tuple) and isinstance(right, ast.Tuple):
        return list(zip(left.elts, right.elts, strict=True))
    return [(left, right)]


def faults_of_length(function: ast.FunctionDef) -> list[str]:
    """Return where a function with loops over lanes takes a length that `linking.fix_lanes` would make that of a row.

    Of an argument it may ask for ``row.shape[0]`` as the number of lanes alone, where the loop then reads or writes the
    row at its own lane; and it may not do what asks for a length unseen: cut an argument, go through it, hand it to ``len``.
    """
    loops, rows, at_lane = lane_loops(function), one_dimensional(function), at_own_lane(function)
    counted = {id(node) for loop in loops for node in ast.walk(loop.iter)}
    found = [name for loop in loops for name in _named(loop.iter) & rows if name not in at_lane]
    for node in ast.walk(function) if loops else ():
        if isinstance(node, ast.Attribute) and node.attr in {"shape", "size"} and id(node) not in counted:
            found += _named(node.value) & rows
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"len", "enumerate", "zip", "sum"}:
            found += [arg.id for arg in node.args if isinstance(arg, ast.Name) and arg.id in rows]
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            found += _named(node.value) & rows
        elif isinstance(node, ast.For) and isinstance(node.iter, ast.Name) and node.iter.id in rows:
            found.append(node.iter.id)
    return found


def _named(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def functions_of(name: str) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(TREES[name]) if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("name", sorted(set(TREES) - OWN_LENGTHS))
def test_a_function_with_loops_over_lanes_takes_the_length_of_rows_alone(name: str) -> None:
    for function in functions_of(name):
        assert not faults_of_length(function), f"{name}.{function.name}"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("for lane in range(row.shape[0]):\n        row[lane] = table[3]", 0),
        ("for lane in range(row.shape[0]):\n        row[lane] += table[int(row[lane]), lane]", 0),
        (
            "for i in range(table.shape[0]):\n        for lane in range(row.shape[0]):\n            row[lane] += table[i]",
            1,
        ),
        ("for lane in range(table.shape[0]):\n        row[lane] = table[0]", 1),
        ("for lane in range(row.shape[0]):\n        row[lane] = len(table)", 1),
        ("for lane in range(row.shape[0]):\n        row[lane] = total(table[2:5])", 1),
        ("for part in table:\n        for lane in range(row.shape[0]):\n            row[lane] += part", 1),
        ("for i in range(table.shape[0]):\n        table[i] = 0.0", 0),  # no lanes: its lengths stay as they are
    ],
)
def test_the_rule_on_lengths_finds_what_it_is_for(body: str, found: int) -> None:
    tree = ast.parse(f"def stage(table, row):\n    {body}\n").body[0]
    assert isinstance(tree, ast.FunctionDef)
    assert len(faults_of_length(tree)) == found


def test_quantiles_alone_has_rows_of_other_lengths() -> None:
    """As `linking` names it: there a row may be cut."""
    assert '"quantiles" not in library.name' in inspect.getsource(linking)
    assert any(faults_of_length(function) for function in functions_of("holdfast.lifelines.quantiles"))


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
