"""Obligations of many municipalities are those of each by its dossier, as known and as at a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.frameworks import shipped
from domain.events.base import Entry
from domain.ledger.application import Ledger
from domain.policy.framework import Framework, in_force
from domain.policy.obligations import Obligation, ObligationKind, ObligationState, obligations
from projections.dossier import known_then
from projections.engine.known import Knowing
from projections.engine.runner import Projector
from projections.figures import FIGURES
from projections.obligations import OBLIGATIONS, obligations_of
from tests.domain.arbitrary import DAYS, histories, judgings
from tests.projections.asking import now, tell
from tests.projections.laws import LAW, STREAMS
from tests.projections.toys import append, of_stream
from tests.spec import CODE, agreed, held, opened, raised, reported, withdrawn

MODELS = (FIGURES, OBLIGATIONS)
FRAMEWORKS = shipped()


def framework(day: date) -> Framework | None:
    return in_force(FRAMEWORKS, "zuid-holland", day)


@LAW
@given(entries=histories() | judgings(), known=st.integers(1, 20), day=DAYS)
def test_obligations_of_all_are_those_of_each_by_its_dossier(
    ledger: Ledger, entries: list[Entry], known: int, day: date
) -> None:
    stream = next(STREAMS)
    told = append(ledger, of_stream(entries, stream))
    Projector(ledger, MODELS).catch_up()
    recorded = told[min(known, len(told)) - 1].recorded
    assert recorded
    knowing = Knowing(recorded.position, day)
    state = known_then(ledger, knowing, stream)
    of_each = obligations(state, day, framework) if state else ()
    lines = obligations_of(ledger, knowing, framework, codes=[stream])
    assert tuple(line.obligation for line in lines) == of_each
