# Every habit of the house, by name. `make` alone lists them. All that is made lies in .venv, .cache and var.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := targets
.PHONY: targets demo demo-servers serve test check bench clean lock lock-check install tesseract test-slow test-kill \
        test-faults test-prefect test-schedules test-servers test-web pictures model servers servers-stop servers-status \
        servers-fetch suites table env

export UV_CACHE_DIR ?= $(CURDIR)/.cache/uv
RUN := .venv/bin/python
PIN := env -u UV_FIND_LINKS -u PIP_FIND_LINKS .venv/bin/uv pip compile --universal --python-version 3.11 \
       --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header -q
PROJECT := pyproject.toml --all-extras
UPGRADED = $(if $(UPGRADE),--upgrade-package $(UPGRADE))

targets: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

install: ## Make .venv with the locked dependencies; a second run does nothing
	@sh scripts/environment.sh

tesseract: ## Install Tesseract with fra, eng and osd when missing and allowed; else say what to type
	@sh scripts/tesseract.sh

demo: tesseract install ## Draw a batch of specimens, capture it, and show the cases it makes
	@$(RUN) scripts/demo.py $(DEMO)

serve: tesseract install ## Serve the pages of an installation and capture what is dropped (HOME_DIR=folder PORT=8000)
	@$(RUN) -m cli.start --home $(or $(HOME_DIR),var) up --no-prefect --port $(or $(PORT),8000)

test: tesseract install ## The fast suites: under 10 minutes, no network
	@$(RUN) scripts/suites.py test

test-slow: tesseract install ## What takes minutes: big batches, bad input, the whole demo from files
	@$(RUN) scripts/suites.py test-slow

test-kill: tesseract install ## Kill the process group at random instants, recover, count again
	@$(RUN) scripts/suites.py test-kill

test-faults: tesseract install ## Servers, disks and processes killed and filled at random instants, all counted again
	@$(RUN) scripts/suites.py test-faults

test-prefect: tesseract install ## The flows on a real Prefect server
	@$(RUN) scripts/suites.py test-prefect

test-schedules: tesseract install ## Schedules, automations and `up` on a real Prefect server: what waits for minutes
	@$(RUN) scripts/suites.py test-schedules

test-web: tesseract install ## The pages in a real browser (Chromium): every page, sizes, themes, axe, main paths
	@sh scripts/browser.sh
	@$(RUN) scripts/suites.py test-web

pictures: install ## Copy what the tests photographed into docs/pictures, for the tutorial
	@$(RUN) scripts/pictures.py

test-servers: tesseract install ## What runs on real PostgreSQL, S3, Elasticsearch and Prefect servers
	@$(RUN) scripts/suites.py test-servers

suites: tesseract install ## Suites one after the other on one set of real servers (SUITES="test-kill test-faults")
	@$(RUN) scripts/suites.py $(SUITES)

table: ## Which suite ran how many tests of each folder, on each backend; a zero fails
	@$(RUN) scripts/suites.py table

servers-fetch: install ## Fetch Elasticsearch and MinIO once into the cache, install PostgreSQL (FETCH=one of them)
	@$(RUN) scripts/servers.py fetch $(FETCH)

servers: install ## Start the real servers as plain processes; a second start finds them running (SERVERS=some of them)
	@$(RUN) scripts/servers.py start $(SERVERS)

servers-stop: ## End the real servers that were started here; their data stay
	@$(RUN) scripts/servers.py stop $(SERVERS)

servers-status: ## Say which servers run, and what the others lack
	@$(RUN) scripts/servers.py status

demo-servers: tesseract install ## The demonstration on the real servers, with the same outcome
	@$(RUN) scripts/demo.py --servers $(DEMO)

env: ## Generate the secrets of docker-compose.yml into .env, once
	@python3 scripts/env.py

check: install ## Style, types, import contracts, the lock and the reference pages (CHECK=--without-tests)
	@$(RUN) scripts/check.py $(CHECK)

bench: tesseract install ## Pages a second of the whole pipeline and of the bare engine, memory, evaluations a second
	@set -e; for measure in benchmarks/*.py; do echo "== $$measure"; $(RUN) $$measure; done

model: tesseract install ## Train anew what tells classes by likeness, on drawn and worded papers (adds scikit-learn to .venv)
	@.venv/bin/uv pip install -q --require-hashes --no-deps -p $(RUN) -r requirements-train.lock
	@$(RUN) scripts/train_likeness.py

lock: install ## Pin again what pyproject.toml asks for; pins already there are kept (UPGRADE=name moves one)
	@$(PIN) $(PROJECT) $(UPGRADED) -o requirements.lock
	@$(PIN) $(PROJECT) $(UPGRADED) --group dev -c requirements.lock -o requirements-dev.lock
	@$(PIN) $(UPGRADED) --group pyproject.toml:train -c requirements-dev.lock -o requirements-train.lock

lock-check: lock ## Fail when the locks are not what pyproject.toml gives
	@git diff --exit-code requirements.lock requirements-dev.lock requirements-train.lock

clean: ## Remove what was made, but never var, where the installation's documents lie
	@if [ -d .cache/servers ] && [ -x $(RUN) ]; then $(RUN) scripts/servers.py stop; fi
	@rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist htmlcov .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
