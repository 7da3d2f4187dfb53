"""Who may do what: one table, and what must hold of it."""

import pytest

from api.identity.caller import Caller, NotAllowedError
from api.identity.rights import READING, RIGHTS, Right, deciding_on, rights_of
from domain.events.base import Role
from domain.values import Classification, PersonId, Rung

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
