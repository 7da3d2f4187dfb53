"""The road in words, and its forms read, without a browser."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from api.web.forms import Form, Problems
from api.web.law_forms import BY_ADDRESS, FORMS
from api.web.law_reading import Reading, cents
from api.web.law_refused import law_told
from api.web.law_told import lead
from domain.events.law import Scope
from domain.municipality.law import Announcement, Ending, Over, Substitution
from domain.policy.lapse import HousedFor
from domain.policy.law_path import LawPath, Trail
from domain.refusals import DecisionNotNotified, DecisionSuspended, ViewsNotConsidered
from domain.values import AppealId, DecisionId, LetterId, Period, Rung

LETTER = Announcement(
    version=3,
    letter=LetterId("letter-1"),
    announced_on=date(2026, 1, 5),
    term_ends=date(2026, 3, 3),
    views_due=date(2026, 2, 1),
)
DECISION = Substitution(
    version=5,
    decision=DecisionId("decision-1"),
    decided_on=date(2026, 3, 10),
    announcement=LETTER.letter,
    periods=(Period(2025, 1),),
    persons=42,
    figures_day=date(2026, 3, 1),
    term_ends=date(2026, 6, 1),
    scope=Scope.BACKLOG,
    urgent=False,
)
NOTIFIED = replace(DECISION, notified_on=date(2026, 3, 11))


def road(
    day: str,
    announcement: Announcement | None = LETTER,
    decision: Substitution | None = None,
    housed: HousedFor | None = None,
    rung: int = 4,
) -> LawPath:
    """A road of which only the first sentence matters."""
    return LawPath(
        day=date.fromisoformat(day),
        rung=Rung(rung),
        since=None,
        trail=Trail(announcement, decision, {}),
        steps=(),
        housed=housed,
        suspension=None,
        missing=(),
        next=None,
        others=(),
    )


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (
            road("2026-01-20"),
            "De termijn van de vooraankondiging loopt t/m 3 maart 2026; daarna kunnen Gedeputeerde Staten besluiten.",
        ),
        (
            road("2026-03-04"),
            "De termijn van de vooraankondiging liep t/m 3 maart 2026. Gedeputeerde Staten kunnen nu besluiten.",
        ),
        (
            road("2026-03-04", None),
            "Waterveen staat op trede 4, maar er is nog geen brief met de vooraankondiging vastgelegd.",
        ),
        (
            road("2026-03-04", None, rung=2),
            "Waterveen staat op trede 2. De weg naar indeplaatsstelling begint bij trede 4, met een vooraankondiging.",
        ),
        (
            road("2026-03-10", LETTER, DECISION, rung=5),
            "Het besluit van 10 maart 2026 is nog niet bekendgemaakt, en werkt dus nog niet.",
        ),
        (
            road("2026-05-01", LETTER, NOTIFIED, HousedFor(42, 17, 9), rung=5),
            (
                "De gemeente kan nog t/m 1 juni 2026 zelf aan het besluit voldoen."
                " Van de 42 personen zijn er 17 gehuisvest sinds 1 maart 2026."
            ),
        ),
        (
            road("2026-05-01", LETTER, NOTIFIED, HousedFor(42, 42, 9), rung=5),
            "De cijfers zeggen dat 42 personen van 2025-1 zijn gehuisvest; bevestig dat het besluit is vervallen.",
        ),
        (
            road("2026-06-02", LETTER, NOTIFIED, HousedFor(42, 1, 9), rung=5),
            (
                "De termijn van het besluit liep t/m 1 juni 2026."
                " Van de 42 personen is er 1 gehuisvest sinds 1 maart 2026. Trede 6, de uitvoering, kan nu."
            ),
        ),
        (
            road("2026-06-02", LETTER, replace(NOTIFIED, over=Over(Ending.ANNULLED, date(2026, 5, 9), 8)), rung=5),
            "Het besluit van 10 maart 2026 is vernietigd door de rechter op 9 mei 2026.",
        ),
    ],
)
def test_the_first_line_says_where_it_stands(path: LawPath, told: str) -> None:
    assert lead(path, "Waterveen") == told


def test_a_refusal_is_told_with_its_source_and_without_ids() -> None:
    assert law_told(DecisionNotNotified("decision-1")).startswith("Het besluit is nog niet bekendgemaakt")
    assert law_told(DecisionNotNotified("decision-1")).endswith("Bron: Awb 3:40 en 3:41.")
    assert "relief-7" not in law_told(DecisionSuspended("decision-1", "relief-7"))
    assert "()" not in law_told(ViewsNotConsidered("letter-9"))


@pytest.mark.parametrize(
    ("given", "amount"),
    [
        ("12.500", 1_250_000),
        ("12.500,5", 1_250_050),
        ("€ 99,05", 9905),
        ("7", 700),
        ("12,500", None),
        ("0", None),
        ("-3", None),
    ],
)
def test_an_amount_is_read_in_cents(given: str, amount: int | None) -> None:
    problems = Problems()
    assert cents(Form.of(bedrag=given), problems, "bedrag", "Bedrag") == amount
    assert bool(problems) is (amount is None)


def test_the_id_that_a_form_makes_follows_from_its_command() -> None:
    form = Form.of(door="college", bij="Raad van State")
    first, again = (Reading(form, Problems(), UUID(int=7)).question(BY_ADDRESS["beroep"]) for _ in range(2))
    assert first == again
    assert first["appeal"] == AppealId(first["appeal"])
    assert first["appeal"].startswith("appeal-")


def test_every_form_has_an_address_of_its_own_and_names_no_field_as_the_page_does() -> None:
    assert len(BY_ADDRESS) == len(FORMS)
    taken = {"inhoud", "fouten", "dag", "stuk", "wie-leest", "van", "opdracht", "gezien", "csrf"}
    assert [each.what for each in FORMS if each.names & taken] == []
