"""Proposals: what waits for a decision, and one of them with what changed since, to adopt or to reject."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated
from uuid import uuid4

from fastapi import Path, Response
from starlette.exceptions import HTTPException

from api.documents import Recognised
from api.identity.rights import Right, deciding_on
from api.judging.proposing import adopt, reject
from api.judging.since import Since, since_proposal
from api.refusals import in_dutch
from api.web import fields
from api.web.conversation_form import document_of
from api.web.forms import Filled, Form, Problems, SentFile
from api.web.law_refused import is_of_law, law_refusals, law_told
from api.web.placing import OPTIONS, file_decision, largest, recognised
from api.web.reasons import known, lines_of
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from api.web.waiting import waits_for
from domain.decisions.proposing import FREEZING
from domain.events.judging import PlacementProposed
from domain.ledger.request import Request
from domain.municipality import Municipality
from domain.municipality.judging import Proposal
from domain.policy.framework import Framework
from domain.refusals import AlreadySettled, InTheFuture, MandateLacking, OwnProposal, Refusal
from domain.values import Rung
from projections.dutch.words import rung_name
from projections.history.lines import Line
from projections.judging import Outcome, ProposalLine, proposals
from projections.reading import Opened

PATH = "/voorstellen/{code}/{version}"
NO_RIGHT = "Over {rung} besluit een ander: uw rol geeft daarvoor niet het recht."
NOT_BY_YOU = (OwnProposal, MandateLacking, AlreadySettled)
"""What keeps somebody from deciding at all; what else stands in the way of adopting leaves rejecting."""

LATELY = 30
"""How many of the proposals that were decided on are shown."""

pages = Pages("Voorstellen")

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal with its texts, who made it, and what became of it; ``settled`` is None while it waits."""

    municipality: Municipality
    proposal: Proposal
    texts: Opened
    made: Line
    settled: Line | None

    @property
    def proposed(self) -> PlacementProposed:
        """What was proposed."""
        return self.proposal.proposed

    @property
    def highest(self) -> Rung:
        """The higher of the rungs it is about."""
        return max(self.proposed.from_rung, self.proposed.to_rung)

    @property
    def informs(self) -> bool:
        """Whether the municipality is informed of it on a day: of a placement, not of a freeze."""
        return self.proposed.move not in FREEZING

    @property
    def name(self) -> str:
        """How the municipality is called."""
        return self.municipality.case.name or self.municipality.code


@dataclass(frozen=True, slots=True)
class Deciding:
    """What the visitor may do with a proposal, and why not where they may not."""

    may_adopt: bool
    may_reject: bool
    why_not: str | None


@pages.get("/voorstellen")
def list_proposals(visit: Visiting) -> Response:
    """What waits for the visitor, what waits for others, and what was decided lately."""
    every = proposals(visit.reader, visit.knowing)
    waiting = [each for each in every if each.outcome is Outcome.OPEN]
    framework = visit.running.frameworks.found_in_force(visit.knowing.day)
    mine = [each for each in waiting if _is_mine(visit, framework, each)]
    settled = [each for each in every if each.settled]
    settled.sort(
        key=lambda each: (each.settled.on, each.settled.entry) if each.settled else (date.min, 0), reverse=True
    )
    return visit.page(
        "proposals.html",
        mine=mine,
        others=[each for each in waiting if each not in mine],
        settled=settled[:LATELY],
        more=len(settled) > LATELY,
    )


@pages.get(PATH)
def show_proposal(code: Code, version: Number, visit: Visiting) -> Response:
    """The proposal, the assessment then and now, and what changed in between."""
    return _page(visit, _shown(visit, code, version), Form.of(opdracht=str(uuid4())), Problems())


