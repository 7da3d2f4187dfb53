"""Information that was asked of a municipality: by when, what came in, and whether it is sound; and its forms."""

from uuid import UUID

from fastapi import Response
from starlette.exceptions import HTTPException

from api.identity.rights import READING, Right
from api.web import fields
from api.web.acts import NO, YES, Act, letter_of, yes
from api.web.attaching import Attached, ask_again, largest
from api.web.forms import Filled, Form, Problems
from api.web.municipality import found
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from domain.decisions.information import receive_information, request_information, validate_information
from domain.refusals import InTheFuture, TooEarly
from domain.values import RequestId
from projections.documents import documents
from projections.dutch.telling import counted
from projections.dutch.words import day
from projections.information import RequestLine, requests

PATH = "/gemeenten/{code}/informatie"
ASKING, RECEIVING = PATH + "/vragen", PATH + "/{request}/ontvangen"
CHECKING = PATH + "/{request}/controleren"
KIND = "informatie van de gemeente"
"""What kind of document is filed with what came in."""

pages = Pages("Informatie")


@pages.get(PATH)
def show_information(code: Code, visit: Visiting) -> Response:
    """What was asked, what is still awaited first."""
    now = found(visit, code)
    every = sorted(requests(visit.reader, visit.knowing, code=code).lines, key=_order)
    return visit.page(
        "information.html",
        now=now,
        code=code,
        requests=every,
        answer=_answer(now.name, every),
        may=visit.may(Right.RECORD_FACTS) and not visit.time_travel and not now.closed,
        documents={
            each.document: each
            for each in documents(visit.reader, visit.knowing, code=code).lines
            if each.in_file and visit.may(READING[each.classification])
        },
    )


@pages.get(ASKING, Right.RECORD_FACTS)
def asking_form(code: Code, visit: Visiting) -> Response:
    """Ask for something by a day."""
    act = Act.of(visit, code, back=PATH.format(code=code))
    return act.page("information_asking.html", act.blank(), Problems(), letters=act.letters())


@pages.post(ASKING, Right.RECORD_FACTS)
def ask(code: Code, visit: Visiting, form: Filled) -> Response:
    """Record it."""
    act, problems = Act.of(visit, code, back=PATH.format(code=code)), Problems()
    what = fields.text(form, problems, "wat", "Wat de provincie wil weten")
    on = fields.day(form, problems, "dag", "Gevraagd op")
    due = fields.day(form, problems, "uiterlijk", "Uiterlijk op")
    if what and on and due and not problems:
        with problems.refusals(dag=InTheFuture, uiterlijk=TooEarly):
            request = request_of(fields.command(form))
            act.record(request_information, form, on, request_id=request, what=what, due=due, letter=letter_of(form))
            return act.done(f"Vastgelegd: informatie gevraagd, uiterlijk {day(due)}.")
    return act.page("information_asking.html", form, problems, letters=act.letters())


@pages.get(RECEIVING, Right.RECORD_FACTS)
def receiving_form(code: Code, request: str, visit: Visiting) -> Response:
    """What came in on a request."""
    act, line = _about(visit, code, request)
    return _receiving(act, line, act.blank(), Problems())


@pages.post(RECEIVING, Right.RECORD_FACTS, largest=largest)
def receive(code: Code, request: str, visit: Visiting, form: Filled) -> Response:
    """Record it, with the documents that came along."""
    (act, line), problems = _about(visit, code, request), Problems()
    on = fields.day(form, problems, "dag", "Ontvangen op")
    complete = yes(form, problems, "volledig", "Is alles er")
    summary = fields.text(form, problems, "samenvatting", "Wat er kwam", required=False)
    attached = Attached.of(visit, form, problems, "stuk", "Document")
    if on and complete is not None and not problems:
        told = {"summary": summary, "complete": complete, "documents": attached.documents}
        with problems.refusals(dag=InTheFuture):
            act.record(receive_information, form, on, request_id=RequestId(request), **told)
            attached.file(visit, code, on=on, kind=KIND)
            return act.done(f"Vastgelegd: {'alle informatie' if complete else 'een deel van de informatie'} is er.")
    ask_again(form, problems, [("stuk", "Documenten")])
    return _receiving(act, line, form, problems)


def _receiving(act: Act, line: RequestLine, form: Form, problems: Problems) -> Response:
    answers = [(YES, "Ja, alles is er"), (NO, "Nee, een deel")]
    return act.page("information_receiving.html", form, problems, line=line, answers=answers)


@pages.get(CHECKING, Right.RECORD_FACTS)
def checking_form(code: Code, request: str, visit: Visiting) -> Response:
    """What came in, to be checked."""
    act, line = _about(visit, code, request)
    return _checking(act, line, act.blank(), Problems())


@pages.post(CHECKING, Right.RECORD_FACTS)
def check(code: Code, request: str, visit: Visiting, form: Filled) -> Response:
    """Record what checking it brought to light."""
    (act, line), problems = _about(visit, code, request), Problems()
    on = fields.day(form, problems, "dag", "Gecontroleerd op")
    sound = yes(form, problems, "klopt", "Klopt de informatie")
    findings = fields.text(form, problems, "bevindingen", "Bevindingen")
    if on and findings and sound is not None and not problems:
        with problems.refusals(dag=InTheFuture):
            told = {"sound": sound, "findings": findings}
            act.record(validate_information, form, on, request_id=RequestId(request), **told)
            return act.done(f"Vastgelegd: de informatie {'klopt' if sound else 'klopt niet'}.")
    return _checking(act, line, form, problems)


def _checking(act: Act, line: RequestLine, form: Form, problems: Problems) -> Response:
    answers = [(YES, "Ja, zij klopt"), (NO, "Nee, zij klopt niet")]
    return act.page("information_checking.html", form, problems, line=line, answers=answers)


def request_of(command: UUID) -> RequestId:
    """The id of the request that a form records."""
    return RequestId(f"request-{command}")


def _about(visit: Visit, code: str, request: str) -> tuple[Act, RequestLine]:
    act = Act.of(visit, code, back=PATH.format(code=code))
    for line in requests(visit.reader, visit.knowing, code=code, request=request).lines:
        return act, line
    raise HTTPException(404)


def _order(line: RequestLine) -> tuple[bool, bool, int]:
    """What is awaited first, then what has to be checked, then the rest; in each what is due first."""
    due = line.due.toordinal()
    return line.complete, line.complete and line.sound is not None, -due if line.complete else due


def _answer(name: str, every: list[RequestLine]) -> str:
    """How it stands, in a sentence."""
    if not every:
        return f"Er is geen informatie gevraagd aan {name}."
    late = sum(each.overdue for each in every)
    waiting = sum(not each.complete for each in every) - late
    unchecked = sum(each.complete and each.sound is None for each in every)
    unsound = sum(each.complete and each.sound is False for each in every)
    told = [
        (late, f"{counted(late, 'verzoek is', 'verzoeken zijn')} te laat"),
        (waiting, f"{counted(waiting, 'verzoek wacht', 'verzoeken wachten')} op antwoord"),
        (unchecked, f"{counted(unchecked, 'antwoord wacht', 'antwoorden wachten')} op controle"),
        (unsound, f"{counted(unsound, 'antwoord klopt', 'antwoorden kloppen')} niet"),
    ]
    said = [words for number, words in told if number]
    if not said:
        return f"{name} gaf alle gevraagde informatie, en die klopt."
    return f"Informatie van {name}: {', '.join(said)}."
