"""Brings a state database to the newest revision, with Alembic and without its command line.

A new migration is a module in `migrations/versions/` whose `down_revision` names the one before it.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage.state.failures import UnusableError

VERSION_TABLE = "launchlog_version"
"""Where Alembic notes the revision; a name of our own, since a PostgreSQL schema may be shared."""

_FOLDER = Path(__file__).parent / "migrations"
_POSTGRESQL_LOCK = 0x1A0C41
"""An arbitrary key, so that two programs starting at once do not both migrate."""


def is_current(connection: Connection) -> bool:
    """Tell whether the newest revision is in place, without writing anything.

    Raises UnusableError when the database is of a revision that this program does not know, or is
    an SQLite file with tables of something else.
    """
    scripts = ScriptDirectory.from_config(_config())
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    revision = context.get_current_revision()
    if revision is None:
        _refuse_foreign(connection)
        return False
    if revision not in {script.revision for script in scripts.walk_revisions()}:
        message = f"is of revision {revision!r}, which this version of Launchlog does not know"
        raise UnusableError(message)
    return revision == scripts.get_current_head()


def upgrade(connection: Connection) -> None:
    """Run the missing migrations in the connection's transaction, which the caller commits.

    The migrations and the note of the revision stand or fall together.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRESQL_LOCK})
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    # ConfigParser reads "%" in the folder's name as the start of a reference.
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config


def _refuse_foreign(connection: Connection) -> None:
    tables = inspect(connection).get_table_names()
    if connection.dialect.name == "sqlite" and set(tables) - {VERSION_TABLE}:
        message = f"is not a state of Launchlog: it holds the table {tables[0]!r}"
        raise UnusableError(message)
