"""What a form about rungs 4 to 6 suggests: the past half years with who is still to be housed, the last figures."""

from dataclasses import dataclass
from datetime import date

from api.web import law_fields
from api.web.law_refused import law_told
from api.web.visiting import Visit
from domain.municipality import Municipality
from domain.policy.law_path import LawPath, law_path
from domain.policy.official import OFFICIAL_KINDS
from domain.policy.officially import Officials
from domain.policy.outstanding import Outstanding, outstanding
from domain.values import Period, Rung
from projections.dutch.words import persons

SHOWN = 4
"""So many past half years can be ticked, besides those of which persons are still to be housed."""


@dataclass(frozen=True, slots=True)
class LawSheet:
    """What the fields of one municipality show besides what is typed.

    ``periods`` can be ticked, each with its words; ``suggested`` are the values of the fields before anybody typed.
    ``missing`` tells what the next rung would be refused for now. ``extends``: the last day of the term that holding
    the rung until later extends. ``is_on`` says that there is a page of the road to lead to.
    """

    periods: tuple[tuple[str, str], ...]
    suggested: dict[str, list[str]]
    missing: tuple[str, ...]
    extends: date | None
    is_on: bool


def officials_of(visit: Visit, day: date) -> Officials:
    """Whose figures are official on a day."""
    framework = visit.running.frameworks.found_in_force(day)
    return framework.official if framework else tuple(sorted(OFFICIAL_KINDS))


def law_sheet(visit: Visit, municipality: Municipality) -> LawSheet:
    """What there is to suggest about a municipality today."""
    today = visit.running.today()
    officials = officials_of(visit, today)
    path = law_path(municipality, today, officials)
    due = outstanding(municipality.figures, municipality.judging.closed, today, officials)
    return LawSheet(
        periods=_periods(due, today),
        suggested=_suggested(municipality, due, today),
        missing=tuple(law_told(each) for each in path.missing),
        extends=_extends(path),
        is_on=path.is_high or bool(path.trail.began_on or path.others),
    )


def _periods(due: Outstanding | None, today: date) -> tuple[tuple[str, str], ...]:
    """The past half years, the oldest first."""
    unmet = {each.period: each.persons for each in due.unmet} if due else {}
    period, found = Period.half_year(today), set(unmet)
    for _ in range(SHOWN):
        period = period.previous
        found.add(period)
    return tuple(
        (str(each), f"{each} (nog {persons(unmet[each])})" if each in unmet else str(each)) for each in sorted(found)
    )


def _suggested(municipality: Municipality, due: Outstanding | None, today: date) -> dict[str, list[str]]:
    """The oldest half year with persons to be housed that no decision in force names, and the last official figures."""
    named = {period for decision in municipality.law.standing_on(today) for period in decision.periods}
    oldest = next((each for each in due.unmet if each.period not in named), None) if due else None
    found = {law_fields.DECIDED_SCOPE: ["backlog"]}
    if due:
        found[law_fields.DECIDED_FIGURES] = [due.figures_day.isoformat()]
    if oldest:
        found[law_fields.DECIDED_PERIOD] = [str(oldest.period)]
        found[law_fields.DECIDED_PERSONS] = [str(oldest.persons)]
    return found


def _extends(path: LawPath) -> date | None:
    trail = path.trail
    if path.rung is Rung.ANNOUNCEMENT and trail.announcement:
        return trail.announcement.term_ends
    if path.rung is Rung.SUBSTITUTION_DECIDED and trail.decision and trail.decision.over is None:
        return trail.decision.term_ends
    return None
