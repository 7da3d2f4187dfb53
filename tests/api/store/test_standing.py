"""Where everything stands: another value after everything that an answer can be made from, and after nothing else."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from api.identity.accounts import Accounts
from api.identity.sessions import Sessions
from api.identity.tokens import Tokens
from api.store import Store
from api.store.absences import Absence, Absences
from api.store.arrivals import Arrivals, Result, Way
from api.store.standing import Standing
from domain.events.base import Role
from domain.events.person import PersonKind
from domain.ledger.application import Ledger
from domain.ledger.schema import Names
from domain.values import PersonId
from projections.engine.rebuilding import rebuild
from projections.engine.runner import Projector
from projections.ladder import LADDER
from tests.ledger.asking import opened, reported

ANNA, BART = (PersonId(f"person-{each}") for each in "ab")
DAY = date(2024, 6, 3)


def test_it_is_another_after_everything_that_shows_and_after_nothing_else(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    store = Store.open(ledger)
    tokens, sessions, absences = Tokens(store), Sessions(store, ledger), Absences(store)
    token = tokens.issue(ANNA, [Role.SUPERVISOR], label="", today=DAY)
    account = Accounts(store).add("anna", ANNA, [Role.SUPERVISOR], password=None, today=DAY)
    secret = sessions.begin(account)

    def stands() -> Standing | None:
        (_, by_token), (_, by_session) = (
            tokens.callers([token.secret], today=DAY)[token.secret],
            sessions.found([secret])[secret],
        )
        assert by_token == by_session
        return by_token

    def changes(move: Callable[[], object]) -> bool:
        before = stands()
        move()
        return stands() != before

    assert stands() is None  # nothing was projected yet
    opened(ledger)
    projector = Projector(ledger, [LADDER])
    projector.catch_up()
    away = Absence(uuid4(), ANNA, DAY, DAY, BART, entered_by=ANNA)
    key = sql.SQL("UPDATE {} SET wrapped = NULL, destroyed_at = now() WHERE key_id = (SELECT min(key_id) FROM {})")
    keys = sql.Identifier(names.keys, "keys")
    ledger.persons.find_or_register("Anna", PersonKind.COLLEAGUE, today=DAY)
    assert changes(lambda: reported(ledger, 1))
    assert changes(projector.catch_up)
    assert changes(lambda: rebuild(ledger, [LADDER]))
    assert changes(lambda: absences.enter(away))
    assert changes(lambda: absences.end(away.id, by=ANNA))
    assert changes(lambda: Arrivals(store, ledger).add(Way.FOLDER, Result.FAILED, at=datetime.now(UTC)))
    assert changes(lambda: admin.execute(key.format(keys, keys)))
    assert not changes(lambda: None)
    assert not changes(lambda: tokens.issue(BART, [Role.AUDITOR], label="", today=DAY))
    assert not changes(lambda: sessions.begin(account))
    assert not changes(projector.catch_up)
    assert not changes(lambda: absences.end(away.id, by=ANNA))


@pytest.mark.parametrize("secrets", [[], ["trede_nobody", ""]])
def test_who_shows_nothing_that_is_known_is_nobody(ledger: Ledger, secrets: list[str]) -> None:
    store = Store.open(ledger)
    assert Tokens(store).callers(secrets, today=DAY) == {}
    assert Sessions(store, ledger).found(secrets) == {}
