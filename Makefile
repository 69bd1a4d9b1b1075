# What one does with the archive. `make run` needs Python 3.11 or newer and nothing else.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python

.PHONY: run test test-long lint bench bench-gold bench-desk bench-pages pictures quality clean help

help:  ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile

run: .venv/runs  ## run the archive here: database, broker, web server and worker; Ctrl-C ends it
	@exec $(RUN) manage.py run

# On all cores, four at most, each process with servers of its own: so not where a broker is given. Nor where a file is
# named: one process is up sooner, and lets a debugger have the terminal.
PARALLEL = $(if $(REDIS_URL)$(findstring .py,$(TESTS)),,--numprocesses logical --maxprocesses 4 --dist worksteal)

test: .venv/develops  ## run all tests, or some: make test TESTS=tests/dedup
	@exec $(RUN) -m pytest $(PARALLEL) $(TESTS)

test-long: .venv/develops  ## run the property tests with thousands of examples
	@HYPOTHESIS_PROFILE=long exec $(RUN) -m pytest -m hypothesis $(PARALLEL) $(TESTS)

lint: .venv/develops  ## style, types, who imports whom, templates, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(RUN) manage.py makemigrations --check --dry-run

bench: .venv/develops  ## measure the speed of everything in small, five minutes, against the ratios that are kept
	@exec $(RUN) -m bench $(OPTIONS)

bench-gold: .venv/develops  ## score clusters of labelled pages: make bench-gold DATA=folder (it has a labels.csv)
	@exec $(RUN) -m bench.quality $(DATA) --only gold

bench-desk: .venv/develops  ## time the desk's pages in an archive of 100,000 articles, which are made up: make bench-desk
	@exec $(RUN) -m bench.desk $(OPTIONS)

bench-pages: .venv/develops  ## time the reading pages for eight readers at once in an archive of 100,000 articles: make bench-pages
	@exec $(RUN) -m bench.pages $(OPTIONS)

pictures: .venv/develops  ## take the pictures of the docs, on an archive of the samples: make pictures
	@exec $(RUN) -m bench.pictures $(OPTIONS)

quality: .venv/develops  ## measure everything docs/quality.md tells, an hour: make quality DATA=../shared/data
	@exec $(RUN) -m bench.quality $(DATA) --show $(if $(ONLY),--only $(ONLY))

clean:  ## remove .venv and caches; var/, which holds the archive, stays
	rm -rf .venv .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

# Each stamp is a copy of the requirements it was made from, so that a changed pin is installed, and nothing twice.
INSTALL = $(RUN) -m pip install --quiet --disable-pip-version-check -r $(1) || \
	{ echo 'newsarchive: the packages above could not be installed; is the package index within reach?'; exit 1; }

.venv/runs: requirements.txt | .venv/bin/pip
	@echo 'Installing what the archive needs …'
	@$(call INSTALL,requirements.txt)
	@cp requirements.txt $@

.venv/develops: requirements-dev.txt .venv/runs | .venv/bin/pip
	@echo 'Installing what the tests need …'
	@$(call INSTALL,requirements-dev.txt)
	@cp requirements-dev.txt $@

# The Python asked for, or else the newest that is new enough.
.venv/bin/pip:
	@for python in $(PYTHON) python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    $$python -m venv .venv && exit 0; \
	    rm -rf .venv; \
	    echo 'newsarchive: .venv cannot be made; on Debian and Ubuntu, install python3-venv.'; exit 1; \
	  fi; \
	done; \
	have=$$($(PYTHON) -c 'import sys; print("this is %d.%d" % sys.version_info[:2])' 2>/dev/null || echo 'there is none'); \
	echo "newsarchive needs Python 3.11 or newer; $$have. Install a newer one, or name it: make PYTHON=/path/to/python run."; \
	exit 1
