# make demo   a notebook becomes a job, both run, their printed results compared
# make test   the test suite
# Both set up .venv by themselves; needed are only Python 3.10 or newer with pip, and make.

SHELL := /bin/bash
.DEFAULT_GOAL := help

# The newest suitable interpreter is asked for by name: PYTHON=python3.12 make test
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest

.PHONY: help demo test test-slow test-pythons lint format corpus mutants bench bench-runs clean

help:
	@sed -n '1,3s/^# //p' Makefile
	@echo "also: lint format test-slow test-pythons corpus mutants bench bench-runs clean"

# Set up again only when pyproject.toml changed. The stamp comes last: a failed install is retried.
$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || { \
	  echo "nbship needs Python 3.10 or newer as '$(PYTHON)'; try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "'$(PYTHON) -m venv' failed; on Debian and Ubuntu: apt install python3-venv" >&2; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,examples,service,service-tests]'
	@touch $@

demo: $(STAMP)
	$(BIN)/python example_notebooks/demo.py

test: $(STAMP)
	$(PYTEST) -n $(WORKERS) -m "not slow"

test-slow: $(STAMP)
	$(PYTEST) -n $(WORKERS) -m slow

# The fast part of the suite under the oldest and the newest Python that we promise, where present.
test-pythons:
	@.ci/pythons 3.10 3.13

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/black --quiet --check --line-length 100 converter
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/black --line-length 100 converter

# Converts the 701 public notebooks and proves the jobs of the 39 benchmark ones (hours).
corpus: $(STAMP)
	$(BIN)/python benchmarks/corpus.py --shared ../shared/corpus

# Changes projects on purpose and counts how often `prove` notices (a quarter of an hour).
mutants: $(STAMP)
	$(BIN)/python benchmarks/mutants.py

bench: $(STAMP)
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/convert.py
	$(BIN)/python benchmarks/store.py

bench-runs: $(STAMP)
	$(BIN)/python benchmarks/runs.py

clean:
	rm -rf $(VENV) .venv-3.* build dist demo *.egg-info .mypy_cache .ruff_cache .pytest_cache
	find converter tests benchmarks example_notebooks -name __pycache__ -type d -prune -exec rm -rf {} +
