"""Closing a half year, proposing and deciding at the terminal."""

from datetime import timedelta

import pytest

from api.clock import today
from api.frameworks import Frameworks
from api.identity.accounts import Accounts
from api.judging.proposing import propose
from api.settings import Settings
from api.store import Store
from domain.decisions.figures import report_figures
from domain.events.base import Role
from domain.events.judging import AssessmentDrawn, PlacementProposed, PlacementRejected
from domain.events.ladder import RungRaised
from domain.events.periods import PeriodCloseCorrected, PeriodClosed
from domain.events.person import PersonKind
from domain.values import Period, Source, SourceKind
from tests.api.judged import SUPERVISOR, Judged, proposal
from tests.api.office import Office

CLOSED = Period.half_year(today()).previous
COA = Source(kind=SourceKind.COA, reference="maandoverzicht")
MINISTRY = Source(kind=SourceKind.MINISTRY, reference="halfjaaroverzicht")


def report(office: Office, code: str, source: Source = COA, **numbers: int) -> None:
    office.record(report_figures, code, CLOSED.last_day, period=CLOSED, source=source, **numbers)


def with_figures(office: Office, opening: int, closing: int) -> str:
    code = office.opened()
    report(office, code, opening_backlog=opening, net_target=20, realised=opening + 20 - closing)
    return code


def closed(office: Office) -> str:
    code = with_figures(office, 40, 55)
    assert office.here("period", "close", CLOSED, code, "--yes").code == 0
    return code


def kinds(office: Office, code: str) -> list[type]:
    return [type(entry.fact) for entry in office.ledger.entries(code)]


@pytest.fixture(scope="module")
def manager(office: Office) -> str:
    """The name of a colleague who decides on rungs 1 to 3."""
    return with_role(office, "B. Bakker", Role.MANAGER)


def with_role(office: Office, name: str, role: Role) -> str:
    person = office.ledger.persons.find_or_register(name, PersonKind.COLLEAGUE, today=today(), organisation="provincie")
    Accounts(Store.open(office.ledger)).add(name.replace(" ", ""), person, [role], password=None, today=today())
    return name


# Closing


def test_gaps_and_contradictions_are_shown_before_it_is_asked_to_close(office: Office) -> None:
    whole, partly, contradicted = with_figures(office, 40, 55), office.opened(), with_figures(office, 10, 8)
    report(office, partly, net_target=20)
    report(office, contradicted, MINISTRY, net_target=25)
    before = office.position
    ran = office.here("period", "close", CLOSED, whole, partly, contradicted, given="nee\n")
    assert (ran.code, office.position) == (2, before)
    assert "0 al afgesloten, 1 niet af te sluiten." in ran.out
    assert "geen officiële, gemeten cijfers geven de eindstand" in ran.out
    assert "Officiële bronnen spreken elkaar tegen" in ran.out
    assert "ministerie, halfjaaroverzicht" in ran.out
    assert "2 gemeenten afsluiten? Typ ja:" in ran.said
    assert ran.out.endswith("Er is niets afgesloten.\n")


def test_who_says_yes_closes_what_can_be_closed_and_hears_that_it_is_not_all(office: Office) -> None:
    whole, partly = with_figures(office, 40, 55), office.opened()
    ran = office.here("period", "close", CLOSED, whole, partly, given="ja\n")
    assert ran.code == 1, ran.said
    assert "Afgesloten en beoordeeld: 1 gemeente." in ran.out
    assert kinds(office, whole)[-2:] == [PeriodClosed, AssessmentDrawn]
    assert PeriodClosed not in kinds(office, partly)


def test_a_half_year_is_closed_for_all_where_no_municipality_is_named(office: Office) -> None:
    one, other = with_figures(office, 40, 55), with_figures(office, 5, 0)
    ran = office.here("period", "close", CLOSED, "--yes")
    assert ran.code in {0, 1}, ran.said  # 1 where others of this record have no figures
    assert "Afgesloten en beoordeeld:" in ran.out
    assert kinds(office, one)[-2:] == kinds(office, other)[-2:] == [PeriodClosed, AssessmentDrawn]


def test_a_script_closes_and_gets_every_outcome(office: Office) -> None:
    whole, partly = with_figures(office, 40, 55), office.opened()
    assert office.here("period", "close", CLOSED, whole, "--json").code == 2
    ran = office.here("period", "close", CLOSED, whole, partly, "--yes", "--json")
    assert ran.code == 1
    first, second = ran.json["outcomes"]
    assert (first, second["refusal"]["rule"]) == ({"code": whole, "entries": [3, 4], "refusal": None}, "FiguresMissing")
    assert office.here("period", "close", CLOSED, partly, "--yes").code == 2


def test_a_period_is_a_half_year_that_is_over(office: Office) -> None:
    assert "is geen half jaar; schrijf 2024-1 of 2024-2." in office.here("period", "close", "2024").said
    ran = office.here("period", "close", Period.half_year(today()), with_figures(office, 1, 2), "--yes")
    assert ran.code == 2
    assert "pas voorbij na" in ran.out


