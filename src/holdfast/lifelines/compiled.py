"""The compiled engine: the same source, built by numba once for this machine and kept on disk.

The cache folder is named by a hash of the version, the sources of every function in the loop, and the versions of
numba, llvmlite and Python: numba itself would not notice a changed callee and would go on giving the old answer.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import platform
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast import __version__
from holdfast.lifelines import linking
from holdfast.lifelines.linking import linked_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

CACHE_VARIABLE = "HOLDFAST_CACHE_DIR"
# Every function defined in these modules is part of the loop; callees first.
LOOP_MODULES = (
    "holdfast.people.kernel.water_at_rest",
    "holdfast.people.kernel.heat_balance",
    "holdfast.people.kernel.core_temperature",
    "holdfast.lifelines.numeric",
    "holdfast.lifelines.shocks",
    "holdfast.lifelines.block",
    "holdfast.lifelines.records",
    "holdfast.lifelines.columns",
    "holdfast.lifelines.codes",
    "holdfast.lifelines.forcing",
    "holdfast.lifelines.sol_air",
    "holdfast.lifelines.air_conditioner",
    "holdfast.lifelines.rc1",
    "holdfast.lifelines.iso5",
    "holdfast.lifelines.layered",
    "holdfast.lifelines.vessels",
    "holdfast.lifelines.supply",
    "holdfast.lifelines.power",
    "holdfast.lifelines.sets",
    "holdfast.lifelines.dispatch",
    "holdfast.lifelines.water",
    "holdfast.lifelines.water_record",
    "holdfast.lifelines.sewage",
    "holdfast.lifelines.shelter",
    "holdfast.lifelines.cold",
    "holdfast.lifelines.stocks",
    "holdfast.lifelines.services",
    "holdfast.lifelines.vehicles",
    "holdfast.lifelines.clinic_hour",
    "holdfast.lifelines.people_hour",
    "holdfast.lifelines.heat_hour",
    "holdfast.lifelines.happen",
    "holdfast.lifelines.hour",
    "holdfast.lifelines.members",
    "holdfast.lifelines.quantiles",
)
QUIET_S = 2.0
# The loop allocates nothing, so numba's reference counting is left out (`_nrt`): it took nine tenths of the run time
# and half of the building. No fast maths: freshly built and cached code must give the same bits. Division as in numpy:
# a check for zero in a loop over lanes would keep it from being vector code.
OPTIONS: dict[str, Any] = {"no_cfunc_wrapper": True, "_nrt": False, "error_model": "numpy", "no_rewrites": True}
_LOCK = threading.Lock()


def loop_modules() -> tuple[ModuleType, ...]:
    """Return the modules whose functions make up the hour loop."""
    return tuple(import_module(name) for name in LOOP_MODULES)


def cache_key() -> str:
    """Return the hash that names the cache.

    It changes with any source of the loop, any part of the compiler, and how the two are put together: this module and
    ``linking``.
    """
    import llvmlite  # noqa: PLC0415
    import numba  # noqa: PLC0415

    parts = [__version__, numba.__version__, llvmlite.__version__, platform.python_version(), platform.machine()]
    parts += [inspect.getsource(module) for module in (*loop_modules(), linking, sys.modules[__name__])]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]


def cache_folder() -> Path:
    """Return a folder for compiled code that can be written to.

    ``HOLDFAST_CACHE_DIR`` if set, else the user's cache folder; a temporary folder where neither can be written.
    """
    from platformdirs import user_cache_path  # noqa: PLC0415

    chosen = os.environ.get(CACHE_VARIABLE)
    wanted = Path(chosen) if chosen else user_cache_path("holdfast", appauthor=False)
    folder = wanted / f"engine-{cache_key()}"
    if _writable(folder):
        return folder
    user = os.getuid() if hasattr(os, "getuid") else 0
    fallback = Path(tempfile.gettempdir()) / f"holdfast-{user}" / folder.name
    return fallback if _writable(fallback) else Path(tempfile.mkdtemp(prefix="holdfast-"))


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def is_equation(function: Callable[..., object]) -> bool:
    """Tell whether a function is a scalar equation: every argument a plain number.

    Equations are put into the loop over lanes that calls them, whatever their length: left as calls, they would keep
    it from being vector code.
    """
    arguments = [note for name, note in function.__annotations__.items() if name != "return"]
    return bool(arguments) and all(note in {"float", "int"} for note in arguments)


def as_record(plant: tuple[Any, ...]) -> Any:
    """Return a plant as a numpy record of the same names, nested as it is.

    The compiled loop hands a record on as one address; a named tuple would be hundreds of arguments at every call.
    Every site has the same record type, so one compiled version serves all.
    """
    return np.array([_values(plant)], dtype=_record_type(plant))[0]


def _values(part: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(_values(item) if isinstance(item, tuple) else item for item in part)


def _record_type(part: Any) -> Any:
    fields = [
        (name, _record_type(item) if isinstance(item, tuple) else np.float64 if isinstance(item, float) else np.int64)
        for name, item in zip(part._fields, part, strict=True)
    ]
    return np.dtype(fields, align=True)


@cache
def _register() -> frozenset[str]:
    """Make every function of the loop known to the compiler, and return their names."""
    from numba.extending import register_jitable  # noqa: PLC0415

    names = set()
    for module in loop_modules():
        for function in vars(module).values():
            if inspect.isfunction(function) and function.__module__ == module.__name__:
                register_jitable(forceinline=is_equation(function), no_cpython_wrapper=True, **OPTIONS)(function)
                names.add(function.__name__)
    return frozenset(names)


@cache
def _dispatcher(module: str, name: str) -> Any:
    """Return a compiled entry (compiled, or read from the cache, at its first call)."""
    import numba  # noqa: PLC0415

    _register()
    function = getattr(import_module(module), name)
    # The folder is read when the cache is made, so the process-wide setting is put back at once.
    setting: Any = numba.config
    before = setting.CACHE_DIR
    setting.CACHE_DIR = str(cache_folder())
    try:
        return numba.jit(nopython=True, nogil=True, cache=True, **OPTIONS)(function)
    finally:
        setting.CACHE_DIR = before


def compiled_entry(module: str, name: str, arguments: tuple[object, ...]) -> Callable[..., None]:
    """Return a function of the loop, compiled for the types of ``arguments``.

    Compiling happens at most once in a process and is announced on standard error: at once on a terminal, elsewhere
    when it takes more than two seconds.
    """
    with _LOCK:
        dispatcher = _dispatcher(module, name)
        if not dispatcher.signatures:
            from numba import typeof  # noqa: PLC0415

            type_of: Callable[[object], object] = typeof
            types = tuple(type_of(argument) for argument in arguments)
            with _announced(dispatcher), linked_once(_register(), name):
                dispatcher.compile(types)
    run: Callable[..., None] = dispatcher
    return run


def compiled_loop(arguments: tuple[object, ...]) -> Callable[..., None]:
    """Return the hour loop over blocks, compiled."""
    return compiled_entry("holdfast.lifelines.members", "run_blocks", arguments)


def compiled_selection(arguments: tuple[object, ...]) -> Callable[..., None]:
    """Return the selection of quantiles, compiled."""
    return compiled_entry("holdfast.lifelines.quantiles", "select_quantiles", arguments)


@contextmanager
def _announced(dispatcher: Any) -> Iterator[None]:
    started = time.monotonic()
    folder = Path(dispatcher.stats.cache_path) if dispatcher.stats.cache_path else None
    cached = folder is not None and any(folder.glob("*.nbi"))

    def say() -> None:
        sys.stderr.write("holdfast: building the engine for this machine (once, about half a minute) ...\n")
        sys.stderr.flush()

    timer = threading.Timer(0.0 if sys.stderr.isatty() else QUIET_S, say)
    timer.daemon = True
    if not cached:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()
    taken = time.monotonic() - started
    if not cached and (sys.stderr.isatty() or taken > QUIET_S):
        sys.stderr.write(f"holdfast: engine built in {taken:.0f} s; the next start takes it from the cache.\n")
