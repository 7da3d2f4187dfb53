"""What became of things: spans of days, each with the facts that tell it."""

from datetime import date
from itertools import chain, starmap

from domain.ledger.application import Ledger
from domain.municipality import Municipality, reads_in
from projections.agreements import AGREEMENTS, Agreements
from projections.engine.batches import projection_of
from projections.engine.parts import Part
from projections.engine.schema import Row
from projections.engine.told import by_thing
from projections.standing import Span
from tests.projections.toys import append
from tests.spec import CODE, Happened, agreed, corrected, entry, held, kept, opened, recorded, withdrawn


def told(*happened: Happened) -> Municipality:
    return recorded(Municipality(CODE), happened)


def spans(*happened: Happened) -> list[tuple[str, date, date | None, list[int]]]:
    """Thing, first day, last day and entries of each span."""
    found = []
    model = Agreements()
    things = by_thing(model.things, told(*happened).entries)
    for row in chain.from_iterable(starmap(model.rows_of, things.items())):
        values = dict(zip(row.table.names, row.values, strict=True))
        found.append((values["agreement"], values["valid_from"], values["valid_to"], values["told"]))
    return found


def test_a_thing_lives_in_spans_from_each_day_on_which_something_is_told_of_it() -> None:
    assert spans(agreed("a", on="2025-11-01"), agreed("b", on="2025-11-02"), kept("a", "2025-12-01")) == [
        ("a", date(2025, 11, 1), date(2025, 12, 1), [1]),
        ("a", date(2025, 12, 1), None, [1, 3]),
        ("b", date(2025, 11, 2), None, [2]),
    ]


def test_facts_of_one_day_are_told_together_and_what_has_no_day_was_always_there() -> None:
    assert spans(agreed("a", on=None), kept("a", None)) == [("a", date.min, None, [1, 2])]
    assert spans(agreed("a", on="2025-11-01"), kept("a", "2025-11-01")) == [("a", date(2025, 11, 1), None, [1, 2])]


def test_what_is_told_before_a_thing_was_there_is_no_span() -> None:
    assert spans(agreed("a", on="2025-11-01"), kept("a", "2025-10-01")) == [("a", date(2025, 11, 1), None, [1, 2])]


def test_a_corrected_fact_reads_in_its_correction_and_counts_from_its_new_day() -> None:
    moved = corrected(1, agreed("a", on="2025-10-01"))
    assert spans(agreed("a", on="2025-11-01"), moved) == [("a", date(2025, 10, 1), None, [2])]
    assert spans(agreed("a", on="2025-11-01"), moved, withdrawn(2)) == [("a", date(2025, 11, 1), None, [1])]
    assert spans(agreed("a", on="2025-11-01"), withdrawn(1)) == []


def test_corrected_entries_read_in_the_last_correction_that_was_not_withdrawn() -> None:
    case = told(opened(), held("a"), corrected(2, held("a", "2025-01-01")), corrected(2, held("a", "2025-01-02")))
    assert reads_in(case.entries) == {2: 4}
    assert reads_in(recorded(case, [withdrawn(4)]).entries) == {2: 3}


def test_as_at_a_day_there_is_what_was_there_then() -> None:
    case = told(agreed("a", on="2025-11-01"), agreed("b", on="2025-12-01"), kept("c", on="2025-11-01"))
    assert [span.subject for span in AGREEMENTS.as_at(case, date(2025, 11, 30))] == ["a"]


class Counting(Agreements):
    """Agreements, with the spans of which a row was made."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def row(self, span: Span) -> Row | None:
        self.made.append(span.subject)
        return super().row(span)


def test_an_entry_has_only_those_things_told_again_that_it_is_about(ledger: Ledger) -> None:
    model = Counting()
    projection = projection_of(model, ledger, 0)
    begun = append(ledger, [entry(1, agreed("a").fact), entry(2, agreed("b").fact)])
    projection.changes(Part(2, entries=begun))
    model.made.clear()
    (change,), _ = projection.changes(Part(3, entries=append(ledger, [entry(3, kept("b", "2025-12-01").fact)])))
    assert set(model.made) == {"b"}
    assert {row.key[0] for row in (*change.closed, *change.opened)} == {"b"}
