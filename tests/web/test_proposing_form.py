"""The form of proposals read: each municipality its own choice and grounds, and a departure where it has to be told."""

from datetime import date
from uuid import UUID

from api.web.forms import Form, Problems
from api.web.proposing_form import Asked, read_proposals
from domain.decisions.proposing import Proposed
from domain.events.judging import ProposedMove
from domain.events.ladder import Basis
from domain.values import Classification, Period, Rung

PERIOD = Period(2023, 2)
SHARED = {"ingang": "2024-07-01", "wie-leest": "internal"}
DEPARTURE = {
    "wijkt-af-van": "advies: trede 4",
    "grondslag": "within-framework",
    "omstandigheden": "Twee complexen worden in juli opgeleverd.",
}


def asked(rung: int = 3, advised: int | None = 4, *, code: str = "GM9901", frozen: bool = False) -> Asked:
    """A municipality that stands on a rung, with an advice."""
    return Asked(code, "Waterveen", Rung(rung), Rung(advised) if advised else None, frozen, PERIOD)


def read(every: tuple[Asked, ...], **own: dict[str, str]) -> tuple[dict[str, Proposed], list[str]]:
    """What comes of a form, and where something is wrong with it; ``own`` by the code of the municipality."""
    fields = {f"{code}-{name}": value for code, sent in own.items() for name, value in sent.items()}
    problems = Problems()
    found = read_proposals(Form({name: [value] for name, value in (SHARED | fields).items()}), problems, every)
    return found, [name for name, _ in problems.found]


def values(municipality: Asked) -> dict[str, bool]:
    return {choice.value: choice.follows for choice in municipality.choices}


def test_what_can_be_proposed_goes_from_the_strictest_down_and_says_what_follows_the_advice() -> None:
    lower = {"hold": False, "lower-2": False, "lower-1": False, "freeze": False}
    assert values(asked()) == {"raise-5": False, "raise-4": True, **lower}
    assert asked().suggested == "raise-4"


def test_without_an_advice_all_follows_but_skipping_a_rung() -> None:
    follows = values(asked(rung=2, advised=None))
    assert follows == {"raise-4": False, "raise-3": True, "hold": True, "lower-1": True, "freeze": True}
    assert asked(advised=None).suggested == ""


def test_who_is_frozen_can_only_thaw_besides_moving_and_thawing_needs_no_departure() -> None:
    assert values(asked(frozen=True))["unfreeze"] is True
    assert "freeze" not in values(asked(frozen=True))


def test_rung_5_is_reached_from_rung_3_and_up_and_rung_6_from_rung_5() -> None:
    assert next(iter(values(asked(rung=2)))) == "raise-4"
    assert next(iter(values(asked(rung=4)))) == "raise-5"
    assert list(values(asked(rung=5, advised=None)))[:3] == ["raise-6", "hold", "lower-4"]
    assert list(values(asked(rung=6, advised=None)))[:2] == ["hold", "lower-5"]


def test_each_choice_says_what_the_law_asks_with_it() -> None:
    asks = {choice.value: choice.law for choice in asked(rung=4, advised=None).choices}
    assert {value: law for value, law in asks.items() if law} == {"raise-5": "decides", "hold": "extends"}
    assert {choice.value: choice.law for choice in asked(rung=5).choices}["raise-6"] == "carries-out"


def test_rung_4_comes_with_its_letter_or_has_it_later() -> None:
    letter = {"brief-termijn": "2024-09-01", "brief-zienswijze": "2024-07-15", "brief-periode": "2023-2"}
    found, wrong = read((asked(),), GM9901={"besluit": "raise-4", "gronden": "Ja.", **letter})
    assert wrong == []
    announcing = found["GM9901"].announcing
    assert announcing
    assert (announcing.term_ends, announcing.periods) == (date(2024, 9, 1), (PERIOD,))
    later, _ = read((asked(),), GM9901={"besluit": "raise-4", "gronden": "Ja."})
    assert later["GM9901"].announcing is None
    _, wrong = read((asked(),), GM9901={"besluit": "raise-4", "gronden": "Ja.", "brief-termijn": "2024-09-01"})
    assert wrong == ["GM9901-brief-zienswijze"]


def test_rung_5_always_comes_with_what_the_decision_says() -> None:
    content = {
        "besluit-periode": "2023-2",
        "besluit-personen": "42",
        "besluit-cijfers": "2024-06-01",
        "besluit-termijn": "2024-10-01",
        "spoed": "Gezinnen staan op straat.",
    }
    on_4 = (asked(rung=4, advised=5),)
    found, wrong = read(on_4, GM9901={"besluit": "raise-5", "gronden": "Ja.", **content})
    assert wrong == []
    proposed = found["GM9901"]
    assert proposed.deciding
    assert proposed.urgent
    assert (proposed.deciding.periods, proposed.deciding.persons, proposed.announcing) == ((PERIOD,), 42, None)
    _, wrong = read(on_4, GM9901={"besluit": "raise-5", "gronden": "Ja."})
    fields = ("periode", "personen", "cijfers", "termijn")
    assert wrong == [f"GM9901-besluit-{name}" for name in fields]
    held, _ = read((asked(rung=4, advised=4),), GM9901={"besluit": "hold", "gronden": "Ja.", **content})
    assert (held["GM9901"].deciding, held["GM9901"].urgent) == (None, None)


