"""Looking into one stream: where it was at a position, and which of its entries are about what, by which day."""

from datetime import date
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.events.base import Entry
from domain.events.case import SupervisionOpened
from domain.events.contact import ConversationHeld
from domain.events.figures import FiguresReported
from domain.ledger.application import Ledger
from tests.projections.toys import append, of_stream
from tests.spec import CODE, entry, held, opened, reported

OTHER = "GM0599"
SETTINGS = settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def recorded(ledger: Ledger, *days: str | None, stream: str = CODE) -> list[Entry]:
    """An opening, then figures and conversations by turns on these days."""
    kinds = (opened(None).fact, reported("2025-1", "2025").fact, held("talk").fact)
    told = [entry(version, kinds[(version - 1) % 3], day) for version, day in enumerate(days, start=1)]
    return append(ledger, of_stream(told, stream))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_the_version_at_a_position_is_the_last_that_was_recorded_by_then(ledger: Ledger, size: int) -> None:
    for version in range(1, size + 1):
        append(ledger, [entry(version, opened().fact)])
        append(ledger, of_stream([entry(version, opened().fact)], OTHER))
    mine = [ledger.version_at(CODE, position) for position in range(2 * size + 2)]
    assert mine == [0, *(version for version in range(1, size + 1) for _ in range(2)), size]
    assert ledger.version_at("GM0001", 2 * size) == 0


def test_versions_are_of_one_stream_up_to_one_of_them(ledger: Ledger) -> None:
    recorded(ledger, None, None, None, None)
    recorded(ledger, None, None, stream=OTHER)
    assert ledger.versions(CODE, 3) == [1, 2, 3]
    assert ledger.versions(OTHER, 9) == [1, 2]
    assert ledger.versions(CODE, 0) == []


def test_versions_are_of_some_topics_with_figures_and_without(ledger: Ledger) -> None:
    recorded(ledger, *[None] * 6)
    assert ledger.versions(CODE, 6, topics=[FiguresReported.TOPIC]) == [2, 5]
    assert ledger.versions(CODE, 6, topics=[ConversationHeld.TOPIC]) == [3, 6]
    assert ledger.versions(CODE, 6, topics=[SupervisionOpened.TOPIC, FiguresReported.TOPIC]) == [1, 2, 4, 5]
    assert ledger.versions(CODE, 6, topics=[]) == []


DAYS = st.sampled_from([None, "2024", "2025", "2024-12", "2025-01", "2024-12-31", "2025-01-01", "2025-01-31"])


@SETTINGS
@given(days=st.lists(DAYS, min_size=1, max_size=8), by=st.dates(date(2024, 1, 1), date(2025, 2, 1)))
def test_what_happened_by_a_day_is_what_can_have_happened_by_then(
    ledger: Ledger, days: list[str | None], by: date
) -> None:
    stream = f"GM{next(STREAMS):04}"
    told = recorded(ledger, *days, stream=stream)
    assert ledger.versions(stream, len(told), happened_by=by) == [
        each.version
        for each in told
        if each.about.happened_on.first_day is None or each.about.happened_on.first_day <= by
    ]


STREAMS = iter(range(1, 10_000))


def test_part_of_a_stream_is_read_by_position_and_topic(ledger: Ledger) -> None:
    told = recorded(ledger, *[None] * 6)
    positions = [each.recorded.position for each in islice(told, 1, 5) if each.recorded]
    for topics, versions in (
        ([ConversationHeld.TOPIC], [3]),
        ([ConversationHeld.TOPIC, FiguresReported.TOPIC], [2, 3, 5]),
    ):
        part = ledger.part_of(CODE, positions[0], positions[-1], topics=topics)
        assert [each.originator_version for each in part] == versions


def test_entries_at_places_are_read_wherever_they_are(ledger: Ledger) -> None:
    recorded(ledger, None, None)
    recorded(ledger, None, None, stream=OTHER)
    found = ledger.entries_at([(OTHER, 2), (CODE, 1), (CODE, 7), (CODE, 1)])
    assert sorted((each.stream, each.version) for each in found) == [(OTHER, 2), (CODE, 1)]
    assert ledger.entries_at([]) == []


def test_what_is_no_statement_of_figures_has_an_index(ledger: Ledger) -> None:
    with ledger.connection() as connection:
        found = connection.execute(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = %s AND indexname = 'besides_figures'",
            [ledger.names.record],
        ).fetchall()
    assert [FiguresReported.TOPIC in row["indexdef"] for row in found] == [True]
