"""Four eyes: who decides is not who proposed, and has the mandate for the highest rung concerned."""

import pytest

from domain.decisions.adopting import adopt_placement, reject_placement
from domain.decisions.ladder import hold_rung, lower_rung, raise_rung
from domain.decisions.records import withdraw_entry
from domain.events.base import Actor, Role
from domain.events.judging import ProposedMove
from domain.events.ladder import DecidedBy, DecidingBody, RungLowered, RungRaised
from domain.refusals import AlreadySettled, MandateLacking, NotAsProposed, NotOnRecord, OwnProposal
from domain.values import EntryRef, PersonId, Rung
from tests.domain.frameworks import NEWEST
from tests.spec import (
    ACTOR,
    ANNE,
    GS,
    MANAGER,
    SECRETARY,
    Decision,
    Given,
    Happened,
    Outcome,
    Question,
    cited,
    given,
    held,
    opened,
    plain,
    proposed,
    raised,
    rejected,
    taken_over,
    terms,
    withdrawn,
)

RAISE, LOWER, HOLD, FREEZE, UNFREEZE = ProposedMove
BERT, DORA = MANAGER.person, PersonId("person-dora")
EVERY_ROLE = tuple(Role)
DECIDING = [adopt_placement, reject_placement]


def on_rung(rung: int, *more: Happened) -> Given:
    """A municipality on a rung (entry 2), and more."""
    return given(opened(), taken_over(rung, since="2024-01-01"), *more)


def decide(told: Given, decision: Decision, by: Actor, proposal: int = 3) -> Outcome:
    """What comes of a decision on a proposal, by somebody."""
    more: Question = {"reason": plain("talk first")} if decision is reject_placement else {}
    return told.when(decision, actor=by, proposal=proposal, framework=NEWEST, **more)


def somebody(person: PersonId, acted_for: PersonId | None = None, roles: tuple[Role, ...] = EVERY_ROLE) -> Actor:
    """A person with roles, for another if told so."""
    return Actor(person=person, roles=roles, acted_for=acted_for)


# Another person


@pytest.mark.parametrize("decision", DECIDING)
def test_another_person_with_the_mandate_decides(decision: Decision) -> None:
    assert decide(on_rung(2, proposed(RAISE, 2, 3)), decision, MANAGER).facts


@pytest.mark.parametrize("decision", DECIDING)
@pytest.mark.parametrize(
    ("proposer", "decider"),
    [
        pytest.param(somebody(ANNE), somebody(ANNE), id="the same person"),
        pytest.param(somebody(ANNE, acted_for=DORA), somebody(DORA), id="for whom it was proposed"),
        pytest.param(somebody(ANNE), somebody(BERT, acted_for=ANNE), id="somebody for who proposed it"),
        pytest.param(somebody(ANNE, acted_for=DORA), somebody(BERT, acted_for=DORA), id="both for the same person"),
        pytest.param(somebody(ANNE, acted_for=DORA), somebody(ANNE), id="who proposed it for somebody else"),
        pytest.param(somebody(ANNE), somebody(ANNE, acted_for=DORA), id="who proposed it, for somebody else now"),
    ],
)
def test_nobody_decides_on_their_own_proposal_nor_on_one_made_for_somebody_else(
    decision: Decision, proposer: Actor, decider: Actor
) -> None:
    told = on_rung(2, proposed(RAISE, 2, 3, by=proposer))
    decide(told, decision, decider).refused(OwnProposal, proposal=3)


@pytest.mark.parametrize("decision", DECIDING)
def test_somebody_else_for_somebody_else_decides(decision: Decision) -> None:
    told = on_rung(2, proposed(RAISE, 2, 3, by=somebody(ANNE, acted_for=DORA)))
    assert decide(told, decision, somebody(BERT, acted_for=SECRETARY.person)).facts


def test_all_roles_together_do_not_make_up_for_a_second_pair_of_eyes() -> None:
    told = on_rung(2, proposed(RAISE, 2, 3, by=somebody(ANNE)))
    decide(told, adopt_placement, somebody(ANNE)).refused(OwnProposal)


# The mandate


@pytest.mark.parametrize("decision", DECIDING)
@pytest.mark.parametrize(
    ("rung", "proposal", "lacking", "having"),
    [
        (2, proposed(RAISE, 2, 3), SECRETARY, MANAGER),
        (2, proposed(HOLD, 2, 2), SECRETARY, MANAGER),
        (3, proposed(LOWER, 3, 1), SECRETARY, MANAGER),
        (3, proposed(RAISE, 3, 4), MANAGER, SECRETARY),
        (4, proposed(HOLD, 4, 4), MANAGER, SECRETARY),
        (4, proposed(LOWER, 4, 3), MANAGER, SECRETARY),
        (4, proposed(FREEZE, 4, 4), MANAGER, SECRETARY),
    ],
)
def test_the_framework_says_which_role_decides_on_the_highest_rung_concerned(
    decision: Decision, rung: int, proposal: Happened, lacking: Actor, having: Actor
) -> None:
    told = on_rung(rung, proposal)
    role = {MANAGER: "executive-secretary", SECRETARY: "manager"}[lacking]
    decide(told, decision, lacking).refused(MandateLacking, role=role)
    assert decide(told, decision, having).facts


