"""Accounts: a name and a password together, the same work for whoever asks, and a wait for who keeps guessing."""

from datetime import date
from time import perf_counter

import pytest
from argon2 import PasswordHasher

from api.identity import accounts as module
from api.identity.accounts import FREE_TRIES, LONGEST_WAIT, Account, Accounts, NameTakenError, TooManyTriesError
from api.identity.passwords import hashed, matches, outdated
from api.identity.sessions import Sessions
from api.store import Store
from domain.events.base import Role
from domain.ledger.application import Ledger
from domain.values import PersonId

ANNE = PersonId("person-1")
PASSWORD = "vier paarden in de wei"  # noqa: S105 - of a test


@pytest.fixture
def store(ledger: Ledger) -> Store:
    return Store.open(ledger)


@pytest.fixture
def accounts(store: Store) -> Accounts:
    return Accounts(store)


@pytest.fixture
def anne(accounts: Accounts, today: date) -> Account:
    return accounts.add("anne", ANNE, [Role.SUPERVISOR, Role.LEGAL], password=PASSWORD, today=today)


def guess(accounts: Accounts, times: int, name: str = "anne") -> None:
    for _ in range(times):
        assert accounts.admitted(name, "mis") is None


def test_a_name_and_its_password_let_in_whatever_its_capitals(accounts: Accounts, anne: Account) -> None:
    assert anne.roles == (Role.SUPERVISOR, Role.LEGAL)
    assert accounts.admitted(" Anne ", PASSWORD) == anne
    assert accounts.admitted("anne", PASSWORD.upper()) is None
    assert accounts.admitted("anna", PASSWORD) is None


def test_a_password_is_kept_as_argon2id_and_never_itself(store: Store, anne: Account) -> None:
    (row,) = store.rows("SELECT accounts::text AS told, password FROM {accounts} AS accounts")
    assert anne.user_name in row["told"]
    assert PASSWORD not in row["told"]
    assert row["password"].startswith("$argon2id$")


def test_an_account_without_a_password_is_let_in_by_none(accounts: Accounts, today: date) -> None:
    accounts.add("voorbeeld", ANNE, [Role.AUDITOR], password=None, today=today)
    assert accounts.admitted("voorbeeld", "") is None


@pytest.mark.usefixtures("anne")
def test_a_name_is_taken_until_its_account_ends(accounts: Accounts, today: date) -> None:
    with pytest.raises(NameTakenError):
        accounts.add("ANNE", PersonId("person-2"), [Role.AUDITOR], password=PASSWORD, today=today)
    assert accounts.end("anne", today=today)
    assert not accounts.end("anne", today=today)
    assert accounts.admitted("anne", PASSWORD) is None
    accounts.add("anne", PersonId("person-2"), [Role.AUDITOR], password=PASSWORD, today=today)
    assert [(each.person, each.ended_on) for each in accounts.all()] == [(ANNE, today), (PersonId("person-2"), None)]


def test_ending_an_account_ends_its_sessions(accounts: Accounts, anne: Account, store: Store, ledger: Ledger) -> None:
    sessions = Sessions(store, ledger)
    secret = sessions.begin(anne)
    assert sessions.find(secret)
    accounts.end("anne", today=anne.created_on)
    assert sessions.find(secret) is None
    assert sessions.whose(secret) == ANNE


@pytest.mark.usefixtures("anne")
@pytest.mark.parametrize("name", ["anne", "niemand"])
def test_who_keeps_guessing_has_to_wait_also_for_a_name_that_is_not_there(
    accounts: Accounts, store: Store, name: str
) -> None:
    guess(accounts, FREE_TRIES, name)
    with pytest.raises(TooManyTriesError) as caught:
        accounts.admitted(name, PASSWORD)
    assert 0 < caught.value.seconds <= module.FIRST_WAIT
    store.rows("UPDATE {attempts} SET failed = 100")
    with pytest.raises(TooManyTriesError) as caught:
        accounts.admitted(name, PASSWORD)
    assert caught.value.seconds == pytest.approx(LONGEST_WAIT, abs=2)


def test_after_the_wait_the_right_password_lets_in_and_forgets_the_failures(
    accounts: Accounts, anne: Account, store: Store
) -> None:
    guess(accounts, FREE_TRIES)
    store.rows("UPDATE {attempts} SET failed_at = failed_at - interval '1 minute'")
    assert accounts.admitted("anne", PASSWORD) == anne
    guess(accounts, FREE_TRIES)


def test_old_failures_are_forgotten(accounts: Accounts, store: Store) -> None:
    guess(accounts, 1, "lang geleden")
    store.rows("UPDATE {attempts} SET failed_at = failed_at - interval '2 days'")
    guess(accounts, 1, "nu")
    (row,) = store.rows("SELECT count(*) AS number FROM {attempts}")
    assert row["number"] == 1


def test_a_password_is_hashed_anew_when_the_parameters_have_changed(
    accounts: Accounts, anne: Account, store: Store
) -> None:
    older = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    assert outdated(older)
    store.rows("UPDATE {accounts} SET password = %(older)s", older=older)
    assert accounts.admitted("anne", PASSWORD) == anne
    (row,) = store.rows("SELECT password FROM {accounts}")
    assert row["password"] != older
    assert not outdated(row["password"])


def test_a_name_that_is_not_there_takes_as_much_work_as_one_that_is() -> None:
    def work(kept: str | None) -> float:
        begun = perf_counter()
        assert not matches(kept, "mis")
        return perf_counter() - begun

    known = hashed(PASSWORD)
    assert min(work(None) for _ in range(3)) > 0.5 * min(work(known) for _ in range(3))


def test_what_waits_to_be_said_is_said_once_and_kept_sealed(store: Store, ledger: Ledger, anne: Account) -> None:
    sessions = Sessions(store, ledger)
    secret = sessions.begin(anne)
    session = sessions.find(secret)
    assert session
    assert sessions.said(session) is None
    sessions.say(session, "Vastgelegd: gesprek met de wethouder.")
    (row,) = store.rows("SELECT said FROM {sessions}")
    assert b"wethouder" not in row["said"]
    again = sessions.find(secret)
    assert again
    assert sessions.said(again) == "Vastgelegd: gesprek met de wethouder."
    assert sessions.said(again) is None
