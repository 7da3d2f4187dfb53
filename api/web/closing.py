"""Closing a period: what stands in the way and what would be fixed come first, and then one button."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from uuid import uuid4

from fastapi import Response
from starlette.exceptions import HTTPException

from api.identity.rights import Right
from api.judging.closing import Outcome, Preview, close, correct_close, preview, preview_all
from api.refusals import in_dutch
from api.web import fields
from api.web.forms import Filled, Form, Problems
from api.web.judged_period import HalfYear, named
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from domain.events.figures import Number
from domain.municipality.figures import Statement
from domain.policy.closing import Closable
from domain.refusals import CloseUnchanged, FiguresMissing
from domain.values import PartialDate, Period
from projections.dutch.telling import counted
from projections.dutch.words import listed, number, persons, short_day, word

PATH = "/beoordeling/{period}/afsluiten"
CORRECTION = "/beoordeling/{period}/{code}/corrigeren"
SHOWN = (Number.OPENING_BACKLOG, Number.NET_TARGET, Number.REALISED, Number.CLOSING_BACKLOG)
"""The numbers that a page about closing shows, in this order."""

pages = Pages("Afsluiten")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A number on which official sources contradict each other, with what each of them says."""

    number: Number
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What closing a municipality would do, and what there is to look at first.

    ``refusal`` is why it stays open, in words. ``numbers`` are those of ``SHOWN``, None where unknown.
    """

    code: str
    name: str
    numbers: dict[Number, int | None]
    contested: tuple[Number, ...]
    doubts: tuple[Doubt, ...]
    remarks: tuple[str, ...]
    refusal: str | None
    promises: str

    @property
    def asks_attention(self) -> bool:
        """Whether there is something to look at before it is closed."""
        return bool(self.doubts or self.remarks or self.refusal)


@pages.get(PATH)
def show_closing(period: HalfYear, visit: Visiting) -> Response:
    """What closing would do now, and what is closed already; there is no other moment to do it from."""
    if visit.time_travel:
        return visit.redirect(PATH.format(period=period))
    return _page(visit, period)


@pages.post(PATH, Right.CLOSE_PERIODS)
def close_period(period: HalfYear, visit: Visiting, form: Filled) -> Response:
    """Close the period for every municipality that was shown."""
    request, running = visit.asked(fields.command(form)), visit.running
    codes = [each.code for each in _previews(visit, period) if each.code in form["gemeente"]]
    outcomes = close(running.ledger, running.frameworks, codes, period, request)
    visit.await_pages(*(outcome.answer for outcome in outcomes))
    return visit.redirect(visit.link(PATH.format(period=period)), said=_told(period, outcomes))


@pages.get(CORRECTION, Right.CLOSE_PERIODS)
def correction_form(period: HalfYear, code: Code, visit: Visiting) -> Response:
    """What was fixed, and what it would become by the figures of now."""
    return _correction_page(visit, period, code, Form.of(opdracht=str(uuid4())), Problems())


@pages.post(CORRECTION, Right.CLOSE_PERIODS)
def correct(period: HalfYear, code: Code, visit: Visiting, form: Filled) -> Response:
    """Replace what was fixed, with a reason."""
    problems, running = Problems(), visit.running
    reason = fields.text(form, problems, "reden", "Reden")
    if reason:
        with problems.refusals(reden=CloseUnchanged):
            request = visit.asked(fields.command(form), seen=fields.seen(form))
            visit.await_pages(correct_close(running.ledger, running.frameworks, code, period, reason, request))
            return visit.redirect(
                f"/beoordeling/{period}/{code}",
                said="Gecorrigeerd. Wat eerder was vastgesteld, blijft leesbaar in de tijdlijn.",
            )
    return _correction_page(visit, period, code, form, problems)


def _page(visit: Visit, period: Period) -> Response:
    told = _previews(visit, period)
    closed = tuple(each for each in told if each.closed)
    opened = [looked(each) for each in told if not each.closed]
    return visit.page(
        "closing.html",
        period=period,
        title=named(period),
        over=period.last_day < visit.running.today(),
        first=[each for each in opened if each.asks_attention],
        ready=[each for each in opened if each.refusal is None],
        open_count=len(opened),
        closed=closed,
        numbers=SHOWN,
        command=uuid4(),
        may_close=visit.may(Right.CLOSE_PERIODS),
    )


def _previews(visit: Visit, period: Period) -> tuple[Preview, ...]:
    """What closing would do to every municipality; nothing while the half year runs."""
    running, today = visit.running, visit.running.today()
    over = period.last_day < today
    return preview_all(running.ledger, running.frameworks, period, today=today) if over else ()


def _correction_page(visit: Visit, period: Period, code: str, form: Form, problems: Problems) -> Response:
    running = visit.running
    (told,) = preview(running.ledger, running.frameworks, [code], period, today=running.today())
    if told.closed is None:
        raise HTTPException(404)
    fixed, now = told.closed.numbers, looked(told)
    rows = [(each, getattr(fixed, each.value), now.numbers[each]) for each in SHOWN]
    return visit.page(
        "closing_correction.html",
        problems.status if problems else HTTPStatus.OK,
        form=form,
        problems=problems,
        period=period,
        title=named(period),
        looked=now,
        rows=rows,
        changed=any(before != after for _, before, after in rows) or fixed.contested != now.contested,
        version=running.ledger.municipality(code).version,
    )


def looked(each: Preview) -> Looked:
    """What there is to say of closing one municipality."""
    found = each.closable
    kept = [promise.found.kept for promise in each.promises if promise.found]
    return Looked(
        code=each.code,
        name=each.name,
        numbers={one: found.value(one) if found else None for one in SHOWN},
        contested=found.contested if found else (),
        doubts=tuple(_doubts(found)) if found else (),
        remarks=tuple(_remarks(found)) if found and not isinstance(each.refusal, FiguresMissing) else (),
        refusal=in_dutch(each.refusal) if each.refusal else None,
        promises=f"{sum(kept)} van {len(each.promises)} gehaald" if each.promises else "–",
    )


def _doubts(found: Closable) -> Iterable[Doubt]:
    """Each number that clashes once, with every source that says something of it."""
    for each in dict.fromkeys(clash.number for clash in found.clashes):
        clashes = [clash for clash in found.clashes if clash.number is each]
        said = {clashes[0].statement: clashes[0].contradiction.stated}
        said |= {clash.contradiction.other_statement: clash.contradiction.other for clash in clashes}
        yield Doubt(each, tuple(f"{source_of(one)}: {number(value)}" for one, value in said.items()))


def _remarks(found: Closable) -> Iterable[str]:
    missing = [word(each) for each in found.gaps]
    if missing:
        yield f"Niet bekend uit officiële cijfers: {listed(missing)}."
    for each, more in found.differences.items():
        way = "meer" if more > 0 else "minder"
        yield f"De bron noemt voor de {word(each)} {persons(abs(more))} {way} dan de andere getallen samen geven."
    for exchange in found.exchanges:
        yield f"De uitruil van {persons(abs(exchange.persons))} staat nog niet in een officiële taakstelling."


def source_of(statement: Statement) -> str:
    """Who says it, of which day, and where."""
    on = statement.reported_on if isinstance(statement.reported_on, PartialDate) else PartialDate()
    where = f" ({statement.source.reference})" if statement.source.reference else ""
    return f"{word(statement.source.kind)}, {short_day(on)}{where}"


def _told(period: Period, outcomes: Iterable[Outcome]) -> str:
    every = list(outcomes)
    closed = sum(each.answer is not None for each in every)
    told = f"{named(period)} is afgesloten voor {counted(closed, 'gemeente', 'gemeenten')}."
    if refused := len(every) - closed:
        told += f" {counted(refused, 'gemeente blijft', 'gemeenten blijven')} open."
    if unjudged := [each.refusal for each in every if each.answer and each.refusal]:
        told += f" Zonder oordeel: {counted(len(unjudged), 'gemeente', 'gemeenten')}. {in_dutch(unjudged[0])}"
    return told
