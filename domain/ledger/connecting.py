"""What every connection to the record is told, unless its connection string says otherwise."""

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

DEFAULTS: dict[str, str | int] = {
    "application_name": "trede",
    "connect_timeout": 10,
    # A connection whose other side vanished is noticed within a minute, not after two hours.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    # Of several hosts, the one that takes writes: after a failover that is another one.
    "target_session_attrs": "read-write",
}


def completed(conninfo: str) -> str:
    """The connection string or URL, with what it leaves unsaid."""
    return make_conninfo("", **{**DEFAULTS, **conninfo_to_dict(conninfo)})


DatabaseError = psycopg.Error
"""Whatever goes wrong with the database or on the way to it, by a name that the edge may know."""
