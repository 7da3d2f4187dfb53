"""The dossier as it was known, and as at a day: what had not happened by then is not told."""

from dataclasses import fields
from datetime import date

from hypothesis import given, settings

from domain.events.base import Entry
from domain.ledger.application import Ledger
from domain.municipality import Municipality, fold
from projections.dossier import happened_by, known_then
from projections.engine.known import Knowing
from tests.domain.arbitrary import histories
from tests.projections.asking import tell
from tests.spec import CODE, agreed, corrected, held, kept, opened, raised, withdrawn

REMEMBERED = ("case", "figures", "contact", "requests", "plans", "ladder", "judging", "law", "causes", "documents")


@settings(max_examples=30, deadline=None)
@given(entries=histories())
def test_as_at_the_last_of_days_it_is_what_the_entries_come_down_to(entries: list[Entry]) -> None:
    municipality = fold(None, entries)
    assert municipality
    assert {"code", "version", "entries", *REMEMBERED} == {field.name for field in fields(municipality)}
    told = happened_by(municipality, date.max) or Municipality(CODE)
    for name in REMEMBERED:
        assert getattr(told, name) == getattr(municipality, name)


def test_what_had_not_happened_by_the_day_is_not_told(ledger: Ledger) -> None:
    told = tell(
        ledger,
        opened("2024-01-01"),
        raised(1, 2, "2024-03-01"),
        held("talk-1", "2024-04-01"),
        agreed("a-1", on="2024-04-01"),
        kept("a-1", "2024-06-01"),
    )
    assert told[-1].recorded
    now = told[-1].recorded.position

    def then(day: str, position: int = now) -> tuple[int, list[str], int]:
        known = known_then(ledger, Knowing(position, date.fromisoformat(day)), CODE)
        assert known
        step = known.ladder.step_on(date.fromisoformat(day))
        outcomes = [agreement.outcome.value for agreement in known.contact.agreements.values()]
        return (step.rung.value if step else 0, outcomes, known.version)

    assert then("2024-02-01") == (1, [], 5)
    assert then("2024-04-01") == (2, ["open"], 5)
    assert then("2024-06-01") == (2, ["kept"], 5)
    assert then("2024-06-01", now - 1) == (2, ["open"], 4)
    assert known_then(ledger, Knowing(now, date(2023, 12, 31)), CODE) is None
    assert known_then(ledger, Knowing(0, date(2024, 6, 1)), CODE) is None


def test_a_correction_changes_what_was_true_then_and_not_what_was_known_then(ledger: Ledger) -> None:
    told = tell(
        ledger,
        opened("2024-01-01"),
        held("talk-1", "2024-04-01"),
        corrected(2, held("talk-1", "2024-05-01")),
        withdrawn(2),
    )
    positions = [each.recorded.position for each in told if each.recorded]
    days = []
    for position in positions[1:]:
        known = known_then(ledger, Knowing(position, date(2024, 4, 15)), CODE)
        assert known
        days.append(len(known.contact.conversations))
    assert days == [1, 0, 0]
