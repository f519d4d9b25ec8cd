"""W4: what a person waits for who starts the program: whole processes, in turn with `python -c "import numpy"`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.full import DEFAULT_HOURS, DEFAULT_MEMBERS, ROOT, WALL_S, child
from benchmarks.measure import Row, alternated, judged, seconds, times_of
from holdfast.sites import write_template

IMPORT_NUMPY = (sys.executable, "-c", "import numpy")


def whole(words: tuple[str, ...], **settings: str) -> float:
    """Seconds of a whole process, its output to a file."""
    with tempfile.TemporaryFile() as sink:
        run = partial(
            subprocess.run, words, check=True, stdout=sink, stderr=sink, cwd=ROOT, timeout=WALL_S,
            env={**os.environ, **settings},
        )  # fmt: skip
        return seconds(run)


def rows() -> list[Row]:
    program = str(Path(sys.executable).with_name("holdfast"))
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as cache:
        site = write_template("trailer-camp", Path(folder) / "camp", "Benchmark camp").parent
        forecast = (
            program, "simulate", str(site), "--members", str(DEFAULT_MEMBERS), "--hours", str(DEFAULT_HOURS), "--json",
        )  # fmt: skip
        settings = {"HOLDFAST_CACHE_DIR": cache}
        built = child(DEFAULT_MEMBERS, DEFAULT_HOURS, 2, HOLDFAST_CACHE_DIR=cache)
        loaded = child(DEFAULT_MEMBERS, DEFAULT_HOURS, 2, HOLDFAST_CACHE_DIR=cache)
        same = built["digests"] == loaded["digests"]
        first = whole(forecast, **settings)
        works = {
            "import numpy": partial(whole, IMPORT_NUMPY),
            "--version": partial(whole, (program, "--version")),
            "--help": partial(whole, (program, "--help")),
            "forecast": partial(whole, forecast, **settings),
        }
        times = alternated(works, rounds=7)
    base = times["import numpy"].middle_s
    small = [
        judged(
            "W4", f"`holdfast {word}` / `python -c 'import numpy'`, whole processes", times[word].middle_s / base,
            must="<= 2.0", aim="<= 1.0", passed=True, checked="ends without an error",
            times={word: times[word], "import numpy": times["import numpy"]},
        )
        for word in ("--version", "--help")
    ]  # fmt: skip
    size = f"{DEFAULT_MEMBERS:,} members by {DEFAULT_HOURS} h"
    return [
        *small,
        judged(
            "W4", f"a new process with cached code, whole, {size}", times["forecast"].middle_s, unit="s",
            must="<= 1.5", passed=same, checked="same bits as the process that built the code",
            times={"forecast": times["forecast"]}, note=f"first run of the command {first:.2f} s",
        ),
        judged(
            "W4", "the same / `python -c 'import numpy'`", times["forecast"].middle_s / base, must="<= 20",
            aim="<= 12", passed=same, checked="same bits as the process that built the code",
            times={"forecast": times["forecast"], "import numpy": times["import numpy"]},
        ),
        judged(
            "W4", "first building of the engine, empty cache", built["run_s"] - loaded["run_s"], unit="s",
            must="<= 20", passed=same, checked="same bits as from the cache",
            times={"built": times_of([built["run_s"]]), "loaded": times_of([loaded["run_s"]])},
        ),
    ]  # fmt: skip