def test_the_same_form_sent_again_proposes_the_same_letter() -> None:
    sent = {"besluit": "raise-4", "gronden": "Ja.", "brief-termijn": "2024-09-01", "brief-zienswijze": "2024-07-15"}
    own = {f"GM9901-{name}": [value] for name, value in sent.items()}
    form = Form({**{name: [value] for name, value in SHARED.items()}, **own, "opdracht": [str(UUID(int=7))]})
    first, again = (read_proposals(form, Problems(), (asked(),))["GM9901"].announcing for _ in range(2))
    assert first
    assert first == again


def test_a_proposal_by_the_advice_needs_no_more_than_its_grounds() -> None:
    found, wrong = read((asked(),), GM9901={"besluit": "raise-4", "gronden": "De achterstand groeit."})
    assert wrong == []
    proposed = found["GM9901"]
    assert (proposed.move, proposed.to_rung, proposed.period) == (ProposedMove.RAISE, Rung(4), PERIOD)
    assert proposed.effective_on == date(2024, 7, 1)
    assert proposed.grounds
    assert proposed.grounds.text == "De achterstand groeit."
    assert proposed.departure is None


def test_another_choice_than_the_advice_asks_from_what_on_which_basis_and_why() -> None:
    _, wrong = read((asked(),), GM9901={"besluit": "hold", "gronden": "De inzet is groot."})
    assert wrong == ["GM9901-wijkt-af-van", "GM9901-grondslag", "GM9901-omstandigheden"]
    found, wrong = read((asked(),), GM9901={"besluit": "hold", "gronden": "De inzet is groot.", **DEPARTURE})
    assert wrong == []
    departure = found["GM9901"].departure
    assert departure
    assert (departure.departs_from, departure.basis) == ("advies: trede 4", Basis.WITHIN_FRAMEWORK)


def test_a_departure_that_was_typed_and_then_not_chosen_is_not_proposed() -> None:
    found, _ = read((asked(),), GM9901={"besluit": "raise-4", "gronden": "Ja.", **DEPARTURE})
    assert found["GM9901"].departure is None


def test_each_municipality_has_its_own_grounds_after_those_that_hold_for_all() -> None:
    every = (asked(), asked(code="GM9902"))
    own = {"GM9901": {"besluit": "raise-4", "gronden": "Er is geen plan."}, "GM9902": {"besluit": "raise-4"}}
    found, wrong = read(every, **own)
    assert (found, wrong) == ({}, ["GM9902-gronden"])
    problems = Problems()
    fields = {f"{code}-{name}": [value] for code, sent in own.items() for name, value in sent.items()}
    sent = Form(
        {**{name: [value] for name, value in SHARED.items()}, **fields, "gedeelde-gronden": ["Overal loopt het op."]}
    )
    both = read_proposals(sent, problems, every)
    assert not problems
    assert [proposed.grounds.text for proposed in both.values() if proposed.grounds] == [
        "Overal loopt het op.\n\nEr is geen plan.",
        "Overal loopt het op.",
    ]


def test_a_hold_is_excusable_a_raise_is_not_and_a_thaw_has_no_end() -> None:
    more = {"gronden": "Ja.", "tot": "2024-12-31", "verschoonbaar": "De bouw lag stil door faillissement."}
    held, _ = read((asked(advised=3),), GM9901={"besluit": "hold", **more})
    raised, _ = read((asked(),), GM9901={"besluit": "raise-4", **more})
    assert held["GM9901"].until == date(2024, 12, 31)
    assert held["GM9901"].excusable
    assert (raised["GM9901"].until, raised["GM9901"].excusable) == (date(2024, 12, 31), None)
    thawed, _ = read((asked(frozen=True),), GM9901={"besluit": "unfreeze", **more})
    assert thawed["GM9901"].until is None


def test_what_ends_before_it_takes_effect_and_what_nobody_can_choose_is_told() -> None:
    _, wrong = read((asked(advised=3),), GM9901={"besluit": "hold", "gronden": "Ja.", "tot": "2024-06-30"})
    assert wrong == ["GM9901-tot"]
    _, wrong = read((asked(),), GM9901={"besluit": "raise-6", "gronden": "Ja."})
    assert wrong == ["GM9901-besluit"]


def test_the_classification_that_is_chosen_holds_for_every_text() -> None:
    problems = Problems()
    sent = {"ingang": "2024-07-01", "wie-leest": "confidential", "GM9901-besluit": "raise-4", "GM9901-gronden": "Ja."}
    found = read_proposals(Form({name: [value] for name, value in sent.items()}), problems, (asked(),))
    grounds = found["GM9901"].grounds
    assert grounds
    assert grounds.classification is Classification.CONFIDENTIAL
