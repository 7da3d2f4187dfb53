"""The agreements with a municipality: what is open, what the figures say of it, and what came of the rest."""

from datetime import date
from uuid import UUID

from fastapi import Response
from starlette.exceptions import HTTPException

from api.identity.rights import Right
from api.judging.promises import ByFigures
from api.web import fields
from api.web.acts import Act
from api.web.forms import Filled, Form, Problems
from api.web.municipality import found
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from domain.decisions.contact import Promise, change_agreement, make_agreement
from domain.events.contact import Side
from domain.municipality.contact import Outcome
from domain.refusals import InTheFuture, TooEarly
from domain.values import AgreementId
from projections.agreements import AgreementLine, agreements
from projections.conversations import ConversationState, conversations
from projections.dutch.telling import counted
from projections.dutch.words import day
from projections.dutch.words import number as numeral

PATH = "/gemeenten/{code}/afspraken"
MAKING, CHANGING = PATH + "/nieuw", PATH + "/{agreement}/wijzigen"
SIDES = (Side.MUNICIPALITY, Side.PROVINCE, Side.OTHER)

pages = Pages("Afspraken")


@pages.get(PATH)
def show_agreements(code: Code, visit: Visiting) -> Response:
    """All agreements, those that are open first."""
    now, every = found(visit, code), agreements(visit.reader, visit.knowing, code=code).lines
    held = conversations(visit.reader, visit.knowing, code=code, state=ConversationState.HELD).lines
    return visit.page(
        "agreed.html",
        now=now,
        code=code,
        open=[each for each in every if each.is_open],
        settled=sorted((each for each in every if not each.is_open), key=_settled, reverse=True),
        answer=said(every, visit.knowing.day, whose=now.name),
        may=visit.may(Right.RECORD_FACTS) and not visit.time_travel and not now.closed,
        by_figures=ByFigures(visit.reader.reading, visit.running.frameworks, visit.knowing, code),
        talks={each.conversation: each.talk for each in held},
    )


@pages.get(MAKING, Right.RECORD_FACTS)
def making_form(code: Code, visit: Visiting) -> Response:
    """An agreement that was made outside a conversation: by letter, say."""
    act = Act.of(visit, code, back=PATH.format(code=code))
    return _making(act, act.blank(), Problems())


@pages.post(MAKING, Right.RECORD_FACTS)
def make(code: Code, visit: Visiting, form: Filled) -> Response:
    """Record it."""
    act, problems = Act.of(visit, code, back=PATH.format(code=code)), Problems()
    what = fields.text(form, problems, "wat", "Wat er is afgesproken")
    owed_by = fields.choice(form, problems, "wie", "Wie het doet", Side)
    on = fields.day(form, problems, "dag", "Afgesproken op")
    due = fields.day(form, problems, "uiterlijk", "Uiterlijk op")
    persons = fields.whole(form, problems, "personen", "Aantal personen", required=False)
    if what and owed_by and on and due and not problems:
        promise = Promise(agreement_of(fields.command(form)), owed_by, what, due, persons)
        with problems.refusals(dag=InTheFuture, uiterlijk=TooEarly):
            act.record(make_agreement, form, on, promise=promise)
            return act.done(f"Vastgelegd: een afspraak, uiterlijk {day(due)}.")
    return _making(act, form, problems)


def _making(act: Act, form: Form, problems: Problems) -> Response:
    return act.page("agreement_making.html", form, problems, sides=fields.options(SIDES))


@pages.get(CHANGING, Right.RECORD_FACTS)
def changing_form(code: Code, agreement: str, visit: Visiting) -> Response:
    """The agreement as it stands, to be changed by both sides."""
    act, line = _about(visit, code, agreement)
    persons = "" if line.persons is None else str(line.persons)
    form = act.blank(wat=line.what, uiterlijk=line.due.isoformat(), personen=persons)
    return act.page("agreement_changing.html", form, Problems(), line=line)


@pages.post(CHANGING, Right.RECORD_FACTS)
def change(code: Code, agreement: str, visit: Visiting, form: Filled) -> Response:
    """Record what became different, and why."""
    (act, line), problems = _about(visit, code, agreement), Problems()
    on = fields.day(form, problems, "dag", "Gewijzigd op")
    what = fields.text(form, problems, "wat", "Wat er is afgesproken")
    due = fields.day(form, problems, "uiterlijk", "Uiterlijk op")
    persons = fields.whole(form, problems, "personen", "Aantal personen", required=line.persons is not None)
    reason = fields.text(form, problems, "reden", "Reden")
    changed = {
        "what": what if what and what.text != form.one("was-wat", line.what).strip() else None,
        "due": due if due and due.isoformat() != form.one("was-uiterlijk") else None,
        "persons": persons if str(persons) != form.one("was-personen") else None,
    }
    if on and reason and not problems:
        if any(each is not None for each in changed.values()):
            with problems.refusals(dag=InTheFuture, uiterlijk=TooEarly):
                act.record(change_agreement, form, on, agreement=AgreementId(agreement), reason=reason, **changed)
                return act.done("Vastgelegd: de afspraak is gewijzigd.")
        else:
            problems.add("uiterlijk", "Er is nog niets anders dan eerst. Wijzig de dag, het aantal of de afspraak.")
    return act.page("agreement_changing.html", form, problems, line=line)


def agreement_of(command: UUID) -> AgreementId:
    """The id of the agreement that a form makes."""
    return AgreementId(f"agreement-{command}")


def said(every: list[AgreementLine] | tuple[AgreementLine, ...], today: date, *, whose: str) -> str:
    """How it stands with agreements, in a sentence."""
    open_ = [each for each in every if each.is_open]
    late = sum(each.overdue for each in open_)
    if not every:
        return f"Er zijn geen afspraken met {whose}."
    settled = len(every) - len(open_)
    kept = sum(each.outcome is Outcome.KEPT for each in every)
    told = [f"{counted(len(open_), 'afspraak staat', 'afspraken staan')} open" if open_ else "Er staat niets open"]
    if late:
        told.append(f"{numeral(late)} daarvan {'is' if late == 1 else 'zijn'} te laat")
    coming = min((each.due for each in open_ if each.due >= today), default=None)
    if coming:
        told.append(f"de eerstvolgende dag is {day(coming)}")
    if settled:
        told.append(f"{kept} van de {settled} afgeronde {'is' if kept == 1 else 'zijn'} nagekomen")
    return f"{'; '.join(told)}."


def _settled(line: AgreementLine) -> date:
    return (line.settled_on.first_day if line.settled_on else None) or line.due


def _about(visit: Visit, code: str, agreement: str) -> tuple[Act, AgreementLine]:
    act = Act.of(visit, code, back=PATH.format(code=code))
    for line in agreements(visit.reader, visit.knowing, code=code, agreement=agreement).lines:
        return act, line
    raise HTTPException(404)
