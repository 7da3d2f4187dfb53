"""Who may do what: one table, and what must hold of it."""

import pytest

from api.identity.caller import Caller, NotAllowedError
from api.identity.rights import READING, RIGHTS, Right, deciding_on, recording, rights_of
from domain.events import law
from domain.events.base import Fact, Role
from domain.events.judging import ProposedMove
from domain.values import Classification, PersonId, Rung
from tests.projections.law_sentences import LEGAL
from tests.spec import assessed, frozen, lowered, period_closed, proposed, raised, rejected, signal_raised

WRITING = set(Right) - {Right.READ, Right.READ_CONFIDENTIAL, Right.READ_SECRET, Right.SEE_STATUS}


def caller(*roles: Role) -> Caller:
    return Caller(PersonId("person-1"), roles)


def test_every_role_has_rights_and_every_right_somebody() -> None:
    assert set(RIGHTS) == set(Role)
    assert rights_of(Role) == set(Right)


def test_the_auditor_reads_everything_and_writes_nothing() -> None:
    assert caller(Role.AUDITOR).readable == set(Classification)
    assert not RIGHTS[Role.AUDITOR] & WRITING


def test_who_decides_on_a_placement_is_not_who_prepares_it() -> None:
    assert Right.PROPOSE_PLACEMENTS in RIGHTS[Role.SUPERVISOR]
    assert Right.DECIDE_PLACEMENTS not in RIGHTS[Role.SUPERVISOR]


def test_from_rung_4_on_only_what_gs_decided_is_recorded() -> None:
    assert [deciding_on(rung) for rung in Rung] == [Right.DECIDE_PLACEMENTS] * 3 + [Right.DECIDE_SUBSTITUTION] * 3
    assert [role for role in Role if Right.DECIDE_SUBSTITUTION in RIGHTS[role]] == [Role.EXECUTIVE_SECRETARY]


@pytest.mark.parametrize(
    ("fact", "right"),
    [
        (period_closed("2024-1").fact, Right.CLOSE_PERIODS),
        (signal_raised("2024-1", "2024-03-01").fact, Right.IMPORT_FIGURES),
        (assessed("2024-1").fact, Right.PROPOSE_PLACEMENTS),
        (proposed(ProposedMove.RAISE, 1, 2, "2024-07-01").fact, Right.PROPOSE_PLACEMENTS),
        (rejected(3).fact, Right.DECIDE_PLACEMENTS),
        (frozen(3, "2024-07-01").fact, Right.DECIDE_PLACEMENTS),
        (frozen(4, "2024-07-01").fact, Right.DECIDE_SUBSTITUTION),
        (lowered(4, 3, "2024-07-01").fact, Right.DECIDE_SUBSTITUTION),
        (raised(2, 3, "2024-07-01").fact, Right.DECIDE_PLACEMENTS),
    ],
    ids=lambda each: type(each).__name__,
)
def test_taking_back_what_was_judged_asks_for_the_right_to_record_it(fact: Fact, right: Right) -> None:
    assert recording(fact) is right


def test_what_gs_do_about_a_substitution_asks_for_their_right_and_what_others_do_is_a_fact() -> None:
    of_others = {
        law.ViewsReceived,
        law.OralViewsHeard,
        law.ViewsConsidered,
        law.DecisionNotified,
        law.AppealLodged,
        law.AppealWithdrawn,
        law.AppealDecided,
        law.InterimReliefRequested,
        law.InterimReliefDecided,
        law.CostsRecovered,
    }
    every = {type(fact): fact for fact, _ in LEGAL}
    assert {kind for kind, fact in every.items() if recording(fact) is Right.RECORD_FACTS} == of_others
    assert {recording(fact) for kind, fact in every.items() if kind not in of_others} == {Right.DECIDE_SUBSTITUTION}


def test_who_gives_access_reads_no_dossier_beyond_internal_text_and_writes_in_none() -> None:
    assert [role for role in Role if Right.MANAGE_ACCESS in RIGHTS[role]] == [Role.ADMINISTRATOR]
    assert caller(Role.ADMINISTRATOR).readable == {Classification.OPEN, Classification.INTERNAL}
    assert not RIGHTS[Role.ADMINISTRATOR] & {Right.RECORD_FACTS, Right.IMPORT_FIGURES, Right.CORRECT}


def test_who_may_read_secret_text_may_read_confidential_text() -> None:
    assert set(READING) == set(Classification)
    for role in Role:
        assert Right.READ_SECRET not in RIGHTS[role] or Right.READ_CONFIDENTIAL in RIGHTS[role]


def test_roles_add_up() -> None:
    both = caller(Role.SUPERVISOR, Role.ADMINISTRATOR)
    both.require(Right.RECORD_FACTS)
    both.require(Right.REBUILD)
    with pytest.raises(NotAllowedError, match="decide-placements"):
        both.require(Right.DECIDE_PLACEMENTS)


def test_without_a_role_nothing_is_allowed_and_nothing_readable() -> None:
    assert not caller().rights
    assert not caller().readable
