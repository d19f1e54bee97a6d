# One place for every command. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
export QT_QPA_PLATFORM ?=

.PHONY: help run demo test check lint types contracts unit bench screenshots prove installer sbom lock system clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

# Qt's shared libraries come from Debian; the script installs them when root, or prints the one command.
system:
	@bash .ci/system-packages $(SYSTEM_SET)

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Il faut Python 3.11 ou plus récent (python3 --version)."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

run: SYSTEM_SET = run
run: system $(STAMP) ## open the application
	@bash .ci/with-display $(BIN)/consultant-app

demo: SYSTEM_SET = run
demo: system $(STAMP) ## the whole circle: a région, a dozen fictitious companies, what was sent and arrived
	@$(BIN)/python -m sync.demo

test: SYSTEM_SET = test
test: system $(STAMP) check unit ## everything CI runs: lint, types, import contracts, tests

check: $(STAMP) lint types contracts ## lint, types and import contracts, without the tests

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(STAMP)
	@$(BIN)/mypy

contracts: $(STAMP)
	@$(BIN)/lint-imports --cache-dir .cache/import-linter

unit: $(STAMP)
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadscope -m "not prove"

prove: SYSTEM_SET = installer
prove: system $(STAMP) ## the long proofs (an hour or more)
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m prove

bench: $(STAMP) ## ratios against a floor measured in the same run
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks

screenshots: SYSTEM_SET = test
screenshots: system $(STAMP) ## docs/screenshots/, made from the sample
	@$(BIN)/python -m tests.screenshots

installer: SYSTEM_SET = installer
installer: system $(STAMP) ## build the program for this Linux, archive it, try it (dist/)
	@PYTHON=$(BIN)/python bash .ci/installer

sbom: $(STAMP) ## the list of what the built program contains (CycloneDX), after `make installer`
	@$(BIN)/python -m tests.installer.sbom

lock: ## pin again every dependency (needs uv)
	@$(PYTHON) -m uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -o requirements.lock
	@$(PYTHON) -m uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -o requirements-dev.lock

clean: ## remove what the build made (never a profile)
	@rm -rf $(VENV) .cache dist build *.egg-info
