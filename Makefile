# Needs Python 3.11 or later, git and make; everything else goes into .venv.

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11 python,$(if $(shell $(name) -c 'import sys; print(1 if sys.version_info >= (3, 11) else "")' 2>/dev/null),$(name))))
BIN := .venv/bin
DEMO := build/demo

.DEFAULT_GOAL := help
.PHONY: help demo test check chromium bench bench-all serve notebooks notebooks-html notebooks-pair train font bundle clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 17

demo: .venv/installed ## read five letters, ask the graph three questions, draw it
	@$(BIN)/kg build seeds/documents --out $(DEMO)
	@set -e; for name in letters deadlines largest-figures; do \
	  echo; echo "$$name:"; $(BIN)/kg query $(DEMO) --name $$name --limit 8 --format table; \
	done
	@echo
	@$(BIN)/kg view $(DEMO) --out $(DEMO).html

test: check chromium ## lint, types, contracts, then every test
	$(BIN)/pytest

chromium: # the browser tests need one; where it can be installed, it is
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq >/dev/null && \
	  apt-get install -qq -y --no-install-recommends chromium fonts-noto-cjk >/dev/null; } || \
	echo "The browser tests need Chromium: sudo apt-get install -y chromium fonts-noto-cjk" >&2

check: .venv/ready ## lint, types and contracts only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check kg tests
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/ready ## how fast a letter is read, against segmenting it with jieba
	$(BIN)/pytest tests/bench/test_speed.py -s

bench-all: .venv/ready ## also linking of 100,000 letters, 1 and 10 million quads, 50 clients for a minute (long)
	$(BIN)/pip install --quiet --disable-pip-version-check recordlinkage oxigraph
	KG_BENCH_QUADS=1000000 $(BIN)/pytest tests/bench -s
	KG_BENCH_QUADS=10000000 $(BIN)/pytest tests/bench/test_queries.py -s
	KG_LOAD_SECONDS=60 $(BIN)/pytest tests/serve/test_hostile.py -s

serve: .venv/ready ## serve what `make demo` built: pages and SPARQL at http://127.0.0.1:8718/
	$(BIN)/kg serve $(DEMO)

notebooks: .venv/notebook ## open the six notebooks in JupyterLab
	@test -d $(DEMO) || $(BIN)/kg build seeds/documents --out $(DEMO)
	$(BIN)/jupyter lab notebooks

notebooks-html: .venv/notebook ## run the notebooks and write them as pages to build/notebooks
	@$(BIN)/kg build seeds/documents --out $(DEMO) --quiet
	$(BIN)/jupyter nbconvert --execute --to notebook --output-dir build/notebooks notebooks/*.ipynb
	$(BIN)/jupyter nbconvert --to html --config notebooks/pages.py build/notebooks/*.ipynb

notebooks-pair: .venv/notebook # the .ipynb of each .py, without outputs
	$(BIN)/jupytext --to ipynb --update notebooks/0*.py

train: .venv/ready ## learn the weights anew from the annotated letters, the real ones counted six times
	$(BIN)/kg train tests/gold/dev $(foreach _,1 2 3 4 5 6,tests/gold/real) --out seeds/weights

font: ## cut the plots' font to what it needs (needs fonttools and fonts-noto-cjk)
	$(BIN)/pip install --quiet --disable-pip-version-check fonttools
	$(BIN)/python kg/face/fonts/make.py

bundle: ## bundle the pages' JavaScript (needs node and npm)
	cd kg/views/web && npm ci --ignore-scripts && npm run build && npm test

clean: ## remove what was built or installed here
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; name it with make PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/notebook: pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[notebook]'
	@touch $@ .venv/installed

.venv/ready: pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@ .venv/installed
