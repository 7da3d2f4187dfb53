"""A record with example data: its first entry says so, and then it holds no municipality that exists.

Real and fictional municipalities are told apart by their codes alone: Statistics Netherlands gave none from 9901 on.
"""

from domain.events.record import DemoDeclared
from domain.ledger.reading import Reading
from domain.refusals import FictionalMunicipality, RealMunicipality, Refusal

FICTIONAL = "GM99"
"""How the codes of fictional municipalities begin."""


def is_demo(reading: Reading) -> bool:
    """Whether the first entry of this record says that it is a demo; asked of the database once per process."""
    return reading.first_topic == DemoDeclared.TOPIC


def misplaced(reading: Reading, code: str) -> Refusal | None:
    """Why a municipality does not belong in this record; None when it does."""
    match is_demo(reading), code.startswith(FICTIONAL):
        case True, False:
            return RealMunicipality(code)
        case False, True:
            return FictionalMunicipality(code)
        case _:
            return None
