"""Who may do what: one table from role to rights.

A role is what somebody is in the organisation; a right is what a route or a page asks for. Nobody has a right but by a
role.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from domain.events.base import Fact, Role
from domain.events.case import CaseEvent
from domain.events.figures import FiguresEvent
from domain.events.judging import AssessmentDrawn, Freezing, PlacementProposed, PlacementRejected
from domain.events.ladder import Placement
from domain.events.law import (
    CostsClaimed,
    InterventionAnnounced,
    SubstitutionAmended,
    SubstitutionDecided,
    SubstitutionEnded,
    SubstitutionLapsed,
    SubstitutionStarted,
    SubstitutionWithdrawn,
    TermExtended,
)
from domain.events.periods import PeriodNumbers
from domain.events.record_keeping import EntryCorrected
from domain.events.signals import SignalEvent
from domain.values import Classification, Rung


class Right(StrEnum):
    """What a person may do with Trede."""

    READ = "read"
    READ_CONFIDENTIAL = "read-confidential"
    READ_SECRET = "read-secret"  # noqa: S105 - a right, not a password
    RECORD_FACTS = "record-facts"
    IMPORT_FIGURES = "import-figures"
    CLOSE_PERIODS = "close-periods"
    PROPOSE_PLACEMENTS = "propose-placements"
    DECIDE_PLACEMENTS = "decide-placements"
    DECIDE_SUBSTITUTION = "decide-substitution"
    CORRECT = "correct"
    MANAGE_CASES = "manage-cases"
    REGISTER_PERSONS = "register-persons"
    SEE_STATUS = "see-status"
    REBUILD = "rebuild"
    MANAGE_ACCESS = "manage-access"


RIGHTS: dict[Role, frozenset[Right]] = {
    # Keeps the dossiers and prepares every placement, but decides on none.
    Role.SUPERVISOR: frozenset(
        {
            Right.READ,
            Right.READ_CONFIDENTIAL,
            Right.RECORD_FACTS,
            Right.IMPORT_FIGURES,
            Right.CLOSE_PERIODS,
            Right.PROPOSE_PLACEMENTS,
            Right.CORRECT,
            Right.REGISTER_PERSONS,
        }
    ),
    # Has the mandate for rungs 1 to 3, and says which cases there are and whose they are.
    Role.MANAGER: frozenset(
        {
            Right.READ,
            Right.READ_CONFIDENTIAL,
            Right.READ_SECRET,
            Right.RECORD_FACTS,
            Right.IMPORT_FIGURES,
            Right.CLOSE_PERIODS,
            Right.PROPOSE_PLACEMENTS,
            Right.DECIDE_PLACEMENTS,
            Right.CORRECT,
            Right.MANAGE_CASES,
            Right.REGISTER_PERSONS,
            Right.SEE_STATUS,
        }
    ),
    # Records what Gedeputeerde Staten decided: every rung.
    Role.EXECUTIVE_SECRETARY: frozenset(
        {
            Right.READ,
            Right.READ_CONFIDENTIAL,
            Right.READ_SECRET,
            Right.RECORD_FACTS,
            Right.DECIDE_PLACEMENTS,
            Right.DECIDE_SUBSTITUTION,
            Right.CORRECT,
            Right.REGISTER_PERSONS,
        }
    ),
    # Answers for the dossier in court: reads all of it, files what belongs in it, and has errors repaired.
    Role.LEGAL: frozenset(
        {
            Right.READ,
            Right.READ_CONFIDENTIAL,
            Right.READ_SECRET,
            Right.RECORD_FACTS,
            Right.CORRECT,
            Right.REGISTER_PERSONS,
        }
    ),
    # Counts and reports: needs no confidential text, and keeps the figures.
    Role.REPORTING: frozenset({Right.READ, Right.IMPORT_FIGURES}),
    # Reads everything and changes nothing.
    Role.AUDITOR: frozenset({Right.READ, Right.READ_CONFIDENTIAL, Right.READ_SECRET, Right.SEE_STATUS}),
    # Keeps the program running and says who may come in. No dossier needs that, so no text beyond internal.
    Role.ADMINISTRATOR: frozenset(
        {Right.READ, Right.REGISTER_PERSONS, Right.SEE_STATUS, Right.REBUILD, Right.MANAGE_ACCESS}
    ),
}

READING: dict[Classification, Right] = {
    Classification.OPEN: Right.READ,
    Classification.INTERNAL: Right.READ,
    Classification.CONFIDENTIAL: Right.READ_CONFIDENTIAL,
    Classification.SECRET: Right.READ_SECRET,
}
"""The right that reading a text asks for, by its classification."""


ACTS_OF_GS = (
    InterventionAnnounced,
    TermExtended,
    SubstitutionDecided,
    SubstitutionAmended,
    SubstitutionWithdrawn,
    SubstitutionLapsed,
    SubstitutionStarted,
    SubstitutionEnded,
    CostsClaimed,
)
"""What Gedeputeerde Staten do about a substitution; what others do about it is a fact that can be recorded."""


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """Everything that these roles may do together."""
    return _rights_of(frozenset(roles))


@cache
def _rights_of(roles: frozenset[Role]) -> frozenset[Right]:
    return frozenset().union(*(RIGHTS[role] for role in roles))


def recording(fact: Fact) -> Right:  # noqa: PLR0911 - one line per subject
    """The right that recording a fact asks for, and so that correcting or withdrawing one asks for as well."""
    match fact:
        case CaseEvent():
            return Right.MANAGE_CASES
        case FiguresEvent() | SignalEvent():
            return Right.IMPORT_FIGURES
        case PeriodNumbers():
            return Right.CLOSE_PERIODS
        case AssessmentDrawn() | PlacementProposed():
            return Right.PROPOSE_PLACEMENTS
        case PlacementRejected():
            return Right.DECIDE_PLACEMENTS
        case Freezing():
            return deciding_on(fact.rung)
        case Placement():
            return deciding_on(max(fact.from_rung, fact.to_rung))
        case fact if isinstance(fact, ACTS_OF_GS):
            return Right.DECIDE_SUBSTITUTION
        case EntryCorrected():
            return recording(fact.replacement)
        case _:
            return Right.RECORD_FACTS


def deciding_on(rung: Rung) -> Right:
    """The right that deciding about a rung asks for: from rung 4 on, GS decide.

    Of a move that is the higher of its two rungs: who may not put a municipality on rung 4 does not take it off either.
    """
    return Right.DECIDE_SUBSTITUTION if rung >= Rung.ANNOUNCEMENT else Right.DECIDE_PLACEMENTS
