"""Every fact about a municipality in plain Dutch: these are the sentences that people read."""

from datetime import date
from typing import Any

import pytest

from domain.events import case, causes, contact, documents, figures, information, ladder, law, plan, record_keeping
from domain.events.base import FACTS, Fact, MunicipalityEvent
from domain.values import (
    UNKNOWN_DATE,
    AgreementId,
    CauseId,
    ConversationId,
    DecisionId,
    DocumentId,
    LetterId,
    MeasureId,
    Nature,
    PartialDate,
    Period,
    PersonId,
    PlainText,
    PlanId,
    Reference,
    RequestId,
    Rung,
    SealedText,
    Source,
    SourceKind,
)
from projections.dutch.sentences import sentence, source
from projections.dutch.telling import LONGEST_NAME, Telling, Text, ended, shortened
from tests.projections.judging_sentences import JUDGED
from tests.projections.law_sentences import LEGAL
from tests.projections.telling import names_of, sealed, unseal

TALK, PROMISE, LETTER = ConversationId("talk-1"), AgreementId("agreement-1"), LetterId("letter-1")
REQUEST, PLAN, MEASURE = RequestId("request-1"), PlanId("plan-1"), MeasureId("measure-1")
DOCUMENT, CAUSE = DocumentId("document-1"), CauseId("cause-1")
ANNE = PersonId("person-anne")
SPRING = Period(2024, 1)
COA = Source(kind=SourceKind.COA, reference="COA")


def telling(subjects: dict[str, Text]) -> Telling:
    return Telling(text=shown, name=lambda person: str(names_of([person])[person]), subject=subjects.get)


def shown(text: Text) -> str:
    if isinstance(text, PlainText):
        return text.text
    return "" if not isinstance(text, SealedText) else str(unseal([text])[0])


def told(fact: Fact, **subjects: Text) -> str:
    return sentence(fact, telling({name.replace("_", "-"): text for name, text in subjects.items()}))


def raised(**more: object) -> ladder.RungRaised:
    given: dict[str, Any] = {
        "from_rung": Rung.INFORMATION,
        "to_rung": Rung.AGREEMENTS,
        "decided_on": date(2024, 6, 25),
        "effective_on": date(2024, 7, 1),
        "decided_by": ladder.DecidedBy(body=ladder.DecidingBody.GS),
        "recorded_by": ANNE,
        "grounds": sealed("de achterstand groeit"),
        **more,
    }
    return ladder.RungRaised(**given)


def held_on_three(**more: object) -> ladder.RungHeld:
    same = raised(from_rung=Rung.AGREEMENTS, **more)
    return ladder.RungHeld(**{name: getattr(same, name) for name in type(same).model_fields})


def lowered_to_one() -> ladder.RungLowered:
    same = raised(from_rung=Rung.INFORMATION, to_rung=Rung.SIGNAL, grounds=sealed("de achterstand is weg."))
    return ladder.RungLowered(**{name: getattr(same, name) for name in type(same).model_fields})


SECOND: dict[str, Any] = {"plan": PLAN, "plan_version": 2}

