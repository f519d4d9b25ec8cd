"""The C program the engine is measured against; built on the spot where a C compiler is present."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SOURCE = Path(__file__).with_name("reference6.c")
FLAGS = ("-O3", "-march=native")


class Yardstick:
    """The built program.

    Parameters
    ----------
    folder : Path
        Where the program is put.
    """

    def __init__(self, folder: Path) -> None:
        self.program = folder / "reference6"
        compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
        if compiler is None:
            raise FileNotFoundError("no C compiler")
        subprocess.run([compiler, *FLAGS, "-o", str(self.program), str(SOURCE), "-lm"], check=True, capture_output=True)
        told = subprocess.run([compiler, "--version"], check=True, capture_output=True, text=True).stdout
        self.compiler = f"{told.splitlines()[0]}, {' '.join(FLAGS)}"

    def _run(self, *arguments: object) -> list[str]:
        told = subprocess.run([str(self.program), *map(str, arguments)], check=True, capture_output=True, text=True)
        return told.stdout.splitlines()

    def trajectory(self) -> NDArray[np.float64]:
        """Every column and hour of the reference member: (721, 14)."""
        return np.array([[float(cell) for cell in line.split(",")[1:]] for line in self._run("check")[1:]])

    def final_states(self, members: int) -> NDArray[np.float64]:
        """(6, members) after 720 hours."""
        return np.array([[float(cell) for cell in line.split()] for line in self._run("states", members)]).T

    def seconds(self, members: int, repeats: int = 5) -> float:
        """Shortest of a few repeats inside one process, simulation alone [s]."""
        return min(float(line) for line in self._run(members, repeats))
