"""Given what was recorded, when something is decided, then these facts follow, or a refusal.

A spec reads ``given(opened(), …).when(decision, **question).then(fact, …)``, or ends in ``.refused(Refusal)``.
The builders below make facts with plain, fictional contents; each takes the day on which it happened.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Self

import pytest

from domain.decisions.contact import Promise
from domain.decisions.ladder import Terms
from domain.decisions.occasion import Occasion
from domain.events.base import About, Actor, Entry, Fact, Origin, Recorded, Role
from domain.events.case import RungTakenOver, SupervisionClosed, SupervisionOpened, SupervisorAssigned
from domain.events.causes import CauseKind, CauseNoted
from domain.events.contact import (
    AgreementKept,
    AgreementMade,
    AgreementNotKept,
    ConversationCancelled,
    ConversationHeld,
    ConversationKind,
    ConversationPlanned,
    LetterReceived,
    LetterSent,
    Side,
)
from domain.events.documents import DocumentFiled, DocumentWithdrawn
from domain.events.figures import FiguresReported, TargetExchanged, TargetRevised, TargetSet
from domain.events.information import InformationReceived, InformationRequested, InformationValidated
from domain.events.judging import (
    Advice,
    AdviceKind,
    AssessmentDrawn,
    PlacementProposed,
    PlacementRejected,
    ProposedMove,
    RungFrozen,
    RungUnfrozen,
    Trend,
    TrendVerdict,
)
from domain.events.ladder import Basis, DecidedBy, DecidingBody, Departure, RungHeld, RungLowered, RungRaised
from domain.events.law import (
    Announcing,
    AppealDecided,
    AppealLodged,
    AppealWithdrawn,
    CostsClaimed,
    CostsRecovered,
    Deciding,
    DecisionNotified,
    InterimReliefDecided,
    InterimReliefRequested,
    InterventionAnnounced,
    OralViewsHeard,
    Ruling,
    SubstitutionAmended,
    SubstitutionDecided,
    SubstitutionEnded,
    SubstitutionLapsed,
    SubstitutionStarted,
    SubstitutionWithdrawn,
    TermExtended,
    ViewsConsidered,
    ViewsReceived,
)
from domain.events.periods import PeriodCloseCorrected, PeriodClosed
from domain.events.plan import (
    Adopter,
    Horizon,
    Measure,
    PlanAdopted,
    PlanAssessed,
    PlanClosed,
    PlanRejected,
    PlanRequested,
    PlanRevised,
    PlanSubmitted,
)
from domain.events.record_keeping import EntryCorrected, EntryWithdrawn, Repair
from domain.events.signals import ClearedBecause, RiskSignalCleared, RiskSignalRaised, SignalCause, SignalKind
from domain.municipality import Municipality, evolve
from domain.refusals import Refusal
from domain.values import (
    AgreementId,
    AppealId,
    CauseId,
    ClaimId,
    Classification,
    ConversationId,
    DecisionId,
    DocumentId,
    EntryRef,
    FrameworkRef,
    KeyId,
    LetterId,
    MeasureId,
    PartialDate,
    Period,
    PersonId,
    PlainText,
    PlanId,
    ReliefId,
    RequestId,
    Rung,
    SealedText,
    Source,
    SourceKind,
)

TODAY = date(2026, 1, 1)
RECORDED_AT = datetime(2026, 1, 1, tzinfo=UTC)
CODE = "GM0622"
ANNE = PersonId("person-anne")
ACTOR = Actor(person=ANNE, roles=(Role.SUPERVISOR,))
"""Who does everything unless told otherwise: a supervisor."""
MANAGER = Actor(person=PersonId("person-bert"), roles=(Role.MANAGER,))
SECRETARY = Actor(person=PersonId("person-carla"), roles=(Role.EXECUTIVE_SECRETARY,))
"""Who records what GS decide."""
COA = Source(kind=SourceKind.COA, reference="the list of the day")
PRESS = Source(kind=SourceKind.PRESS, reference="a newspaper")

Day = date | str | None
"""A day, a month (``2025-06``), a year (``2025``) or None for unknown."""

Decision = Callable[..., Iterable[Fact]]
"""Any decision of ``domain.decisions``."""

Question = dict[str, Any]
"""What a decision is asked, by name."""


@dataclass(frozen=True)
class Happened:
    """A fact, when it happened, and who recorded it."""

    fact: Fact
    on: PartialDate
    by: Actor = ACTOR


class Given:
    """A municipality about which some things were recorded."""

    def __init__(self, case: Municipality) -> None:
        self.case = case

    def given(self, *happened: Happened) -> Self:
        """Record some more."""
        return type(self)(recorded(self.case, happened))

    def when(
        self,
        decision: Decision,
        /,
        *,
        on: Day = TODAY,
        today: date = TODAY,
        actor: Actor = ACTOR,
        seen: int | None = None,
        **question: object,
    ) -> "Outcome":
        """Ask for a decision, today unless told otherwise; ``seen`` is the version that the person looked at."""
        occasion = Occasion(today=today, happened_on=PartialDate.of(on), by=actor, seen=seen)
        try:
            return Outcome(self.case, occasion, tuple(decision(self.case, on=occasion, **question)), None)
        except Refusal as refusal:
            return Outcome(self.case, occasion, (), refusal)


@dataclass(frozen=True)
class Outcome:
    """What came of a decision."""

    before: Municipality
    occasion: Occasion
    facts: tuple[Fact, ...]
    refusal: Refusal | None

    def then(self, *facts: Fact) -> Self:
        """Exactly these facts are recorded."""
        if self.refusal is not None:
            pytest.fail(f"refused: {type(self.refusal).__name__}: {self.refusal}")
        assert self.facts == facts
        return self

    def then_nothing_new(self) -> Self:
        """There is nothing to record, and no refusal either."""
        return self.then()

    def refused(self, refusal: type[Refusal], **data: object) -> None:
        """Nothing is recorded: this rule refuses, with (at least) these data."""
        assert self.refusal is not None, f"not refused, but recorded: {self.facts}"
        assert type(self.refusal) is refusal, f"{type(self.refusal).__name__}: {self.refusal}"
        assert {name: self.refusal.data[name] for name in data} == data

    @property
    def case(self) -> Municipality:
        """The municipality after the decision."""
        assert self.refusal is None, f"{type(self.refusal).__name__}: {self.refusal}"
        on, by = self.occasion.happened_on, self.occasion.by
        return recorded(self.before, [Happened(fact, on, by) for fact in self.facts])

    @property
    def recorded(self) -> Given:
        """The municipality after the decision, to go on with."""
        return Given(self.case)


def given(*happened: Happened) -> Given:
    """A municipality about which these things were recorded, in this order, as versions 1, 2, 3 …"""
    return Given(recorded(Municipality(CODE), happened))


def recorded(case: Municipality, happened: Iterable[Happened]) -> Municipality:
    """The municipality after these facts, told by the real ``evolve``."""
    for each in happened:
        case = evolve(case, entry(case.version + 1, each.fact, each.on, each.by))
    return case


def entry(version: int, fact: Fact, on: PartialDate | Day = TODAY, by: Actor = ACTOR) -> Entry:
    """An entry of the municipality, as the ledger would make it."""
    happened_on = on if isinstance(on, PartialDate) else PartialDate.of(on)
    about = About(actor=by, happened_on=happened_on, correlation="a-command", origin=Origin.SCREEN)
    recorded = Recorded(position=version, recorded_at=RECORDED_AT, command="a-command", digest=digest_of(version))
    return Entry(stream=CODE, version=version, fact=fact, about=about, recorded=recorded)


def digest_of(version: int) -> str:
    """The digest that an entry of these specs has."""
    return f"{version:064x}"


def cited(version: int) -> EntryRef:
    """How a fact cites an entry of the municipality."""
    return EntryRef(stream=CODE, version=version, digest=digest_of(version))


def happened(fact: Fact, on: Day = TODAY, by: Actor = ACTOR) -> Happened:
    """Any fact, on a day."""
    return Happened(fact, PartialDate.of(on), by)


def plain(text: str = "a text") -> PlainText:
    """Free text, as somebody types it."""
    return PlainText(text=text)


def sealed(text: PlainText) -> SealedText:
    """A seal that can be compared: the cipher is the text itself."""
    return SealedText(
        key=KeyId(f"key-of-{text.person or 'a-text'}"), classification=text.classification, cipher=text.text.encode()
    )


def sealed_text(text: str = "a text") -> SealedText:
    """Free text as the record holds it."""
    return SealedText(key=KeyId("key-1"), classification=Classification.INTERNAL, cipher=text.encode())


# The case


def opened(on: Day = "2020-01-01", name: str = "Vlaardingen", province: str | None = "PV28") -> Happened:
    return happened(SupervisionOpened(name=name, province=province), on)


def closed(on: Day = "2025-12-01") -> Happened:
    return happened(SupervisionClosed(reason=plain("merged")), on)


def taken_over(rung: int, *, since: Day, on: Day = TODAY) -> Happened:
    return happened(RungTakenOver(rung=Rung(rung), since=PartialDate.of(since), source=COA), on)


def assigned(supervisor: str, on: Day = "2020-01-01") -> Happened:
    return happened(SupervisorAssigned(supervisor=PersonId(supervisor)), on)


# Figures


def figures(period: str, on: Day, source: Source = COA, **numbers: int) -> FiguresReported:
    return FiguresReported.model_validate(
        {"period": Period.parse(period), "reported_on": PartialDate.of(on), "source": source, **numbers}
    )


def reported(period: str, on: Day, source: Source = COA, **numbers: int) -> Happened:
    return happened(figures(period, on, source, **numbers), on)


def target_set(period: str, net_target: int, on: Day, source: Source = COA) -> Happened:
    return happened(TargetSet(period=Period.parse(period), net_target=net_target, source=source), on)


def target_revised(period: str, net_target: int, on: Day, source: Source = COA) -> Happened:
    revision = TargetRevised(
        period=Period.parse(period),
        net_target=net_target,
        effective_from=PartialDate.of(on),
        retroactive=False,
        source=source,
    )
    return happened(revision, on)


def target_exchanged(period: str, persons: int, on: Day, partner: str = "GM0606") -> Happened:
    return happened(TargetExchanged(period=Period.parse(period), partner=partner, persons=persons, source=COA), on)


# Periods and signals

FRAMEWORK_REF = FrameworkRef(name="a-province", version="2024", sha256="f0" * 32)
"""A framework that facts cite where it does not matter which."""


def closing(period: str, opening: int | None, target: int | None, realised: int | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of PeriodNumbers
    """What the close of a period reads: what the three numbers come to, unless ``more`` says otherwise."""
    corrected = None if opening is None or target is None else opening + target
    return {
        "period": Period.parse(period),
        "opening_backlog": opening,
        "first_target": target,
        "net_target": target,
        "corrected_target": corrected,
        "realised": realised,
        "closing_backlog": None if corrected is None or realised is None else corrected - realised,
        **more,
    }


def period_closed(
    period: str,
    opening: int | None = 10,
    target: int | None = 50,
    realised: int | None = 40,
    *,
    on: Day = TODAY,
    **more: object,
) -> Happened:
    return happened(PeriodClosed(**closing(period, opening, target, realised, **more)), on)


def close_corrected(
    period: str,
    opening: int | None = 10,
    target: int | None = 50,
    realised: int | None = 40,
    *,
    on: Day = TODAY,
    **more: object,
) -> Happened:
    reason = more.pop("reason", plain("the list of COA was wrong"))
    numbers = closing(period, opening, target, realised, **more)
    return happened(PeriodCloseCorrected(**numbers, reason=reason), on)


def signal_raised(period: str, on: Day, signal: SignalKind = SignalKind.BACKLOG_THREATENS, **more: Any) -> Happened:  # noqa: ANN401 - the fields of RiskSignalRaised
    told: dict[str, Any] = {
        "signal": signal,
        "cause": SignalCause.FORECAST,
        "period": Period.parse(period),
        "framework": FRAMEWORK_REF,
        "opening_backlog": 10 if signal is SignalKind.BACKLOG_MAY_GROW else 0,
        "corrected_target": 60,
        "realised": 10,
        "forecast_realised": 40,
        "forecast_backlog": 20,
        "pace_gap": 10,
        **more,
    }
    return happened(RiskSignalRaised(**told), on)


def signal_cleared(
    raised: int,
    on: Day,
    signal: SignalKind = SignalKind.BACKLOG_THREATENS,
    because: ClearedBecause = ClearedBecause.PASSED,
) -> Happened:
    return happened(RiskSignalCleared(signal=signal, raised=raised, because=because), on)


# Contact


def planned(conversation: str, planned_for: str, on: Day = "2025-10-01") -> Happened:
    fact = ConversationPlanned(
        conversation=ConversationId(conversation),
        kind=ConversationKind.PROGRESS,
        planned_for=date.fromisoformat(planned_for),
    )
    return happened(fact, on)


def held(conversation: str, on: Day = "2025-11-01", kind: ConversationKind = ConversationKind.PROGRESS) -> Happened:
    return happened(ConversationHeld(conversation=ConversationId(conversation), kind=kind), on)


def cancelled(conversation: str, on: Day = "2025-10-15") -> Happened:
    return happened(ConversationCancelled(conversation=ConversationId(conversation), reason=plain("illness")), on)


def promise(agreement: str, due: str = "2026-04-01", persons: int | None = None) -> Promise:
    return Promise(
        agreement=AgreementId(agreement),
        owed_by=Side.MUNICIPALITY,
        what=plain("house them"),
        due=date.fromisoformat(due),
        persons=persons,
    )


def agreed(agreement: str, due: str = "2026-04-01", persons: int | None = None, on: Day = "2025-11-01") -> Happened:
    fact = AgreementMade(
        agreement=AgreementId(agreement),
        owed_by=Side.MUNICIPALITY,
        what=plain("house them"),
        due=date.fromisoformat(due),
        persons=persons,
    )
    return happened(fact, on)


def kept(agreement: str, on: Day = TODAY) -> Happened:
    return happened(AgreementKept(agreement=AgreementId(agreement)), on)


def broken(agreement: str, on: Day = TODAY) -> Happened:
    return happened(AgreementNotKept(agreement=AgreementId(agreement)), on)


def letter_sent(letter: str, on: Day = "2025-11-01") -> Happened:
    return happened(LetterSent(letter=LetterId(letter), kind="reminder", subject=plain("figures")), on)


def letter_received(letter: str, on: Day = "2025-11-15") -> Happened:
    return happened(LetterReceived(letter=LetterId(letter), kind="reply", subject=plain("figures")), on)


# Information, causes, documents


def information_asked(request: str, due: str = "2026-02-01", on: Day = "2025-12-01") -> Happened:
    fact = InformationRequested(request=RequestId(request), what=plain("the plans"), due=date.fromisoformat(due))
    return happened(fact, on)


def information_received(request: str, on: Day = "2025-12-15") -> Happened:
    return happened(InformationReceived(request=RequestId(request)), on)


def information_validated(request: str, *, sound: bool = True, on: Day = "2025-12-20") -> Happened:
    return happened(InformationValidated(request=RequestId(request), sound=sound, findings=plain("checked")), on)


def cause_noted(cause: str, on: Day = TODAY) -> Happened:
    return happened(CauseNoted(cause=CauseId(cause), kind=CauseKind.HOUSING_STOCK), on)


def document_filed(document: str, on: Day = TODAY) -> Happened:
    fact = DocumentFiled(
        document=DocumentId(document),
        title=plain("a letter"),
        kind="letter",
        sha256="ab" * 32,
        media_type="application/pdf",
        size=1,
    )
    return happened(fact, on)


def document_withdrawn(document: str, on: Day = TODAY) -> Happened:
    return happened(DocumentWithdrawn(document=DocumentId(document), reason=plain("of another municipality")), on)


# Plans


def measure(name: str) -> Measure:
    return Measure(measure=MeasureId(name), horizon=Horizon.SHORT_TERM, what=plain("flats"))


def plan_requested(plan: str, on: Day = "2025-10-01") -> Happened:
    return happened(PlanRequested(plan=PlanId(plan)), on)


def plan_submitted(plan: str, *measures: str, on: Day = "2025-11-01") -> Happened:
    named = tuple(measure(name) for name in measures)
    return happened(PlanSubmitted(plan=PlanId(plan), plan_version=1, measures=named), on)


def plan_revised(plan: str, plan_version: int, *measures: str, on: Day = "2025-12-01") -> Happened:
    named = tuple(measure(name) for name in measures)
    return happened(PlanRevised(plan=PlanId(plan), plan_version=plan_version, measures=named), on)


def plan_assessed(plan: str, plan_version: int = 1, *, sufficient: bool = True, on: Day = "2025-12-10") -> Happened:
    fact = PlanAssessed(
        plan=PlanId(plan),
        plan_version=plan_version,
        sufficient=sufficient,
        executable=True,
        short_term=True,
        medium_term=True,
        prevention=sufficient,
        findings=plain("nothing prevents recurrence"),
    )
    return happened(fact, on)


def plan_rejected(plan: str, plan_version: int = 1, on: Day = "2025-12-11") -> Happened:
    return happened(PlanRejected(plan=PlanId(plan), plan_version=plan_version, grounds=plain("too vague")), on)


def plan_adopted(plan: str, plan_version: int = 1, on: Day = "2025-12-12") -> Happened:
    return happened(PlanAdopted(plan=PlanId(plan), plan_version=plan_version, by=Adopter.COLLEGE), on)


def plan_closed(plan: str, on: Day = "2025-12-20") -> Happened:
    return happened(PlanClosed(plan=PlanId(plan), carried_out=True), on)


# The ladder

GS = DecidedBy(body=DecidingBody.GS)
MANDATED = DecidedBy(body=DecidingBody.MANDATED, mandate="mandate of 2024, 3.1")
DEPARTURE = Departure(departs_from="one rung at a time", basis=Basis.WITHIN_FRAMEWORK, circumstances=plain("urgent"))


def terms(effective_on: str = "2026-01-01", decided_by: DecidedBy = MANDATED, **more: Any) -> Terms:  # noqa: ANN401 - the fields of Terms
    """Sound terms of a placement; ``more`` replaces or adds some."""
    return replace(Terms(date.fromisoformat(effective_on), decided_by, plain("the backlog grew")), **more)


def placement_as(effective_on: str, from_rung: int, to_rung: int, **more: object) -> dict[str, Any]:
    """What a placement reads, decided on the day it takes effect unless told otherwise."""
    day = date.fromisoformat(effective_on)
    return {
        "from_rung": Rung(from_rung),
        "to_rung": Rung(to_rung),
        "decided_on": day,
        "effective_on": day,
        "decided_by": MANDATED if to_rung < Rung.ANNOUNCEMENT else GS,
        "recorded_by": ANNE,
        "grounds": plain("the backlog grew"),
        **more,
    }


def raised(from_rung: int, to_rung: int, effective_on: str, **more: object) -> Happened:
    return happened(RungRaised(**placement_as(effective_on, from_rung, to_rung, **more)), effective_on)


def lowered(from_rung: int, to_rung: int, effective_on: str, **more: object) -> Happened:
    return happened(RungLowered(**placement_as(effective_on, from_rung, to_rung, **more)), effective_on)


def held_on(rung: int, effective_on: str, **more: object) -> Happened:
    return happened(RungHeld(**placement_as(effective_on, rung, rung, **more)), effective_on)


# Judging


def assessed(
    period: str,
    rung: int = 1,
    verdict: TrendVerdict = TrendVerdict.GROWING,
    advised: int | None = None,
    *,
    on: Day = TODAY,
    **more: Any,  # noqa: ANN401 - the fields of AssessmentDrawn
) -> Happened:
    """An assessment as it was drawn; ``advised`` is the rung that the framework advised, if it did."""
    kind = None if advised is None else AdviceKind.RAISE if advised > rung else AdviceKind.HOLD
    kind = AdviceKind.LOWER if advised is not None and advised < rung else kind
    told: dict[str, Any] = {
        "period": Period.parse(period),
        "framework": FRAMEWORK_REF,
        "rung": Rung(rung),
        "trend": Trend(verdict=verdict, opening_backlog=10, closing_backlog=20, sentence="De achterstand liep op."),
        "advice": kind and Advice(kind=kind, rung=Rung(advised or rung), clause="growing", sentence="Opschalen."),
        **more,
    }
    return happened(AssessmentDrawn(**told), on)


def proposal_of(move: ProposedMove, from_rung: int, to_rung: int, effective_on: str, **more: Any) -> PlacementProposed:  # noqa: ANN401 - the fields of PlacementProposed
    """What a proposal reads."""
    told: dict[str, Any] = {
        "move": move,
        "from_rung": Rung(from_rung),
        "to_rung": Rung(to_rung),
        "effective_on": date.fromisoformat(effective_on),
        "grounds": plain("the backlog grew"),
        **more,
    }
    return PlacementProposed(**told)


def proposed(
    move: ProposedMove,
    from_rung: int,
    to_rung: int,
    effective_on: str = "2026-01-01",
    *,
    by: Actor = ACTOR,
    on: Day = TODAY,
    **more: object,
) -> Happened:
    return happened(proposal_of(move, from_rung, to_rung, effective_on, **more), on, by)


def rejected(proposal: int, by: Actor = MANAGER, on: Day = TODAY) -> Happened:
    return happened(PlacementRejected(proposal=proposal, reason=plain("talk first")), on, by)


def freezing_as(effective_on: str, rung: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of Freezing
    """What a freeze or its end reads, decided on the day it takes effect unless told otherwise."""
    day = date.fromisoformat(effective_on)
    return {
        "rung": Rung(rung),
        "decided_on": day,
        "effective_on": day,
        "decided_by": MANDATED if rung < Rung.ANNOUNCEMENT else GS,
        "recorded_by": ANNE,
        "grounds": plain("the centre is full"),
        **more,
    }


def frozen(rung: int, effective_on: str, **more: object) -> Happened:
    return happened(RungFrozen(**freezing_as(effective_on, rung, **more)), effective_on)


def unfrozen(rung: int, effective_on: str, **more: object) -> Happened:
    return happened(RungUnfrozen(**freezing_as(effective_on, rung, **more)), effective_on)


# The law of rungs 4 to 6

LETTER, DECISION = LetterId("letter-4"), DecisionId("decision-1")
APPEAL, RELIEF, CLAIM = AppealId("appeal-1"), ReliefId("relief-1"), ClaimId("claim-1")
"""What the law facts below are about unless told otherwise."""


def announcing(term_ends: str = "2025-06-01", views_due: str = "2025-03-15", **more: Any) -> Announcing:  # noqa: ANN401 - the fields of Announcing
    """What a letter of rung 4 says."""
    days = {"term_ends": date.fromisoformat(term_ends), "views_due": date.fromisoformat(views_due)}
    return Announcing(**{"letter": LETTER, **days, **more})


def deciding(term_ends: str = "2025-10-01", persons: int = 42, period: str = "2024-1", **more: Any) -> Deciding:  # noqa: ANN401 - the fields of Deciding
    """What a decision of rung 5 says."""
    told: dict[str, Any] = {
        "decision": DECISION,
        "periods": (Period.parse(period),),
        "persons": persons,
        "figures_day": date(2025, 6, 30),
        "term_ends": date.fromisoformat(term_ends),
        **more,
    }
    return Deciding(**told)


def announced(on: Day = "2025-02-01", *, by: Actor = ACTOR, **more: Any) -> Happened:  # noqa: ANN401 - the fields of Announcing
    return happened(InterventionAnnounced(**dict(announcing(**more))), on, by)


def term_extended(term_ends: str, on: Day = "2025-05-20", **more: Any) -> Happened:  # noqa: ANN401 - the fields of TermExtended
    of = {"announcement": LETTER} if "decision" not in more else {}
    told: dict[str, Any] = {**of, "term_ends": date.fromisoformat(term_ends), "grounds": plain("almost ready"), **more}
    return happened(TermExtended(**told), on)


def views_received(on: Day = "2025-03-10", letter: LetterId = LETTER) -> Happened:
    return happened(ViewsReceived(announcement=letter, summary=plain("the builder went bankrupt")), on)


def views_heard(on: Day = "2025-03-11", letter: LetterId = LETTER) -> Happened:
    return happened(OralViewsHeard(announcement=letter, summary=plain("the alderman asks for time")), on)


def views_considered(on: Day = "2025-04-01", letter: LetterId = LETTER) -> Happened:
    return happened(ViewsConsidered(announcement=letter, considerations=plain("others could build")), on)


def substitution_decided(on: Day = "2025-07-01", **more: Any) -> Happened:  # noqa: ANN401 - the fields of SubstitutionDecided
    extra = {name: more.pop(name) for name in ("announcement", "urgent", "proposal", "document") if name in more}
    return happened(SubstitutionDecided(**dict(deciding(**more)), **{"announcement": LETTER, **extra}), on)


def decision_notified(on: Day = "2025-07-03", decision: DecisionId = DECISION) -> Happened:
    return happened(DecisionNotified(decision=decision), on)


def substitution_amended(on: Day = "2025-08-01", decision: DecisionId = DECISION, **more: Any) -> Happened:  # noqa: ANN401 - the fields of SubstitutionAmended
    return happened(SubstitutionAmended(decision=decision, reason=plain("four were housed"), **more), on)


def substitution_withdrawn(on: Day = "2025-09-01", decision: DecisionId = DECISION) -> Happened:
    return happened(SubstitutionWithdrawn(decision=decision, reason=plain("a new plan")), on)


def substitution_lapsed(on: Day = "2025-09-01", decision: DecisionId = DECISION, housed: int = 42) -> Happened:
    return happened(SubstitutionLapsed(decision=decision, housed=housed), on)


def substitution_started(on: Day = "2025-10-02", decision: DecisionId = DECISION) -> Happened:
    return happened(SubstitutionStarted(decision=decision), on)


def substitution_ended(on: Day = "2025-12-01", decision: DecisionId = DECISION) -> Happened:
    return happened(SubstitutionEnded(decision=decision, summary=plain("all have a home")), on)


def appeal_lodged(on: Day = "2025-08-01", appeal: AppealId = APPEAL, decision: DecisionId = DECISION) -> Happened:
    return happened(AppealLodged(appeal=appeal, decision=decision), on)


def appeal_withdrawn(on: Day = "2025-08-15", appeal: AppealId = APPEAL) -> Happened:
    return happened(AppealWithdrawn(appeal=appeal), on)


def appeal_decided(ruling: Ruling, on: Day = "2025-11-01", appeal: AppealId = APPEAL) -> Happened:
    return happened(AppealDecided(appeal=appeal, ruling=ruling), on)


def relief_requested(on: Day = "2025-08-02", relief: ReliefId = RELIEF, decision: DecisionId = DECISION) -> Happened:
    return happened(InterimReliefRequested(relief=relief, decision=decision), on)


def relief_decided(
    on: Day = "2025-08-20", relief: ReliefId = RELIEF, *, granted: bool = True, until: str | None = None
) -> Happened:
    last = date.fromisoformat(until) if until else None
    return happened(InterimReliefDecided(relief=relief, granted=granted, suspended_until=last), on)


def costs_claimed(on: Day = "2025-12-10", claim: ClaimId = CLAIM, cents: int = 1_250_000) -> Happened:
    return happened(CostsClaimed(claim=claim, decision=DECISION, cents=cents), on)


def costs_recovered(on: Day = "2025-12-20", claim: ClaimId = CLAIM, cents: int = 1_000_000) -> Happened:
    return happened(CostsRecovered(claim=claim, cents=cents), on)


# Entries about entries


def corrected(version: int, replacement: Happened, repairs: Repair = Repair.ERROR, on: Day = TODAY) -> Happened:
    fact = EntryCorrected(
        entry=version,
        replacement=replacement.fact,
        replacement_happened_on=replacement.on,
        repairs=repairs,
        reason=plain("a typing error"),
    )
    return happened(fact, on)


def withdrawn(version: int, on: Day = TODAY) -> Happened:
    return happened(EntryWithdrawn(entry=version, reason=plain("of another municipality")), on)
