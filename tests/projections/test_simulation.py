"""What if, from the record: by the numbers of the close or else the official ones, beside what was really decided."""

from dataclasses import replace
from datetime import date
from typing import Any, cast

import pytest

from domain.events.figures import Number
from domain.ledger.application import Ledger
from domain.ledger.reading import Reading
from domain.policy.framework import Framework
from domain.policy.simulation import Count, Stand
from domain.values import Period, Rung
from projections.engine.known import Knowing, NotBuiltError
from projections.engine.runner import Projector
from projections.engine.schema import ReadModel
from projections.figures import FIGURES
from projections.judging import JUDGING
from projections.ladder import LADDER
from projections.simulation import WhatIf, what_if
from tests.domain.frameworks import NEWEST, SHIPPED
from tests.projections.toys import append
from tests.spec import (
    CODE,
    DEPARTURE,
    PRESS,
    TODAY,
    Happened,
    close_corrected,
    closed,
    corrected,
    entry,
    frozen,
    held_on,
    lowered,
    opened,
    period_closed,
    raised,
    reported,
    taken_over,
    unfrozen,
)

MODELS: tuple[ReadModel, ...] = (LADDER, FIGURES, JUDGING)
OTHER = "GM0505"
FIRST, SECOND, THIRD = PERIODS = (Period(2024, 2), Period(2025, 1), Period(2025, 2))


def recorded(ledger: Ledger, *happenings: Happened, code: str = CODE) -> Knowing:
    """Record these as versions 1, 2, 3 … and project them; what is known today."""
    told = [
        replace(entry(version, each.fact, each.on), stream=code) for version, each in enumerate(happenings, start=1)
    ]
    append(ledger, told)
    Projector(ledger, MODELS).catch_up()
    return Knowing.asked(ledger, today=TODAY)


def ended(period: Period, opening: int | None, closing: int, **more: Any) -> Happened:  # noqa: ANN401 - as ``reported``
    """What COA reported of a half year on its last day."""
    told: dict[str, Any] = {} if opening is None else {"opening_backlog": opening}
    return reported(str(period), str(period.last_day), closing_backlog=closing, **told, **more)


def stands(ledger: Ledger, knowing: Knowing, framework: Framework = NEWEST) -> tuple[Stand, ...]:
    """How the only municipality would stand, half year after half year."""
    (found,) = what_if(ledger, knowing, framework, PERIODS).simulation.municipalities
    return found.stands


def rungs(ledger: Ledger, knowing: Knowing, framework: Framework = NEWEST) -> list[int]:
    return [int(each.simulated) for each in stands(ledger, knowing, framework)]


GREW = (ended(FIRST, 0, 10), ended(SECOND, 10, 20), ended(THIRD, 20, 30))
"""A backlog that grew in each half year."""


def test_official_figures_tell_where_it_would_stand_while_a_half_year_is_not_closed(ledger: Ledger) -> None:
    knowing = recorded(ledger, opened(), *GREW)
    assert rungs(ledger, knowing) == [2, 3, 4]
    assert [each.recorded for each in stands(ledger, knowing)] == [Rung(1)] * 3
    assert what_if(ledger, knowing, NEWEST, PERIODS).closed == dict.fromkeys(PERIODS, 0)


def test_what_follows_from_figures_counts_too(ledger: Ledger) -> None:
    knowing = recorded(
        ledger,
        opened(),
        ended(FIRST, 0, 10),
        reported("2025-1", "2025-06-30", net_target=50, realised=45),  # 10 + 50 - 45 = 15
        reported("2025-2", "2025-12-31", net_target=50, realised=50),
    )
    told = [each.trend for each in stands(ledger, knowing) if each.trend]
    assert [(each.opening_backlog, each.closing_backlog) for each in told] == [(0, 10), (10, 15), (15, 15)]


def test_what_was_realised_long_before_the_end_tells_nothing(ledger: Ledger) -> None:
    knowing = recorded(
        ledger, opened(), reported("2024-2", "2024-11-30", opening_backlog=10, net_target=50, realised=20)
    )
    assert [each.undetermined for each in stands(ledger, knowing)] == [True, True, True]


def test_a_newspaper_tells_nothing(ledger: Ledger) -> None:
    knowing = recorded(ledger, opened(), reported("2024-2", "2024-12-31", PRESS, opening_backlog=0, closing_backlog=10))
    assert [each.undetermined for each in stands(ledger, knowing)] == [True, True, True]


