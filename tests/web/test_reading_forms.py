"""Forms read into what is asked of the record: what is right comes through, what is wrong is told beside its field."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.moves import Move
from api.web import conversation_form as talk
from api.web import placing_form as placing
from api.web.conversation_form import Filled, Present, read_conversation
from api.web.forms import Form, Problems
from api.web.placing_form import Placed, read_placing
from domain.events.causes import CauseKind
from domain.events.contact import Channel, ConversationKind, Level, Participant, Purpose, Side
from domain.events.ladder import Basis, DecidingBody
from domain.values import Classification, PersonId, PlainText, Rung

TODAY = date(2024, 6, 3)
COMMAND = UUID("0190a3c2-7b1d-7c3e-9f00-5d6c1f0a2b3c")
JANSEN = PersonId("person-1")
TALK = {"soort": ["progress"], "dag": ["2024-06-03"]}
RAISE = {
    "besluit": ["raise"],
    "trede": ["2"],
    "besloten-op": ["2024-06-03"],
    "door": ["GS"],
    "gronden": ["De achterstand loopt op."],
}


def conversation(**sent: str | list[str]) -> tuple[Filled | None, dict[str, str]]:
    """What comes of a conversation that was filled in with these fields besides; ``__`` stands for a hyphen."""
    problems = Problems()
    filled = read_conversation(Form(TALK | lists(sent)), problems, today=TODAY, known=frozenset({JANSEN}))
    return filled, dict(problems.found)


def placed(now: int = 1, **sent: str) -> tuple[Placed | None, dict[str, str]]:
    """What comes of a placement that was filled in with these fields besides, of a municipality on a rung."""
    problems = Problems()
    read = read_placing(Form(RAISE | lists(sent)), problems, today=TODAY, rung_on=lambda _: Rung(now))
    return read, dict(problems.found)


def lists(sent: dict[str, str] | dict[str, str | list[str]]) -> dict[str, list[str]]:
    return {name.replace("__", "-"): [value] if isinstance(value, str) else list(value) for name, value in sent.items()}


def registered(name: str, side: Side) -> PersonId:
    return PersonId(f"person-{name} of {side.value}")


def plain(text: str) -> PlainText:
    return PlainText(text=text, classification=Classification.CONFIDENTIAL)


def test_a_conversation_asks_for_no_more_than_its_kind_and_day() -> None:
    filled, problems = conversation()
    assert problems == {}
    assert filled
    assert (filled.kind, filled.held_on, filled.channel) == (ConversationKind.PROGRESS, TODAY, Channel.IN_PERSON)
    assert (filled.present, filled.agreements, filled.causes, filled.summary) == ((), (), (), None)


def test_everything_of_a_conversation_is_read() -> None:
    filled, problems = conversation(
        soort="multi-party",
        dag="1-6-2024",
        kanaal="video",
        niveau__provincie="administrative",
        niveau__gemeente="official",
        doel=["progress", "best-practices"],
        erbij=["municipality|person-1|wethouder", "province||adviseur"],
        ander__1__functie="hoofd wonen",
        ander__1__naam="B. de Boer",
        ander__2__namens="other",
        ander__2__functie="COA",
        gezegd="De bouw\nloopt uit.",
        telt__omdat="Over deze gemeente is apart gesproken.",
        wie__leest="confidential",
        afspraak__1__wat="twintig woningen aanwijzen",
        afspraak__1__dag="2024-09-30",
        afspraak__1__personen="20",
        afspraak__3__wat="meedenken",
        afspraak__3__dag="2024-06-30",
        afspraak__3__wie="province",
        oorzaak=["political", "housing-stock"],
    )
    assert problems == {}
    assert filled
    asked = filled.question(COMMAND, registered, documents=1)
    assert asked["participants"] == (
        Participant(side=Side.MUNICIPALITY, office="wethouder", person=JANSEN),
        Participant(side=Side.PROVINCE, office="adviseur"),
        Participant(side=Side.MUNICIPALITY, office="hoofd wonen", person=PersonId("person-B. de Boer of municipality")),
        Participant(side=Side.OTHER, office="COA"),
    )
    assert [(each.owed_by, each.what, each.due, each.persons) for each in asked["agreements"]] == [
        (Side.MUNICIPALITY, plain("twintig woningen aanwijzen"), date(2024, 9, 30), 20),
        (Side.PROVINCE, plain("meedenken"), date(2024, 6, 30), None),
    ]
    assert asked["summary"] == plain("De bouw\nloopt uit.")
    assert asked["counts_because"] == plain("Over deze gemeente is apart gesproken.")
    assert asked["purposes"] == (Purpose.PROGRESS, Purpose.BEST_PRACTICES)
    assert (asked["province_level"], asked["municipality_level"]) == (Level.ADMINISTRATIVE, Level.OFFICIAL)
    assert asked["documents"] == (talk.document_of(COMMAND, 1),)
    assert filled.causes == (CauseKind.HOUSING_STOCK, CauseKind.POLITICAL)
    assert asked == filled.question(COMMAND, registered, documents=1)
    other = filled.question(UUID(int=1), registered, documents=1)
    assert other["conversation"] != asked["conversation"]


@pytest.mark.parametrize(
    ("sent", "field", "told"),
    [
        ({"soort": ""}, "soort", "Soort gesprek: maak een keuze."),
        ({"soort": "chat"}, "soort", "Soort gesprek: kies een van de mogelijkheden."),
        ({"dag": ""}, "dag", "Dag van het gesprek: vul een dag in."),
        ({"dag": "31-2-2024"}, "dag", "Dag van het gesprek: '31-2-2024' is geen dag. Schrijf een dag als 1-6-2024."),
        ({"dag": "0024-06-03"}, "dag", "Dag van het gesprek: '0024-06-03' is geen dag. Schrijf een dag als 1-6-2024."),
        ({"dag": "2024-06-04"}, "dag", talk.TO_COME),
        ({"kanaal": "fax"}, "kanaal", "Hoe: kies een van de mogelijkheden."),
        ({"doel": ["progress", "x"]}, "doel", "Doel: kies uit de mogelijkheden."),
        ({"gezegd": "a\0b"}, "gezegd", "Wat er is gezegd: hier staan tekens in die geen tekst zijn."),
        ({"telt-omdat": "apart gesproken"}, "telt-omdat", talk.COUNTS_BY_ITSELF),
        ({"erbij": "municipality|person-2|wethouder"}, "erbij", talk.UNKNOWN),
        ({"erbij": "municipality||"}, "erbij", talk.UNKNOWN),
        ({"erbij": "nobody||x"}, "erbij", talk.UNKNOWN),
        ({"afspraak-2-dag": "2024-09-30"}, "afspraak-2-wat", "Afspraak 2, wat: vul dit in."),
        ({"afspraak-2-wat": "bouwen"}, "afspraak-2-dag", "Afspraak 2, uiterlijk op: vul een dag in."),
        (
            {"afspraak-2-wat": "x", "afspraak-2-dag": "2024-06-02"},
            "afspraak-2-dag",
            talk.DUE_TOO_EARLY.format(number=2),
        ),
        (
            {"afspraak-1-personen": "-3"},
            "afspraak-1-personen",
            "Afspraak 1, aantal personen: het getal moet tussen 0 en 999999 liggen.",
        ),
        ({"ander-1-functie": "x" * 201}, "ander-1-functie", "Aanwezige 1, functie: is te lang (hoogstens 200 tekens)."),
    ],
)
def test_what_is_wrong_with_a_conversation_is_told_beside_its_field(
    sent: dict[str, str | list[str]], field: str, told: str
) -> None:
    filled, problems = conversation(**sent)
    assert filled is None
    assert problems[field] == told


def test_a_row_in_which_only_a_side_was_chosen_is_no_row() -> None:
    filled, problems = conversation(afspraak__1__wie="province", ander__1__namens="other")
    assert problems == {}
    assert filled
    assert (filled.agreements, filled.present) == ((), ())


@given(st.sampled_from(Side), st.none() | st.just("person-1"), st.sampled_from(["wethouder", "a|b", "hoofd wonen"]))
def test_who_was_remembered_reads_as_themselves(side: Side, person: str | None, office: str) -> None:
    present = Present(side, office, PersonId(person) if person else None)
    filled, _ = conversation(erbij=present.token)
    assert filled
    assert filled.present == (present,)


@given(
    st.dictionaries(
        st.sampled_from([*TALK, "afspraak-1-wat", "afspraak-1-dag", "afspraak-x", "ander-1-naam", "erbij", "oorzaak"]),
        st.lists(st.text() | st.sampled_from(["progress", "2024-06-03", "1-6-2024", "9999-12-31"])),
    )
)
def test_whatever_is_sent_is_a_conversation_or_says_what_is_wrong(sent: dict[str, list[str]]) -> None:
    problems = Problems()
    filled = read_conversation(Form(sent), problems, today=TODAY)
    assert (filled is None) == bool(problems)
    if filled:
        assert filled.held_on <= TODAY
        assert len(filled.question(COMMAND, registered)["agreements"]) == len(filled.agreements)


def test_a_placement_is_read_with_the_day_of_the_decision_for_the_first_day() -> None:
    read, problems = placed()
    assert problems == {}
    assert read
    assert (read.move, read.to_rung, read.decided_on, read.terms.effective_on) == (Move.RAISE, Rung(2), TODAY, TODAY)
    assert read.question["to_rung"] is Rung(2)
    assert read.terms.grounds == PlainText(text="De achterstand loopt op.")
    assert read.terms.decided_by.body is DecidingBody.GS


def test_everything_of_a_placement_is_read() -> None:
    read, problems = placed(
        now=3,
        besluit="hold",
        trede="1",
        ingang="2024-07-01",
        tot="2024-12-31",
        meegedeeld__op="2024-06-03",
        door="mandated",
        mandaat="Mandaatbesluit 2024",
        wijkt__af__van="het advies",
        grondslag="other",
        omstandigheden="de gemeente bouwt",
        gevolgen="geen",
        verschoonbaar="aanbod bleef uit",
        spoed="gezin op straat",
    )
    assert problems == {}
    assert read
    assert (read.to_rung, set(read.question)) == (Rung(3), {"terms"})
    terms = read.terms
    assert (terms.until, terms.informed_on, terms.decided_by.mandate) == (
        date(2024, 12, 31),
        TODAY,
        "Mandaatbesluit 2024",
    )
    assert terms.departure
    assert (terms.departure.departs_from, terms.departure.basis) == ("het advies", Basis.OTHER)
    assert terms.excusable == PlainText(text="aanbod bleef uit")


@pytest.mark.parametrize(
    ("sent", "field", "told"),
    [
        ({"besluit": ""}, "besluit", "Besluit: maak een keuze."),
        ({"trede": ""}, "trede", "Nieuwe trede: maak een keuze."),
        ({"trede": "7"}, "trede", "Nieuwe trede: kies een van de mogelijkheden."),
        ({"now": 2}, "trede", placing.HIGHER.format(now=2)),
        ({"now": 2, "besluit": "lower"}, "trede", placing.LOWER.format(now=2)),
        ({"trede": "3"}, "wijkt-af-van", placing.SKIPPED.format(now=1)),
        ({"omstandigheden": "bouw"}, "wijkt-af-van", "Wijkt af van: vul dit in."),
        ({"wijkt-af-van": "het advies"}, "omstandigheden", "Omstandigheden: vul dit in."),
        ({"door": ""}, "door", "Besloten door: maak een keuze."),
        ({"door": "mandated"}, "mandaat", "Mandaat: vul dit in."),
        ({"now": 3, "trede": "4", "door": "deputy"}, "door", placing.GS_ONLY),
        ({"gronden": " "}, "gronden", "Gronden: vul dit in."),
        ({"besloten-op": ""}, "besloten-op", "Besloten op: vul een dag in."),
        ({"besloten-op": "2024-06-04"}, "besloten-op", placing.TO_COME),
        ({"tot": "2024-06-02"}, "tot", placing.ENDS_TOO_EARLY),
    ],
)
def test_what_is_wrong_with_a_placement_is_told_beside_its_field(
    sent: dict[str, object], field: str, told: str
) -> None:
    read, problems = placed(**sent)  # type: ignore[arg-type] # the rungs are numbers, the fields are texts
    assert read is None
    assert problems[field] == told


def test_a_first_day_to_come_is_no_problem() -> None:
    read, _ = placed(ingang=(TODAY + timedelta(days=40)).isoformat())
    assert read
    assert read.terms.effective_on == date(2024, 7, 13)
