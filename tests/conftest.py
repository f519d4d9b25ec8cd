"""What every test may rely on: no network but loopback, the repository's folder, the reference shelf where there is one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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
