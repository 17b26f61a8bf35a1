# Every task of the project. `make run` and `make test` need only Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run install test test-postgres fuzz check format bench proof screenshots cards letters messages lock clean

run: install
	@exec $(BIN)/python -m bot run --or-play

install: $(VENV)/.installed

$(VENV)/.installed: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Launchlog needs Python 3.11 or newer: make run PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Two processes a core, up to eight: tests wait for databases and sockets much of their time. A plain `pytest` is
# for a few tests. Their files are in memory where there is room: half of the time goes else into waiting until a
# disk has what they write.
PROCESSES := $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1); echo $$((n > 4 ? 8 : 2 * n)))
MEMORY := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 1000000 { print "TMPDIR=/dev/shm" }')

# Whatever the environment says, modules are compiled once rather than in each of the processes.
test: install
	$(MEMORY) PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses $(PROCESSES) --dist loadfile --no-loadscope-reorder

# What keeps the state, and what shows that nothing is sent twice, once more on a PostgreSQL server of their own;
# PostgreSQL has to be installed. `python -m tests.postgres tests/bot/announcing` runs all that announces there.
test-postgres: install
	$(MEMORY) PYTHONDONTWRITEBYTECODE= $(BIN)/python -m tests.postgres --numprocesses $(PROCESSES) \
		--dist loadfile --no-loadscope-reorder tests/storage/state \
		tests/bot/announcing/test_two_senders.py tests/bot/announcing/test_lost_commits.py

# What nobody thought of, thrown at every reader for so many seconds.
SECONDS_OF_FUZZ ?= 60
fuzz: install
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS_OF_FUZZ)

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: install
	$(BIN)/python -m benchmarks

# What docs/promises.md says, shown anew: many worlds, each safeguard switched off once, spoilt input, and how many
# small changes of the code the tests notice. SEEDS=100000 takes hours, MUTANTS=60 a part as well.
SEEDS ?= 1000
MUTANTS ?= 20
proof: install fuzz
	$(BIN)/python -m tests.simulation --seeds $(SEEDS)
	$(BIN)/python -m tests.safeguards
	$(BIN)/python -m tests.mutation commands/codec commands/parsing storage/catalogue storage/state bot/announcing \
		--sample $(MUTANTS)

# Needs Chromium. Look at the pictures before committing them.
screenshots: install
	$(BIN)/python -m tests.playground.page.screenshots

# The Chinese letters of charts, from the font FONT: Debian's fonts-droid-fallback. A test tells when one is missing.
letters: install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check fonttools
	$(BIN)/python -m commands.stats.charts.subset $(FONT)

# Every card in every language beside the English, on both platforms, for translators: build/cards/index.html
cards: install
	$(BIN)/python -m tests.cards_page

# Brings the messages to translate up to date with the texts in the code.
messages: install
	$(BIN)/pybabel -q extract --no-default-keywords -k _ -k ngettext:1,2 -k pgettext:1c,2 \
		-k marked -k marked_in:1c,2 --no-wrap --add-location=file --project=Launchlog \
		-o commands/i18n/locales/launchlog.pot adapters bot commands
	$(BIN)/pybabel -q update -i commands/i18n/locales/launchlog.pot -d commands/i18n/locales -D launchlog --no-wrap \
		--no-fuzzy-matching --ignore-obsolete --omit-header

# Pins every dependency with its hashes, for every supported Python and platform. Needs uv.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.txt
	uv pip compile pyproject.toml --extra postgres --constraint requirements.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements-postgres.txt
	uv pip compile pyproject.toml --extra dev --constraint requirements-postgres.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements-dev.txt

clean:
	rm -rf build $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