def test_what_was_closed_holds_against_later_figures_and_the_next_half_year_rests_on_it(ledger: Ledger) -> None:
    knowing = recorded(
        ledger,
        opened(),
        period_closed("2024-2", opening=0, target=50, realised=50, on="2025-01-15"),
        ended(FIRST, 0, 25),
        reported("2025-1", "2025-06-30", net_target=50, realised=40),
        reported("2025-2", "2025-12-31", net_target=50, realised=50),
    )
    told = [each.trend for each in stands(ledger, knowing) if each.trend]
    assert [(each.opening_backlog, each.closing_backlog) for each in told] == [(0, 0), (0, 10), (10, 10)]
    assert what_if(ledger, knowing, NEWEST, PERIODS).closed == {FIRST: 1, SECOND: 0, THIRD: 0}


def test_the_close_before_the_first_half_year_counts_as_well(ledger: Ledger) -> None:
    knowing = recorded(
        ledger,
        opened(),
        period_closed("2024-1", opening=0, target=50, realised=30, on="2024-07-15"),
        reported("2024-2", "2024-12-31", net_target=50, realised=45),
    )
    told = what_if(ledger, knowing, NEWEST.setting(lower_after=1), PERIODS[:1]).simulation.municipalities[0].stands
    assert [(each.trend.opening_backlog, each.trend.closing_backlog) for each in told if each.trend] == [(20, 25)]


def test_a_corrected_close_counts_as_it_was_corrected(ledger: Ledger) -> None:
    knowing = recorded(
        ledger,
        opened(),
        period_closed("2024-2", opening=0, target=50, realised=50, on="2025-01-15"),
        close_corrected("2024-2", opening=0, target=50, realised=40, on="2025-02-15"),
    )
    assert rungs(ledger, knowing)[0] == 2


def test_a_close_that_sources_contradict_gives_no_advice(ledger: Ledger) -> None:
    contested = {"contested": (Number.CLOSING_BACKLOG,)}
    knowing = recorded(ledger, opened(), period_closed("2024-2", 0, 50, 40, on="2025-01-15", **contested))
    assert stands(ledger, knowing)[0].undetermined


def test_the_recorded_rung_is_that_of_the_end_of_the_term_for_an_assessment_and_now_after_the_last(
    ledger: Ledger,
) -> None:
    knowing = recorded(
        ledger,
        opened(),
        raised(1, 2, "2025-02-11"),  # the last day of the term after 2024-2
        raised(2, 3, "2025-08-12"),  # a day too late after 2025-1
        *GREW,
    )
    found = what_if(ledger, knowing, NEWEST, PERIODS)
    assert found.compared_on == {FIRST: date(2025, 2, 11), SECOND: date(2025, 8, 11), THIRD: TODAY}
    assert [int(each.recorded) for each in found.simulation.municipalities[0].stands] == [2, 2, 3]


def test_it_begins_where_it_stood_when_the_half_year_before_had_been_judged(ledger: Ledger) -> None:
    knowing = recorded(ledger, opened(), raised(1, 2, "2024-08-01"), *GREW)
    assert rungs(ledger, knowing) == [3, 4, 5]


def test_who_was_frozen_is_held_as_long_as_that_was_recorded(ledger: Ledger) -> None:
    knowing = recorded(ledger, opened(), frozen(1, "2025-01-01"), unfrozen(1, "2025-09-01"), *GREW)
    assert rungs(ledger, knowing) == [1, 1, 2]
    assert [each.advice.clause for each in stands(ledger, knowing) if each.advice] == ["frozen", "frozen", "growing"]


def test_who_is_not_under_supervision_yet_or_no_longer_is_not_counted(ledger: Ledger) -> None:
    recorded(ledger, opened(), closed("2025-07-15"), *GREW)
    knowing = recorded(ledger, opened("2025-03-01", name="Aalst"), taken_over(3, since="2024-06"), code=OTHER)
    found = what_if(ledger, knowing, NEWEST, PERIODS).simulation
    assert [(each.name, [str(one.period) for one in each.stands]) for each in found.municipalities] == [
        ("Aalst", ["2024-2", "2025-1", "2025-2"]),
        ("Vlaardingen", ["2024-2"]),
    ]
    assert found.counts(THIRD)[Rung(3)] == Count(recorded=1, simulated=1)


def test_it_tells_what_was_really_decided_afterwards_and_what_of_it_departed(ledger: Ledger) -> None:
    knowing = recorded(
        ledger,
        opened(),
        raised(1, 2, "2025-01-20"),
        lowered(2, 1, "2025-06-30", departure=DEPARTURE),
        held_on(1, "2025-07-10", departure=DEPARTURE),
        corrected(4, held_on(1, "2025-07-10")),
        *GREW,
    )
    told = what_if(ledger, knowing, NEWEST, PERIODS).decided
    assert {period: (each.decisions, each.departures, each.departed) for period, each in told.items()} == {
        FIRST: (2, 1, {CODE}),
        SECOND: (1, 0, frozenset()),
        THIRD: (0, 0, frozenset()),
    }


