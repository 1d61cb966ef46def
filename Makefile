# make demo: the whole way on five illustrative reports. make test: everything that must hold.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SPARK := $(VENV)/.spark
STORE := $(VENV)/store/bin/python
export UV_SYSTEM_CERTS ?= 1
export UV_PYTHON_DOWNLOADS := never

.PHONY: install demo serve test test-fast test-postgres test-long lint types contracts migrations messages bench bench-tools bench-data bench-warehouse bench-registers bench-portal bench-spark spark-install store-install test-store lock wheelhouse sbom audit fuzz-api clean bench-load

install: $(STAMP)

$(BIN)/uv:
	@command -v $(PYTHON) >/dev/null || { echo "Cần Python 3.11 / Python 3.11 is needed (Debian: apt-get install python3.11 python3.11-venv make)."; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "Thiếu venv / venv is missing (Debian: apt-get install python3-venv)."; exit 2; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools.lock

# What is imported every day is compiled once, here; the large packages of which little is used compile as it is used.
SELDOM := /tests?/|/(scipy|pandas|diff_diff|mypy|mypyc|setuptools|pygments)/
$(STAMP): requirements.lock pyproject.toml tools.lock | $(BIN)/uv
	$(BIN)/uv pip sync --quiet --require-hashes requirements.lock
	@cd $(VENV)/lib/python3*/site-packages && ../../../bin/python -m compileall -q -j 2 -x '$(SELDOM)' . $(CURDIR)/src >/dev/null || true
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@$(MAKE) --no-print-directory messages
	@touch $@

# After an update of a checkout the English pages follow by themselves.
LOCALE := src/chungtay/config/locale/en/LC_MESSAGES/django
$(LOCALE).mo: $(LOCALE).po $(STAMP)
	@$(MAKE) --no-print-directory messages

messages:
	@$(BIN)/python -m chungtay.config.locale.compile

demo: $(STAMP) $(LOCALE).mo
	$(BIN)/chungtay demo

serve: $(STAMP) $(LOCALE).mo
	$(BIN)/chungtay serve

lint: $(STAMP)
	$(BIN)/ruff check --no-cache src tests benchmarks deploy
	$(BIN)/ruff format --no-cache --check src tests benchmarks deploy

types: $(STAMP)
	$(BIN)/mypy

contracts: $(STAMP)
	$(BIN)/lint-imports --no-cache

migrations: $(STAMP)
	$(BIN)/chungtay manage makemigrations --check --dry-run

test: $(STAMP)
	$(BIN)/python tests/run.py --house

test-fast: $(STAMP)
	$(BIN)/python tests/run.py --sqlite-only

test-long: $(STAMP)
	$(BIN)/python tests/run.py --long

bench: $(STAMP)
	$(BIN)/python -m benchmarks

# What only the measurements need; the product runs without it.
bench-tools: $(STAMP)
	$(BIN)/uv pip install --quiet --require-hashes -r benchmarks/requirements.lock

# Invented nations of 40 and 120 million figures, made once (some 4 GB; PostgreSQL's tables take 25 more).
bench-data: bench-tools
	$(BIN)/python -m benchmarks.warehouse data 40M 120M

bench-warehouse: bench-tools
	$(BIN)/python -m benchmarks.warehouse run 40M 120M

# 2 million activities and the other registers at national size, laid once (0.7 GB); some minutes.
bench-registers: $(STAMP)
	$(BIN)/python -m benchmarks.registers $(if $(POSTGRES),--also=$(POSTGRES))

# Public pages beside a bare cached page with 200 readers, and the first paint on a slow line; some two minutes.
bench-portal: $(STAMP)
	$(BIN)/python -m benchmarks.portal $(DEMO_DATA)

# A month's end on PostgreSQL: 3,321 reporters within ten minutes and 34 desks; three quarters of an hour.
bench-load: bench-tools
	$(BIN)/python -m benchmarks.load

# Spark is not part of what everybody installs: 430 MB to fetch, and Java 17 beside it.
spark-install: $(SPARK)

$(SPARK): spark.lock $(STAMP)
	$(BIN)/uv pip install --quiet --require-hashes --no-deps --no-build-isolation -r spark.lock
	@touch $@

# A real S3 server, for the tests of the shared store alone; in a folder of its own, for it wants older packages.
store-install: $(STORE)

$(STORE): store.lock $(STAMP)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(VENV)/store
	$(BIN)/uv pip install --quiet --require-hashes --python $(STORE) -r store.lock

test-store: $(STORE)
	$(BIN)/pytest -m store tests/results/warehouse

# The public API of a server that runs (make demo), asked by its own description: URL=http://127.0.0.1:8000
FUZZ := $(VENV)/fuzz/bin
URL ?= http://127.0.0.1:8000
$(FUZZ)/schemathesis: fuzz.lock $(STAMP)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(VENV)/fuzz
	$(BIN)/uv pip install --quiet --require-hashes --python $(FUZZ)/python -r fuzz.lock

fuzz-api: $(FUZZ)/schemathesis
	$(FUZZ)/schemathesis run $(URL)/api/cong-khai/v1/openapi.json --url $(URL)/api/cong-khai/v1 --checks not_a_server_error,response_schema_conformance,content_type_conformance --max-examples 100

bench-spark: $(SPARK)
	$(BIN)/python -m benchmarks.warehouse.on_spark

LOCK := --generate-hashes --no-emit-index-url --no-header --no-annotate
SPARK_EXTRA := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["spark"], sep="\n")
lock: $(BIN)/uv
	$(BIN)/uv pip compile pyproject.toml --extra postgres --group dev $(LOCK) -o requirements.lock
	$(BIN)/uv pip compile --group bench --python-version 3.11 $(LOCK) -o benchmarks/requirements.lock
	$(BIN)/uv pip compile --group store --python-version 3.11 $(LOCK) -o store.lock
	$(BIN)/uv pip compile --group fuzz --python-version 3.11 $(LOCK) -o fuzz.lock
	$(BIN)/uv pip compile pyproject.toml --extra postgres --constraint requirements.lock --python-version 3.11 $(LOCK) -o deploy/requirements.lock
	$(BIN)/python -c '$(SPARK_EXTRA)' | $(BIN)/uv pip compile - --constraint requirements.lock $(LOCK) -o spark.lock

# For an office without internet: docs/installation.md tells what to do with the folder.
wheelhouse: $(STAMP)
	$(BIN)/python deploy/pack.py wheelhouse build/wheelhouse

sbom: $(STAMP)
	$(BIN)/python deploy/pack.py sbom build/sbom.cdx.json

audit: $(STAMP)
	@$(BIN)/python deploy/pack.py audit || test $$? -eq 3

clean:
	rm -rf $(VENV) build *.egg-info
