"""``trede law``, and ``trede place`` and ``propose`` on rungs 4 to 6: the road in a terminal."""

import pytest

from api.clock import today
from domain.values import Period
from projections.dutch.words import day
from tests.api.office import Office, days_ago

GS = ("--by", "GS", "--grounds", "De achterstand liep op.")
PAST = Period(2023, 2)
DECIDES = ("--decide-persons", 42, "--decide-periods", PAST, "--figures-day", days_ago(110))


def done(office: Office, *arguments: object) -> str:
    ran = office.here(*arguments)
    assert ran.code == 0, ran.said
    return ran.out


@pytest.fixture(scope="module")
def announced(office: Office) -> str:
    """A municipality on rung 4, whose term has passed and whose views were weighed."""
    code = office.opened(rung=3)
    letter = ("--announce-until", days_ago(100), "--views-until", days_ago(150), "--letter", "letter-1")
    out = done(office, "place", "raise", code, "--to", 4, *GS, "--decided", days_ago(200), *letter)
    assert "Indeplaatsstelling vooraf aangekondigd" in out
    done(office, "law", "views", code, "--summary", "Wacht op ons.", "--on", days_ago(160))
    done(office, "law", "consider", code, "--considerations", "Wachten lost niets op.", "--on", days_ago(140))
    return code


def test_the_road_is_walked_in_a_terminal_from_announcement_to_money(office: Office, announced: str) -> None:
    code = announced
    decision = (*DECIDES, "--decide-until", days_ago(50), "--decision", "decision-1", "--decided", days_ago(90))
    out = done(office, "place", "raise", code, "--to", 5, *GS, *decision)
    assert "42 personen" in out
    done(office, "law", "notify", code, "--on", days_ago(88))
    done(office, "law", "appeal", code, "--grounds", "De termijn is te kort.", "--on", days_ago(80))
    done(office, "law", "relief", code, "--on", days_ago(79))
    done(office, "law", "relief-ruling", code, "--refused", "--on", days_ago(70))
    done(office, "law", "ruling", code, "--ruling", "dismissed", "--on", days_ago(60))
    done(office, "place", "raise", code, "--to", 6, *GS, "--decided", days_ago(40))
    done(office, "law", "end", code, "--summary", "Allen zijn gehuisvest.", "--on", days_ago(10))
    done(office, "law", "claim", code, "--euros", "12500,50", "--on", days_ago(5))
    done(office, "law", "payment", code, "--euros", 500)
    shown = done(office, "law", "show", code)
    assert f"is uitgevoerd op {day(days_ago(10))}" in shown
    assert "€\N{NO-BREAK SPACE}12.500,50 gevorderd" in shown
    assert "ongegrond" in shown
    told = office.here("law", "show", code, "--json").json
    assert (told["rung"], told["claims"][0]["cents"], told["claims"][0]["recovered"]) == (6, 1250050, 50000)
    before = office.here("law", "show", code, "--json", "--as-at", days_ago(95)).json
    assert (before["rung"], before["decisions"]) == (4, [])


def test_rung_4_is_proposed_with_what_the_letter_would_say(office: Office) -> None:
    code = office.opened(rung=3)
    letter = ("--announce-until", days_ago(-90), "--views-until", days_ago(-30), "--announce-persons", 12)
    out = done(office, "propose", "raise", code, "--to", 4, "--grounds", "Er komt geen plan.", *letter)
    assert f"tot en met {day(days_ago(-90))} alsnog voldoen" in out
    assert "12 personen" in out


def test_gs_give_more_time_and_confirm_a_lapse_only_when_the_figures_tell_it(office: Office) -> None:
    code = office.opened(rung=4)
    letter = ("--announce-until", days_ago(-90), "--views-until", days_ago(-30), "--letter", "letter-1")
    done(office, "law", "announce", code, *letter)
    asked = ("law", "extend", code, "--letter", "letter-1", "--grounds", "Er komt een gebouw.")
    done(office, *asked, "--until", days_ago(-120))
    assert f"termijn t/m {day(days_ago(-120))}" in done(office, "law", "show", code)
    refused = office.here(*asked, "--until", days_ago(-100))
    assert (refused.code, "[TermNotLonger]" in refused.said) == (2, True), refused.said
    high = office.opened(rung=5)
    done(office, "law", "decide", high, *DECIDES, "--decide-until", days_ago(-50), "--decision", "decision-1")
    asked = ("law", "extend", high, "--decision", "decision-1", "--grounds", "Er komt een gebouw.")
    assert office.here(*asked, "--until", days_ago(-80), "--json").json["decision"] == "decision-1"
    refused = office.here("law", "lapse", high)
    assert (refused.code, "[NotHousedYet]" in refused.said) == (2, True), refused.said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("law", "notify", "{}", "--on", "1-6-2024"), "--on: '1-6-2024' is geen dag; schrijf 2024-06-30."),
        (("place", "raise", "{}", "--to", 4, *GS, "--views-until", today()), "--announce-until en --views-until"),
        (("place", "raise", "{}", "--to", 5, *GS, "--decide-persons", 3), "--decide-periods, --decide-until"),
        (("place", "raise", "{}", "--to", 5, *GS, "--decide-periods", "2023"), "'2023' is geen half jaar"),
        (("law", "announce", "{}"), "--announce-until en --views-until"),
        (("law", "extend", "{}", "--until", today(), "--grounds", "x"), "niet allebei"),
        (("law", "notify", "{}"), "Er is nog geen besluit vastgelegd."),
        (("law", "notify", "{}", "--decision", "decision-9"), "[NotOnRecord]"),
        (("law", "payment", "{}", "--euros", "1.000"), "geen bedrag in euro's"),
        (("law", "ruling", "{}", "--ruling", "thee"), "--ruling: 'thee' kan niet; kies uit"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_recorded(
    office: Office, arguments: tuple[object, ...], told: str
) -> None:
    code = office.opened(rung=4)
    position = office.position
    ran = office.here(*(code if each == "{}" else each for each in arguments))
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.said
    assert office.position == position


def test_the_same_command_gets_the_same_number_and_is_recorded_once(office: Office) -> None:
    code, command = office.opened(rung=4), "0190a3c2-7b1d-7c3e-9f00-5d6c1f0a2b3c"
    asked = ("law", "announce", code, "--announce-until", days_ago(-90), "--views-until", days_ago(-30))
    first = office.here(*asked, "--command", command, "--json").json
    again = office.here(*asked, "--command", command, "--json").json
    assert again == {**first, "repeated": True}