def test_it_tells_who_differs_by_other_values_alone(ledger: Ledger) -> None:
    recorded(ledger, opened(), ended(FIRST, 100, 95), ended(SECOND, 95, 95), ended(THIRD, 95, 85))
    knowing = recorded(ledger, opened(name="Aalst"), *GREW, code=OTHER)
    found = what_if(ledger, knowing, NEWEST.setting(percent=5), PERIODS, unchanged=NEWEST)
    assert found.unchanged is not None
    assert found.by_change == frozenset({CODE})
    assert [(each.code, int(stand.simulated)) for each, stand in found.simulation.differing(THIRD)] == [
        (OTHER, 4),
        (CODE, 2),
    ]
    assert what_if(ledger, knowing, NEWEST, PERIODS).by_change is None


def test_verdicts_before_the_first_half_year_count_for_a_trend_that_lasts(ledger: Ledger) -> None:
    knowing = recorded(
        ledger,
        opened(),
        raised(1, 2, "2024-02-01"),
        reported("2024-1", "2024-06-30", opening_backlog=60, closing_backlog=40),
        ended(FIRST, 40, 20),
    )
    assert rungs(ledger, knowing)[0] == 1


def test_it_is_told_as_it_was_known_and_as_at_a_day(ledger: Ledger) -> None:
    knowing = recorded(ledger, opened(), *GREW, corrected(2, ended(FIRST, 10, 0)))
    before = Knowing(knowing.position - 1, TODAY)
    assert rungs(ledger, knowing)[0] == 1
    assert rungs(ledger, before)[0] == 2
    found = what_if(ledger, Knowing(before.position, date(2025, 1, 20)), NEWEST, [FIRST])
    assert found.compared_on == {FIRST: date(2025, 1, 20)}


def test_a_municipality_of_another_province_is_left_out(ledger: Ledger) -> None:
    recorded(ledger, opened(), *GREW)
    knowing = recorded(ledger, opened(name="Aalst", province="PV20"), *GREW, code=OTHER)
    found = what_if(ledger, knowing, NEWEST, PERIODS, province="PV28").simulation
    assert [each.name for each in found.municipalities] == ["Vlaardingen"]


@pytest.mark.parametrize("framework", ["zuid-holland 2020", "beginselplicht 2024"])
def test_another_kind_of_framework_is_followed_as_well(ledger: Ledger, framework: str) -> None:
    knowing = recorded(ledger, opened(), *(ended(each, 30, 30, net_target=50) for each in PERIODS))
    assert rungs(ledger, knowing, SHIPPED[framework]) == [2, 3, 4]


def test_nothing_is_recorded(ledger: Ledger) -> None:
    knowing = recorded(ledger, opened(), *GREW)
    before = ledger.head()
    what_if(ledger, knowing, NEWEST.setting(percent=20), PERIODS, unchanged=NEWEST)
    assert ledger.head() == before


def test_without_any_municipality_there_is_nothing_to_tell(ledger: Ledger) -> None:
    Projector(ledger, MODELS).catch_up()
    found = what_if(ledger, Knowing.asked(ledger, today=TODAY), NEWEST, PERIODS)
    assert found.simulation.municipalities == ()
    assert found.simulation.counts(THIRD)[Rung(1)] == Count(0, 0)


def test_before_the_read_models_are_there_it_says_so(ledger: Ledger) -> None:
    with pytest.raises(NotBuiltError):
        what_if(ledger, Knowing.asked(ledger, today=TODAY), NEWEST, PERIODS)


class Counted:
    """A record that counts the questions to its database."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.asked = reading, 0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a record has
        self.asked += name in {"connection", "entries_at"}
        return getattr(self.reading, name)


def asked(ledger: Ledger, knowing: Knowing) -> tuple[int, WhatIf]:
    counted = Counted(ledger)
    found = what_if(cast("Reading", counted), knowing, NEWEST, PERIODS)
    return counted.asked, found


def test_more_municipalities_take_no_more_questions(ledger: Ledger) -> None:
    few, _ = asked(ledger, recorded(ledger, opened(), raised(1, 2, "2025-02-01"), *GREW))
    for number in range(4):
        recorded(ledger, opened(name=f"Fictie {number}"), raised(1, 2, "2025-02-01"), *GREW, code=f"GM990{number}")
    many, found = asked(ledger, Knowing.asked(ledger, today=TODAY))
    assert len(found.simulation.municipalities) == 5
    assert many == few <= 15
