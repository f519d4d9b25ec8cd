# Two commands do everything on a fresh machine with Python 3.11 or newer and make:
#   make demo   sets up, then runs the main job on real input
#   make test   sets up, then runs the tests
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help demo exercise test check bench bench-reading docs verify wheel pin clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 16

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit("Holdfast needs Python 3.11 or newer; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python requirements/run.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/dev.txt
	@touch $@

demo: $(VENV)/.run  ## set up, then: a report on Camp Liberty, from messages to situation report
	$(BIN)/holdfast demo

exercise: $(VENV)/.run  ## the same for an invented camp whose messages state stocks
	$(BIN)/holdfast demo --exercise

test: $(VENV)/.dev  ## set up, then run the tests
	scripts/system-packages.sh
	$(BIN)/python -m pytest -m "not slow"

check: $(VENV)/.dev  ## lint, types, import order, declared dependencies, spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/codespell

$(VENV)/.bench: $(VENV)/.dev requirements/bench.txt
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --requirement requirements/bench.txt
	@touch $@

bench: $(VENV)/.bench  ## speed, as ratios within one run, against a C program and other simulators
	$(BIN)/python -m benchmarks

bench-reading: $(VENV)/.dev  ## how well reports are read: precision, recall and dangerous errors on the gold sentences
	$(BIN)/python -m benchmarks.reading

docs: $(VENV)/.dev  ## the documentation site, into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

verify: $(VENV)/.dev  ## the long proofs: everything `make test` runs and what it leaves out
	scripts/system-packages.sh
	$(BIN)/python -m pytest

wheel: $(VENV)/.dev  ## the package, into dist/
	$(BIN)/python -m build --no-isolation --outdir dist .

pin: $(VENV)/.dev  ## write requirements/*.txt again (needs uv)
	scripts/pin.sh

clean:  ## remove what the targets above made
	rm -rf $(VENV) dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
