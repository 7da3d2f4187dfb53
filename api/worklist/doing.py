"""How an item is done: the page of this site where that is recorded, prefilled, and what the button to it says."""

from dataclasses import replace

from api.identity.rights import Right
from api.worklist.items import Action
from domain.events.contact import ConversationKind
from domain.policy.contact import suggested
from domain.policy.obligations import Obligation, ObligationKind
from domain.values import Rung

LAW = "/gemeenten/{code}/indeplaatsstelling"
PLAN = "/gemeenten/{code}/plan"
FIGURES = Action("Cijfers inlezen", "/import", Right.IMPORT_FIGURES)

ACTIONS = {
    ObligationKind.INFORMATION: Action("Informatie vastleggen", "/gemeenten/{code}/informatie", Right.RECORD_FACTS),
    ObligationKind.PLAN_REQUESTED: Action("Plan vragen", f"{PLAN}/vragen", Right.RECORD_FACTS),
    ObligationKind.PLAN_SUBMITTED: Action("Plan vastleggen", f"{PLAN}/{{subject}}/versie", Right.RECORD_FACTS),
    ObligationKind.PLAN_ADOPTED: Action("Vaststelling vastleggen", PLAN, Right.RECORD_FACTS),
    ObligationKind.MEASURE: Action("Voortgang melden", PLAN, Right.RECORD_FACTS),
    ObligationKind.MILESTONE: Action("Bekijk het plan", PLAN, Right.READ),
    ObligationKind.AGREEMENT: Action("Nagekomen of niet?", "/gemeenten/{code}/afspraken/{subject}", Right.RECORD_FACTS),
    ObligationKind.ASSESSMENT: Action("Periode afsluiten", "/beoordeling/{subject}/afsluiten", Right.CLOSE_PERIODS),
    ObligationKind.ANNOUNCEMENT_TERM: Action("Bekijk de weg", LAW, Right.READ),
    ObligationKind.DECISION_TERM: Action("Bekijk de weg", LAW, Right.READ),
    ObligationKind.APPEAL_TERM: Action("Beroep vastleggen", LAW, Right.RECORD_FACTS),
    ObligationKind.FIGURES: FIGURES,
}
"""Where each kind is done, but for those that a conversation fulfils."""
SUBMITTED_UNASKED = Action("Plan vastleggen", f"{PLAN}/indienen", Right.RECORD_FACTS)
"""Where a plan is recorded of which there is nothing yet."""


def action_of(code: str, rung: Rung | None, owed: Obligation) -> Action:
    """The way to fulfil an obligation of a municipality, which stands on a rung."""
    match owed.kind:
        case ObligationKind.SUPERVISORY_CONTACT:
            return _conversation(code, suggested(rung))
        case ObligationKind.SUPERVISION_CONVERSATION:
            return _conversation(code, suggested(max(rung or Rung.INFORMATION, Rung.INFORMATION)))
        case ObligationKind.CONTACT_AFTER_SIGNAL:
            return _conversation(code, ConversationKind.AFTER_SIGNAL)
        case ObligationKind.PLAN_SUBMITTED if not owed.subject:
            found = SUBMITTED_UNASKED
        case kind:
            found = ACTIONS[kind]
    return replace(found, path=found.path.format(code=code, subject=owed.subject))


def _conversation(code: str, kind: ConversationKind) -> Action:
    """To the form of a conversation, of this kind to begin with."""
    return Action("Gesprek vastleggen", f"/gemeenten/{code}/gesprekken/nieuw?soort={kind.value}", Right.RECORD_FACTS)


def dossier(code: str) -> Action:
    """To the page of a municipality, where there is only something to look at."""
    return Action("Bekijk de cijfers", f"/gemeenten/{code}", Right.READ)


def deciding(code: str, entry: int, *, mine: bool) -> Action:
    """To a proposal, to decide on it; to look at it for who does not decide."""
    return Action(f"{'Beoordeel' if mine else 'Bekijk'} het voorstel", f"/voorstellen/{code}/{entry}", Right.READ)


def confirming(code: str) -> Action:
    """To the law of a municipality, to confirm that a decision lapsed."""
    return Action("Bevestig het verval", LAW.format(code=code), Right.READ)
