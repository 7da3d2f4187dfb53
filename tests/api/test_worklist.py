"""While the read models are built the worklist is not there yet, and nothing else waits for it."""

from dataclasses import dataclass
from datetime import date

import pytest

from api.frameworks import Frameworks
from api.identity.caller import Caller
from api.settings import Settings
from api.store import Store
from api.worklist.counting import counted_now, waiting_for
from api.worklist.gathering import gathered
from domain.events.base import Role
from domain.ledger.application import Ledger
from domain.values import PersonId
from projections.engine.known import Knowing, NotBuiltError
from projections.engine.runner import Projector
from projections.models import MODELS


@dataclass(frozen=True)
class Starting:
    """A server that has just begun: nothing is built."""

    ledger: Ledger
    store: Store
    settings: Settings
    frameworks: Frameworks
    projector: Projector


def test_before_the_read_models_are_built_nothing_is_counted(ledger: Ledger, today: date) -> None:
    settings = Settings()
    frameworks = Frameworks.of(settings, ledger)
    running = Starting(ledger, Store.open(ledger), settings, frameworks, Projector(ledger, MODELS))
    now = Knowing.asked(ledger, today=today)
    with pytest.raises(NotBuiltError):
        gathered(running, now)
    assert counted_now(running, now) is None
    assert waiting_for(running, running.store, Caller(PersonId("person-1"), (Role.SUPERVISOR,)), now) == 0
