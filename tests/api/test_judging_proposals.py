"""Proposing, and deciding on what another person proposed, by the road that pages, API and command line share."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from api.judging.closing import close, correct_close
from api.judging.proposing import adopt, propose, reject
from api.judging.since import Since, since_proposal
from domain.decisions import closing as decisions
from domain.decisions.records import withdraw_entry
from domain.events.base import Actor, Role
from domain.events.judging import AssessmentDrawn, PlacementProposed, PlacementRejected, ProposedMove, RungFrozen
from domain.events.ladder import Basis, Departure, RungHeld, RungRaised
from domain.ledger.application import Ledger
from domain.ledger.embedded import Cluster
from domain.ledger.request import Answer
from domain.ledger.schema import Names
from domain.refusals import (
    AlreadySettled,
    ChangedSince,
    DepartureMissing,
    GroundsMissing,
    LaterPeriodClosed,
    MandateLacking,
    NotOnRecord,
    OwnProposal,
    ProposalOpen,
    Refusal,
)
from domain.values import Period, PersonId, PlainText, Rung
from tests.api.judged import CLOSED, MANAGER, SECRETARY, SUPERVISOR, TODAY, Judged, proposal

REASON = PlainText(text="De cijfers zijn nog niet compleet.")
DEPARTURE = Departure(
    departs_from="advies", basis=Basis.WITHIN_FRAMEWORK, circumstances=PlainText(text="Er ligt een goed plan.")
)
ANOTHER_MANAGER = Actor(person=PersonId("person-carla"), roles=(Role.MANAGER,))


@pytest.fixture(scope="module")
def record(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judged]:
    """One record for all tests here; take another municipality per test."""
    keys = tmp_path_factory.mktemp("keys")
    with Ledger.open(server.conninfo(), Names.suffixed("proposals"), key_folder=keys) as ledger:
        yield Judged.on(ledger)


def adopted(record: Judged, code: str, version: int, by: Actor = MANAGER, seen: int | None = None) -> Answer:
    request = record.request(by, seen=record.state(code).version if seen is None else seen)
    return adopt(record.ledger, record.frameworks, code, version, request)


def since(record: Judged, code: str, version: int, by: Actor | None = MANAGER, on: date = TODAY) -> Since:
    return since_proposal(record.ledger, record.frameworks, code, version, on=on, by=by)


def corrected(record: Judged, code: str, **numbers: Any) -> None:  # noqa: ANN401 - the numbers of report
    """Other figures come in, and the close is corrected by them."""
    record.report(code, **numbers)
    correct_close(record.ledger, record.frameworks, code, CLOSED, REASON, record.request())


# Proposing


def test_a_proposal_cites_the_assessment_of_the_latest_closed_period_and_its_advice(record: Judged) -> None:
    code = record.closed(40, 55)
    record.proposed(code)
    *_, drawn, proposed = record.ledger.entries(code)
    assert isinstance(proposed.fact, PlacementProposed)
    assert (proposed.fact.from_rung, proposed.fact.to_rung, proposed.fact.advice) == (1, 2, 2)
    assert proposed.fact.assessment
    assert (proposed.fact.assessment.version, type(drawn.fact)) == (drawn.version, AssessmentDrawn)


def test_an_assessment_that_is_outdated_is_drawn_anew_before_it_is_proposed_by(record: Judged) -> None:
    code = record.closed(40, 55)
    record.proposed(code, ProposedMove.FREEZE, departure=DEPARTURE)
    adopted(record, code, record.state(code).version)
    record.proposed(code, ProposedMove.HOLD)
    first, second = record.facts(code, AssessmentDrawn)
    assert isinstance(first, AssessmentDrawn)
    assert isinstance(second, AssessmentDrawn)
    assert [each.advice and each.advice.clause for each in (first, second)] == ["growing", "frozen"]


def test_what_a_proposal_is_refused_for_records_nothing(record: Judged) -> None:
    code = record.closed(40, 55)
    head = record.ledger.head().position
    for refused, refusal in ((proposal(grounds=None), GroundsMissing), (proposal(ProposedMove.HOLD), DepartureMissing)):
        with pytest.raises(refusal):
            propose(record.ledger, record.frameworks, code, refused, record.request())
    record.proposed(code)
    with pytest.raises(ProposalOpen):
        record.proposed(code)
    assert record.ledger.head().position == head + 1


def test_the_same_proposal_again_records_nothing_new(record: Judged) -> None:
    code, request = record.closed(40, 55), record.request()
    answer = propose(record.ledger, record.frameworks, code, proposal(), request)
    adopted(record, code, answer.entries[-1].version)
    again = propose(record.ledger, record.frameworks, code, proposal(), request)
    assert (again.entries, again.repeated) == (answer.entries, True)
    assert again.position == answer.position


def test_where_no_period_is_closed_it_is_proposed_without_an_assessment(record: Judged) -> None:
    code = record.opened()
    version = record.proposed(code)
    told = since(record, code, version)
    assert (told.then, told.now, told.changed, told.may_adopt) == (None, None, (), True)


# Deciding


def test_another_person_with_the_mandate_adopts_what_was_proposed(record: Judged) -> None:
    code = record.closed(40, 55)
    version = record.proposed(code)
    adopted(record, code, version)
    placed = record.facts(code)[-1]
    assert isinstance(placed, RungRaised)
    assert (placed.to_rung, placed.recorded_by, placed.advice) == (2, MANAGER.person, 2)
    assert placed.proposal
    assert placed.proposal.version == version


def test_nobody_adopts_what_they_proposed_themselves_nor_without_the_mandate(record: Judged) -> None:
    code = record.closed(40, 55)
    version = record.proposed(code)
    both = SUPERVISOR.model_copy(update={"roles": (Role.SUPERVISOR, Role.MANAGER)})
    for_them = MANAGER.model_copy(update={"acted_for": SUPERVISOR.person})
    powerless = MANAGER.model_copy(update={"roles": (Role.LEGAL,)})
    for by, refusal in ((both, OwnProposal), (for_them, OwnProposal), (powerless, MandateLacking)):
        assert type(since(record, code, version, by).why_not) is refusal
        with pytest.raises(refusal):
            adopted(record, code, version, by)


def test_another_person_rejects_a_proposal_with_a_reason(record: Judged) -> None:
    code = record.closed(40, 55)
    version = record.proposed(code)
    with pytest.raises(OwnProposal):
        reject(record.ledger, record.frameworks, code, version, REASON, record.request())
    reject(record.ledger, record.frameworks, code, version, REASON, record.request(MANAGER))
    assert isinstance(record.facts(code)[-1], PlacementRejected)
    with pytest.raises(AlreadySettled):
        adopted(record, code, version)


def test_an_adoption_that_is_sent_again_gets_its_first_answer(record: Judged) -> None:
    code = record.closed(40, 55)
    version = record.proposed(code)
    request = record.request(MANAGER, seen=record.state(code).version)
    answer = adopt(record.ledger, record.frameworks, code, version, request)
    head = record.ledger.head().position
    assert adopt(record.ledger, record.frameworks, code, version, request).entries == answer.entries
    assert record.ledger.head().position == head


def test_of_two_who_decide_at_the_same_moment_exactly_one_does(record: Judged) -> None:
    code = record.closed(40, 55)
    version, seen = record.proposed(code), record.state(code).version

    def decided(by: Actor) -> Answer | Refusal:
        try:
            return adopted(record, code, version, by, seen)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(decided, (MANAGER, ANOTHER_MANAGER))
    assert {type(first), type(second)} == {Answer, AlreadySettled}
    assert len(record.facts(code, RungRaised)) == 1


def test_who_decides_sees_first_what_the_assessment_has_become(record: Judged) -> None:
    code = record.closed(40, 55)
    version, seen = record.proposed(code), record.state(code).version
    corrected(record, code, opening_backlog=40, net_target=20, realised=10)
    with pytest.raises(ChangedSince):
        adopted(record, code, version, seen=seen)
    assert record.facts(code, RungRaised) == []
    adopted(record, code, version)
    (placed,) = record.facts(code, RungRaised)
    assert isinstance(placed, RungRaised)
    assert placed.assessment
    assert placed.assessment.version > version


@pytest.mark.parametrize("seen", [True, False])
def test_an_assessment_that_deciding_finds_outdated_is_drawn_and_shown_first(record: Judged, *, seen: bool) -> None:
    code = record.closed(40, 55)
    version = record.proposed(code)
    record.report(code, opening_backlog=40, net_target=20, realised=10)
    correcting = record.request()
    question: dict[str, Any] = {"period": CLOSED, "framework": record.frameworks.in_force(TODAY), "reason": REASON}
    # Recorded without drawing the assessment, as a process that dies in between would.
    record.ledger.record(decisions.correct_close, municipality=code, request=correcting, **question)
    saw = record.state(code).version
    request = record.request(MANAGER, seen=saw if seen else None)
    with pytest.raises(ChangedSince) as refused:
        adopt(record.ledger, record.frameworks, code, version, request)
    drawn = record.ledger.entries(code)[-1]
    assert isinstance(drawn.fact, AssessmentDrawn)
    assert refused.value.data == {"what": "assessment", "seen": saw, "changed_by": drawn.version}
    adopted(record, code, version)


# What changed since


def test_nothing_changed_since_a_proposal_that_was_made_just_now(record: Judged) -> None:
    code = record.closed(40, 55)
    told = since(record, code, record.proposed(code), by=None)
    assert (told.changed, told.why_not, told.now == told.then) == ((), None, True)


def test_since_a_proposal_the_figures_verdict_and_advice_can_have_changed(record: Judged) -> None:
    code = record.closed(40, 55)
    version = record.proposed(code)
    corrected(record, code, opening_backlog=40, net_target=20, realised=40)
    told = since(record, code, version)
    assert told.changed == (
        "De cijfers zijn veranderd: beginstand en eindstand waren 40 en 55, en zijn nu 40 en 20.",
        (
            "Het trendoordeel is veranderd. Bij het voorstel: De achterstand liep op van 40 naar 55 personen (+15). Er"
            " is geen zichtbare verbetertrend. Nu: De achterstand liep terug van 40 naar 20 personen (−20). Er is een"
            " zichtbare verbetertrend."
        ),
        (
            "Het advies is veranderd. Bij het voorstel: Opschalen naar trede 2: de achterstand groeit. Volgens het"
            " beleid moet dit. Nu: Handhaven op trede 1: er is een zichtbare verbetertrend."
        ),
    )
    assert type(told.why_not) is DepartureMissing
    with pytest.raises(DepartureMissing):
        adopted(record, code, version)


def test_figures_that_came_after_the_close_are_an_objection_and_change_nothing(record: Judged) -> None:
    code = record.closed(40, 55)
    version = record.proposed(code)
    record.report(code, opening_backlog=40, net_target=20, realised=10)
    told = since(record, code, version)
    assert told.changed == (
        (
            "Onderliggende gegevens gewijzigd: de tweede helft van 2024 is afgesloten met een achterstand van 55"
            " personen, de officiële cijfers geven nu een achterstand van 50 personen. Corrigeer zo nodig de"
            " afsluiting."
        ),
    )
    assert told.may_adopt


def test_a_freeze_another_rung_and_a_withdrawn_close_are_told(record: Judged) -> None:
    code = record.closed(40, 55, rung=2)
    record.record(withdraw_entry, code, TODAY, entry=record.proposed(code, to_rung=Rung(3)), reason=REASON)
    record.proposed(code, ProposedMove.FREEZE, departure=DEPARTURE, until=date(2025, 6, 30))
    adopted(record, code, record.state(code).version)
    assert isinstance(record.facts(code)[-1], RungFrozen)
    version = record.proposed(code, ProposedMove.HOLD)
    (fixed,) = (each.version for each in record.ledger.entries(code) if each.fact.TOPIC.endswith("period-closed.v1"))
    record.record(withdraw_entry, code, TODAY, entry=fixed, reason=REASON)
    told = since(record, code, version, on=date(2025, 7, 1))
    assert told.now is None
    assert told.changed == (
        "De trede is sinds het voorstel niet meer bevroren.",
        (
            "Er is nu geen beoordeling te geven. De tweede helft van 2024 is niet afgesloten, en kan dus niet worden"
            " beoordeeld. Sluit de periode eerst af."
        ),
    )


def test_of_a_proposal_that_was_decided_on_only_the_assessment_of_then_is_told(record: Judged) -> None:
    code = record.closed(40, 55)
    version = record.proposed(code)
    adopted(record, code, version)
    told = since(record, code, version)
    assert told.then
    assert (told.now, told.changed, type(told.why_not)) == (None, (), AlreadySettled)
    with pytest.raises(NotOnRecord):
        since(record, code, 1)


def test_on_the_highest_rungs_it_is_proposed_and_decided_by_the_interim_verdict_of_the_day(record: Judged) -> None:
    code = record.opened(rung=4)
    record.report(code, date(2019, 1, 1), Period(2019, 1), opening_backlog=40, net_target=20, realised=0)
    record.report(code, TODAY, Period(2025, 1), opening_backlog=10, net_target=20, realised=0)
    version = record.proposed(code, ProposedMove.HOLD, interim=True)
    (drawn,) = record.facts(code, AssessmentDrawn)
    assert isinstance(drawn, AssessmentDrawn)
    assert drawn.interim
    told = since(record, code, version, SECRETARY)
    assert (told.then, told.now, told.changed, told.why_not) == (drawn, drawn, (), None)
    tomorrow = TODAY + timedelta(days=1)
    request = record.request(SECRETARY, tomorrow, seen=record.state(code).version)
    with pytest.raises(ChangedSince):
        adopt(record.ledger, record.frameworks, code, version, request)
    request = record.request(SECRETARY, tomorrow, seen=record.state(code).version)
    adopt(record.ledger, record.frameworks, code, version, request)
    assert isinstance(record.facts(code)[-1], RungHeld)


def test_a_proposal_from_before_the_first_close_is_decided_by_what_was_closed_since(record: Judged) -> None:
    code = record.with_figures(40, 55)
    version = record.proposed(code)
    close(record.ledger, record.frameworks, [code], CLOSED, record.request())
    told = since(record, code, version)
    assert told.then is None
    assert told.now
    assert told.changed == (
        (
            "Bij het voorstel was er geen beoordeling. Nu wel: De achterstand liep op van 40 naar 55 personen (+15)."
            " Er is geen zichtbare verbetertrend. Opschalen naar trede 2: de achterstand groeit. Volgens het beleid"
            " moet dit."
        ),
    )
    assert told.may_adopt


def test_a_proposal_is_not_decided_on_by_a_period_that_another_one_follows(record: Judged) -> None:
    code = record.opened()
    record.report(code, Period(2024, 1).last_day, Period(2024, 1), opening_backlog=40, net_target=20, realised=0)
    close(record.ledger, record.frameworks, [code], Period(2024, 1), record.request())
    version = record.proposed(code)
    record.report(code, net_target=20, realised=70)
    close(record.ledger, record.frameworks, [code], CLOSED, record.request())
    assert type(since(record, code, version).why_not) is LaterPeriodClosed
    with pytest.raises(LaterPeriodClosed):
        adopted(record, code, version)
