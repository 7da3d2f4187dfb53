"""The figures of a municipality as its page shows them: the half year that runs, and every half year before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from api.frameworks import Counting
from api.web import half_year
from api.web.charts import FLAT_NARROW, NARROW, Backlog, backlogs
from api.web.charts import half_year as picture
from api.web.half_year import Reached
from domain.ledger.reading import Reading
from domain.values import Period
from projections.dutch.words import balance, listed
from projections.engine.known import Knowing
from projections.figures import PeriodLine, periods, series
from projections.ladder import spans

SHOWN = 6
"""Of how many half years the closing backlog is drawn."""


@dataclass(frozen=True, slots=True)
class DossierFigures:
    """The half years of which something is stated, the latest first.

    ``line`` is the half year of the day, or else the last one that is known; ``runs`` tells which. ``charts`` and
    ``backlogs`` are drawn twice, for a wide screen and for a narrow one; nothing where no closing backlog is known.
    """

    half_years: tuple[PeriodLine, ...]
    line: PeriodLine
    runs: bool
    charts: tuple[Markup, ...]
    in_words: str
    by_month: tuple[Reached, ...]
    backlogs: tuple[Markup, ...]


def dossier_figures(reading: Reading, knowing: Knowing, code: str, counting: Counting) -> DossierFigures | None:
    """The figures of a municipality as known and as at a day; None when there are none. Raises NotBuiltError."""
    half_years = [each for each in periods(reading, knowing, code, **counting) if each.period.half]
    if not half_years:
        return None
    present = Period.half_year(knowing.day)
    line = next((each for each in half_years if each.period == present), half_years[-1])
    found = series(reading, knowing, code, line.period, kinds=counting["kinds"])
    chart = half_year.chart_of(line, found, spans(reading, knowing, code), upto=knowing.day)
    title, told = f"Gerealiseerd in {chart.period}", half_year.in_words(chart)
    return DossierFigures(
        half_years=tuple(reversed(half_years)),
        line=line,
        runs=line.period == present,
        charts=(picture(chart, title, told), picture(chart, title, told, size=NARROW)),
        in_words=told,
        by_month=half_year.by_month(chart),
        backlogs=_backlogs(half_years),
    )


def _backlogs(half_years: Sequence[PeriodLine]) -> tuple[Markup, ...]:
    closings = [(each.period, each.figures.closing_backlog) for each in half_years]
    shown = [Backlog(period, figure.value if figure else None) for period, figure in closings]
    while shown and shown[-1].persons is None:  # the half year that runs
        shown.pop()
    shown = shown[-SHOWN:]
    known = [f"{period}: {balance(persons)}" for period, persons in shown if persons is not None]
    if not known:
        return ()
    title, told = "Eindstand per halfjaar", f"{listed(known)}."
    return backlogs(shown, title, told), backlogs(shown, title, told, size=FLAT_NARROW)
