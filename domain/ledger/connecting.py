"""What every connection to the record is told, unless its connection string says otherwise; and what it may answer."""

import os
from enum import Enum

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

DEFAULTS: dict[str, str | int] = {
    "connect_timeout": 10,
    # A connection whose other side vanished is noticed within a minute, not after two hours.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    # Of several hosts, the one that takes writes: after a failover that is another one.
    "target_session_attrs": "read-write",
}


def completed(conninfo: str) -> str:
    """The connection string or URL, with what it leaves unsaid; the process says its number, for who looks for it."""
    return make_conninfo("", **{"application_name": f"trede {os.getpid()}", **DEFAULTS, **conninfo_to_dict(conninfo)})


DatabaseError = psycopg.Error
"""Whatever goes wrong with the database or on the way to it, by a name that the edge may know."""


class Ailment(Enum):
    """What keeps a database that answers from doing what it was asked."""

    FULL = "its disk is full"
    READ_ONLY = "it takes no writes: a standby, or so by its settings"
    DAMAGED = "it cannot read what is on its disk"


AILMENTS = {
    "53100": Ailment.FULL,
    "25006": Ailment.READ_ONLY,
    "58030": Ailment.DAMAGED,
    "XX001": Ailment.DAMAGED,
    "XX002": Ailment.DAMAGED,
}
"""By SQLSTATE."""
REFUSED_BY_LIBPQ = "session is read-only"
"""In what libpq says, without a state, when it looked for a server that takes writes and found none."""


def ailment_in(error: BaseException | None) -> Ailment | None:
    """What ails the database, as an error says or what led to it; None when it says nothing of that kind."""
    while error is not None:
        if found := AILMENTS.get(getattr(error, "sqlstate", None) or ""):
            return found
        if isinstance(error, psycopg.OperationalError) and REFUSED_BY_LIBPQ in str(error):
            return Ailment.READ_ONLY
        error = error.__cause__
    return None
