"""What is recorded of the law of rungs 4 to 6, with the Dutch sentence that people read of it."""

from datetime import date
from typing import Any

from domain.events import law
from domain.events.base import Fact
from domain.values import AppealId, ClaimId, DecisionId, LetterId, Period, ReliefId
from tests.projections.telling import sealed

LETTER, DECISION = LetterId("letter-1"), DecisionId("decision-1")
APPEAL, RELIEF, CLAIM = AppealId("appeal-1"), ReliefId("relief-1"), ClaimId("claim-1")
SPRING, AUTUMN = Period(2023, 1), Period(2023, 2)
TERM: dict[str, Any] = {"term_ends": date(2024, 7, 1), "views_due": date(2024, 4, 15)}
CONTENT: dict[str, Any] = {
    "decision": DECISION,
    "periods": (SPRING,),
    "persons": 42,
    "figures_day": date(2024, 7, 1),
    "term_ends": date(2024, 10, 1),
}

OF_GS: tuple[tuple[Fact, str], ...] = (
    (
        law.InterventionAnnounced(letter=LETTER, **TERM),
        (
            "Indeplaatsstelling vooraf aangekondigd: de gemeente kan tot en met 1 juli 2024 alsnog voldoen, en tot en"
            " met 15 april 2024 haar zienswijze geven."
        ),
    ),
    (
        law.InterventionAnnounced(letter=LETTER, **TERM, persons=42, periods=(SPRING, AUTUMN)),
        (
            "Indeplaatsstelling vooraf aangekondigd: de gemeente kan tot en met 1 juli 2024 alsnog voldoen, en tot en"
            " met 15 april 2024 haar zienswijze geven. Het gaat om 42 personen van de eerste helft van 2023 en de"
            " tweede helft van 2023."
        ),
    ),
    (
        law.TermExtended(announcement=LETTER, term_ends=date(2026, 7, 1), grounds=sealed("de flat is bijna klaar")),
        (
            "Meer tijd gegeven: de termijn van de vooraankondiging loopt nu tot en met 1 juli 2026."
            " Gronden: de flat is bijna klaar."
        ),
    ),
    (
        law.TermExtended(decision=DECISION, term_ends=date(2026, 7, 1), grounds=sealed("de flat is bijna klaar")),
        (
            "Meer tijd gegeven: de termijn van het besluit loopt nu tot en met 1 juli 2026."
            " Gronden: de flat is bijna klaar."
        ),
    ),
    (
        law.SubstitutionDecided(**CONTENT),
        (
            "Besluit tot indeplaatsstelling genomen: het gaat om 42 personen van de eerste helft van 2023, volgens de"
            " cijfers van 1 juli 2024. De gemeente kan tot en met 1 oktober 2024 alsnog voldoen."
        ),
    ),
    (
        law.SubstitutionDecided(
            **CONTENT | {"persons": 1}, scope=law.Scope.WHOLE_TASK, urgent=sealed("de opvang loopt vol")
        ),
        (
            "Besluit tot indeplaatsstelling genomen: het gaat om 1 persoon van de eerste helft van 2023, volgens de"
            " cijfers van 1 juli 2024. De gemeente kan tot en met 1 oktober 2024 alsnog voldoen. Daarna neemt de"
            " provincie de hele taak over. Spoed: de opvang loopt vol."
        ),
    ),
    (
        law.SubstitutionAmended(decision=DECISION, persons=30, reason=sealed("twaalf zijn er gehuisvest")),
        "Besluit tot indeplaatsstelling gewijzigd: nu 30 personen. Reden: twaalf zijn er gehuisvest.",
    ),
    (
        law.SubstitutionAmended(
            decision=DECISION,
            periods=(AUTUMN,),
            term_ends=date(2024, 12, 1),
            scope=law.Scope.BACKLOG,
            reason=sealed("op verzoek"),
        ),
        (
            "Besluit tot indeplaatsstelling gewijzigd: nu over de tweede helft van 2023, nu met een termijn tot en met"
            " 1 december 2024, de provincie neemt nu de achterstand over. Reden: op verzoek."
        ),
    ),
    (
        law.SubstitutionWithdrawn(decision=DECISION, reason=sealed("een nieuw plan")),
        "Besluit tot indeplaatsstelling ingetrokken: een nieuw plan.",
    ),
    (
        law.SubstitutionLapsed(decision=DECISION, housed=42, rests_on=(9,)),
        "Besluit tot indeplaatsstelling vervallen: 42 personen gehuisvest sinds de dag van de cijfers.",
    ),
    (
        law.SubstitutionLapsed(decision=DECISION, housed=44, note=sealed("Ook volgens de gemeente")),
        (
            "Besluit tot indeplaatsstelling vervallen: 44 personen gehuisvest sinds de dag van de cijfers."
            " Ook volgens de gemeente."
        ),
    ),
    (law.SubstitutionStarted(decision=DECISION), "Uitvoering van de indeplaatsstelling begonnen."),
    (
        law.SubstitutionStarted(decision=DECISION, urgent=sealed("het is winter")),
        "Uitvoering van de indeplaatsstelling begonnen. Spoed: het is winter.",
    ),
    (
        law.SubstitutionEnded(decision=DECISION, summary=sealed("de gemeente doet het weer zelf")),
        "Uitvoering van de indeplaatsstelling beëindigd: de gemeente doet het weer zelf.",
    ),
    (
        law.CostsClaimed(
            claim=CLAIM,
            decision=DECISION,
            cents=12_500_00,
            due=date(2025, 3, 1),
            specification=sealed("Huur van tien woningen"),
        ),
        (
            "Kosten van de indeplaatsstelling teruggevraagd van de gemeente: €\N{NO-BREAK SPACE}12.500,00, te betalen"
            " uiterlijk 1 maart 2025. Huur van tien woningen."
        ),
    ),
)