def test_a_close_is_corrected_with_a_reason(office: Office) -> None:
    code = closed(office)
    report(office, code, opening_backlog=40, net_target=20, realised=10)
    ran = office.here("period", "correct", code, CLOSED, "--reason", "Dubbel geteld.")
    assert ran.code == 0, ran.said
    assert kinds(office, code)[-2:] == [PeriodCloseCorrected, AssessmentDrawn]


# Judging


def test_an_assessment_is_drawn_of_a_period_or_in_between(office: Office) -> None:
    code = closed(office)
    ran = office.here("assess", code, "--period", CLOSED)
    assert "Er is niets nieuws om vast te leggen." in ran.out
    assert "[InterimTooLow]" in office.here("assess", code, "--interim").said
    assert "niet allebei" in office.here("assess", code).said


def test_one_proposes_and_a_colleague_with_the_mandate_decides_from_another_account(
    office: Office, manager: str
) -> None:
    code = closed(office)
    ran = office.here("propose", "raise", code, "--to", 2, "--grounds", "De achterstand groeit.", "--as", "A. de Wit")
    assert ran.code == 0, ran.said
    assert f"trede adopt {code} 5 --as NAAM" in ran.out
    assert kinds(office, code)[-1] is PlacementProposed
    refused = office.here("adopt", code, 5, "--as", manager)
    assert refused.code == 2
    assert "[OwnProposal]" in refused.said  # one account types for both


def proposed_elsewhere(office: Office, code: str) -> int:
    """The number of a proposal that somebody made on a page."""
    frameworks = Frameworks.of(Settings(), office.ledger)
    request = Judged(office.ledger, frameworks).request(SUPERVISOR, today(), today())
    return propose(office.ledger, frameworks, code, proposal(effective_on=today()), request).entries[-1].version


def test_a_colleague_without_a_role_decides_nothing(office: Office, manager: str) -> None:
    code = closed(office)
    number = proposed_elsewhere(office, code)
    before = office.position
    assert "heeft geen rol in Trede" in office.here("adopt", code, number, "--as", "Niemand").said
    assert office.position == before
    lawyer = with_role(office, "C. Smit", Role.LEGAL)
    assert "[MandateLacking]" in office.here("adopt", code, number, "--as", lawyer).said
    ran = office.here("adopt", code, number, "--as", manager)
    assert ran.code == 0, ran.said
    assert kinds(office, code)[-1] is RungRaised


def test_what_changed_since_the_proposal_is_told_before_it_is_adopted(office: Office, manager: str) -> None:
    code = closed(office)
    number = proposed_elsewhere(office, code)
    report(office, code, opening_backlog=40, net_target=20, realised=8)
    office.here("period", "correct", code, CLOSED, "--reason", "Dubbel geteld.")
    assert "[ChangedSince]" in office.here("adopt", code, number, "--as", manager, "--seen", number).said
    assert "geef ook --yes" in office.here("adopt", code, number, "--as", manager, "--json").said
    ran = office.here("adopt", code, number, "--as", manager)
    assert ran.code == 2
    assert "Sinds het voorstel: De cijfers zijn veranderd" in ran.out
    assert ran.out.endswith("Er is niets besloten.\n")
    assert office.here("adopt", code, number, "--as", manager, "--informed", today(), given="ja").code == 0


def test_a_proposal_is_rejected_with_a_reason(office: Office, manager: str) -> None:
    code = closed(office)
    number = proposed_elsewhere(office, code)
    ran = office.here("reject", code, number, "--as", manager, "--reason", "Nog niet.")
    assert ran.code == 0, ran.said
    assert kinds(office, code)[-1] is PlacementRejected


def test_a_move_names_its_new_rung_and_grounds(office: Office) -> None:
    code = closed(office)
    assert "--to" in office.here("propose", "raise", code, "--grounds", "x").said
    assert "--to" in office.here("propose", "freeze", code, "--to", 2, "--grounds", "x").said
    assert "[GroundsMissing]" in office.here("propose", "raise", code, "--to", 2).said
    later = today() + timedelta(days=30)
    ran = office.here("propose", "raise", code, "--to", 2, "--grounds", "x", "--effective", later, "--json")
    (fact,) = [each.fact for each in office.ledger.entries(code) if isinstance(each.fact, PlacementProposed)]
    assert (ran.json["entries"][-1]["entry"], fact.effective_on) == (office.ledger.municipality(code).version, later)


# The review


def test_the_review_shows_what_each_municipality_is_judged_by(office: Office) -> None:
    code = closed(office)
    unclosed = with_figures(office, 12, 9)
    office.here("propose", "raise", code, "--to", 2, "--grounds", "x")
    ran = office.here("review", CLOSED, "--sort", "backlog")
    assert ran.code == 0, ran.said
    (row,) = [line for line in ran.out.splitlines() if code in line]
    told = "1 40 55 15 groeiend opschalen (2) nog niet voorstel 5: opschalen"
    assert " ".join(row.split()[1:]) == f"{code} {told}"
    (other,) = [line for line in ran.out.splitlines() if unclosed in line]
    assert "9*" in other
    growing = office.here("review", CLOSED, "--verdict", "growing", "--json").json["municipalities"]
    (line,) = [each for each in growing if each["code"] == code]
    assert (line["change"], line["advice"]["clause"], line["proposal"]["entry"]) == (15, "growing", 5)
    assert unclosed not in {each["code"] for each in growing}
