"""The read models of the program: each obeys the laws, and every fact was considered for each."""

from hypothesis import given

from domain.events.base import Entry
from domain.ledger.application import Ledger
from projections.models import MODELS
from tests.projections.laws import BATCHES, ENTRIES, LAW, PLACES, require_laws


@LAW
@given(entries=ENTRIES, batch=BATCHES, at=PLACES)
def test_what_was_known_stays_known(ledger: Ledger, entries: list[Entry], batch: int, at: int) -> None:
    require_laws(ledger, MODELS, entries, batch=batch, at=at)
