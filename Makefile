# `make app` opens the app, `make test` runs every check; both first make .venv when it is not there or not up to date.

MAKEFLAGS += --no-print-directory
# Without compiled files each process that a test starts compiles the whole package again.
unexport PYTHONDONTWRITEBYTECODE
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
# Python compiles what is imported; all that is never imported need not be.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-compile
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm

.PHONY: help app test browser driver wheel fuzz quick lint docs format assets bench clean
.DELETE_ON_ERROR:

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

app: .venv/app ## open the app in the browser; options: make app ARGS="--port 8600 --no-browser"
	@$(BIN)/python -m springsim app $(ARGS)

test: .venv/bin/python ## run every check; linters and some tests: make test ARGS="-k board"
	@$(MAKE) -j2 .venv/dev browser
	@$(MAKE) -j4 lint driver $(if $(ARGS),,docs wheel)
	@$(BIN)/python -m pytest -n logical --maxprocesses 8 --dist worksteal $(ARGS)

browser:
	@tools/install-system.sh browser

driver: .venv/dev
	@tools/install-system.sh driver

wheel: .venv/dev ## install the package in an empty environment, and use it there
	@$(BIN)/python tools/check_wheel.py

fuzz: .venv/dev ## try random scenes for long: make fuzz TIMES=100 tries a hundred times as many as make test
	@SPRINGSIM_SEARCH=$(or $(TIMES),100) $(BIN)/python -m pytest -n logical --maxprocesses 8 --dist worksteal -m search $(ARGS)

quick: .venv/dev node_modules/.package-lock.json ## check one file and its tests: make quick FILE=springsim/model/scene.py
	@$(BIN)/python tools/quick.py $(FILE)

lint: .venv/dev node_modules/.package-lock.json ## check style and types, of Python and of JavaScript
	@echo "springsim: checking style and types"
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(NPM) run --silent lint

docs: .venv/dev ## build the documentation into build/docs; warnings are errors
	@echo "springsim: building the documentation"
	@$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going --fresh-env docs build/docs

format: .venv/dev node_modules/.package-lock.json ## put Python and JavaScript into the house's format
	@$(BIN)/ruff check --quiet --fix
	@$(BIN)/ruff format --quiet
	@$(NPM) run --silent format

assets: .venv/app ## draw the pictures of assets/ again
	@$(BIN)/python tools/make_assets.py

bench: .venv/dev browser driver ## print the benchmarks
	@set -e; for file in $$(grep -l '^if __name__' benchmarks/*.py); do echo "== $$file"; $(BIN)/python $$file; done

clean: ## remove the environment and whatever was built
	@rm -rf .venv node_modules build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results docs/generated
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "springsim: needs Python 3.11 or later; make PYTHON=/path/to/python3" >&2; exit 1; }
	@tools/install-system.sh venv $(PYTHON)
	@echo "springsim: making .venv with $$($(PYTHON) --version)"
	@rm -rf .venv && $(PYTHON) -m venv .venv

.venv/app: requirements.txt pyproject.toml | .venv/bin/python
	@echo "springsim: installing the pinned requirements into .venv"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt requirements.txt pyproject.toml | .venv/bin/python
	@echo "springsim: installing the pinned requirements for tests into .venv"
	@$(PIP) -r requirements-dev.txt
	@touch .venv/app $@

node_modules/.package-lock.json: package.json package-lock.json .venv/dev
	@echo "springsim: installing the linters for JavaScript into node_modules"
	@$(NPM) ci --silent
	@touch $@
