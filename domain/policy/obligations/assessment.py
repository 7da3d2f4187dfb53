"""The assessment of the past period: drawn within a term after its end."""

from collections.abc import Iterator

from domain.events.contact import Side
from domain.municipality.judging import Drawn
from domain.policy.obligations.asked import Asked, Fulfilment, cited
from domain.policy.obligations.due import ONE_DAY
from domain.policy.obligations.obligation import Obligation, ObligationKind
from domain.values import Period

TERM = "assessment"
CLAUSES = ("trend", "size", "duty")
LATER = "een latere periode is al beoordeeld"
GIVES_WAY = "ook de periode erna is voorbij: die wordt nu beoordeeld"


def assessments(asked: Asked) -> Iterator[Obligation]:
    """Of each half year that ended under supervision, and under a framework with the term, its assessment."""
    drawn = [each for each in asked.municipality.judging.assessments if not each.assessment.interim]
    for period in asked.half_years():
        framework = asked.in_force(period.last_day)
        if period.last_day >= asked.until or framework is None or TERM not in framework.terms:
            continue
        yield asked.owed(
            ObligationKind.ASSESSMENT,
            str(period),
            owed_by=Side.PROVINCE,
            arises_on=period.last_day + ONE_DAY,
            due=asked.term(framework, TERM, event=f"het einde van periode {period}", after=period.last_day),
            source=cited(framework, *CLAUSES),
            fulfilled=_first(drawn, period),
            lapsed=_lapsed(asked, drawn, period),
        )


def _lapsed(asked: Asked, drawn: list[Drawn], period: Period) -> str | None:
    """Why a period that was not assessed need not be any more: judging goes on with a later one."""
    if any(period < each.assessment.period for each in drawn):
        return LATER
    return GIVES_WAY if period.next.last_day < asked.day else None


def _first(drawn: list[Drawn], period: Period) -> Fulfilment | None:
    return next((Fulfilment(each.on, each.version) for each in drawn if each.assessment.period == period), None)
