# Landbridge. `make help` says what there is; `make run` and `make test` set up what they need.
# A stamp in .venv carries the digest of what was installed, so that a second run asks no network.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
PY := $(VENV)/bin/python
# What is installed depends on the locked requirements and on pyproject.toml up to the settings of its tools.
digest = $(shell { cat $(1); sed '/^\[tool/,$$d' pyproject.toml; } | cksum | tr ' ' '-')
RUN_STAMP := $(VENV)/run-$(call digest,requirements.txt)
TEST_STAMP := $(VENV)/test-$(call digest,requirements-dev.txt)
TEST_DATA := LANDBRIDGE_DATA_DIR=$(CURDIR)/var/test
PYTEST := $(TEST_DATA) $(PY) -m pytest
# Two at a time, whole files each; the order of the files keeps the long browser tests from coming last.
SIDE_BY_SIDE := -n 2 --dist loadfile --no-loadscope-reorder
INSTALL := $(PY) -m pip install --disable-pip-version-check --progress-bar on

.DEFAULT_GOAL := help
.PHONY: help install setup run test proven mutation lint format types e2e shots old-phone bench bench-agenda bench-matching bench-lists bench-replan bench-day test-pg15 lock clean browser messages

help: ## says what each target does
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1	\2/p' Makefile | expand -t 18

install: $(RUN_STAMP) messages ## builds .venv with what a server needs, and nothing for tests

setup: $(TEST_STAMP) messages ## builds .venv with everything `make test` needs

run: $(RUN_STAMP) messages ## sets up, loads the demonstration network, opens the site on localhost
	@$(VENV)/bin/landbridge demo --if-empty
	@$(VENV)/bin/landbridge serve

test: $(TEST_STAMP) messages browser ## sets up and runs every check CI runs
	@$(MAKE) --no-print-directory -j2 lint types
	$(PYTEST) $(SIDE_BY_SIDE) --cov --cov-report=term:skip-covered -m "not slow"
	@$(MAKE) --no-print-directory proven

proven: ## fails if the last run of the tests left a branch of the files in .ci/proven untried
	$(PY) -m coverage report --include="$$(grep '^src' .ci/proven | paste -sd, -)" --fail-under=100

mutation: $(TEST_STAMP) ## plants faults into kernel, states, checkers and explanations (or TARGETS=): which does no test notice?
	$(TEST_DATA) nice -n 10 $(PY) -m tests.mutation $(TARGETS)

lint: $(TEST_STAMP) ## formatters, linters and import contracts
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/djlint --check --quiet src/landbridge/entrypoints/web
	$(VENV)/bin/lint-imports --no-cache

format: $(TEST_STAMP) ## rewrites Python and templates the way `make lint` wants them
	$(VENV)/bin/ruff check --fix --quiet . || true
	$(VENV)/bin/ruff format --quiet .
	$(VENV)/bin/djlint --reformat --quiet src/landbridge/entrypoints/web || $(VENV)/bin/djlint --reformat --quiet src/landbridge/entrypoints/web

types: $(TEST_STAMP) ## mypy, strict, on source, tests and benchmarks
	$(TEST_DATA) $(VENV)/bin/mypy

e2e: $(TEST_STAMP) messages browser ## every browser test and every accessibility run
	LANDBRIDGE_AXE=all $(PYTEST) -m browser

shots: $(TEST_STAMP) messages browser ## takes the pictures of the documents from the demonstration
	$(PY) -m tests.browser.shots

old-phone: $(TEST_STAMP) ## shows PAGES of the running site in Chromium 78 (needs npm), as an old WeChat would
	$(VENV)/bin/uv run --quiet --no-project --python $(PY) --with pyppeteer --with brotli tests/browser/old_phone.py $(PAGES)

bench: bench-agenda bench-matching bench-lists bench-replan bench-day ## every benchmark, as tables with the hardware they ran on

bench-agenda: $(RUN_STAMP) ## the agenda engine against its bound
	$(PY) -m bench.agenda

bench-matching: $(RUN_STAMP) ## the matching engine against its baselines
	OPENBLAS_NUM_THREADS=1 $(PY) -m bench.matching

test-pg15: $(TEST_STAMP) messages ## the database tests against Debian's PostgreSQL 15
	.ci/with-pg15 $(PY) -m pytest $(SIDE_BY_SIDE) -m "not slow and not browser" --ignore=tests/engines --ignore=tests/kernel

bench-replan: $(RUN_STAMP) ## the rest of a day of 1,000 participants planned again, database included
	$(PY) -m bench.replan

bench-lists: $(RUN_STAMP) messages ## a list page of 20 from 12,000 rows and the agenda board, CPU and queries
	$(PY) -m bench.lists
	$(PY) -m bench.board

bench-day: $(RUN_STAMP) messages ## the day itself: 300 phones, check-ins, a re-plan, then kill -9 of each part
	$(PY) -m bench.day

lock: $(TEST_STAMP) ## writes requirements*.txt from requirements*.in
	for name in requirements requirements-dev; do \
		$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
			$$name.in -o $$name.txt || exit 1; done

clean: ## removes what the other targets made, except your data in var
	rm -rf $(VENV) var/test .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov \
		build dist src/*.egg-info
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete

# ---------------------------------------------------------------- what the targets above share
messages: $(RUN_STAMP)
	@$(VENV)/bin/landbridge messages --compile

browser:
	@.ci/browser

$(RUN_STAMP):
	@$(call venv)
	$(INSTALL) --require-hashes -r requirements.txt
	$(call package)
	@rm -f $(VENV)/run-* && touch $@

$(TEST_STAMP):
	@$(call venv)
	$(INSTALL) --require-hashes -r requirements-dev.txt
	$(call package)
	@rm -f $(VENV)/run-* $(VENV)/test-* && touch $@ $(RUN_STAMP)

package = $(INSTALL) --quiet --no-deps --editable .

define venv
if [ -z "$(PYTHON)" ]; then echo "Landbridge needs Python 3.11 or newer: install it, or say make PYTHON=/path/to/python3." >&2; exit 1; fi; \
if ! $(PY) -m pip --version >/dev/null 2>&1; then \
	echo "building $(VENV)" >&2; \
	$(PYTHON) -m venv --clear $(VENV) || { echo "Python's venv module is missing: on Debian, apt-get install python3-venv." >&2; exit 1; }; \
fi
endef
