"""Who is let in, and for what: by the token that is shown and the roles that it bears."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from api.identity.rights import Right
from domain.events.base import Role
from tests.api.rest.calling import Calling

YESTERDAY, TOMORROW = date(2024, 6, 2), date(2024, 6, 4)


def asked_with(api: Calling, authorization: str | bytes | None) -> tuple[int, str | None]:
    """The status of a question with this header, and what the answer asks to be shown."""
    headers: dict[str, Any] = {} if authorization is None else {"Authorization": authorization}
    answer = api.client.get("/v1/event-schemas", headers=headers)
    return answer.status_code, answer.headers.get("WWW-Authenticate")


@pytest.mark.parametrize("shown", [None, "", "Bearer", "Bearer ", "Bearer trede_x", b"Bearer \xe9"])
def test_who_shows_no_token_is_told_how_to(shared: Calling, shown: str | bytes | None) -> None:
    assert asked_with(shared, shown) == (401, 'Bearer realm="trede"')


def test_a_token_is_shown_as_bearer_and_in_no_other_way(shared: Calling) -> None:
    token = shared.tokens[Role.AUDITOR]
    assert asked_with(shared, f"bearer {token}") == (200, None)
    assert asked_with(shared, f"Basic {token}")[0] == 401
    assert asked_with(shared, token)[0] == 401


def test_a_token_works_up_to_and_including_its_last_day(shared: Calling) -> None:
    person = shared.persons[Role.AUDITOR]
    tokens = shared.running.tokens
    for last, status in ((shared.today, 200), (TOMORROW, 200), (YESTERDAY, 401)):
        issued = tokens.issue(person, [Role.AUDITOR], label="proef", today=YESTERDAY, expires_on=last)
        assert asked_with(shared, f"Bearer {issued.secret}")[0] == status


def test_a_revoked_token_lets_nobody_in(shared: Calling) -> None:
    tokens = shared.running.tokens
    issued = tokens.issue(shared.persons[Role.AUDITOR], [Role.AUDITOR], label="weg", today=shared.today)
    assert tokens.revoke(issued.token.id, today=shared.today)
    assert asked_with(shared, f"Bearer {issued.secret}")[0] == 401
    assert tokens.revoke(issued.token.id, today=TOMORROW)
    (kept,) = [each for each in tokens.all() if each.id == issued.token.id]
    assert kept.revoked_on == shared.today


def test_revoking_a_token_that_is_not_there_says_so(shared: Calling) -> None:
    assert not shared.running.tokens.revoke(uuid4(), today=shared.today)


def test_the_last_day_on_which_a_token_was_used_is_known(shared: Calling) -> None:
    tokens = shared.running.tokens
    issued = tokens.issue(shared.persons[Role.AUDITOR], [Role.AUDITOR], label="gebruikt", today=YESTERDAY)
    assert issued.token.last_used_on is None
    asked_with(shared, f"Bearer {issued.secret}")
    (used,) = [each for each in tokens.all() if each.id == issued.token.id]
    assert used.last_used_on == shared.today


def test_the_token_itself_stands_nowhere_in_the_database(api: Calling, admin: psycopg.Connection) -> None:
    secret = api.tokens[Role.MANAGER]
    table = sql.Identifier(api.ledger.names.app, "tokens")
    for (row,) in admin.execute(sql.SQL("SELECT tokens::text FROM {} AS tokens").format(table)):
        assert secret not in row
        assert secret.encode().hex() not in row


def test_tokens_are_long_and_never_the_same(shared: Calling) -> None:
    assert len({*shared.tokens.values(), shared.everybody}) == len(Role) + 1
    assert all(len(token) > 48 for token in shared.tokens.values())


def test_a_token_gives_the_roles_it_was_issued_for_in_their_order(shared: Calling) -> None:
    tokens = shared.running.tokens
    roles = [Role.LEGAL, Role.SUPERVISOR]
    issued = tokens.issue(shared.persons[Role.LEGAL], roles, label="twee rollen", today=shared.today)
    caller = tokens.caller(issued.secret, today=shared.today + timedelta(days=1))
    assert caller
    assert caller.roles == (Role.SUPERVISOR, Role.LEGAL)
    assert caller.actor().roles == caller.roles


def test_who_has_no_right_is_told_which_one_it_takes(shared: Calling) -> None:
    code = shared.another()
    answer = shared.post_in(code, "/causes", {"kind": "political"}, Role.AUDITOR)
    assert answer.status_code == 403
    assert answer.json()["right"] == Right.RECORD_FACTS
    assert shared.version(code) == 1


def test_nothing_of_a_body_is_read_before_its_sender_is_known(shared: Calling) -> None:
    broken = {"content": b"{", "headers": {"Content-Type": "application/json"}}
    assert shared.post("/persons", None, None, **broken).status_code == 401
    assert shared.post("/persons", None, Role.AUDITOR, **broken).status_code == 403
    assert shared.post("/persons", None, Role.SUPERVISOR, **broken).status_code == 400


def test_an_entry_tells_who_recorded_it_in_which_roles_and_for_whom(shared: Calling) -> None:
    code, other = shared.another(), shared.persons[Role.MANAGER]
    shared.post_in(code, "/causes", {"kind": "political", "actingFor": other})
    about = shared.ledger.entries(code)[-1].about
    assert about.actor.person == shared.persons[Role.SUPERVISOR]
    assert about.actor.roles == (Role.SUPERVISOR,)
    assert about.actor.acted_for == other
    assert about.origin == "api"


def test_nobody_acts_for_somebody_who_is_not_known(shared: Calling) -> None:
    code = shared.another()
    answer = shared.post_in(code, "/causes", {"kind": "political", "actingFor": "person-nobody"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/actingFor"
