"""What is remembered of the case itself."""

from dataclasses import dataclass, replace

from domain.events.base import Entry
from domain.events.case import (
    CaseEvent,
    MunicipalityRenamed,
    SupervisionClosed,
    SupervisionOpened,
    SupervisorAssigned,
)
from domain.values import PartialDate, PersonId


@dataclass(frozen=True, slots=True)
class Case:
    """Which municipality it is, since when it is supervised, and by whom."""

    name: str | None = None
    province: str | None = None
    opened: PartialDate | None = None
    closed: PartialDate | None = None
    supervisor: PersonId | None = None

    @property
    def is_open(self) -> bool:
        """Whether supervision was opened and not closed."""
        return self.opened is not None and self.closed is None


def remember_case(case: Case, fact: CaseEvent, entry: Entry) -> Case:
    """The case after this fact."""
    match fact:
        case SupervisionOpened():
            return replace(case, name=fact.name, province=fact.province, opened=entry.about.happened_on, closed=None)
        case MunicipalityRenamed():
            return replace(case, name=fact.name)
        case SupervisorAssigned():
            return replace(case, supervisor=fact.supervisor)
        case SupervisionClosed():
            return replace(case, closed=entry.about.happened_on)
        case _:
            return case