@pytest.mark.parametrize("roles", [(), (Role.SUPERVISOR,), (Role.LEGAL, Role.AUDITOR, Role.ADMINISTRATOR)])
def test_without_the_role_nobody_decides(roles: tuple[Role, ...]) -> None:
    told = on_rung(2, proposed(RAISE, 2, 3))
    decide(told, adopt_placement, somebody(BERT, roles=roles)).refused(MandateLacking, rung=Rung(3), role="manager")


def test_the_placement_names_the_mandate_of_the_framework() -> None:
    (fact,) = decide(on_rung(2, proposed(RAISE, 2, 3)), adopt_placement, MANAGER).facts
    assert isinstance(fact, RungRaised)
    assert fact.decided_by == DecidedBy(body=DecidingBody.MANDATED, mandate="Mandaat inschaling trede 1 tot en met 3")
    assert fact.recorded_by == BERT


def test_gs_decide_to_take_a_municipality_off_rung_4() -> None:
    (fact,) = decide(on_rung(4, proposed(LOWER, 4, 3)), adopt_placement, SECRETARY).facts
    assert isinstance(fact, RungLowered)
    assert fact.decided_by == GS


# Once, and on what is there


@pytest.mark.parametrize("decision", DECIDING)
@pytest.mark.parametrize(
    "settled", [rejected(3), raised(2, 3, "2026-01-01", proposal=cited(3))], ids=["rejected", "adopted"]
)
def test_a_proposal_is_decided_on_once(decision: Decision, settled: Happened) -> None:
    told = on_rung(2, proposed(RAISE, 2, 3), settled)
    decide(told, decision, MANAGER).refused(AlreadySettled, what="proposal", id="3")


@pytest.mark.parametrize("decision", DECIDING)
@pytest.mark.parametrize("proposal", [2, 4, 9])
def test_only_a_proposal_is_decided_on(decision: Decision, proposal: int) -> None:
    told = on_rung(2, proposed(RAISE, 2, 3), held("talk-1"))
    decide(told, decision, MANAGER, proposal).refused(NotOnRecord, what="proposal", id=str(proposal))


@pytest.mark.parametrize("decision", DECIDING)
def test_a_proposal_that_was_withdrawn_is_not_decided_on(decision: Decision) -> None:
    decide(on_rung(2, proposed(RAISE, 2, 3), withdrawn(3)), decision, MANAGER).refused(NotOnRecord, what="proposal")


def test_a_proposal_that_was_decided_on_is_not_withdrawn() -> None:
    told = on_rung(2, proposed(RAISE, 2, 3), rejected(3))
    told.when(withdraw_entry, entry=3, reason=plain()).refused(AlreadySettled, what="proposal", id="3")
    assert told.given(withdrawn(4)).when(withdraw_entry, entry=3, reason=plain()).facts


# A placement that says itself which proposal it adopts


def test_a_placement_can_cite_the_proposal_that_it_adopts() -> None:
    told = on_rung(2, proposed(RAISE, 2, 3))
    case = told.when(raise_rung, actor=MANAGER, to_rung=Rung(3), terms=terms(proposal=cited(3))).case
    assert case.judging.open_proposals == ()


def test_nobody_adopts_their_own_proposal_by_citing_it() -> None:
    told = on_rung(2, proposed(RAISE, 2, 3))
    told.when(raise_rung, actor=ACTOR, to_rung=Rung(3), terms=terms(proposal=cited(3))).refused(OwnProposal)


def test_what_is_placed_is_what_was_proposed() -> None:
    told = on_rung(2, proposed(RAISE, 2, 3))
    own: Question = {"actor": MANAGER}
    told.when(hold_rung, terms=terms(proposal=cited(3)), **own).refused(NotAsProposed, proposal=3)
    told.when(lower_rung, to_rung=Rung(1), terms=terms(proposal=cited(3)), **own).refused(NotAsProposed)
    later = terms("2026-02-01", proposal=cited(3))
    told.when(raise_rung, to_rung=Rung(3), terms=later, **own).refused(NotAsProposed)
    elsewhere = cited(3).model_copy(update={"stream": "GM0606"})
    told.when(raise_rung, to_rung=Rung(3), terms=terms(proposal=elsewhere), **own).refused(NotAsProposed)
    otherwise = EntryRef(stream="GM0622", version=3, digest="ab" * 32)
    told.when(raise_rung, to_rung=Rung(3), terms=terms(proposal=otherwise), **own).refused(NotAsProposed)


def test_a_freeze_is_not_adopted_by_a_hold() -> None:
    told = on_rung(2, proposed(FREEZE, 2, 2))
    told.when(hold_rung, actor=MANAGER, terms=terms(proposal=cited(3))).refused(NotAsProposed)


@pytest.mark.parametrize("proposal", [cited(2), cited(9)])
def test_a_placement_cites_no_proposal_that_is_not_there(proposal: EntryRef) -> None:
    on_rung(2).when(hold_rung, terms=terms(proposal=proposal)).refused(NotOnRecord, what="proposal")
