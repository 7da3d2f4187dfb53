"""When the record or its database is ill, programs, persons and scripts are told what it is, each in their own way."""

from http import HTTPStatus

import psycopg
import pytest
from eventsourcing.persistence import InternalError, OperationalError, PersistenceError

from api.ailments import AILMENTS, illness
from api.cli.program import explained
from api.web.errors import _trouble
from domain.ledger.connecting import Ailment
from domain.ledger.digests import DamagedEntryError
from tests.api.failing import failing


def caused(kind: type[PersistenceError], cause: type[psycopg.Error]) -> Exception:
    """An error as the ledger passes it on."""
    error = kind("in English")
    error.__cause__ = cause("in English")
    return error


ILL = [
    (caused(OperationalError, psycopg.errors.DiskFull), AILMENTS[Ailment.FULL]),
    (caused(InternalError, psycopg.errors.ReadOnlySqlTransaction), AILMENTS[Ailment.READ_ONLY]),
    (caused(InternalError, psycopg.errors.DataCorrupted), AILMENTS[Ailment.DAMAGED]),
    (psycopg.errors.DiskFull("in English"), AILMENTS[Ailment.FULL]),
]


@pytest.mark.parametrize(("error", "told"), ILL[:3])
def test_a_program_is_told_what_ails_the_database(error: Exception, told: tuple[int, str]) -> None:
    answer = failing(error)
    assert (answer.status_code, answer.json()["detail"]) == told
    assert ("Retry-After" in answer.headers) == (answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE)


@pytest.mark.parametrize(("error", "told"), ILL)
def test_a_page_tells_it_in_the_same_words(error: Exception, told: tuple[int, str]) -> None:
    trouble = _trouble(error)
    assert (trouble.status, trouble.told) == told
    assert trouble.again == (trouble.status == HTTPStatus.SERVICE_UNAVAILABLE)


@pytest.mark.parametrize(("error", "told"), ILL)
def test_a_script_is_told_the_same(error: Exception, told: tuple[int, str]) -> None:
    assert explained(error) == [told[1], "Technische melding: in English"]


def test_an_entry_that_is_damaged_is_named() -> None:
    error = DamagedEntryError("GM9001", 3, 5)
    told = illness(error)
    assert told
    assert told.sentence.startswith("Vastlegging 3 van GM9001 (positie 5) luidt niet meer zoals die is vastgelegd.")
    answer = failing(error)
    assert (answer.status_code, answer.json()["detail"]) == told


def test_what_is_no_ailment_is_told_as_before() -> None:
    assert illness(OperationalError("no route to host")) is None
    answer = failing(OperationalError("no route to host"))
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
