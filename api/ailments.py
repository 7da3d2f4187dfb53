"""What is told when the record or its database is ill: to programs, on pages and on the command line alike."""

from http import HTTPStatus
from typing import NamedTuple

from domain.ledger.connecting import Ailment, ailment_in
from domain.ledger.digests import DamagedEntryError
from domain.ledger.embedded import EmbeddedPostgresError

DAMAGED_ENTRY = (
    "Vastlegging {version} van {stream} (positie {position}) luidt niet meer zoals die is vastgelegd."
    " Trede toont die niet en bouwt er niet op voort. Waarschuw de beheerder: de reservekopie heeft die nog."
)

NO_ROOM = "No space left on device"
"""In the last words of a database that ended for want of room."""


class Told(NamedTuple):
    """A sentence or two, with the status of HTTP that suits it: 503 passes when somebody sees to it, 500 does not."""

    status: HTTPStatus
    sentence: str


AILMENTS = {
    Ailment.FULL: Told(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "De schijf van de database is vol. Er is niets vastgelegd. Probeer het weer als de beheerder ruimte maakte.",
    ),
    Ailment.READ_ONLY: Told(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "De database kan nu alleen worden gelezen. Er is niets vastgelegd. Probeer het later weer.",
    ),
    Ailment.DAMAGED: Told(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "De database kan niet alles lezen wat op haar schijf staat. Er is niets vastgelegd. Waarschuw de beheerder.",
    ),
}


def illness(error: Exception) -> Told | None:
    """What ails the record or its database, by an error; None when that says nothing of it."""
    if isinstance(error, DamagedEntryError):
        where = {"stream": error.stream, "version": error.version, "position": error.position}
        return Told(HTTPStatus.INTERNAL_SERVER_ERROR, DAMAGED_ENTRY.format(**where))
    ailment = ailment_in(error)
    if isinstance(error, EmbeddedPostgresError) and NO_ROOM in str(error):
        ailment = Ailment.FULL
    return AILMENTS[ailment] if ailment else None
