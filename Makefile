# `make run` to try Slik, `make test` to test it, `make check` while writing, `make serve` in production.

HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= python3
PY := .venv/bin/python
export HOST PORT

.PHONY: run serve test test-fast test-thorough check stop clean lock assets
.DEFAULT_GOAL := run

# A demonstration: the embedded database, made-up people, DEBUG on. Never for real cases.
run: export DJANGO_DEBUG := True
run: export SLIK_DEMO := True
run: assets
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py createcachetable --verbosity 0
	-@$(PY) manage.py load_demo
	@$(PY) manage.py show_sign_ins
	@exec $(PY) -m gunicorn portfolio.wsgi

# Production: everything else comes from the environment, see docs/operations.md.
serve: export DJANGO_DEBUG := False
serve: assets
	@$(PY) manage.py check --deploy --fail-level WARNING
	@$(PY) manage.py collectstatic --noinput --verbosity 0
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py createcachetable --verbosity 0
	@exec $(PY) -m gunicorn portfolio.wsgi

# All tests, of the randomised ones a short round: before every merge.
test: export DJANGO_DEBUG := True
test: .venv/.dev assets
	@$(PY) -m pytest -n 2 --dist worksteal $(ARGS)

# Neither a browser, nor chance, nor walks over everything: while writing.
test-fast: export DJANGO_DEBUG := True
test-fast: .venv/.dev assets
	@$(PY) -m pytest -n 2 --dist worksteal -m 'not browser and not randomised and not exhaustive' $(ARGS)

# The randomised tests and the walks at length, and other ones in every run.
test-thorough: export DJANGO_DEBUG := True
test-thorough: .venv/.dev assets
	@$(PY) -m pytest -n 2 --dist worksteal -m 'randomised or exhaustive' --hypothesis-profile=thorough $(ARGS)

# What an editor loop needs: seconds, and no database.
check: export DJANGO_DEBUG := True
check: .venv/.dev
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@.venv/bin/djangofmt --check --quiet templates
	@.venv/bin/djangofmt check templates
	@.venv/bin/oxfmt --check static
	@$(PY) manage.py check --database default > /dev/null
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) -m pytest -q tests/test_architecture.py tests/test_names.py

# The embedded database stays up between commands; this ends it.
stop:
	@test ! -x $(PY) || env -u DATABASE_URL DJANGO_DEBUG=True $(PY) manage.py embedded_db stop

# Everything that was made, but not var/: there are the data.
clean: stop
	rm -rf .venv node_modules static/vendor var/static .pytest_cache .ruff_cache .hypothesis .schemathesis
	find . -name __pycache__ -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete

lock: .venv/.dev
	$(PY) -m uv pip compile requirements.in -o requirements.txt $(LOCK)
	$(PY) -m uv pip compile requirements-dev.in -o requirements-dev.txt $(LOCK)
LOCK := --python-version 3.11 --universal --generate-hashes --no-header --quiet

assets: .venv/.run
	@$(PY) tools/vendor.py
	@$(PY) tools/messages.py compile

PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes

.venv/.run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Slik needs Python 3.11 or newer: make PYTHON=/path/to/python3'; exit 1; }
	@test ! -e $@ || $(MAKE) --no-print-directory stop
	@test -x .venv/bin/pip || $(PYTHON) -m venv --clear .venv || \
	  { echo 'Python cannot make a virtual environment here. On Debian: apt install python3-venv'; exit 1; }
	@echo 'Installing the Python packages ...'
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.dev: .venv/.run requirements-dev.txt
	@echo 'Installing the packages for tests ...'
	@$(PIP) -r requirements-dev.txt -r requirements.txt
	@touch $@