EXAMPLES: tuple[tuple[Fact, str], ...] = (
    (case.SupervisionOpened(name="Vlaardingen"), "Toezicht begonnen op de gemeente Vlaardingen."),
    (
        case.RungTakenOver(
            rung=Rung.AGREEMENTS,
            since=PartialDate.of("2023-07"),
            source=Source(reference="brief van GS"),
            known_history=sealed("Stond eerder ook op trede 2."),
        ),
        (
            "Overgenomen stand: trede 3 (Afspraken over acties met termijn), sinds juli 2023. Bron: brief van GS."
            " Bekende voorgeschiedenis: Stond eerder ook op trede 2."
        ),
    ),
    (
        case.RungTakenOver(rung=Rung.INFORMATION, since=UNKNOWN_DATE, source=Source()),
        (
            "Overgenomen stand: trede 2 (Informatie opvragen en valideren), sinds wanneer is niet bekend."
            " Bron: niet vermeld."
        ),
    ),
    (case.SupervisorAssigned(supervisor=ANNE), "Anne is de IBT-adviseur van deze gemeente."),
    (case.MunicipalityRenamed(name="Nieuwstad"), "De gemeente heet voortaan Nieuwstad."),
    (
        case.SupervisionClosed(reason=sealed("samengevoegd"), successors=("GM1234", "GM5678")),
        "Toezicht beëindigd: samengevoegd. Opvolgers: GM1234 en GM5678.",
    ),
    (case.SupervisionClosed(reason=sealed("verhuisd"), successors=()), "Toezicht beëindigd: verhuisd."),
    (
        figures.TargetSet(period=SPRING, net_target=1377, source=COA),
        "Taakstelling voor de eerste helft van 2024: 1.377 personen. Bron: COA.",
    ),
    (
        figures.TargetRevised(
            period=Period(2023, 2),
            net_target=104,
            effective_from=PartialDate.of("2023-07-01"),
            retroactive=True,
            source=Source(kind=SourceKind.MINISTRY, reference="Staatscourant"),
        ),
        (
            "Taakstelling voor de tweede helft van 2023 gewijzigd in 104 personen, vanaf 1 juli 2023,"
            " met terugwerkende kracht. Bron: ministerie, Staatscourant."
        ),
    ),
    (
        figures.TargetExchanged(
            period=SPRING,
            partner="GM0610",
            persons=-1,
            approval=Reference(system="zaaksysteem", number="2024-17"),
            source=COA,
        ),
        (
            "Taakstelling voor de eerste helft van 2024: 1 persoon overgedragen aan GM0610."
            " Goedgekeurd: zaaksysteem, 2024-17. Bron: COA."
        ),
    ),
    (
        figures.TargetExchanged(period=SPRING, partner="GM0610", persons=12, source=COA),
        "Taakstelling voor de eerste helft van 2024: 12 personen overgenomen van GM0610. Bron: COA.",
    ),
    (
        figures.FiguresReported(
            period=SPRING,
            reported_on=PartialDate.of("2024-06-30"),
            source=COA,
            net_target=57,
            opening_backlog=12,
            corrected_target=69,
            realised=70,
            closing_backlog=-1,
        ),
        (
            "Cijfers over de eerste helft van 2024, stand per 30 juni 2024: taakstelling 57,"
            " beginstand 12 (achterstand van 12), gecorrigeerde taakstelling 69, gerealiseerd 70"
            " en eindstand -1 (voorsprong van 1). Bron: COA."
        ),
    ),
    (
        figures.FiguresReported(
            period=Period(2024),
            reported_on=UNKNOWN_DATE,
            source=Source(kind=SourceKind.PRESS, reference="een krant"),
            nature=Nature.ESTIMATE,
            net_target=50,
            opening_backlog=7,
            corrected_target=58,
        ),
        (
            "Cijfers over heel 2024, zonder peildatum (schatting): taakstelling 50, beginstand 7 (achterstand van 7)"
            " en gecorrigeerde taakstelling 58. Bron: pers, een krant."
            " De bron klopt niet met zichzelf: 50 + 7 = 57, niet 58."
        ),
    ),
    (
        figures.StatementPreferred(
            period=SPRING, number=figures.Number.OPENING_BACKLOG, statement=4, grounds=sealed("COA heeft het hersteld")
        ),
        "De beginstand over de eerste helft van 2024 komt uit vastlegging 4. Gronden: COA heeft het hersteld.",
    ),
    (
        contact.ConversationPlanned(
            conversation=TALK, kind=contact.ConversationKind.PROGRESS, planned_for=date(2024, 7, 1)
        ),
        "Voortgangsgesprek gepland op 1 juli 2024.",
    ),
    (
        contact.ConversationHeld(
            conversation=TALK,
            kind=contact.ConversationKind.ADMINISTRATIVE_SUPERVISION,
            purposes=(contact.Purpose.PROGRESS, contact.Purpose.INFORMATION),
            channel=contact.Channel.VIDEO,
            participants=(
                contact.Participant(side=contact.Side.MUNICIPALITY, office="wethouder", person=ANNE),
                contact.Participant(side=contact.Side.PROVINCE, office="gedeputeerde"),
                contact.Participant(side=contact.Side.OTHER),
            ),
            summary=sealed("Komt het goed?"),
        ),
        (
            "Bestuurlijk toezichtgesprek via beeldbellen met wethouder Anne, gedeputeerde (de provincie)"
            " en iemand van een andere partij over voortgang en informatie: Komt het goed?"
        ),
    ),
    (
        contact.ConversationHeld(
            conversation=TALK,
            kind=contact.ConversationKind.MULTI_PARTY,
            counts_because=sealed("De achterstand is apart besproken."),
        ),
        "Ketenoverleg op locatie. Telt mede als toezichtcontact: De achterstand is apart besproken.",
    ),
    (
        contact.ConversationCancelled(conversation=TALK, reason=sealed("ziekte")),
        "Het geplande gesprek gaat niet door: ziekte.",
    ),
    (
        contact.AgreementMade(
            agreement=PROMISE,
            owed_by=contact.Side.MUNICIPALITY,
            what=sealed("Huisvesten."),
            due=date(2024, 4, 1),
            persons=45,
        ),
        "Afspraak: Huisvesten (45 personen), door de gemeente, uiterlijk 1 april 2024.",
    ),
    (
        contact.AgreementChanged(
            agreement=PROMISE, due=date(2024, 5, 1), persons=1, reason=sealed("de bouw loopt uit")
        ),
        "Afspraak gewijzigd, nu 1 persoon, nu uiterlijk 1 mei 2024. Reden: de bouw loopt uit.",
    ),
    (
        contact.AgreementChanged(agreement=PROMISE, what=sealed("Flat opleveren."), reason=sealed("zo is het goed")),
        "Afspraak gewijzigd, nu: Flat opleveren. Reden: zo is het goed.",
    ),
    (contact.AgreementKept(agreement=PROMISE), "Afspraak nagekomen."),
    (
        contact.AgreementNotKept(agreement=PROMISE, note=sealed("20 van de 45")),
        "Afspraak niet nagekomen: 20 van de 45.",
    ),
    (
        contact.LetterSent(letter=LETTER, kind="rappel", subject=sealed("de cijfers"), reply_due=date(2024, 7, 1)),
        "Brief verstuurd (rappel): de cijfers. Antwoord gevraagd uiterlijk 1 juli 2024.",
    ),
    (
        contact.LetterReceived(letter=LETTER, kind="reactie", subject=sealed("de cijfers"), reply_to=LETTER),
        "Brief ontvangen (reactie, antwoord op een brief van de provincie): de cijfers.",
    ),
    (
        contact.PartiesConnected(parties=("COA", "Woonplus", "de gemeente"), subject=sealed("doorstroming")),
        "Partijen met elkaar verbonden: COA, Woonplus en de gemeente, over doorstroming.",
    ),
    (
        information.InformationRequested(request=REQUEST, what=sealed("de bouwplannen"), due=date(2024, 7, 1)),
        "Informatie gevraagd, uiterlijk 1 juli 2024: de bouwplannen.",
    ),
    (
        information.InformationReceived(request=REQUEST, summary=sealed("drie projecten"), complete=False),
        "Informatie ontvangen, nog niet volledig: drie projecten.",
    ),
    (
        information.InformationValidated(request=REQUEST, sound=False, findings=sealed("één project is al klaar")),
        "Informatie gecontroleerd: klopt niet. één project is al klaar.",
    ),
    (plan.PlanRequested(plan=PLAN, due=date(2024, 9, 1)), "Verbeterplan gevraagd, uiterlijk 1 september 2024."),
    (
        plan.PlanSubmitted(
            plan=PLAN,
            plan_version=1,
            measures=(
                plan.Measure(measure=MEASURE, horizon=plan.Horizon.SHORT_TERM, what=sealed("woningen splitsen")),
            ),
            milestones=(
                plan.Milestone(day=date(2024, 10, 1), persons=20),
                plan.Milestone(day=date(2025, 1, 1), persons=45),
            ),
            backlog_cleared_by=date(2025, 1, 1),
        ),
        (
            "Verbeterplan ingediend, versie 1: 1 maatregel en 2 mijlpalen."
            " Volgens het plan is de achterstand weg op 1 januari 2025."
        ),
    ),
    (
        plan.PlanRevised(plan=PLAN, plan_version=2),
        "Verbeterplan herzien, versie 2: 0 maatregelen en 0 mijlpalen.",
    ),
    (
        plan.PlanAssessed(
            **SECOND,
            sufficient=False,
            executable=False,
            short_term=True,
            medium_term=True,
            prevention=False,
            findings=sealed("er staan geen data bij"),
        ),
        (
            "Verbeterplan, versie 2, beoordeeld als onvoldoende (het plan is niet uitvoerbaar en maatregelen om"
            " herhaling te voorkomen ontbreken): er staan geen data bij."
        ),
    ),
    (plan.PlanRejected(**SECOND, grounds=sealed("te vaag")), "Verbeterplan, versie 2, afgewezen: te vaag."),
    (
        plan.PlanAdopted(**SECOND, by=plan.Adopter.COUNCIL),
        "Verbeterplan, versie 2, vastgesteld door de gemeenteraad.",
    ),
    (
        plan.MeasureProgressReported(
            plan=PLAN, measure=MEASURE, progress=plan.Progress.UNDER_WAY, persons=6, note=sealed("loopt goed")
        ),
        "Maatregel measure-1: bezig, 6 personen gehuisvest. loopt goed.",
    ),
    (
        plan.PlanClosed(plan=PLAN, carried_out=False, note=sealed("ingehaald")),
        "Verbeterplan beëindigd zonder uitvoering: ingehaald.",
    ),
    (
        causes.CauseNoted(
            cause=CAUSE, kind=causes.CauseKind.HOUSING_STOCK, period=SPRING, note=sealed("geen sociale huur vrij")
        ),
        "Oorzaak genoteerd: te weinig woningen (over de eerste helft van 2024). geen sociale huur vrij.",
    ),
    (
        documents.DocumentFiled(
            document=DOCUMENT,
            title=sealed("Verslag"),
            kind="gespreksverslag",
            sha256="ab" * 32,
            media_type="application/pdf",
            size=1,
        ),
        "Document opgenomen (gespreksverslag): Verslag.",
    ),
    (
        documents.DocumentWithdrawn(document=DOCUMENT, reason=sealed("van een andere gemeente")),
        "Document uit het dossier gehaald: van een andere gemeente.",
    ),
    (
        raised(),
        (
            "Opgeschaald van trede 2 naar trede 3 (Afspraken over acties met termijn), met ingang van 1 juli 2024."
            " Besloten op 25 juni 2024 door Gedeputeerde Staten. Gronden: de achterstand groeit."
        ),
    ),
    (
        lowered_to_one(),
        (
            "Afgeschaald van trede 2 naar trede 1 (Signaleren), met ingang van 1 juli 2024."
            " Besloten op 25 juni 2024 door Gedeputeerde Staten. Gronden: de achterstand is weg."
        ),
    ),
    (
        held_on_three(
            until=date(2024, 12, 31),
            decided_by=ladder.DecidedBy(body=ladder.DecidingBody.MANDATED, mandate="Mandaatbesluit 2024"),
            advice=Rung.ANNOUNCEMENT,
            departure=ladder.Departure(
                departs_from="het advies",
                basis=ladder.Basis.AWB_4_84,
                circumstances=sealed("de flat is bijna klaar"),
                consequences=sealed("een half jaar extra"),
            ),
            excusable=sealed("de bouw begon te laat"),
            urgent=sealed("voor de zomer"),
            informed_on=date(2024, 6, 26),
        ),
        (
            "Gehandhaafd op trede 3 (Afspraken over acties met termijn), met ingang van 1 juli 2024 tot en met"
            " 31 december 2024. Besloten op 25 juni 2024 door een gemandateerde (Mandaatbesluit 2024)."
            " Gronden: de achterstand groeit. Het advies was trede 4. Wijkt af van: het advies"
            " (grondslag: artikel 4:84 Awb)."
            " Reden: de flat is bijna klaar. Gevolgen: een half jaar extra. Verschoonbaar: de bouw begon te laat."
            " Spoed: voor de zomer. De gemeente is op 26 juni 2024 op de hoogte gesteld."
        ),
    ),
    (
        record_keeping.EntryCorrected(
            entry=4,
            replacement=figures.TargetSet(period=SPRING, net_target=104, source=COA),
            replacement_happened_on=PartialDate.of("2024-01"),
            repairs=record_keeping.Repair.ERROR,
            reason=sealed("tikfout"),
        ),
        (
            "Vastlegging 4 gecorrigeerd (fout hersteld): tikfout. Nu (januari 2024):"
            " Taakstelling voor de eerste helft van 2024: 104 personen. Bron: COA."
        ),
    ),
    (
        record_keeping.EntryWithdrawn(entry=4, reason=sealed("dubbel vastgelegd")),
        "Vastlegging 4 ingetrokken: dubbel vastgelegd.",
    ),
    *JUDGED,
    *LEGAL,
)


