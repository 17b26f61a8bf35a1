"""What Alembic runs: the migrations, within the transaction of the connection it is given.

`storage.state.migrate` hands over the connection. Nothing here configures logging or reads a file.
"""

from __future__ import annotations

from alembic import context

from storage.state.migrate import VERSION_TABLE
from storage.state.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
context.run_migrations()
