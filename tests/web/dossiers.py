"""A municipality with something of everything in its dossier, and a province of a few of them, as pages show them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from domain.decisions.case import assign_supervisor
from domain.decisions.causes import note_cause
from domain.decisions.contact import Promise, hold_conversation, keep_agreement
from domain.decisions.documents import file_document
from domain.decisions.figures import report_figures
from domain.decisions.ladder import Terms, raise_rung
from domain.decisions.plan import adopt_plan, assess_plan, request_plan, submit_plan
from domain.decisions.records import correct_entry
from domain.events.base import Role
from domain.events.causes import CauseKind
from domain.events.contact import Channel, ConversationHeld, ConversationKind, Side
from domain.events.ladder import DecidedBy, DecidingBody
from domain.events.plan import Adopter, Horizon, Measure
from domain.events.record_keeping import Repair
from domain.values import (
    AgreementId,
    CauseId,
    Classification,
    ConversationId,
    DocumentId,
    MeasureId,
    PartialDate,
    Period,
    PlainText,
    PlanId,
    Rung,
    Source,
    SourceKind,
)
from tests.web.browsing import Site

COA = Source(kind=SourceKind.COA, reference="maandoverzicht")
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
GROUNDS = "De achterstand liep op van 10 naar 30 personen."


def text(words: str, classification: Classification = Classification.INTERNAL) -> PlainText:
    """A text as somebody types it."""
    return PlainText(text=words, classification=classification)


@dataclass(frozen=True)
class Dossier:
    """A municipality on a site, and what is recorded of it."""

    site: Site
    code: str

    def record(self, decision: Any, on: date, **question: Any) -> int:  # noqa: ANN401 - the decision knows its question
        """Record something; the version of the entry."""
        self.site.record(decision, self.code, on, **question)
        return self.site.ledger.municipality(self.code).version

    def placed(self, rung: int, on: date, grounds: str = GROUNDS) -> int:
        """Raise it, to this rung."""
        body = DecidingBody.GS if rung > Rung.AGREEMENTS else DecidingBody.DEPUTY
        terms = Terms(effective_on=on, decided_by=DecidedBy(body=body), grounds=text(grounds))
        return self.record(raise_rung, min(on, self.site.today), to_rung=Rung(rung), terms=terms)

    def reported(self, on: date, realised: int, period: str = "2024-1", **numbers: int) -> int:
        """What COA reported by a day."""
        return self.record(report_figures, on, period=Period.parse(period), source=COA, realised=realised, **numbers)

    def filed(self, title: str, classification: Classification = Classification.INTERNAL) -> str:
        """The id of a document that was filed."""
        document = DocumentId(f"document-{uuid4()}")
        self.record(
            file_document,
            date(2024, 3, 1),
            content=PDF,
            document=document,
            title=text(title, classification),
            kind="verbeterplan",
            media_type="application/pdf",
            file_name=text("plan één.pdf"),
        )
        return document

    def held(self, on: date, summary: str, *agreements: Promise, **more: Any) -> int:  # noqa: ANN401 - the decision knows its question
        """Record a supervision conversation."""
        return self.record(
            hold_conversation,
            on,
            conversation=ConversationId(f"conversation-{uuid4()}"),
            kind=ConversationKind.OFFICIAL_SUPERVISION,
            summary=text(summary),
            agreements=agreements,
            **more,
        )


def promise(what: str, due: date, persons: int | None = None) -> Promise:
    """Something that the municipality promised."""
    agreement = AgreementId(f"agreement-{uuid4()}")
    return Promise(agreement=agreement, owed_by=Side.MUNICIPALITY, what=text(what), due=due, persons=persons)


def a_full_dossier(site: Site, name: str = "Waterveen") -> Dossier:
    """A municipality on rung 2 since January 2024, with figures, a conversation, a plan and a file."""
    told = Dossier(site, site.another(name=name))
    told.record(assign_supervisor, date(2023, 1, 2), supervisor=site.accounts[Role.SUPERVISOR].person)
    told.reported(date(2023, 12, 31), 40, "2023-2", net_target=60, opening_backlog=10)
    for month, realised in ((1, 5), (2, 9), (3, 14), (4, 18), (5, 25)):
        told.reported(date(2024, month, 28), realised, net_target=50, opening_backlog=30)
    told.placed(2, date(2024, 1, 15))
    kept = promise("Een lijst van locaties", date(2024, 3, 1))
    late = promise("Twaalf woningen opleveren", date(2024, 5, 1), 12)
    spoken = told.held(date(2024, 2, 12), "De wethouder zegt toe te versnelen.", kept, late)
    told.record(keep_agreement, date(2024, 2, 28), agreement=kept.agreement, note=text("Zes locaties."))
    _corrected(told, spoken - 2)
    _planned(told)
    told.record(note_cause, date(2024, 2, 12), cause=CauseId(f"cause-{uuid4()}"), kind=CauseKind.DELAYED_BUILDING)
    told.filed("Verbeterplan 2024")
    return told


def _corrected(told: Dossier, entry: int) -> None:
    """The conversation was by telephone, and on another day."""
    held = told.site.ledger.entries(told.code)[entry - 1].fact
    assert isinstance(held, ConversationHeld)
    told.record(
        correct_entry,
        date(2024, 3, 4),
        entry=entry,
        replacement=held.model_copy(update={"channel": Channel.TELEPHONE}),
        replacement_happened_on=PartialDate.of("2024-02-13"),
        repairs=Repair.ERROR,
        reason=text("Het was een telefoongesprek."),
    )


def _planned(told: Dossier) -> None:
    plan = PlanId(f"plan-{uuid4()}")
    measure = Measure(
        measure=MeasureId(f"measure-{uuid4()}"), horizon=Horizon.SHORT_TERM, what=text("Flexwoningen plaatsen")
    )
    told.record(request_plan, date(2024, 2, 13), plan=plan, due=date(2024, 4, 1))
    told.record(submit_plan, date(2024, 3, 20), plan=plan, measures=(measure,), backlog_cleared_by=date(2025, 7, 1))
    told.record(
        assess_plan,
        date(2024, 4, 2),
        plan=plan,
        sufficient=True,
        executable=True,
        short_term=True,
        medium_term=True,
        prevention=False,
        findings=text("Uitvoerbaar, met genoeg locaties."),
    )
    told.record(adopt_plan, date(2024, 4, 20), plan=plan, by=Adopter.COUNCIL)
