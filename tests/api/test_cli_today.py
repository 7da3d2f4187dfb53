"""What there is to do, from the command line: the worklist as the pages have it."""

from uuid import uuid4

import pytest

from api.store import Store
from api.store.absences import Absence, Absences
from domain.decisions.case import assign_supervisor
from domain.decisions.contact import Promise, make_agreement
from domain.events.contact import Side
from domain.events.person import PersonKind
from domain.values import AgreementId, PersonId, PlainText
from tests.api.office import Office, days_ago


@pytest.fixture(scope="module")
def persons(office: Office) -> dict[str, PersonId]:
    """Two colleagues, of whom Anne has a municipality that did not do what was agreed."""
    persons = {
        name: office.ledger.persons.find_or_register(name, PersonKind.COLLEAGUE, today=days_ago(0))
        for name in ("Anne", "Bas")
    }
    code = office.opened()
    promise = Promise(AgreementId("agreement-1"), Side.MUNICIPALITY, PlainText(text="de plannen"), days_ago(5), None)
    office.record(make_agreement, code, days_ago(20), promise=promise)
    office.record(assign_supervisor, code, days_ago(30), supervisor=persons["Anne"])
    return persons


def of(office: Office, *options: str) -> list[str]:
    """What there is to do about agreements."""
    answer = office.here("today", "--about", "agreement", "--json", *options).json
    return [each["what"] for each in answer["items"]]


def test_the_worklist_is_a_table_with_what_is_too_late_first(office: Office, persons: dict[str, PersonId]) -> None:
    assert persons
    told = office.here("today", "--about", "agreement")
    assert "1 punt, te laat: 1." in told.out
    assert "Afspraak: de plannen" in " ".join(told.out.split())
    assert office.here("today", "--about", "figures").out.splitlines()[-1] == "Er is niets te doen."


def test_a_supervisor_has_the_work_of_who_they_stand_in_for(office: Office, persons: dict[str, PersonId]) -> None:
    assert of(office) == of(office, "--supervisor", "Anne", "--when", "overdue") == ["Afspraak: de plannen"]
    assert of(office, "--supervisor", "Bas") == of(office, "--when", "open") == []
    anne, bas = persons["Anne"], persons["Bas"]
    Absences(Store.open(office.ledger)).enter(Absence(uuid4(), anne, days_ago(1), days_ago(-1), bas, anne))
    assert of(office, "--supervisor", "Bas") == ["Afspraak: de plannen"]
    assert "geen collega" in office.here("today", "--supervisor", "Niemand").said
