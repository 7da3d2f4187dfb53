"""An agreement with a count is judged by who was housed since it was made, a milestone by all of its half year."""

from datetime import date

import pytest

from domain.municipality.figures import Figures
from domain.policy.promises import Judged, judged
from domain.values import SourceKind
from tests.spec import PRESS, given, opened, reported

OFFICIALS = (SourceKind.COA, SourceKind.MINISTRY)
MADE, DUE = date(2025, 9, 1), date(2025, 12, 1)


def told(*days: tuple[str, str, int]) -> Figures:
    """What COA reported: a period, a day of it, and how many were realised by then."""
    return given(opened(), *(reported(period, day, realised=realised) for period, day, realised in days)).case.figures


def found(figures: Figures, promised: int, since: date | None = MADE, due: date = DUE) -> Judged | None:
    return judged(figures, promised=promised, due=due, officials=OFFICIALS, since=since)


@pytest.mark.parametrize(("promised", "kept"), [(18, True), (19, False)])
def test_who_was_housed_before_it_was_made_does_not_count(promised: int, kept: bool) -> None:  # noqa: FBT001 - a table
    figures = told(("2025-2", "2025-09-01", 40), ("2025-2", "2025-12-01", 58))
    judgement = found(figures, promised)
    assert judgement
    assert (judgement.kept, judgement.realised, judgement.statement) == (kept, 18, 3)
    assert judgement.promised == promised


def test_a_milestone_counts_everybody_of_the_half_year() -> None:
    figures = told(("2025-2", "2025-09-01", 40), ("2025-2", "2025-12-01", 58))
    judgement = found(figures, 45, since=None)
    assert judgement
    assert (judgement.kept, judgement.realised) == (True, 58)
    too_few = found(figures, 59, since=None)
    assert too_few
    assert (too_few.kept, too_few.realised) == (False, 58)


def test_what_was_recorded_last_of_a_day_counts() -> None:
    figures = told(("2025-2", "2025-12-01", 60), ("2025-2", "2025-12-01", 58))
    judgement = found(figures, 59, since=None)
    assert judgement
    assert (judgement.kept, judgement.statement) == (False, 3)


def test_an_agreement_of_its_own_due_day_counts_nobody() -> None:
    judgement = found(told(("2025-2", "2025-12-01", 58)), 1, DUE)
    assert judgement
    assert (judgement.kept, judgement.realised) == (False, 0)


def test_before_the_first_figures_of_a_half_year_nobody_may_have_been_housed() -> None:
    figures = told(("2025-2", "2025-09-08", 42), ("2025-2", "2025-12-01", 78))
    judgements = {promised: found(figures, promised) for promised in (36, 37, 78, 79)}
    assert {promised: each and each.kept for promised, each in judgements.items()} == {
        36: True,
        37: None,
        78: None,
        79: False,
    }


def test_the_province_says_which_sources_are_official() -> None:
    figures = told(("2025-2", "2025-12-01", 58))
    assert judged(figures, promised=1, due=DUE, officials=(SourceKind.MUNICIPALITY,)) is None


def test_across_the_turn_of_a_half_year_both_parts_count() -> None:
    figures = told(("2025-1", "2025-06-01", 30), ("2025-1", "2025-06-30", 34), ("2025-2", "2025-12-01", 10))
    assert [judgement and judgement.kept for judgement in (found(figures, n, date(2025, 6, 1)) for n in (14, 15))] == [
        True,
        False,
    ]


def test_two_turns_count_the_whole_half_year_between() -> None:
    figures = told(
        ("2024-2", "2024-12-01", 20),
        ("2024-2", "2024-12-31", 25),
        ("2025-1", "2025-06-30", 34),
        ("2025-2", "2025-12-01", 10),
    )
    judgements = [found(figures, promised, date(2024, 12, 1)) for promised in (49, 50)]
    assert [each and (each.kept, each.realised) for each in judgements] == [(True, 49), (False, 49)]


@pytest.mark.parametrize(
    "days",
    [
        [],
        [("2025-2", "2025-12-01", 58)],  # nobody knows how many there were when it was made
        [("2025-2", "2025-08-01", 40)],  # too early to say anything of the due day
    ],
)
def test_what_the_figures_do_not_tell_is_left_to_people(days: list[tuple[str, str, int]]) -> None:
    assert found(told(*days), 20) is None


def test_between_two_reports_the_doubt_is_in_favour_of_neither_side() -> None:
    """On 25 August 38 and on 8 September 42 were housed, so 36 to 40 of 78 since the first of September."""
    figures = told(("2025-2", "2025-08-25", 38), ("2025-2", "2025-09-08", 42), ("2025-2", "2025-12-01", 78))
    judgements = {promised: found(figures, promised) for promised in (36, 37, 40, 41)}
    assert {promised: each and each.kept for promised, each in judgements.items()} == {
        36: True,
        37: None,
        40: None,
        41: False,
    }


def test_a_half_year_that_is_not_told_to_its_end_cannot_be_counted() -> None:
    figures = told(("2025-1", "2025-06-01", 30), ("2025-1", "2025-06-20", 34), ("2025-2", "2025-12-01", 60))
    assert found(figures, 10, date(2025, 6, 1)) is None


def test_an_agreement_made_on_the_first_day_of_a_half_year_counts_everybody_of_it() -> None:
    judgement = found(told(("2025-2", "2025-12-01", 58)), 58, date(2025, 7, 1))
    assert judgement
    assert judgement.kept


def test_an_agreement_that_was_made_after_its_day_is_not_judged() -> None:
    assert found(told(("2025-2", "2025-12-01", 58)), 1, date(2025, 12, 2)) is None


def test_only_official_statements_of_a_day_count() -> None:
    figures = given(
        opened(),
        reported("2025-2", "2025-09-01", realised=40),
        reported("2025-2", "2025-12-01", PRESS, realised=90),
        reported("2025-2", "2025-12", realised=90),
    ).case.figures
    assert found(figures, 18) is None
