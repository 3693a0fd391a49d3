# Day Zero. Each target makes the environment it needs: a fresh machine needs Python
# 3.11 or newer, make and git.

PYTHON ?= python3
PORT ?= 8000
export PORT
IN := .venv/bin
TESTS ?= tests
WORKERS ?= 2

LINTS := format code types imports templates migrations translations deployment \
  advisories

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test lint $(LINTS:%=lint-%) format bench faults attacks layers messages docs install install-test

help:  ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: install  ## run everything on this machine; PORT=8000, state under var/
	@exec $(IN)/python -m config.demo

demo-reset:  ## forget the demonstration's data
	@exec $(PYTHON) -m config.reset

backup: install  ## back the registry up into var/backups, or BACKUP_DIR
	@exec $(IN)/python -m config.backup take

restore: install  ## FROM=FOLDER REASON=...: make the registry what it was in a backup
	@test -n "$(FROM)" -a -n "$(REASON)" || { \
	  echo 'Say which and why: make restore FROM=var/backups/... REASON="disk failed"'; exit 2; }
	@exec $(IN)/python -m config.backup restore "$(FROM)" --reason "$(REASON)"

upgrade: install  ## back up, migrate, verify, compute again
	@exec $(IN)/python -m config.backup upgrade

test: install-test  ## run all tests; TESTS=tests/unit for some
	@exec $(IN)/python -m pytest -n $(WORKERS) --dist loadgroup $(TESTS)

lint: $(LINTS:%=lint-%)  ## check form, types, imports, templates, migrations, translations

lint-format: install-test
	$(IN)/ruff format --check .

lint-code: install-test
	$(IN)/ruff check .

lint-types: install-test
	$(IN)/mypy

lint-imports: install-test
	$(IN)/lint-imports

lint-templates: install-test
	$(IN)/djlint --lint --quiet templates

lint-migrations: install-test
	$(IN)/python manage.py makemigrations --check --dry-run

lint-deployment: install-test
	$(IN)/python manage.py check --deploy --fail-level WARNING

lint-advisories: install-test  ## known weaknesses of packages; ADVISORIES=must fails where nobody answers
	@$(IN)/python -m config.advisories

lint-translations: install-test
	$(IN)/python -m config.translations check

format: install-test  ## put the code into form
	$(IN)/ruff check --fix --quiet .
	$(IN)/ruff format .

bench: install-test  ## run the benchmarks, one JSON line each; BENCH_PATIENTS=1000000 for large ones
	@for each in benchmarks/*.py; do $(IN)/python "$$each" || exit 1; done

faults: install-test  ## break an installation while eight people work in it; FAULTS="--edits 2000 --seed 7"
	@exec $(IN)/python -m faults $(FAULTS)

attacks: install-test  ## every attack in full: broken files, races, requests, markup; SHARD=1/8 a part
	@ATTACKS=full exec $(IN)/python -m pytest tests/hostile

layers: install-test  ## each layer of access alone, every address, method and actor
	@FULL_ACCESS=1 exec $(IN)/python -m pytest tests/access/test_either_layer.py

messages: install-test  ## put new messages into the Chinese catalogue
	@exec $(IN)/python -m config.translations update

docs: install-test  ## make the documents as pages, in var/docs
	@$(IN)/sphinx-build -W --keep-going -q -b html docs var/docs

install:
	@$(PYTHON) config/install.py run

install-test:
	@$(PYTHON) config/install.py test
