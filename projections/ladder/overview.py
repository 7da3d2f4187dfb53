"""The ladder: every municipality under supervision on a day, with its rung, its figures and the last contact."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, LiteralString

from domain.ledger.reading import Reading
from domain.municipality.ladder import Way
from domain.policy.official import OFFICIAL_KINDS
from domain.policy.period import BORDER, Figure, Pace, PeriodFigures, is_over, pace
from domain.values import PartialDate, Period, PersonId, Rung
from projections.conversations import LastContact, last_contacts
from projections.dutch.words import alphabetical
from projections.engine.known import Knowing, ask
from projections.figures import Kinds, figures_of_many
from projections.figures.stated import day_of
from projections.ladder.model import LADDER

SHOWN = 6
"""Of how many half years that are over the closing backlog is shown."""

STANDS: LiteralString = """
    SELECT s.municipality, s.rung, s.entry, s.stay_entry, s.stay_way, s.stay_since, c.name, c.province, c.supervisor
    FROM {cases} AS c CROSS JOIN LATERAL (
        SELECT * FROM {spans} AS s WHERE s.municipality = c.municipality AND {known_s} AND s.effective_from <= %(day)s
        ORDER BY s.effective_from DESC LIMIT 1
    ) AS s
    WHERE {known_c} AND c.valid_from <= %(day)s AND (c.valid_to IS NULL OR c.valid_to > %(day)s)
        AND (s.effective_to IS NULL OR s.effective_to > %(day)s)
        AND (%(province)s::text IS NULL OR c.province = %(province)s)
        AND (%(code)s::text IS NULL OR c.municipality = %(code)s)
"""
"""The municipalities under supervision on the day, each with its span, its stay and its case.

Spans do not overlap, so that of the day is the last that began by then: found in an index, however many there were.
"""
COMING: LiteralString = """
    SELECT DISTINCT ON (municipality, effective_from) municipality, effective_from, rung, entry FROM {steps}
    WHERE {known} AND effective_from > %(day)s AND decided_on <= %(day)s
        AND (%(code)s::text IS NULL OR municipality = %(code)s)
    ORDER BY municipality, effective_from, entry DESC
"""
MOVES: LiteralString = """
    SELECT count(*) FILTER (WHERE rung > moved_from) AS raised, count(*) FILTER (WHERE rung < moved_from) AS lowered
    FROM {spans} WHERE {known} AND effective_from BETWEEN %(first)s AND %(day)s AND municipality = ANY(%(codes)s)
"""


@dataclass(frozen=True, slots=True)
class Coming:
    """A step that was decided on and takes effect later."""

    rung: Rung
    effective_on: date
    entry: int


@dataclass(frozen=True, slots=True)
class Closing:
    """The closing backlog of a half year that is over; None where nothing official tells it."""

    period: Period
    backlog: Figure | None


@dataclass(frozen=True, slots=True)
class LadderLine:
    """A municipality on its rung. Figures are official ones.

    ``entry`` is the first step of the unbroken stay on the rung and ``last_entry`` the last one, a hold say; ``since``
    and ``days`` are about that stay, as far as its first day is known. ``figures`` and ``pace`` are those of the half
    year of the day; ``closings`` those of the last half years that are over, the oldest first.
    """

    code: str
    name: str
    province: str | None
    supervisor: PersonId | None
    rung: Rung
    since: PartialDate
    days: int | None
    entry: int
    last_entry: int
    taken_over: bool
    coming: tuple[Coming, ...]
    figures: PeriodFigures
    pace: Pace | None
    closings: tuple[Closing, ...]
    last_contact: LastContact | None

    @property
    def last_closing(self) -> Closing | None:
        """The last closing backlog that is known, with its half year."""
        return next((each for each in reversed(self.closings) if each.backlog), None)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The ladder on a day; how many municipalities stand on each rung, how often one was raised or lowered.

    ``raised`` and ``lowered`` count placements that took effect in the half year, up to the day.
    """

    day: date
    period: Period
    lines: tuple[LadderLine, ...]
    counts: Mapping[Rung, int]
    raised: int
    lowered: int


def ladder(
    reading: Reading,
    knowing: Knowing,
    *,
    province: str | None = None,
    code: str | None = None,
    kinds: Kinds = OFFICIAL_KINDS,
    border: Fraction = BORDER,
) -> Ladder:
    """Every municipality under supervision on the day, in alphabetical order, as known and as at.

    Args:
        reading: the record.
        knowing: the knowledge and the day.
        province: the code of the only province that is meant, if any.
        code: the only municipality that is meant, if any.
        kinds: the kinds of sources that are official.
        border: the part of the corrected target beyond which a municipality is behind, not somewhat behind.

    Raises:
        NotBuiltError: one of the read models is not there yet.
    """
    period = Period.half_year(knowing.day)
    over = _last_over(period, knowing.day)
    stands = standing_on(reading, knowing, province=province, code=code)
    codes = [row["municipality"] for row in stands]
    figures = figures_of_many(reading, knowing, codes, {*over, period}, kinds=kinds)
    steps, contacts = coming(reading, knowing, code), last_contacts(reading, knowing, codes)
    moves = ask(reading, LADDER, MOVES, knowing, first=period.first_day, codes=codes)
    return Ladder(
        day=knowing.day,
        period=period,
        lines=tuple(
            LadderLine(
                **stand_of(row, knowing.day),
                coming=steps.get(code, ()),
                figures=figures[code][period],
                pace=pace(figures[code][period], knowing.day, border),
                closings=tuple(Closing(each, figures[code][each].closing_backlog) for each in over),
                last_contact=contacts.get(code),
            )
            for code, row in zip(codes, stands, strict=True)
        ),
        counts={rung: sum(row["rung"] == rung for row in stands) for rung in Rung},
        raised=moves[0]["raised"],
        lowered=moves[0]["lowered"],
    )


def standing_on(
    reading: Reading, knowing: Knowing, *, province: str | None = None, code: str | None = None
) -> list[dict[str, Any]]:
    """The rows of all municipalities under supervision on the day, or of those asked for, in alphabetical order."""
    rows = ask(reading, LADDER, STANDS, knowing, province=province, code=code)
    return sorted(rows, key=lambda row: (alphabetical(row["name"]), row["municipality"]))


def stand_of(row: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Where a municipality stands, by the names of the fields of a line."""
    since = day_of(row["stay_since"])
    return {
        "code": row["municipality"],
        "name": row["name"],
        "province": row["province"],
        "supervisor": row["supervisor"],
        "rung": Rung(row["rung"]),
        "since": since,
        "days": (day - since.first_day).days if since.first_day else None,
        "entry": row["stay_entry"],
        "last_entry": row["entry"],
        "taken_over": row["stay_way"] == Way.TAKEN_OVER,
    }


def coming(reading: Reading, knowing: Knowing, code: str | None = None) -> dict[str, tuple[Coming, ...]]:
    """The steps that were decided on by the day and take effect later, by municipality, the first one first.

    Of those that take effect on one day the last recorded one counts.
    """
    found = defaultdict[str, list[Coming]](list)
    for row in ask(reading, LADDER, COMING, knowing, code=code):
        found[row["municipality"]].append(Coming(Rung(row["rung"]), row["effective_from"], row["entry"]))
    return {municipality: tuple(steps) for municipality, steps in found.items()}


def _last_over(period: Period, day: date) -> list[Period]:
    """The last half years that are over, the oldest first."""
    over = [period] if is_over(period, day) else []
    while len(over) < SHOWN and not period.is_first:
        period = period.previous
        over.insert(0, period)
    return over
