# Everything runs in .venv, made on first use; set PYTHON to choose the interpreter.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# What `make wheelhouse` holds beside the package itself, and where.
EXTRAS     ?= notebook,xarray
WHEELHOUSE ?= wheelhouse

.PHONY: demo test test-long lint format bench wheelhouse clean

demo: $(VENV)/.core
	$(BIN)/resilience-sim demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 -m "not long"

test-long: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 -m long

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

# Everything an installation without a network needs, for this system and this Python:
#   pip install --no-index --find-links wheelhouse "resilience-sim[notebook,xarray]"
wheelhouse: $(VENV)/bin/python
	rm -rf $(WHEELHOUSE)
	$(BIN)/python -m pip wheel --disable-pip-version-check --quiet \
		--wheel-dir $(WHEELHOUSE) ".[$(EXTRAS)]"
	@echo "$$(ls $(WHEELHOUSE) | wc -l) wheels in $(WHEELHOUSE)"

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable .
	touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable ".[test,dev]"
	touch $@ $(VENV)/.core

clean:
	rm -rf $(VENV) build dist wheelhouse .pytest_cache .mypy_cache .ruff_cache .hypothesis .numba
