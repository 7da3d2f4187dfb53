"""What must happen, from the command line: the same as by the API, as a table and for scripts."""

import pytest

from domain.decisions.case import assign_supervisor
from domain.decisions.contact import Promise, make_agreement
from domain.events.contact import Side
from domain.events.person import PersonKind
from domain.values import AgreementId, PlainText
from projections.dutch.words import day
from tests.api.office import Office, days_ago


@pytest.fixture(scope="module")
def code(office: Office) -> str:
    """A municipality on rung 3, that did not do what was agreed."""
    code = office.opened(rung=3)
    promise = Promise(AgreementId("agreement-1"), Side.MUNICIPALITY, PlainText(text="de plannen"), days_ago(5), None)
    office.record(make_agreement, code, days_ago(20), promise=promise)
    anne = office.ledger.persons.find_or_register("Anne", PersonKind.COLLEAGUE, today=days_ago(0))
    office.record(assign_supervisor, code, days_ago(30), supervisor=anne)
    return code


def test_what_is_overdue_comes_first_with_who_owes_it_and_its_last_day(office: Office, code: str) -> None:
    told = office.here("obligations", "--municipality", code)
    (row,) = [line for line in told.out.splitlines() if "afspraak" in line]
    assert f"de afspraak van {day(days_ago(20))}" in row
    assert "de gemeente" in row
    assert "t/m" in row
    assert row.rstrip().endswith("te laat")
    states = [
        each["state"] for each in office.here("obligations", "--municipality", code, "--json").json["obligations"]
    ]
    assert "overdue" in states
    assert set(states) <= {"overdue", "due-soon", "open"}


@pytest.mark.usefixtures("code")
def test_a_script_chooses_by_kind_side_state_rung_supervisor_and_day(office: Office) -> None:
    def kinds(*options: object) -> set[str]:
        answer = office.here("obligations", *options, "--json").json
        return {each["kind"] for each in answer["obligations"]}

    assert kinds("--kind", "agreement") == {"agreement"}
    assert kinds("--owed-by", "municipality", "--due-until", days_ago(5), "--kind", "agreement") == {"agreement"}
    assert kinds("--due-until", days_ago(6), "--kind", "agreement") == set()
    assert kinds("--rung", 3, "--supervisor", "Anne", "--kind", "agreement") == {"agreement"}
    assert kinds("--rung", 1) == set()
    assert kinds("--state", "fulfilled") == set()
    assert kinds("--as-at", days_ago(21), "--kind", "agreement") == set()
    assert kinds("--known-on", days_ago(1)) == set()


def test_what_cannot_be_asked_is_told(office: Office, code: str) -> None:
    assert "geen collega" in office.here("obligations", "--supervisor", "Niemand").said
    assert office.here("obligations", "--kind", "thee").code == 2
    assert office.here("obligations", "--municipality", code, "--rung", 1).out.splitlines()[-1] == "Er is niets."
