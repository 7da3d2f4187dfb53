"""What is in the record already, or not there, or changed: why an entry cannot follow, change or go."""

from dataclasses import dataclass

from domain.refusals.refusal import EXAMPLES, RECORD, Refusal


@dataclass(eq=False)
class SupervisionAlreadyOpen(Refusal):
    """Supervision of {code} is open already."""

    SOURCE = RECORD
    code: str


@dataclass(eq=False)
class SupervisionNotOpen(Refusal):
    """{code} is not under supervision, so the province cannot place it or close its case."""

    SOURCE = RECORD
    code: str


@dataclass(eq=False)
class AlreadyOnRecord(Refusal):
    """There is a {what} {id} already; correct that entry instead."""

    SOURCE = RECORD
    what: str
    id: str


@dataclass(eq=False)
class NotOnRecord(Refusal):
    """There is no {what} {id} that stands, so nothing can follow up on it."""

    SOURCE = RECORD
    what: str
    id: str


@dataclass(eq=False)
class AlreadySettled(Refusal):
    """The {what} {id} is settled already; correct the entry that settled it instead."""

    SOURCE = RECORD
    what: str
    id: str


@dataclass(eq=False)
class ChangedSince(Refusal):
    """Since you looked (version {seen}), entry {changed_by} changed this {what}; look again and decide anew."""

    SOURCE = RECORD
    what: str
    seen: int
    changed_by: int


@dataclass(eq=False)
class ComputedNotCorrected(Refusal):
    """Entry {entry} is a {recorded}: it is not corrected by hand. Withdraw it, or have it drawn anew."""

    SOURCE = RECORD
    entry: int
    recorded: str


@dataclass(eq=False)
class AnotherKindOfFact(Refusal):
    """Entry {entry} is a {recorded}; it cannot be corrected into a {replacement}. Withdraw it and record anew."""

    SOURCE = RECORD
    entry: int
    recorded: str
    replacement: str


@dataclass(eq=False)
class AnotherSubject(Refusal):
    """A correction keeps what entry {entry} is about: its {field} cannot change. Withdraw it and record anew."""

    SOURCE = RECORD
    entry: int
    field: str


@dataclass(eq=False)
class CannotBeWithdrawn(Refusal):
    """Entry {entry} cannot be withdrawn: it is a {recorded}."""

    SOURCE = RECORD
    entry: int
    recorded: str


@dataclass(eq=False)
class NothingToCorrect(Refusal):
    """Entry {entry} reads exactly so already."""

    SOURCE = RECORD
    entry: int


@dataclass(eq=False)
class UnknownMunicipality(Refusal):
    """{code} is not in the record: its supervision was never opened."""

    SOURCE = RECORD
    code: str


@dataclass(eq=False)
class RealMunicipality(Refusal):
    """{code} can be a municipality that exists; a demo holds fictional ones only, GM9901 to GM9999."""

    SOURCE = EXAMPLES
    code: str


@dataclass(eq=False)
class FictionalMunicipality(Refusal):
    """{code} is a fictional municipality; such codes belong in a demo."""

    SOURCE = EXAMPLES
    code: str


@dataclass(eq=False)
class CommandReused(Refusal):
    """Command {command} was used before, for something else or by somebody else; a new question takes a new id."""

    SOURCE = RECORD
    command: str
