# Every command of this project. `make help` lists them; what each tool checks stands in pyproject.toml.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := PYTHONUNBUFFERED=1 $(BIN)/python -m pip --disable-pip-version-check --no-input
INSTALLED := $(VENV)/.installed

.PHONY: help install run test check format lock

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

install: $(INSTALLED) ## build .venv with the locked versions; the command is then .venv/bin/trede
	@:

run: install ## start the database and tell how the record stands
	@$(BIN)/trede status

test: install ## run every test, and show what they cover of domain and projections
	$(BIN)/pytest --cov --numprocesses auto --dist worksteal

check: install ## style, types, import contracts, dependencies, dead code, spelling
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/vulture
	$(BIN)/codespell

format: install ## put every file in the agreed style
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

lock: install ## renew requirements.txt from pyproject.toml; ARGS=--upgrade takes newer versions too
	$(BIN)/uv pip compile --quiet --python $(BIN)/python --universal --python-version 3.11 --extra dev --no-strip-extras --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(ARGS) pyproject.toml -o requirements.txt

# pip is the one that comes with Python: old ones do. It tells a page per package, of which a dot is shown.
$(INSTALLED): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'Trede needs Python 3.11 or newer: install python3, or name one, as in: make install PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo 'This Python cannot make a virtual environment. On Debian: apt-get install python3-venv' >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@printf 'Installing %d packages into %s ' "$$(grep -c '^[a-z]' requirements.txt)" '$(VENV)'
	@$(PIP) install --require-hashes --requirement requirements.txt | while read -r word _; do \
	  case "$$word" in Collecting | Processing | Requirement) printf . ;; Installing) printf ' unpacking' ;; esac; done
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@echo ' done: $(BIN)/trede'
	@touch $@
