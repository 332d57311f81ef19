# make          install Scoreline into .venv
# make demo     install, build the made-up company, print one person's matrix, serve the pages on 127.0.0.1:8000
# make test     install what the tests need and run every check
# make docs     write the reference pages anew from the code
# make bench    time Scoreline against plain SQL; SCALE=20 means 20 million order lines
# make lock     write the lock files anew (needs uv; users never do)
# make clean    remove .venv and everything generated

PYTHON ?=
VENV ?= .venv
SCALE ?= 20
PORT ?= 8000
# In the order of collection, not by how many tests a file has: the 200 histories of tests/engine are two tests, and came last, alone.
PYTEST_ARGS ?= -n 2 --dist loadfile --no-loadscope-reorder
BIN := $(VENV)/bin
# Compiled modules are kept, whatever the shell says: starting a command takes three times as long without them.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: install demo test check bench lock docs picture clean

install: $(VENV)/.runtime

$(VENV)/.runtime: requirements.lock pyproject.toml tools/install.sh
	@PYTHON="$(PYTHON)" sh tools/install.sh "$(VENV)" requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml tools/install.sh
	@PYTHON="$(PYTHON)" sh tools/install.sh "$(VENV)" requirements-dev.lock
	@touch $(VENV)/.runtime $@

# Spark, PostgreSQL, ClickHouse and LibreOffice: what of them can be installed here; the tests say which they skip.
$(VENV)/.engines: requirements-engines.lock tools/engines.sh $(VENV)/.dev
	@sh tools/engines.sh "$(VENV)" requirements-engines.lock
	@touch $@

demo: install
	@$(BIN)/scoreline demo demo --port $(PORT)

# pytest comes last, so that its closing lines are the last thing printed.
test: check $(VENV)/.engines
	@SCORELINE_CHROMIUM="$$(sh tools/chromium.sh)" && export SCORELINE_CHROMIUM && $(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/.dev
	@sh tools/chromium.sh >/dev/null
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev
	@$(BIN)/python -m bench --scale $(SCALE)

docs: $(VENV)/.dev
	@$(BIN)/python -m tools.reference

# Beside a served demo: make picture URL=http://127.0.0.1:8000/member/...
picture: $(VENV)/.dev
	@SCORELINE_CHROMIUM="$$(sh tools/chromium.sh)" $(BIN)/python tools/picture.py "$(URL)" docs/images/member.png

lock:
	sh tools/lock.sh

clean:
	rm -rf "$(VENV)" demo .bench build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
