"""The built wheel, in an empty environment with its declared dependencies only, imports whole and runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(root)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    pins = root / "requirements" / "run.txt"
    for arguments in (["--require-hashes", "-r", str(pins)], ["--no-deps", str(wheel)]):
        install = [str(python), "-m", "pip", "install", "--quiet", *arguments]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return python


def run(python: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(python), *arguments], capture_output=True, text=True, check=False, cwd=cwd)


def test_wheel_holds_the_tables_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "holdfast/py.typed" in names
    assert "holdfast/error_codes.csv" in names
    assert any(name.endswith("site.toml") for name in names)
    assert not [name for name in names if name.startswith(("tests", "src", "docs"))]


def test_every_module_imports(python: Path, tmp_path: Path) -> None:
    code = (
        "import importlib, pkgutil, holdfast\n"
        "for m in pkgutil.walk_packages(holdfast.__path__, 'holdfast.'):\n"
        "    importlib.import_module(m.name)\n"
    )
    done = run(python, "-W", "error", "-c", code, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_import_is_quick(python: Path, tmp_path: Path) -> None:
    code = "import time; t = time.perf_counter(); import holdfast; print(time.perf_counter() - t)"
    seconds = min(float(run(python, "-c", code, cwd=tmp_path).stdout) for _ in range(3))
    assert seconds < 0.25


def test_demo_runs_from_the_wheel(python: Path, tmp_path: Path) -> None:
    done = run(python, "-m", "holdfast", "demo", "--exercise", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "EXERCISE" in done.stdout
    assert list(tmp_path.rglob("out/*.html"))


def test_reference_row_prints_with_its_source(python: Path, tmp_path: Path) -> None:
    done = run(python, "-m", "holdfast", "reference", "show", "N005", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Sphere" in json.dumps(json.loads(done.stdout))
