# Two commands are all that a fresh machine needs: `make demo` and `make test`.
# A Python 3.11 or newer is looked for; PYTHON=/path/to/python names one.

VENV := .venv
BIN := $(VENV)/bin
CANDIDATES := $(PYTHON) python3.13 python3.12 python3.14 python3.11 python3
FIND_PYTHON = for python in $(CANDIDATES); do \
	if command -v "$$python" >/dev/null 2>&1 && "$$python" -c \
		'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo "$$python"; exit 0; fi; done; \
	echo "No Python 3.11 or newer with the venv module was found." >&2; \
	echo "Install one (on Debian: apt install python3-venv), or name one: make PYTHON=…" >&2; exit 1

.PHONY: demo test fast bench check lock reference neo4j clean

demo: $(VENV)/run.done  ## Install, load the demo estate, show a tour, serve it
	@$(BIN)/itspm demo $(ARGS)

test: $(VENV)/dev.done  ## Install what tests need and run all checks and tests
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m tests.neo4j_server.install
	$(BIN)/pytest $(ARGS)

fast: $(VENV)/dev.done  ## The quick part of the tests
	$(BIN)/pytest -m "not slow" $(ARGS)

bench: $(VENV)/dev.done  ## Measure the engine against named peers; ARGS="--quick" for a taste
	@$(BIN)/python -m tests.neo4j_server.install 5.26.26
	$(BIN)/python -m bench $(ARGS)

check: $(VENV)/dev.done  ## Format, lint, types, layers
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports

reference: $(VENV)/dev.done  ## Write docs/reference and docs/schema.graphql anew
	$(BIN)/python -m itspm_graph.reference

lock: $(VENV)/dev.done  ## Resolve all dependencies anew into requirements/
	$(BIN)/python requirements/lock.py

clean:  ## Remove the environment and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@python="$$($(FIND_PYTHON))" && "$$python" -m venv $(VENV)

$(VENV)/run.done: $(VENV)/bin/python requirements/run.txt pyproject.toml
	@echo "Installing into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/dev.done: $(VENV)/run.done requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
