# The two commands are `make run` and `make test`; `make help` lists the rest.
# From nothing: needs Python 3.11+, git and make. What is set up already is not done again.

PORT ?= 5000
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/python -m flask --app app
# Twice quiet: warnings name the package mirrors of this machine; errors are still told.
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
SOURCES := app.py gunicorn.conf.py ungis_events tests bench migrations/env.py

.DEFAULT_GOAL := help
.PHONY: help run demo-zoom worker test check bench

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run demo-zoom: export BASE_URL ?= http://127.0.0.1:$(PORT)
run: $(VENV)/.installed ## set up all that is missing, serve on PORT (5000) with a worker and the sample
	@exec $(FLASK) start --port $(PORT)

demo-zoom: $(VENV)/.installed-dev ## like run, with a pretended Zoom on PORT + 1 and a new database
	@exec $(BIN)/python -m tests.zoom.demo --port $(PORT)

worker: $(VENV)/.installed ## one more worker: sends mails and does what else is due
	@exec $(FLASK) worker

test: $(VENV)/.installed-dev ## set up all that is missing, run every test (ONLY=tests/core for some)
	@$(BIN)/python -m tests.services.parts --install
	@exec $(BIN)/python -m pytest $(ONLY)

check: $(VENV)/.installed-dev ## format, lint, types, templates, import contracts
	$(BIN)/python -m ruff format --check $(SOURCES)
	$(BIN)/python -m ruff check $(SOURCES)
	$(BIN)/python -m mypy ungis_events
	$(BIN)/python -m djlint --quiet --lint templates
	$(BIN)/lint-imports

bench: $(VENV)/.installed-dev ## the benchmarks; writes bench/results.md (about ten minutes)
	@exec $(BIN)/python -m bench

# The stamps are older than a changed requirements file: then pip looks again.
$(VENV)/.installed: requirements.txt | $(BIN)/python
	@echo "Installing what requirements.txt names (about a minute, once) …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what requirements-dev.txt names (about a minute, once) …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it if it is not on the path: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv module is needed (Debian: apt-get install python3-venv)" >&2; exit 1; }