@pages.post(PATH, Right.READ, largest=largest)
def decide_proposal(code: Code, version: Number, visit: Visiting, form: Filled) -> Response:
    """Adopt or reject it."""
    shown, problems = _shown(visit, code, version), Problems()
    visit.require(deciding_on(shown.highest))
    request, file = visit.asked(fields.command(form), seen=fields.seen(form)), form.file("stuk")
    rejects = form.one("doe") == "afwijzen"
    reason = fields.text(form, problems, "reden", "Waarom wijst u dit af?") if rejects else None
    informed_on = fields.day(form, problems, "meegedeeld-op", "Meegedeeld op", required=False)
    attached = recognised(visit, file, problems) if file else None
    if not problems:
        with law_refusals(problems, [("meegedeeld-op", InTheFuture)]):
            if reason:
                running = visit.running
                visit.await_pages(reject(running.ledger, running.frameworks, code, version, reason, request))
            else:
                _adopt(visit, shown, request, attached, informed_on)
            return visit.redirect("/voorstellen", said=_said(shown, rejected=rejects))
    if file and not problems.of("stuk"):
        problems.add("stuk", "Besluit als document: kies het bestand opnieuw; een browser onthoudt het niet.")
    return _page(visit, _shown(visit, code, version), form, problems)


def _adopt(
    visit: Visit, shown: Shown, request: Request, attached: tuple[SentFile, Recognised] | None, informed_on: date | None
) -> None:
    """Adopt it, and then file the document that it names: each is a command of its own, so that it happens once."""
    running, code = visit.running, shown.municipality.code
    document = document_of(request.command, 1) if attached else None
    answer = adopt(
        running.ledger,
        running.frameworks,
        code,
        shown.proposal.version,
        request,
        document=document,
        informed_on=informed_on,
    )
    visit.await_pages(answer)
    if attached:
        on = request.happened_on.first_day or request.today
        readers = shown.proposed.grounds.classification
        file_decision(visit, code, attached, request.command, on=on, classification=readers)


def _page(visit: Visit, shown: Shown, form: Form, problems: Problems) -> Response:
    """The proposal as it stands now; what was typed stays, under the version that is shown now."""
    code, version = shown.municipality.code, shown.proposal.version
    told = None if visit.time_travel else _since(visit, code, version)
    return visit.page(
        "proposal.html",
        problems.status if problems else HTTPStatus.OK,
        form=form,
        problems=problems,
        shown=shown,
        code=code,
        since=told,
        deciding=deciding(visit, shown, told),
        seen=visit.running.ledger.municipality(code).version,
        today=visit.running.today(),
        accept=OPTIONS["accept"],
    )


def deciding(visit: Visit, shown: Shown, told: Since | None) -> Deciding:
    """What the visitor may do with the proposal now, and why not."""
    if told is None or shown.settled is not None:
        return Deciding(may_adopt=False, may_reject=False, why_not=None)
    why_not = _why_not(told.why_not) if told.why_not else None
    if isinstance(told.why_not, OwnProposal):
        return Deciding(may_adopt=False, may_reject=False, why_not=why_not)
    if not visit.may(deciding_on(shown.highest)):
        refused = NO_RIGHT.format(rung=rung_name(shown.highest))
        return Deciding(may_adopt=False, may_reject=False, why_not=refused)
    may_reject = not isinstance(told.why_not, NOT_BY_YOU)
    return Deciding(may_adopt=told.why_not is None, may_reject=may_reject, why_not=why_not)


def _why_not(refusal: Refusal) -> str:
    return law_told(refusal) if is_of_law(refusal) else in_dutch(refusal)


def _is_mine(visit: Visit, framework: Framework | None, line: ProposalLine) -> bool:
    rungs = (line.proposed.from_rung, line.proposed.to_rung)
    return waits_for(visit, framework, rungs, {each for each in (line.by, line.acted_for) if each})


def _since(visit: Visit, code: str, version: int) -> Since:
    running, by = visit.running, visit.caller.actor()
    return since_proposal(running.ledger, running.frameworks, code, version, on=running.today(), by=by)


def _shown(visit: Visit, code: str, version: int) -> Shown:
    """The proposal as it was known; a page that is not there when it was not, or was taken back."""
    municipality = known(visit, code)
    proposal = municipality.judging.proposals.get(version) if municipality else None
    if municipality is None or proposal is None:
        raise HTTPException(404)
    told = lines_of(visit, code, [each for each in (version, proposal.settled_by) if each])
    texts = visit.reader.opened(visit.reader.reading.entries_at([(code, version)]))
    by_version = {line.entry: line for line in told}
    settled = by_version.get(proposal.settled_by) if proposal.settled_by else None
    return Shown(municipality, proposal, texts, by_version[version], settled)


def _said(shown: Shown, *, rejected: bool) -> str:
    return f"Het voorstel voor {shown.name} is {'afgewezen' if rejected else 'vastgesteld'}."
