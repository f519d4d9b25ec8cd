"""What every test may rely on: no network but loopback, the repository's folder, the reference shelf where there is one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import helpers_postgres
from helpers_ledger import FilePlace, Place, ServerPlace

ROOT = Path(__file__).resolve().parents[1]

# Deadlines measure the machine, not the code; the examples are fixed in CI so that a red run can be repeated.
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shelf() -> Path:
    """The reference shelf, which is not part of the repository; tests that read it are marked `shelf`."""
    folder = Path(os.environ.get("HOLDFAST_SHELF", ROOT.parent / "shared"))
    if not (folder / "science").is_dir():
        pytest.skip("the reference shelf is not on this machine (set HOLDFAST_SHELF)")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[helpers_postgres.Server]:
    """A real PostgreSQL server, one for the whole session; each test takes a schema of its own."""
    if helpers_postgres.programs() is None:
        reason = "PostgreSQL is not on this machine (scripts/system-packages.sh installs it)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with helpers_postgres.running_server() as server:
        yield server


@pytest.fixture
def fast_path() -> Iterator[Path]:
    """A folder of its own for one test, in memory where there is room: not for what is asked of the disk itself."""
    with tempfile.TemporaryDirectory(dir=helpers_postgres.fast(), prefix="holdfast-") as folder:
        yield Path(folder)


@pytest.fixture
def file_place(fast_path: Path) -> FilePlace:
    """Where a ledger in a file may live."""
    return FilePlace(fast_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, fast_path: Path) -> Place:
    """Where a ledger may live: a test that takes it runs on both stores."""
    if request.param == "sqlite":
        return FilePlace(fast_path)
    return ServerPlace(fast_path, request.getfixturevalue("postgres"))
