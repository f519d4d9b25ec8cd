"""How the compiled loop is put together: linked once, its parts private, its lanes independent of each other.

numba optimises and assembles every function with copies of all that it calls, level by level, and its vectoriser has
to prove at run time, loop by loop, that two rows of a block do not overlap. Here the parts of the loop stay as they
were translated, and the entry is linked from all of them and optimised as a whole; every loop over ``lane`` says that
its turns do not touch each other's numbers, which is what a lane is. None of it changes what is computed: there is no
fast maths. With a numba whose insides were not tried, the steps are left out: building takes four times as long, and
running a third longer.
"""

from __future__ import annotations

import gc
import re
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from holdfast.lifelines.block import LANES

if TYPE_CHECKING:
    from collections.abc import Iterator

# In the text of the compiler: a function, a block of code, a jump, an access to memory, a note.
_FUNCTION = re.compile(r"^define .*?^}$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r'^"?B([0-9]+)([^":\n]*)"?:$', re.MULTILINE)
_JUMP = re.compile(r'^  br label %"B([0-9]+)"$', re.MULTILINE)
_EMPTY = re.compile(r'^"?B([0-9]+)"?:\n  br label %"B([0-9]+)"$', re.MULTILINE)
_ACCESS = re.compile(r'^(  (?:%"[^"\n]+" = (?:load|call) .*|store .*))$', re.MULTILINE)
_WIDTH = re.compile(r'^(  .*insertvalue .*)i64 %"arg\.block\.5\.1"', re.MULTILINE)  # second length of the argument
_LENGTH = re.compile(r'^(  .*insertvalue \[1 x i64\] undef, )i64 %"arg\.\w+\.5\.0"', re.MULTILINE)  # of a row
_NOTE = re.compile(r"^!([0-9]+) = ", re.MULTILINE)


TRIED = ("0.68",)  # versions of numba (major.minor) whose insides are as this module takes them


def is_tried(version: str) -> bool:
    """Tell whether a version of numba is one of those tried."""
    return ".".join(version.split(".")[:2]) in TRIED


@contextmanager
def linked_once(parts: frozenset[str], entry: str) -> Iterator[None]:  # noqa: C901
    """While this holds, the functions named ``parts`` are not finished one by one, but with the ``entry``."""
    import numba  # noqa: PLC0415
    from numba.core import codegen, cpu, lowering  # noqa: PLC0415

    if not is_tried(numba.__version__):
        yield
        return
    library_of: Any = codegen.CPUCodeLibrary
    context_of: Any = cpu.CPUContext
    lowering_of: Any = lowering.BaseLower
    finalize, optimise = library_of.finalize, library_of._optimize_final_module  # noqa: SLF001
    add_module, executable, lower = library_of.add_ir_module, context_of.get_executable, lowering_of.lower
    thread = threading.get_ident()
    turns: dict[int, frozenset[int]] = {}
    unfinished: list[Any] = []

    def mine(library: Any) -> bool:
        return library.name in parts and threading.get_ident() == thread

    def is_part(library: Any) -> bool:
        return mine(library) and library.name != entry

    def translate(function: Any) -> None:
        if mine(function.library):
            turns[id(function.library)] = _turns_of_lanes(function.blocks)
        lower(function)

    def add(library: Any, module: Any) -> None:
        if id(library) in turns:
            _add_marked(library, module, turns[id(library)])
        else:
            add_module(library, module)

    def finish(library: Any) -> None:
        if is_part(library):
            library._finalized = True  # noqa: SLF001
            unfinished.append(library)
            return
        library._linking_libraries = _closure(library)  # noqa: SLF001
        finalize(library)

    def whole(library: Any) -> None:
        if mine(library):
            _make_private(library)
        optimise(library)

    def address(context: Any, library: Any, description: Any, environment: Any) -> Any:
        # A part has no address; numba wants something of its own kind for each.
        return [].append if is_part(library) else executable(context, library, description, environment)

    library_of.finalize, library_of._optimize_final_module = finish, whole  # noqa: SLF001
    library_of.add_ir_module, context_of.get_executable, lowering_of.lower = add, address, translate
    collecting = gc.isenabled()
    gc.disable()  # the compiler makes millions of small objects and drops them together: a seventh of the time
    try:
        with _places_from_the_start(thread):
            yield
    finally:
        library_of.finalize, library_of._optimize_final_module = finalize, optimise  # noqa: SLF001
        library_of.add_ir_module, context_of.get_executable, lowering_of.lower = add_module, executable, lower
        for library in unfinished:  # whoever else is built from a part has it finished first, as numba does
            library._finalized, library._shared_module = False, None  # noqa: SLF001
        if collecting:
            gc.enable()


@contextmanager
def _places_from_the_start(thread: int) -> Iterator[None]:
    """While this holds, no place in an array is asked whether it counts from the end.

    A row or a lane is never below 0; asking so at every access keeps loops from being vector code.
    """
    from numba.core import types  # noqa: PLC0415
    from numba.np import arrayobj  # noqa: PLC0415

    module: Any = arrayobj
    usual = module.fix_integer_index

    def place(context: Any, builder: Any, kind: Any, value: Any, size: Any) -> Any:
        if threading.get_ident() != thread:
            return usual(context, builder, kind, value, size)
        return context.cast(builder, value, kind, types.intp)

    module.fix_integer_index = place
    try:
        yield
    finally:
        module.fix_integer_index = usual


def _closure(library: Any) -> list[Any]:
    """Return every library that one is linked from, and that those are linked from."""
    found: list[Any] = []
    waiting = list(library._linking_libraries)  # noqa: SLF001
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found.append(one)
            waiting += one._linking_libraries  # noqa: SLF001
    return found


def _make_private(library: Any) -> None:
    """Let nobody but the entry call the linked parts, so that what nobody uses of their arguments is left out."""
    for function in library._final_module.functions:  # noqa: SLF001
        if not function.is_declaration and str(function.linkage).endswith("linkonce_odr"):
            function.linkage = "internal"


def _turns_of_lanes(blocks: Any) -> frozenset[int]:
    """Return the numbers of the code blocks with which a turn of a loop over ``lane`` begins."""

    def counts(line: Any) -> bool:
        return str(getattr(getattr(line, "target", None), "name", "")).partition(".")[0] == "lane"

    return frozenset(number for number, block in blocks.items() if any(counts(line) for line in block.body))


def _add_marked(library: Any, module: Any, turns: frozenset[int]) -> None:
    """Translate a module as numba does, with its loops over lanes marked."""
    from llvmlite import binding  # noqa: PLC0415
    from numba.core import cgutils  # noqa: PLC0415

    readable: Any = cgutils.normalize_ir_text
    text = mark_lanes(str(module), turns)
    if "quantiles" not in library.name and "9quantiles" not in text:  # there the rows are cut to other lengths
        text = fix_lanes(text, rows=bool(turns))
    translated = binding.parse_assembly(readable(text))
    translated.name = module.name
    translated.verify()
    library.add_llvm_module(translated)


def mark_lanes(text: str, turns: frozenset[int]) -> str:
    """Return the text of a module with the loops whose turns begin with these blocks marked as parallel.

    The jump back of each such loop bears a note, and every access to memory names it. The head of a loop is the block
    just before a turn, and the jump back is the one that comes from further down. A long loop is jumped back to by way
    of an empty block before its head: there the bytecode has a prefix for the length of the jump.
    """
    note = 1 + max((int(found) for found in _NOTE.findall(text)), default=-1)
    marked = _FUNCTION.sub(lambda found: _mark_function(found[0], turns, note), text)
    return f"{marked}\n!{note} = distinct !{{!{note}}}\n"


def fix_lanes(text: str, *, rows: bool) -> str:
    """Return the text of a module in which every table called ``block`` has the lanes a block has, and so have ``rows``.

    A number known when the code is built: loops over lanes are then written out, without a rest to count off. What a
    function with loops over lanes is handed as an array of one dimension is a row, or is never asked for its length.
    """
    text = _WIDTH.sub(rf"\g<1>i64 {LANES}", text)
    return _LENGTH.sub(rf"\g<1>i64 {LANES}", text) if rows else text


def _mark_function(text: str, turns: frozenset[int], note: int) -> str:
    marks = [(found.start(), found.end(), int(found[1])) for found in _BLOCK.finditer(text)]
    numbers = sorted({number for _, _, number in marks})
    heads = {numbers[numbers.index(number) - 1] for number in turns if number in numbers}
    if not heads:
        return text
    heads |= {int(before) for before, head in _EMPTY.findall(text) if int(head) in heads}
    ends = [start for start, _, _ in marks[1:]] + [len(text)]
    parts = [text[: marks[0][0]]]
    for (start, after, own), end in zip(marks, ends, strict=True):

        def back(found: re.Match[str], own: int = own) -> str:
            goes_back = int(found[1]) in heads and own > int(found[1])
            return f"{found[0]}, !llvm.loop !{note}" if goes_back else found[0]

        parts += [text[start:after], _JUMP.sub(back, text[after:end])]
    return _ACCESS.sub(rf"\1, !llvm.mem.parallel_loop_access !{note}", "".join(parts))
