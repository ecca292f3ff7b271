"""What a unit of work is for, as its connection carries it."""

from enum import StrEnum

from sqlalchemy import Connection

BUSY_SECONDS = 30
"""How long a unit of work waits for a lock, a connection, or a server that is away, before it gives up."""

OPTION = "casebinder_mode"
"""The execution option of a connection that tells its mode."""


class Mode(StrEnum):
    """What a unit of work is for: one snapshot; writing alone; or writing beside others, on rows a lease guards."""

    READING = "reading"
    WRITING = "writing"
    BESIDE = "beside"


def mode_of(connection: Connection) -> Mode:
    """Return the connection's mode; WRITING, the careful one, when none was said."""
    found: Mode = connection.get_execution_options().get(OPTION, Mode.WRITING)
    return found
