"""The laws that every read model obeys, over arbitrary histories of a municipality.

What was known at a position is what a fresh replay up to it shows, so that no correction changes what was known
before; what is known now is what is live; and a rebuild makes the very rows that grew entry by entry. A test of one::

    @LAW
    @given(entries=ENTRIES, batch=BATCHES, at=PLACES)
    def test_what_was_known_stays_known(ledger: Ledger, entries: list[Entry], batch: int, at: int) -> None:
        require_laws(ledger, [LADDER], entries, batch=batch, at=at)
"""

from collections.abc import Sequence
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from domain.events.base import Entry
from domain.events.record_keeping import EntryCorrected, EntryWithdrawn
from domain.ledger.application import Ledger
from domain.values import PlainText, SealedText
from projections.engine import batches
from projections.engine.parts import position_of
from projections.engine.rebuilding import rebuild
from projections.engine.runner import Projector
from projections.engine.schema import ReadModel
from tests.domain.arbitrary import PARTIAL_DATES, any_fact, fact_of, histories
from tests.projections.toys import append, known_at, of_stream, replayed, rows
from tests.spec import entry

FACTS = any_fact() | fact_of(EntryCorrected) | fact_of(EntryWithdrawn)
RAW = st.lists(st.tuples(FACTS, PARTIAL_DATES), min_size=1, max_size=12).map(
    lambda told: [entry(version, fact, on) for version, (fact, on) in enumerate(told, start=1)]
)
"""Facts of every topic in any order: what no decision would allow too."""
ENTRIES = histories() | RAW
BATCHES = st.sampled_from([1, 3, 5000])
"""How many positions a projector takes at a time."""
PLACES = st.integers(0, 20)
"""After how many of the entries the projector looks for the first time."""

STREAMS = (f"GM{number:04}" for number in count())
"""Each example is a municipality of its own in one record, so it does not matter that the record stays."""
LAW = settings(
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def require_laws(
    ledger: Ledger, models: Sequence[ReadModel], entries: Sequence[Entry], *, at: int, batch: int = batches.BATCH
) -> list[Entry]:
    """Record these entries in a stream of their own, looking after ``at`` of them, and see that the laws hold.

    Returns:
        The entries as they stand in the record.
    """
    stream = next(STREAMS)
    told = of_stream(entries, stream)
    projector = Projector(ledger, models)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "BATCH", batch)
        patch.setattr(batches, "FEW", min(batch, batches.FEW))
        recorded = append(ledger, told[:at]) if told[:at] else []
        projector.catch_up()
        before = {model: rows(ledger, model, stream) for model in models}
        recorded += append(ledger, told[at:]) if told[at:] else []
        projector.catch_up()
    for model in models:
        found = rows(ledger, model, stream)
        for known, each in enumerate(recorded):
            expected = replayed(model, recorded[: known + 1])
            assert known_at(found, model, position_of(each)) == expected
            if known < at:
                assert known_at(before[model], model, position_of(each)) == expected
        live = {name: [row for row in table if row["known_to"] is None] for name, table in found.items()}
        assert known_at(live, model, position_of(recorded[-1])) == replayed(model, recorded)
    return recorded


def require_rebuilt_alike(ledger: Ledger, models: Sequence[ReadModel]) -> None:
    """See that a rebuild makes the rows that are there, whatever was recorded and however it was taken in."""
    Projector(ledger, models).catch_up()
    before = [rows(ledger, model) for model in models]
    assert rebuild(ledger, models) == list(models)
    for model, live in zip(models, before, strict=True):
        after = rows(ledger, model)
        assert {name: sorted(map(str, table)) for name, table in after.items()} == {
            name: sorted(map(str, table)) for name, table in live.items()
        }


def unsealed(value: Any) -> Any:  # noqa: ANN401 - whatever a fact is made of
    """The same with plain texts, for the record to seal: the seals of arbitrary facts have no key."""
    match value:
        case SealedText():
            return PlainText(text=value.cipher.decode(), classification=value.classification)
        case BaseModel():
            parts = {name: unsealed(getattr(value, name)) for name in type(value).model_fields}
            return value.model_copy(update=parts)
        case tuple():
            return tuple(map(unsealed, value))
        case _:
            return value