@pytest.mark.parametrize(("fact", "dutch"), EXAMPLES, ids=lambda each: getattr(each, "TOPIC", None))
def test_a_fact_reads(fact: Fact, dutch: str) -> None:
    assert told(fact) == dutch


def test_every_fact_about_a_municipality_has_an_example_sentence() -> None:
    stored = {topic for topic, kind in FACTS.items() if issubclass(kind, MunicipalityEvent)}
    assert stored - {fact.TOPIC for fact, _ in EXAMPLES} == set()


@pytest.mark.parametrize(
    ("fact", "dutch"),
    [
        (contact.AgreementKept(agreement=PROMISE), "Afspraak nagekomen (een lijst van locaties)."),
        (
            contact.AgreementNotKept(agreement=PROMISE, note=sealed("Nog niets!")),
            "Afspraak niet nagekomen (een lijst van locaties): Nog niets!",
        ),
        (
            contact.AgreementChanged(agreement=PROMISE, due=date(2024, 5, 1), reason=sealed("uitstel")),
            "Afspraak gewijzigd (een lijst van locaties), nu uiterlijk 1 mei 2024. Reden: uitstel.",
        ),
    ],
)
def test_what_follows_on_an_agreement_tells_which_one(fact: Fact, dutch: str) -> None:
    assert told(fact, agreement_1=sealed("een lijst van locaties.")) == dutch


