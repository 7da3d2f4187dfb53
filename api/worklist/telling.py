"""What an item says: what has to be done, in a few Dutch words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.worklist.items import Subject
from domain.events.judging import PlacementProposed, ProposedMove
from domain.events.signals import SignalKind
from domain.municipality.contact import Outcome
from domain.policy.obligations import Obligation, ObligationKind, ObligationState
from domain.values import Period
from projections.agreements import agreements
from projections.dutch.telling import capital
from projections.dutch.words import period, persons
from projections.engine.known import Knowing
from projections.plans import plans
from projections.reading import Reader

SUBJECTS = {
    Subject.CONTACT: "Gesprekken",
    Subject.SIGNAL: "Signalen",
    Subject.INFORMATION: "Informatie",
    Subject.PLAN: "Verbeterplan",
    Subject.AGREEMENT: "Afspraken",
    Subject.ASSESSMENT: "Beoordeling",
    Subject.TERM: "Termijnen en besluiten",
    Subject.PROPOSAL: "Voorstellen",
    Subject.FIGURES: "Cijfers",
}
SIGNALS = {
    SignalKind.BACKLOG_THREATENS: "achterstand dreigt",
    SignalKind.BACKLOG_MAY_GROW: "achterstand dreigt te groeien",
}
MOVES = {
    ProposedMove.RAISE: "opschalen naar trede {rung}",
    ProposedMove.LOWER: "afschalen naar trede {rung}",
    ProposedMove.HOLD: "handhaven op trede {rung}",
    ProposedMove.FREEZE: "bevriezen op trede {rung}",
    ProposedMove.UNFREEZE: "de bevriezing beëindigen",
}
WORDED = {
    ObligationKind.SUPERVISORY_CONTACT: "Toezichtcontact in {period}",
    ObligationKind.SUPERVISION_CONVERSATION: "Toezichtgesprek in {period}",
    ObligationKind.CONTACT_AFTER_SIGNAL: "Contact na het signaal '{signal}'",
    ObligationKind.INFORMATION: "Gevraagde informatie",
    ObligationKind.PLAN_REQUESTED: "Een verbeterplan vragen",
    ObligationKind.PLAN_SUBMITTED: "Verbeterplan indienen",
    ObligationKind.PLAN_ADOPTED: "Volledig verbeterplan vaststellen",
    ObligationKind.MEASURE: "Maatregel{of}",
    ObligationKind.MILESTONE: "Mijlpaal{of} uit het verbeterplan",
    ObligationKind.AGREEMENT: "Afspraak{of}",
    ObligationKind.ASSESSMENT: "Beoordeling van {period}",
    ObligationKind.ANNOUNCEMENT_TERM: "Termijn van de vooraankondiging",
    ObligationKind.DECISION_TERM: "Termijn van het besluit tot indeplaatsstelling",
    ObligationKind.APPEAL_TERM: "Beroepstermijn tegen het besluit",
}
PASSED = {
    ObligationKind.ANNOUNCEMENT_TERM: "Termijn van de vooraankondiging is voorbij: beslis over het vervolg",
    ObligationKind.DECISION_TERM: "Termijn van het besluit is voorbij: beslis over de uitvoering",
}


@dataclass(frozen=True, slots=True)
class Texts:
    """What was promised, as the reader may see it: agreements and measures by id, milestones by plan and day."""

    promised: Mapping[str, str]
    milestones: Mapping[tuple[str, date], int]

    @classmethod
    def none(cls) -> "Texts":
        """Without texts: for who only counts."""
        return cls({}, {})

    @classmethod
    def of(cls, reader: Reader, knowing: Knowing, *, code: str | None = None) -> "Texts":
        """Of open agreements, and of plans that were not closed; raises NotBuiltError."""
        promised = {
            each.agreement: each.what for each in agreements(reader, knowing, code=code, outcome=Outcome.OPEN).lines
        }
        milestones: dict[tuple[str, date], int] = {}
        for plan in plans(reader, knowing, code=code, closed=False).lines:
            for version in plan.versions:
                promised |= {each.measure.measure: each.what for each in version.measures}
                milestones |= {(plan.plan, each.day): each.persons for each in version.milestones}
        return cls(promised, milestones)

    def about(self, owed: Obligation) -> str | None:
        """What an obligation is about, where there is a text or a number that says so."""
        if owed.kind is ObligationKind.MILESTONE:
            found = self.milestones.get((owed.subject, owed.due.day)) if owed.due else None
            return None if found is None else persons(found)
        return self.promised.get(owed.subject)


def told_of(owed: Obligation, texts: Texts) -> str:
    """What has to be done for an obligation."""
    if owed.state is ObligationState.OVERDUE and owed.kind in PASSED:
        return PASSED[owed.kind]
    parts = {"period": "", "signal": "", "of": ""}
    if owed.kind in _OF_PERIODS:
        parts["period"] = period(Period.parse(owed.subject))
    elif owed.kind is ObligationKind.CONTACT_AFTER_SIGNAL:
        parts["signal"] = SIGNALS[SignalKind(owed.subject)]
    elif about := texts.about(owed):
        parts["of"] = f" van {about}" if owed.kind is ObligationKind.MILESTONE else f": {about}"
    return WORDED[owed.kind].format(**parts)


def told_of_signal(signal: SignalKind) -> str:
    """What there is to say of a signal that stays open, although the contact that it asked for was made."""
    return f"Signaal '{SIGNALS[signal]}' staat nog open"


def told_of_proposal(proposed: PlacementProposed) -> str:
    """What was proposed."""
    rung = proposed.to_rung
    return f"Voorstel: {MOVES[proposed.move].format(rung=int(rung))}"


def told_of_lapse(housed: int, named: int) -> str:
    """That a decision has lapsed by the figures."""
    return capital(f"{persons(housed)} gehuisvest van de {named} in het besluit: het verval wacht op bevestiging")


_OF_PERIODS = {
    ObligationKind.SUPERVISORY_CONTACT,
    ObligationKind.SUPERVISION_CONVERSATION,
    ObligationKind.ASSESSMENT,
}
