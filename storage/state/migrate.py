"""Brings a state database to the newest revision, with Alembic and without its command line.

A new migration is a module in `migrations/versions/` whose name begins with its revision, the next number,
and whose `down_revision` names the one before it. Migrations only add, so that a version which does not know
the newest ones can go on while others are brought up: the `oldest_reader` of a migration is the newest
revision that such a version has to know, and is noted beside the revision. Alembic itself is loaded only
where there is something to migrate, which is seldom: that takes a third of a second.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table, text, update

from storage.state.db_errors import UnusableError

VERSION_TABLE = "launchlog_version"
"""Where Alembic notes the revision; a name of our own, since a PostgreSQL schema may be shared."""

_FOLDER = Path(__file__).parent / "migrations"
_POSTGRESQL_LOCK = 0x1A0C41
"""An arbitrary key, so that two programs starting at once do not both migrate."""


def is_current(connection: Connection) -> bool:
    """Tell whether the newest revision is in place, without writing anything.

    A newer revision is as good, where it says that this program can work with it. Raises UnusableError when
    the database is of a revision that this program does not know otherwise, or is an SQLite file with tables
    of something else.
    """
    revision, known = _revision(connection), revisions()
    if revision is None:
        _refuse_foreign(connection)
        return False
    if revision not in known:
        if _oldest_reader(connection) in known:
            return True
        message = f"is of revision {revision!r}, which this version of Launchlog does not know"
        raise UnusableError(message)
    return revision == known[-1]


def revisions() -> tuple[str, ...]:
    """Return the revisions that there are, from the first to the newest."""
    return tuple(sorted(path.stem[1:].partition("_")[0] for path in (_FOLDER / "versions").glob("m*_*.py")))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE)))
    return found


def _oldest_reader(connection: Connection) -> str | None:
    noted = {each["name"] for each in inspect(connection).get_columns(VERSION_TABLE)}
    if "oldest_reader" not in noted:
        return None
    found: str | None = connection.scalar(select(column("oldest_reader")).select_from(table(VERSION_TABLE)))
    return found


def upgrade(connection: Connection) -> None:
    """Run the missing migrations in the connection's transaction, which the caller commits.

    The migrations and the note of the revision stand or fall together.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRESQL_LOCK})
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    # ConfigParser reads "%" in the folder's name as the start of a reference.
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    newest = ScriptDirectory.from_config(config).get_revision("head")
    # One that does not say so can be read by nothing older than itself.
    reader = getattr(newest.module, "oldest_reader", newest.revision)
    noted = table(VERSION_TABLE, column("oldest_reader"))
    connection.execute(update(noted).values(oldest_reader=reader))


def _refuse_foreign(connection: Connection) -> None:
    tables = inspect(connection).get_table_names()
    if connection.dialect.name == "sqlite" and set(tables) - {VERSION_TABLE}:
        message = f"is not a state of Launchlog: it holds the table {tables[0]!r}"
        raise UnusableError(message)