def test_progress_tells_of_which_measure() -> None:
    fact = plan.MeasureProgressReported(plan=PLAN, measure=MEASURE, progress=plan.Progress.DONE)
    assert told(fact, measure_1=sealed("woningen splitsen")) == "Maatregel (woningen splitsen): klaar."


def test_what_follows_on_a_decision_tells_which_one() -> None:
    withdrawn = law.SubstitutionWithdrawn(decision=DecisionId("decision-1"), reason=sealed("een nieuw plan"))
    which = PlainText(text="42 personen van 2023-1")
    assert told(withdrawn, decision_1=which) == (
        "Besluit tot indeplaatsstelling ingetrokken (42 personen van 2023-1): een nieuw plan."
    )


def test_a_document_taken_out_and_a_letter_answered_are_named() -> None:
    taken_out = documents.DocumentWithdrawn(document=DOCUMENT, reason=sealed("dubbel"))
    assert told(taken_out, document_1=sealed("Verslag")) == "Document uit het dossier gehaald (Verslag): dubbel."
    answer = contact.LetterReceived(
        letter=LetterId("letter-2"), kind="reactie", subject=sealed("akkoord"), reply_to=LETTER
    )
    assert told(answer, letter_1=sealed("rappel cijfers")) == (
        "Brief ontvangen (reactie, antwoord op een brief van de provincie (rappel cijfers)): akkoord."
    )


