"""Formulas of the tables, evaluated by walking their syntax tree: numbers, named variables, + - * / ** and brackets."""

from __future__ import annotations

import ast
import math
import operator
from typing import TYPE_CHECKING, Final

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_BINARY: Final[Mapping[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_UNARY: Final[Mapping[type[ast.unaryop], Callable[[float], float]]] = {ast.UAdd: operator.pos, ast.USub: operator.neg}
_MAX_CHARACTERS = 400


def variables_of(text: str, *, where: str) -> tuple[str, ...]:
    """Return the variable names of a formula in order of appearance.

    Parameters
    ----------
    text : str
        The formula, such as ``"0.002725 * H / eta"``.
    where : str
        File, row and column, for the error.

    Returns
    -------
    tuple of str

    Raises
    ------
    InputError
        HF-R014 if the formula holds anything but numbers, names, ``+ - * / **`` and brackets.
    """
    tree = _parse(text, where)
    _check(tree, where)
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    names.sort(key=lambda node: node.col_offset)
    return tuple(dict.fromkeys(node.id for node in names))


def evaluate_text(text: str, variables: Mapping[str, float], *, where: str) -> float:
    """Evaluate a formula with named variables.

    Parameters
    ----------
    text : str
        The formula.
    variables : Mapping of str to float
        One number a name, in the units the row names; names the formula does not use are refused.
    where : str
        File, row and column, for the error.

    Returns
    -------
    float
        Finite.

    Raises
    ------
    InputError
        HF-R014 if a variable is missing, unknown or not finite, or the result is no finite real number.
    """
    wanted = variables_of(text, where=where)
    if set(wanted) != set(variables):
        raise _fault(where, f"variables {sorted(variables)}", f"exactly {sorted(wanted)}")
    for name, number in variables.items():
        if not math.isfinite(number):
            raise _fault(where, f"{name} = {number}", "a finite number")
    try:
        result = _walk(_parse(text, where), variables)
    except (ArithmeticError, TypeError) as error:
        raise _fault(where, f"{text!r} with {dict(variables)}", "a finite real result") from error
    if isinstance(result, complex) or not math.isfinite(result):
        raise _fault(where, f"{text!r} with {dict(variables)}", "a finite real result")
    return float(result)


def _parse(text: str, where: str) -> ast.expr:
    if len(text) > _MAX_CHARACTERS:
        raise _fault(where, f"a formula of {len(text)} characters", f"at most {_MAX_CHARACTERS}")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _fault(where, repr(text), "a formula of numbers, names, + - * / ** and brackets") from error


def _check(tree: ast.expr, where: str) -> None:
    for node in ast.walk(tree):
        good = (
            isinstance(node, ast.Name | ast.expr_context)
            or (isinstance(node, ast.BinOp) and type(node.op) in _BINARY)
            or (isinstance(node, ast.UnaryOp) and type(node.op) in _UNARY)
            or (isinstance(node, ast.Constant) and type(node.value) in {int, float})
            or type(node) in _BINARY
            or type(node) in _UNARY
        )
        if not good:
            raise _fault(where, type(node).__name__, "a formula of numbers, names, + - * / ** and brackets")


def _walk(node: ast.expr, variables: Mapping[str, float]) -> float:
    if isinstance(node, ast.BinOp):
        return _BINARY[type(node.op)](_walk(node.left, variables), _walk(node.right, variables))
    if isinstance(node, ast.UnaryOp):
        return _UNARY[type(node.op)](_walk(node.operand, variables))
    if isinstance(node, ast.Name):
        return float(variables[node.id])
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        # Whole numbers become floats so that a power overflows with an error instead of filling the memory.
        return float(node.value)
    raise TypeError(type(node).__name__)


def _fault(where: str, found: str, expected: str) -> InputError:
    return InputError(
        "HF-R014", where=where, found=found, expected=expected, mend="give each variable the row names, and no other"
    )
