"""Who has which municipality: seeing it, and giving one or many to another supervisor at once.

Each municipality is given by itself, by a command that follows from the one that was sent: what is sent twice is
recorded once, and what is refused for one holds up no other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.identity.accounts import Accounts
from api.judging.parts import part
from domain.decisions.case import assign_supervisor
from domain.events.base import Role
from domain.ledger.application import Ledger
from domain.ledger.request import Answer, Request
from domain.refusals import Refusal
from domain.values import PersonId
from projections.dutch.words import alphabetical
from projections.engine.known import Knowing
from projections.municipalities import MunicipalityLine, municipalities
from projections.reading import ERASED_PERSON

HAVE_CASES = frozenset({Role.SUPERVISOR, Role.MANAGER})
"""The roles of who can be given a municipality."""


@dataclass(frozen=True, slots=True)
class Given:
    """What became of giving a municipality to somebody: an answer, which is empty where they had it, or a refusal."""

    code: str
    answer: Answer | None
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Caseload:
    """The municipalities of a supervisor, in alphabetical order; ``person`` is None for those that nobody has."""

    person: PersonId | None
    name: str
    lines: tuple[MunicipalityLine, ...]


def give(ledger: Ledger, codes: Iterable[str], supervisor: PersonId, request: Request) -> tuple[Given, ...]:
    """Give municipalities to a supervisor, each by a command of its own; a refusal of one leaves the others."""
    return tuple(_give(ledger, code, supervisor, request) for code in dict.fromkeys(codes))


def caseloads(ledger: Ledger, accounts: Accounts, knowing: Knowing) -> tuple[Caseload, ...]:
    """Who has which municipalities on a day: those without a supervisor first, then by name; raises NotBuiltError."""
    lines = municipalities(ledger, knowing).lines
    names = colleagues(ledger, accounts, (line.supervisor for line in lines))
    nobodys = tuple(line for line in lines if line.supervisor is None)
    found = (
        Caseload(person, name, tuple(line for line in lines if line.supervisor == person))
        for person, name in names.items()
    )
    return (*([Caseload(None, "Nog zonder adviseur", nobodys)] if nobodys else []), *found)


def colleagues(ledger: Ledger, accounts: Accounts, besides: Iterable[PersonId | None] = ()) -> Mapping[PersonId, str]:
    """Who can be given a municipality, by name in alphabetical order, with those that are named ``besides``."""
    able = {each.person for each in accounts.all() if each.ended_on is None and HAVE_CASES & set(each.roles)}
    persons = able | {each for each in besides if each}
    known = ledger.persons.names(persons) if persons else {}
    named = ((person, known.get(person) or ERASED_PERSON) for person in persons)
    return dict(sorted(named, key=lambda one: (alphabetical(one[1]), one[0])))


def _give(ledger: Ledger, code: str, supervisor: PersonId, request: Request) -> Given:
    asked = part(request, "assign supervisor", code)
    try:
        return Given(
            code, ledger.record(assign_supervisor, municipality=code, request=asked, supervisor=supervisor), None
        )
    except Refusal as refusal:
        return Given(code, None, refusal)
