"""Persons, by the API: registered once, known by an id, named to those who ask."""

from domain.events.base import Origin, Role
from tests.api.rest.calling import Calling

JANSEN = {"name": "A. Jansen", "kind": "participant", "organisation": "GM0622"}


def test_a_person_is_registered_once(shared: Calling) -> None:
    first, again = shared.post("/persons", JANSEN), shared.post("/persons", JANSEN)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.headers["Location"] == f"/v1/persons/{first.json()['person']}"


def test_the_same_name_elsewhere_is_somebody_else(shared: Calling) -> None:
    found = {
        shared.post("/persons", JANSEN | other).json()["person"]
        for other in ({}, {"organisation": "GM0610"}, {"kind": "colleague"}, {"organisation": None})
    }
    assert len(found) == 4


def test_a_person_is_told_by_name(shared: Calling) -> None:
    person = shared.post("/persons", JANSEN).json()["person"]
    told = shared.get(f"/persons/{person}", Role.AUDITOR)
    assert told.json() == {"person": person, "name": "A. Jansen", "erased": False}


def test_who_is_not_known_is_not_found(shared: Calling) -> None:
    assert shared.get("/persons/person-nobody").status_code == 404


def test_a_program_is_no_person_to_register(shared: Calling) -> None:
    assert shared.post("/persons", JANSEN | {"kind": "system-user"}).status_code == 422


def test_a_person_is_registered_by_who_asked(shared: Calling) -> None:
    person = shared.post("/persons", JANSEN | {"name": "B. de Wit"}, Role.LEGAL).json()["person"]
    (entry,) = shared.ledger.entries(person)
    assert (entry.about.actor.person, entry.about.origin) == (shared.persons[Role.LEGAL], Origin.API)


def test_reporting_and_auditing_register_nobody(shared: Calling) -> None:
    for role in (Role.REPORTING, Role.AUDITOR):
        assert shared.post("/persons", JANSEN, role).status_code == 403


def test_a_person_that_was_registered_takes_part_in_a_conversation(shared: Calling) -> None:
    code, person = shared.another(), shared.post("/persons", JANSEN).json()["person"]
    body = {"kind": "progress", "participants": [{"office": "wethouder", "person": person}]}
    assert shared.post_in(code, "/conversations", body).status_code == 201
