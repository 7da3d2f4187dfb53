"""Letters to and from a municipality: what went and came, and making one from what the record says."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from fastapi import Response
from starlette.exceptions import HTTPException

from api.identity.rights import READING, Right
from api.letters.drawing import LetterTemplateError, UnprintableError
from api.letters.kinds import KINDS, LetterKind
from api.letters.known import known_of
from api.letters.making import PDF, Desk, Written
from api.letters.sender import SenderError
from api.letters.suggesting import OPEN, Suggestion, suggested
from api.web import fields
from api.web.acts import Act, letter_of
from api.web.attaching import Attached, ask_again, largest
from api.web.forms import Filled, Form, Problems
from api.web.municipality import found
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from domain.decisions.contact import receive_letter
from domain.policy.announced import announced_for
from domain.refusals import InTheFuture, TooEarly
from domain.values import Classification, LetterId
from projections.documents import documents
from projections.dutch.telling import capital, counted
from projections.dutch.words import day
from projections.letters import LetterLine, letters

PATH = "/gemeenten/{code}/brieven"
MAKING, SHOWING, RECEIVING = PATH + "/nieuw", PATH + "/voorbeeld", PATH + "/ontvangen"
KINDS_TO_CHOOSE = [(kind.value, capital(named.name)) for kind, named in KINDS.items()]
RECEIVED = "brief van de gemeente"

pages = Pages("Brieven")


@pages.get(PATH)
def show_letters(code: Code, visit: Visiting) -> Response:
    """What went and came, the latest first; what is still awaited is said in the first line."""
    now = found(visit, code)
    every = letters(visit.reader, visit.knowing, code=code).lines
    return visit.page(
        "letters.html",
        now=now,
        code=code,
        letters=every,
        answer=_answer(now.name, every),
        kinds=KINDS_TO_CHOOSE,
        may=visit.may(Right.RECORD_FACTS) and not visit.time_travel and not now.closed,
        documents={
            each.document: each
            for each in documents(visit.reader, visit.knowing, code=code).lines
            if each.in_file and visit.may(READING[each.classification])
        },
    )


@pages.get(MAKING, Right.RECORD_FACTS)
def making_form(code: Code, visit: Visiting) -> Response:
    """A letter of a kind as the record suggests it."""
    kind = _kind(visit.request.query_params.get("soort", ""))
    act, suggestion = Act.of(visit, code, back=PATH.format(code=code)), _suggestion(visit, code, kind)
    due = suggestion.due.isoformat() if suggestion.due else ""
    form = act.blank(soort=kind.value, onderwerp=suggestion.subject, tekst=suggestion.text, uiterlijk=due)
    return _form(act, kind, form, Problems())


@pages.post(MAKING, Right.RECORD_FACTS)
def make(code: Code, visit: Visiting, form: Filled) -> Response:
    """File it and record that it was sent."""
    act, problems, kind = Act.of(visit, code, back=PATH.format(code=code)), Problems(), _kind(form.one("soort"))
    on = fields.day(form, problems, "dag", "Datum van de brief")
    written = _written(act, kind, form, problems)
    if written and written.unfinished:
        problems.add("tekst", f"Tekst: er staat nog '{OPEN}'. Vul dat in of haal het weg.")
    if written and written.due and written.hides_its_day:
        problems.add("tekst", f"Tekst: de brief noemt {day(written.due)} niet. Pas de tekst of de dag aan.")
    if on and written and not problems:
        with _drawing(problems), problems.refusals(dag=InTheFuture, uiterlijk=TooEarly):
            request = visit.asked(fields.command(form), happened_on=on)
            visit.await_pages(_desk(visit).make(visit.running.ledger, code, written, request).answer)
            return act.done(f"Vastgelegd: {KINDS[kind].name}. Verstuur de brief zelf; hier staat wat u verstuurt.")
    return _form(act, kind, form, problems)


@pages.post(SHOWING, Right.RECORD_FACTS)
def show(code: Code, visit: Visiting, form: Filled) -> Response:
    """The letter as it would be sent; nothing is recorded."""
    act, problems, kind = Act.of(visit, code, back=PATH.format(code=code)), Problems(), _kind(form.one("soort"))
    on = fields.day(form, problems, "dag", "Datum van de brief")
    written = _written(act, kind, form, problems)
    if on and written and not problems:
        with _drawing(problems):
            pdf = _desk(visit).drawn(written, on=on, reference="voorbeeld")
            headers = {"Content-Disposition": 'inline; filename="voorbeeld.pdf"', "X-Content-Type-Options": "nosniff"}
            return Response(pdf, media_type=PDF, headers=headers)
    return _form(act, kind, form, problems)


@pages.get(RECEIVING, Right.RECORD_FACTS)
def receiving_form(code: Code, visit: Visiting) -> Response:
    """A letter that came in."""
    act = Act.of(visit, code, back=PATH.format(code=code))
    return act.page("letter_receiving.html", act.blank(), Problems(), letters=act.letters())


@pages.post(RECEIVING, Right.RECORD_FACTS, largest=largest)
def receive(code: Code, visit: Visiting, form: Filled) -> Response:
    """Record it, with its document."""
    act, problems = Act.of(visit, code, back=PATH.format(code=code)), Problems()
    subject = fields.text(form, problems, "onderwerp", "Onderwerp")
    on = fields.day(form, problems, "dag", "Ontvangen op")
    attached = Attached.of(visit, form, problems, "stuk", "Brief")
    if subject and on and not problems:
        letter = LetterId(f"letter-{fields.command(form)}")
        told = {"letter": letter, "subject": subject, "document": attached.document, "reply_to": letter_of(form)}
        with problems.refusals(dag=InTheFuture):
            act.record(receive_letter, form, on, kind=RECEIVED, **told)
            attached.file(visit, code, on=on, kind=RECEIVED)
            return act.done("Vastgelegd: een brief van de gemeente.")
    ask_again(form, problems, [("stuk", "Brief")])
    return act.page("letter_receiving.html", form, problems, letters=act.letters())


def _form(act: Act, kind: LetterKind, form: Form, problems: Problems) -> Response:
    shows = SHOWING.format(code=act.code)
    readers = fields.options(Classification)
    return act.page(
        "letter_making.html",
        form,
        problems,
        kind=kind,
        named=KINDS[kind],
        kinds=KINDS_TO_CHOOSE,
        shows=shows,
        classifications=readers,
        notified=kind is LetterKind.DECISION,
        unannounced=kind is LetterKind.ANNOUNCEMENT and not _announced(act),
    )


def _announced(act: Act) -> bool:
    """Whether the announcement is on record: the letter then takes its days and its id."""
    return announced_for(act.visit.running.ledger.municipality(act.code), act.today) is not None


def _written(act: Act, kind: LetterKind, form: Form, problems: Problems) -> Written | None:
    """The letter as somebody wrote it; None when it cannot be one."""
    subject = fields.line(form, problems, "onderwerp", "Onderwerp")
    text = fields.text(form, problems, "tekst", "Tekst")
    label = KINDS[kind].due
    due = fields.day(form, problems, "uiterlijk", label) if label else None
    readers = fields.choice(form, problems, "wie-leest", "Wie dit mag lezen", Classification, required=False)
    if not subject or text is None:
        return None
    return Written(kind, act.now.name, subject, text.text, due, readers or Classification.INTERNAL)


@contextmanager
def _drawing(problems: Problems) -> Iterator[None]:
    """What cannot be printed is told at the text, a wrong template or sender above the form; nothing is recorded."""
    try:
        yield
    except UnprintableError as error:
        problems.add("tekst", f"Tekst: '{error.signs}' kan niet worden afgedrukt. Haal dat weg.")
    except (LetterTemplateError, SenderError) as error:
        problems.add("", f"De brief kan niet worden gemaakt: het sjabloon van de provincie klopt niet ({error}).")


def _desk(visit: Visit) -> Desk:
    return Desk(visit.site.province, visit.running.settings.letters)


def _suggestion(visit: Visit, code: str, kind: LetterKind) -> Suggestion:
    known = known_of(visit.reader, visit.running.frameworks, visit.knowing, code)
    if known is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return suggested(kind, known)


def _kind(given: str) -> LetterKind:
    """The kind that is asked for; a request for information when nothing, or something else, is."""
    return LetterKind(given) if given in set(LetterKind) else LetterKind.INFORMATION_REQUEST


def _answer(name: str, every: tuple[LetterLine, ...]) -> str:
    if not every:
        return f"Er zijn nog geen brieven aan of van {name}."
    late = sum(each.overdue for each in every)
    awaited = sum(bool(each.reply_due and not each.replies and not each.overdue) for each in every)
    told = [f"op {counted(late, 'brief', 'brieven')} kwam geen antwoord op tijd"] if late else []
    told += [f"op {counted(awaited, 'brief', 'brieven')} wordt nog antwoord verwacht"] if awaited else []
    return f"{capital(' en '.join(told))}." if told else "Op geen enkele brief wordt nog antwoord verwacht."
