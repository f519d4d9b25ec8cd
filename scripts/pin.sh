#!/usr/bin/env bash
# Write again what was tested: every package with its hashes, for every Python from 3.11, with no index address.
set -euo pipefail
cd "$(dirname "$0")/.."
pin() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate --allow-unsafe "$@"; }
pin pyproject.toml requirements/build.in --all-extras --output-file requirements/run.txt
pin pyproject.toml requirements/build.in --all-extras --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
pin pyproject.toml requirements/build.in --all-extras --group dev --group bench --constraint requirements/dev.txt --override requirements/overrides.in --output-file requirements/bench.txt
