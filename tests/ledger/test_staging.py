"""The rows of a file wait in the database, and are read back as they were written."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from domain.decisions.intake import Opening
from domain.ledger.application import Ledger
from domain.ledger.staging import EVERY_YEAR, StatedRow, staged_figures
from domain.values import Nature, PartialDate, Period, Source, SourceKind
from tests.ledger.asking import VLAARDINGEN
from tests.ledger.rows import SCHIEDAM, left_behind, row

DAYS = some.dates().map(lambda day: day.replace(year=2024)).map(PartialDate.of)
PARTIAL_DAYS = DAYS | some.sampled_from(["2024-06", "2024", None]).map(PartialDate.of)
PERIODS = some.builds(Period, some.integers(1990, 2200), some.sampled_from([1, 2, None]))
SOURCES = some.builds(
    Source,
    kind=some.sampled_from(SourceKind),
    reference=some.text(some.characters(codec="utf-8", exclude_characters="\0"), max_size=2000),
)
BALANCES = some.none() | some.integers(-1_000_000, 1_000_000)
COUNTS = some.none() | some.integers(0, 1_000_000)
ROWS = some.builds(
    StatedRow,
    row=some.integers(1, 2**31 - 1),
    code=some.sampled_from(["GM0001", "GM9999"]),
    name=some.none() | some.text(some.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
    province=some.none() | some.just("PV28"),
    period=PERIODS,
    reported_on=PARTIAL_DAYS,
    source=SOURCES,
    nature=some.sampled_from(Nature),
    net_target=COUNTS,
    opening_backlog=BALANCES,
    corrected_target=BALANCES,
    realised=COUNTS,
    closing_backlog=BALANCES,
)


@given(rows=some.lists(ROWS, max_size=5, unique_by=lambda stated: stated.row))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_is_read_back_as_it_was_written(ledger: Ledger, rows: list[StatedRow]) -> None:
    with staged_figures(ledger) as staged:
        staged.take(rows)
        assert staged.rows == len(rows)
        assert staged.years() == sorted({stated.period.year for stated in rows})
        assert staged.codes(EVERY_YEAR) == sorted({stated.code for stated in rows})
        for code in staged.codes(EVERY_YEAR):
            back = {read.row: read.fact.model_dump() for read in staged.of(code, EVERY_YEAR)}
            written = {stated.row: stated._asdict() for stated in rows if stated.code == code}
            assert list(back) == sorted(written)
            for number, fact in back.items():
                stated = written[number]
                assert fact == {name: stated[name] for name in fact if name in stated} | {
                    "reported_on": stated["reported_on"].model_dump(),
                    "source": stated["source"].model_dump(),
                }


def test_a_part_of_the_years_has_its_own_rows_and_municipalities(ledger: Ledger) -> None:
    with staged_figures(ledger) as staged:
        staged.take([row(2, period="2023-2", realised=1), row(3, SCHIEDAM, period="2024", realised=2)])
        assert staged.years() == [2023, 2024]
        assert staged.codes((2023, 2023)) == [VLAARDINGEN]
        assert [read.row for read in staged.of(SCHIEDAM, (2024, 2024))] == [3]
        assert list(staged.of(SCHIEDAM, (2023, 2023))) == []


@pytest.mark.parametrize("written", [["Vlaardingen", None], [None, "Vlaardingen"]])
def test_supervision_opens_under_the_first_name_that_the_file_gives(ledger: Ledger, written: list[str | None]) -> None:
    with staged_figures(ledger) as staged:
        staged.take(row(number, name=name, realised=number) for number, name in enumerate(written, 2))
        assert staged.opening(VLAARDINGEN) == Opening("Vlaardingen", "PV28")


def test_without_a_name_there_is_no_opening(ledger: Ledger) -> None:
    with staged_figures(ledger) as staged:
        staged.take([row(2, name=None, realised=1)])
        assert staged.opening(VLAARDINGEN) is None


def test_a_file_without_rows_is_staged_like_any_other(ledger: Ledger) -> None:
    with staged_figures(ledger) as staged:
        staged.take([])
        assert (staged.rows, staged.years(), staged.codes(EVERY_YEAR)) == (0, [], [])


def test_two_files_are_staged_at_once_without_seeing_each_other(ledger: Ledger) -> None:
    with staged_figures(ledger) as one, staged_figures(ledger) as other:
        one.take([row(2, realised=1)])
        other.take([row(2, SCHIEDAM, realised=1)])
        assert one.codes(EVERY_YEAR) == [VLAARDINGEN]
        assert other.codes(EVERY_YEAR) == [SCHIEDAM]


def test_a_file_that_breaks_off_while_it_is_read_leaves_nothing(ledger: Ledger) -> None:
    def broken() -> Iterator[StatedRow]:
        yield row(2, realised=1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), staged_figures(ledger) as staged:
        staged.take(broken())
    assert left_behind(ledger) == 0
