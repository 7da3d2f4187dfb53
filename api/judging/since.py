"""What changed since something was proposed: the advice of then beside that of now, and whether it can be adopted."""

from dataclasses import dataclass
from datetime import date

from api.frameworks import Frameworks
from api.judging.parts import NOBODY, trying
from api.judging.since_told import told_between, told_of_underlying, told_without
from domain.decisions.adopting import adopt_placement
from domain.decisions.assessing import assessed, draw_interim
from domain.decisions.guards import require_known
from domain.events.base import About, Actor, Entry, Origin, Role
from domain.events.judging import AssessmentDrawn
from domain.ledger.application import Ledger
from domain.ledger.deciding import decide
from domain.municipality import Municipality, evolve
from domain.municipality.judging import Proposal
from domain.policy.framework import Framework, Rule
from domain.refusals import Refusal
from domain.values import PartialDate, Period


@dataclass(frozen=True, slots=True)
class Since:
    """The assessment by which it was proposed, the one that comes out now, and what changed, in Dutch sentences.

    ``then`` is None when it was proposed without an assessment, ``now`` when none comes out; of a proposal that was
    decided on only ``then`` is told. ``why_not``: what adopting it would be refused for, by a person when one is named;
    None when it may be adopted.
    """

    then: AssessmentDrawn | None
    now: AssessmentDrawn | None
    changed: tuple[str, ...]
    why_not: Refusal | None

    @property
    def may_adopt(self) -> bool:
        """Whether the proposal can be adopted as it is."""
        return self.why_not is None


def since_proposal(
    ledger: Ledger, frameworks: Frameworks, code: str, proposal: int, *, on: date, by: Actor | None = None
) -> Since:
    """What changed since a proposal was made, as on a day; whether ``by`` may adopt it, or else who has the mandate.

    Raises:
        NotOnRecord: there is no such proposal.
        FrameworkNotInForce: no framework is in force that day.
    """
    municipality, framework = ledger.municipality(code), frameworks.in_force(on)
    found = municipality.judging.proposals.get(proposal)
    require_known("proposal", str(proposal), found)
    assert found is not None  # noqa: S101 - require_known has just said so
    then, adopting = _then(municipality, found), by or Actor(person=NOBODY, roles=tuple(Role))
    if found.settled_by is not None:
        return Since(then, None, (), _refused(municipality, framework, proposal, on, adopting))
    now, why_none = _now(municipality, framework, then, on)
    lines = [*told_of_underlying(municipality, framework, found, then, on)]
    lines += told_between(then, now) if now else told_without(why_none)
    drawn = _as_if_drawn(municipality, now, on) if now else municipality
    return Since(then, now, tuple(lines), _refused(drawn, framework, proposal, on, adopting))


def _then(municipality: Municipality, found: Proposal) -> AssessmentDrawn | None:
    cited = found.proposed.assessment
    entry = municipality.entries.get(cited.version) if cited else None
    return entry.fact if entry and isinstance(entry.fact, AssessmentDrawn) else None


def _now(
    municipality: Municipality, framework: Framework, then: AssessmentDrawn | None, on: date
) -> tuple[AssessmentDrawn | None, Refusal | None]:
    period = then.period if then else max(municipality.judging.closed, default=None)
    if period is None or framework.rule is Rule.NONE:
        return None, None
    try:
        if then and then.interim:
            return _interim(municipality, framework, on), None
        return assessed(municipality, on=trying(on), period=period, framework=framework), None
    except Refusal as refusal:
        return None, refusal


def _interim(municipality: Municipality, framework: Framework, on: date) -> AssessmentDrawn | None:
    """The interim verdict of a day: the last one where that says so, else a fresh one."""
    fresh = draw_interim(municipality, on=trying(on), framework=framework)
    last = municipality.judging.assessment(Period.half_year(on), interim=True)
    return fresh[0] if fresh else last.assessment if last else None


def _as_if_drawn(municipality: Municipality, now: AssessmentDrawn, on: date) -> Municipality:
    """The municipality as it would be with the assessment of now: adopting has that drawn first."""
    last = municipality.judging.assessment(now.period, interim=now.interim)
    if last and last.assessment == now and (last.on == on or not now.interim):
        return municipality
    about = About(actor=Actor(person=NOBODY), happened_on=PartialDate.of(on), correlation="tried", origin=Origin.RULE)
    return evolve(municipality, Entry(municipality.code, municipality.version + 1, now, about))


def _refused(municipality: Municipality, framework: Framework, proposal: int, on: date, by: Actor) -> Refusal | None:
    try:
        decide(adopt_placement, municipality, trying(on, by), {"proposal": proposal, "framework": framework})
    except Refusal as refusal:
        return refusal
    return None
