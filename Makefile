# make demo   draft the bundled example's year        make check  format, lint, types, tests
# make test   pass the tests                          make bench  measure, as ratios in one run
# make revisions   a hundred drafts, each edited by chance and made again a hundred times
# make test-all  the tests on each python3.11-3.13    make lock   resolve requirements.lock again
#
# Needs python3 >= 3.11 with venv; everything else is installed into $(VENV).

PYTHON ?= python3
PYTHONS ?= python3.11 python3.12 python3.13
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.drafter-installed
EXAMPLE := eval/kaede-2024
DEMO := .demo
YEAR := 2024
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test check bench revisions lock test-all install clean

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "error: drafter needs Python 3.11 or newer, $(PYTHON) is: $$($(PYTHON) --version 2>&1 | head -n 1)" >&2; \
	  echo "hint: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "hint: on Debian and Ubuntu: apt install python3-venv" >&2; rm -rf $(VENV); exit 1; }
	@echo "installing into $(VENV) (a minute) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

demo: $(STAMP)
	@rm -rf $(DEMO) && mkdir -p $(DEMO) && cp -R $(EXAMPLE)/. $(DEMO)/
	$(BIN)/drafter sources -C $(DEMO)/site --notes ../notes --year $(YEAR)
	$(BIN)/drafter stats -C $(DEMO)/site --notes ../notes --year $(YEAR)
	$(BIN)/drafter generate -C $(DEMO)/site --notes ../notes --year $(YEAR) > $(DEMO)/place
	@echo && cat "$$(cat $(DEMO)/place)" && echo && echo "The draft is in $$(cat $(DEMO)/place)"

test: $(STAMP)
	$(BIN)/python -m pytest -q -n auto

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n auto

bench: $(STAMP)
	$(BIN)/python -m pytest -q -s tests/benchmarks

revisions: $(STAMP)
	DRAFTER_TEST_REVISIONS=100 $(BIN)/python -m pytest -q tests/revise

test-all:
	@for python in $(PYTHONS); do \
	  if $$python --version >/dev/null 2>&1; then \
	    echo "== $$python" && \
	    $(MAKE) --no-print-directory test PYTHON=$$python VENV=.venv-$$(basename $$python) || exit 1; \
	  else echo "== $$python: not found, left out"; fi; \
	done

lock: $(STAMP)
	@$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --quiet --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file requirements.lock

clean:
	rm -rf $(VENV) .venv-3.* $(DEMO) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
