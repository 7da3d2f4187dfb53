"""The read models of the program: each obeys the laws, and every fact was considered for each."""

from dataclasses import replace

from hypothesis import given

from domain.events.base import FACTS, Entry
from domain.ledger.application import Ledger
from projections.engine.status import status
from projections.models import MODELS
from projections.search import SEARCH
from tests.projections.asking import tell
from tests.projections.laws import BATCHES, ENTRIES, LAW, PLACES, require_laws, require_rebuilt_alike, unsealed
from tests.spec import (
    agreed,
    assigned,
    cause_noted,
    corrected,
    document_filed,
    held,
    information_asked,
    kept,
    letter_sent,
    opened,
    plan_adopted,
    plan_submitted,
    raised,
    reported,
    target_set,
    withdrawn,
)

TOLD_IN = {
    "figures-import.recorded.v1": "imports",
    "framework.adopted.v1": "",
    "municipality.agreement-changed.v1": "agreements obligations search",
    "municipality.agreement-kept.v1": "agreements obligations search",
    "municipality.agreement-made.v1": "agreements obligations search",
    "municipality.agreement-not-kept.v1": "agreements obligations search",
    "municipality.appeal-decided.v1": "obligations search",
    "municipality.appeal-lodged.v1": "obligations search",
    "municipality.appeal-withdrawn.v1": "obligations search",
    "municipality.assessment-drawn.v1": "judging obligations search",
    "municipality.cause-noted.v1": "causes search",
    "municipality.conversation-cancelled.v1": "conversations obligations search",
    "municipality.conversation-held.v1": "conversations obligations search",
    "municipality.conversation-planned.v1": "conversations obligations search",
    "municipality.costs-claimed.v1": "obligations search",
    "municipality.costs-recovered.v1": "obligations search",
    "municipality.decision-notified.v1": "obligations search",
    "municipality.document-filed.v1": "documents search",
    "municipality.document-withdrawn.v1": "documents search",
    "municipality.entry-corrected.v1": "",
    "municipality.entry-withdrawn.v1": "",
    "municipality.figures-reported.v1": "figures",
    "municipality.information-received.v1": "information obligations search",
    "municipality.information-requested.v1": "information obligations search",
    "municipality.information-validated.v1": "information obligations search",
    "municipality.interim-relief-decided.v1": "obligations search",
    "municipality.interim-relief-requested.v1": "obligations search",
    "municipality.intervention-announced.v1": "obligations search",
    "municipality.letter-received.v1": "letters search",
    "municipality.letter-sent.v1": "letters search",
    "municipality.measure-progress-reported.v1": "obligations plans search",
    "municipality.oral-views-heard.v1": "obligations search",
    "municipality.parties-connected.v1": "search",
    "municipality.period-close-corrected.v1": "judging search",
    "municipality.period-closed.v1": "judging search",
    "municipality.placement-proposed.v1": "judging search",
    "municipality.placement-rejected.v1": "judging search",
    "municipality.plan-adopted.v1": "obligations plans search",
    "municipality.plan-assessed.v1": "obligations plans search",
    "municipality.plan-closed.v1": "obligations plans search",
    "municipality.plan-rejected.v1": "obligations plans search",
    "municipality.plan-requested.v1": "obligations plans search",
    "municipality.plan-revised.v1": "obligations plans search",
    "municipality.plan-submitted.v1": "obligations plans search",
    "municipality.renamed.v1": "ladder obligations search",
    "municipality.risk-signal-cleared.v1": "judging obligations search",
    "municipality.risk-signal-raised.v1": "judging obligations search",
    "municipality.rung-frozen.v1": "judging obligations search",
    "municipality.rung-held.v1": "judging ladder obligations search",
    "municipality.rung-lowered.v1": "judging ladder obligations search",
    "municipality.rung-raised.v1": "judging ladder obligations search",
    "municipality.rung-taken-over.v1": "ladder obligations search",
    "municipality.rung-unfrozen.v1": "judging obligations search",
    "municipality.statement-preferred.v1": "figures search",
    "municipality.substitution-amended.v1": "obligations search",
    "municipality.substitution-decided.v1": "obligations search",
    "municipality.substitution-ended.v1": "obligations search",
    "municipality.substitution-lapsed.v1": "obligations search",
    "municipality.substitution-started.v1": "obligations search",
    "municipality.substitution-withdrawn.v1": "obligations search",
    "municipality.supervision-closed.v1": "ladder obligations search",
    "municipality.supervision-opened.v1": "ladder obligations search",
    "municipality.supervisor-assigned.v1": "ladder obligations search",
    "municipality.target-exchanged.v1": "figures",
    "municipality.target-revised.v1": "figures",
    "municipality.target-set.v1": "figures",
    "municipality.term-extended.v1": "obligations search",
    "municipality.views-considered.v1": "obligations search",
    "municipality.views-received.v1": "obligations search",
    "person.details-changed.v1": "",
    "person.registered.v1": "",
    "record.declared-demo.v1": "",
}
"""In which read models each fact is told; all others skip it. Corrections and withdrawals reach each by themselves."""


def test_every_fact_was_considered_for_every_read_model() -> None:
    handled = {topic: " ".join(model.name for model in MODELS if topic in model.topics) for topic in sorted(FACTS)}
    assert handled == TOLD_IN


def test_every_read_model_is_one_and_has_a_name_of_its_own() -> None:
    names = [model.name for model in MODELS]
    assert names == sorted(set(names))


@LAW
@given(entries=ENTRIES, batch=BATCHES, at=PLACES)
def test_what_was_known_stays_known(ledger: Ledger, entries: list[Entry], batch: int, at: int) -> None:
    models = [SEARCH.with_texts_of(ledger) if model is SEARCH else model for model in MODELS]
    told = [replace(entry, fact=unsealed(entry.fact)) for entry in entries]
    require_laws(ledger, models, told, batch=batch, at=at)
    assert [each.parked for each in status(ledger, MODELS) if each.parked] == []


def test_a_rebuild_makes_the_rows_that_are_there(ledger: Ledger) -> None:
    tell(
        ledger,
        opened(),
        assigned("person-anne"),
        raised(1, 2, "2025-01-01"),
        target_set("2025-1", 57, "2024-10-01"),
        reported("2025-1", "2025-06-30", realised=3),
        held("talk-1"),
        agreed("a-1"),
        letter_sent("l-1"),
        information_asked("r-1"),
        cause_noted("c-1"),
        document_filed("d-1"),
        plan_submitted("p", "m-1"),
        models=MODELS,
    )
    amended = (plan_adopted("p"), kept("a-1"), corrected(6, held("talk-1", "2025-11-02")), withdrawn(8), withdrawn(11))
    tell(ledger, *amended, models=MODELS)
    require_rebuilt_alike(ledger, MODELS)
