"""What a letter can be filled with: what is known of the case on the day it is written."""

from dataclasses import dataclass
from datetime import date, timedelta

from api.frameworks import Frameworks
from domain.events.contact import Side
from domain.events.periods import PeriodNumbers
from domain.municipality.law import Announcement, Substitution
from domain.policy.announced import announced_for
from domain.policy.obligations import ObligationKind
from domain.values import PartialDate, Period, Rung
from projections.agreements import AgreementLine, agreements
from projections.dossier import known_then
from projections.engine.known import Knowing
from projections.judging import assessments
from projections.municipalities import municipality
from projections.obligations import obligations_of
from projections.reading import Reader

ANSWER_WITHIN = timedelta(weeks=3)
"""Until when an answer is asked for, as long as nobody says otherwise; no policy sets it."""


@dataclass(frozen=True, slots=True)
class Known:
    """A case as a letter tells of it; what is not known is None, and the letter then leaves it out.

    ``verdict`` is the sentence of the last assessment, of ``period``, and ``numbers`` are what closing that period
    fixed. ``agreements`` are those the municipality still has to keep. ``plan_due`` is until when it submits its plan.
    """

    code: str
    name: str
    day: date
    rung: Rung | None = None
    since: PartialDate | None = None
    period: Period | None = None
    verdict: str | None = None
    numbers: PeriodNumbers | None = None
    agreements: tuple[AgreementLine, ...] = ()
    plan_due: date | None = None
    announcement: Announcement | None = None
    decision: Substitution | None = None

    @property
    def due(self) -> date:
        """Until when an answer is asked for, as long as nobody says otherwise."""
        return self.day + ANSWER_WITHIN


def known_of(reader: Reader, frameworks: Frameworks, knowing: Knowing, code: str) -> Known | None:
    """The case as it stands on the day; None when the municipality is not known by then."""
    now, state = municipality(reader, knowing, code), known_then(reader.reading, knowing, code)
    if now is None or state is None:
        return None
    judged = assessments(reader.reading, knowing, [code]).get(code)
    closed = state.judging.closed.get(judged.period) if judged else None
    promised = agreements(reader, knowing, code=code, owed_by=Side.MUNICIPALITY).lines
    return Known(
        code=code,
        name=now.name,
        day=knowing.day,
        rung=now.stands.rung if now.stands else None,
        since=now.stands.since if now.stands else None,
        period=judged.period if judged else None,
        verdict=judged.trend.sentence if judged else None,
        numbers=closed.numbers if closed else None,
        agreements=tuple(each for each in promised if each.is_open),
        plan_due=_plan_due(reader, frameworks, knowing, code),
        announcement=announced_for(state, knowing.day),
        decision=state.law.latest_on(knowing.day),
    )


def _plan_due(reader: Reader, frameworks: Frameworks, knowing: Knowing, code: str) -> date | None:
    """The day by which the plan is to be submitted, unless that has passed."""
    lines = obligations_of(reader.reading, knowing, frameworks.found_in_force, codes=[code])
    for line in lines:
        owed = line.obligation
        if owed.kind is ObligationKind.PLAN_SUBMITTED and owed.stands and owed.due and owed.due.day >= knowing.day:
            return owed.due.day
    return None