@pytest.mark.parametrize(
    ("given", "dutch"),
    [
        (Source(), "niet vermeld"),
        (Source(kind=SourceKind.COA), "COA"),
        (Source(kind=SourceKind.COA, reference="coa-lijst week 3"), "coa-lijst week 3"),
        (Source(kind=SourceKind.MINISTRY, reference="Ministerie van AenM, brief"), "Ministerie van AenM, brief"),
        (Source(kind=SourceKind.PRESS, reference="https://krant.example"), "pers, https://krant.example"),
        (Source(reference="een rapport"), "een rapport"),
    ],
)
def test_a_source_is_named_with_its_kind_unless_it_says_so_itself(given: Source, dutch: str) -> None:
    assert source(given) == dutch


@pytest.mark.parametrize(
    ("text", "dutch"),
    [
        ("Klaar", "Klaar."),
        ("Klaar.", "Klaar."),
        ("Klaar?", "Klaar?"),
        ("Klaar!", "Klaar!"),
        ("Klaar…", "Klaar…"),
        ("Hij zweeg...", "Hij zweeg..."),
    ],
)
def test_a_sentence_ends_with_one_mark(text: str, dutch: str) -> None:
    assert ended(text) == dutch


def test_a_text_that_names_something_is_one_line_and_not_too_long() -> None:
    assert shortened("een\nlijst  van locaties") == "een lijst van locaties"
    assert len(shortened("woord " * 50)) <= LONGEST_NAME
    assert shortened("woord " * 50).endswith("…")


def test_a_fact_outside_the_stream_of_a_municipality_has_no_sentence() -> None:
    with pytest.raises(LookupError, match="no sentence"):
        told(FACTS["figures-import.recorded.v1"].model_construct())