OF_OTHERS: tuple[tuple[Fact, str], ...] = (
    (
        law.ViewsReceived(announcement=LETTER, summary=sealed("het ligt aan de bouw")),
        "Zienswijze van de gemeente ontvangen: het ligt aan de bouw.",
    ),
    (
        law.OralViewsHeard(announcement=LETTER, summary=sealed("de wethouder wil tijd")),
        "De gemeente gaf haar zienswijze mondeling: de wethouder wil tijd.",
    ),
    (
        law.ViewsConsidered(announcement=LETTER, considerations=sealed("de bouw duurt te lang")),
        "Gedeputeerde Staten wogen de zienswijze af: de bouw duurt te lang.",
    ),
    (law.DecisionNotified(decision=DECISION), "Besluit tot indeplaatsstelling bekendgemaakt aan de gemeente."),
    (
        law.AppealLodged(appeal=APPEAL, decision=DECISION),
        (
            "Beroep ingesteld tegen het besluit tot indeplaatsstelling. Door: college van burgemeester en wethouders."
            " Bij: Afdeling bestuursrechtspraak van de Raad van State."
        ),
    ),
    (
        law.AppealLodged(
            appeal=APPEAL, decision=DECISION, by="bewoners", court="rechtbank", grounds=sealed("geen zienswijze")
        ),
        (
            "Beroep ingesteld tegen het besluit tot indeplaatsstelling. Door: bewoners. Bij: rechtbank."
            " Gronden: geen zienswijze."
        ),
    ),
    (law.AppealWithdrawn(appeal=APPEAL), "Beroep ingetrokken."),
    (
        law.AppealDecided(appeal=APPEAL, ruling=law.Ruling.ANNULLED_EFFECTS_KEPT, summary=sealed("Slecht gemotiveerd")),
        ("Uitspraak op het beroep: het besluit is vernietigd, maar de rechtsgevolgen blijven. Slecht gemotiveerd."),
    ),
    (law.AppealDecided(appeal=APPEAL, ruling=law.Ruling.DISMISSED), "Uitspraak op het beroep: ongegrond."),
    (
        law.InterimReliefRequested(relief=RELIEF, decision=DECISION),
        (
            "Voorlopige voorziening gevraagd tegen het besluit tot indeplaatsstelling."
            " Door: college van burgemeester en wethouders."
        ),
    ),
    (law.InterimReliefDecided(relief=RELIEF, granted=False), "Voorlopige voorziening afgewezen."),
    (
        law.InterimReliefDecided(relief=RELIEF, granted=True, summary=sealed("Er is haast")),
        ("Voorlopige voorziening toegewezen: het besluit is geschorst tot de uitspraak op het beroep. Er is haast."),
    ),
    (
        law.InterimReliefDecided(relief=RELIEF, granted=True, suspended_until=date(2025, 1, 31)),
        "Voorlopige voorziening toegewezen: het besluit is geschorst tot en met 31 januari 2025.",
    ),
    (
        law.CostsRecovered(claim=CLAIM, cents=1_000_05),
        "Van de gemeente ontvangen voor de kosten van de indeplaatsstelling: €\N{NO-BREAK SPACE}1.000,05.",
    ),
)

LEGAL = (*OF_GS, *OF_OTHERS)
