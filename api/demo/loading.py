"""Recording the demo: the history day by day, each entry at its own moment, by the decisions of real life."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from operator import attrgetter
from uuid import uuid5

from api.clock import AMSTERDAM
from api.demo.figures import Course, reporting_days
from api.demo.history import History
from api.demo.province import province
from api.demo.steps import DEMO, RULE, Step
from api.frameworks import Frameworks, shipped
from domain.decisions.figures import weigh_figures
from domain.events.base import Actor, Entry, Origin
from domain.events.figures import FiguresReported
from domain.events.figures_import import FiguresImported, ImportCounts
from domain.events.person import PersonKind
from domain.ledger.application import Ledger
from domain.ledger.declaring import declare_demo
from domain.ledger.request import Request
from domain.municipality.figures import Figures, statement_of
from domain.values import FrameworkRef, PartialDate, PersonId, PlainText
from projections.dutch.rules import SIGNALS

COLLEAGUES = "provincie"
"""The organisation of those who work for the province."""
COLUMNS = (
    ("reported_on", "peildatum"),
    ("code", "gemeentecode"),
    ("period", "periode"),
    ("net_target", "taakstelling"),
    ("opening_backlog", "beginstand"),
    ("realised", "gerealiseerd"),
)
OFFICE_HOURS = timedelta(hours=8)
"""Within these, from nine o'clock, all that is recorded on a day is spread."""
FOUNDER = PersonId("person-demo")
"""Who declares the record a demo: before the first entry there is nobody yet."""

Progress = Callable[[int, int], None]
"""Hears how many working days are recorded, and of how many."""


def load(ledger: Ledger, today: date, *, progress: Progress = lambda *_: None) -> None:
    """Record the demo in an empty record, as its history is on a day; the clock of the record then runs again.

    Raises:
        NoDemoError: the record is not empty.
    """
    history = History.upto(today)
    first = history.days.first
    request = _Loading.asked("declare", Actor(person=FOUNDER), first, Origin.COMMAND_LINE)
    declare_demo(ledger, province().name, request=request, at=datetime.combine(first, time(8), AMSTERDAM))
    loading = _Loading(ledger, history)
    loading.introduce(first)
    days = history.days.working_days()
    for done, day in enumerate(days):
        progress(done, len(days))
        loading.import_figures(day)
        loading.record(day)
    progress(len(days), len(days))
    ledger.set_demo_clock(None)


@dataclass(slots=True)
class _Loading:
    """What is remembered from day to day."""

    ledger: Ledger
    history: History
    persons: dict[str, PersonId] = field(default_factory=dict)
    figures: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    versions: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    named: dict[tuple[str, str], int] = field(default_factory=dict)
    adopted: set[FrameworkRef] = field(default_factory=set)
    steps: dict[date, list[Step]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for step in sorted(self.history.steps, key=attrgetter("order")):
            self.steps[step.recorded_on].append(step)

    @staticmethod
    def asked(what: str, by: Actor, day: date, origin: Origin, recorded_on: date | None = None) -> Request:
        """The circumstances of a command, with an id that is the same each time."""
        return Request(
            command=uuid5(DEMO, what),
            by=by,
            origin=origin,
            happened_on=PartialDate.of(day),
            today=recorded_on or day,
        )

    def introduce(self, day: date) -> None:
        """Register those who work for the province, and the account that imports."""
        account = province().import_account
        self.persons[account] = self.ledger.persons.find_or_register(account, PersonKind.SYSTEM_USER, today=day)
        for colleague in province().colleagues:
            self.persons[colleague.name] = self.ledger.persons.find_or_register(
                colleague.name,
                PersonKind.COLLEAGUE,
                today=day,
                organisation=COLLEAGUES,
                by=Actor(person=self.persons[account]),
            )

    def import_figures(self, day: date) -> None:
        """What COA reports on a working day, as one import that proves that it was looked at."""
        rows = list(self._reported(day))
        if not rows:
            return
        self.ledger.set_demo_clock(datetime.combine(day, time(7, 15 + day.day % 30), AMSTERDAM))
        stream = f"figures-import-{uuid5(DEMO, f'import {day}')}"
        actor = Actor(person=self.persons[province().import_account])
        request = self.asked(f"import {day}", actor, day, Origin.IMPORT)
        lines = (f"{fact.reported_on};{code};{fact.period};{fact.net_target};{fact.realised}" for code, _, fact in rows)
        digest = sha256("\n".join(lines).encode()).hexdigest()
        command = self.ledger.command("import figures", stream, request, {"sha256": digest})
        proof = FiguresImported(
            file_name=PlainText(text=f"COA realisatie {day:%Y%m%d}.csv"),
            sha256=digest,
            columns=COLUMNS,
            counts=ImportCounts(rows=len(rows), recorded=len(rows)),
        )
        about = request.about.model_copy(update={"correlation": stream})
        days = {fact.reported_on: about.model_copy(update={"happened_on": fact.reported_on}) for _, _, fact in rows}
        entries = [Entry(code, version, fact, days[fact.reported_on]) for code, version, fact in rows]
        with self.ledger.bulk(command) as bulk:
            bulk.stage([*entries, Entry(stream, 1, proof, about)])
            bulk.append()

    def _reported(self, day: date) -> Iterator[tuple[str, int, FiguresReported]]:
        for about in reporting_days(day):
            for course in self.history.courses.values():
                if self.history.tells_figures(about):
                    yield from self._decided(course, about)

    def _decided(self, course: Course, day: date) -> Iterator[tuple[str, int, FiguresReported]]:
        """The statement about a day, when it says something new, at the version that it gets."""
        code = course.municipality.code
        for fact in weigh_figures(self.figures[code], course.statement(day)):
            self.versions[code] += 1
            self.figures[code] = self.figures[code].stating(statement_of(fact, self.versions[code]))
            yield code, self.versions[code], fact

    def record(self, day: date) -> None:
        """What the colleagues record on a day."""
        nine, steps = datetime.combine(day, time(9), AMSTERDAM), self.steps[day]
        for nth, step in enumerate(steps):
            self.ledger.set_demo_clock(nine + OFFICE_HOURS * nth / len(steps))
            self._take(step)

    def _take(self, step: Step) -> None:
        request = Request(
            command=step.command,
            by=self._actor(step.by),
            origin=Origin.RULE if step.by == RULE else Origin.SCREEN,
            happened_on=PartialDate.of(step.happened_on),
            today=step.recorded_on,
        )
        question = {**step.question, **(step.later(lambda name: self._earlier(step.code, name)) if step.later else {})}
        if "supervisor" in question:
            question["supervisor"] = self.persons[question["supervisor"]]
        if (framework := question.get("framework")) and framework.ref not in self.adopted:
            Frameworks(self.ledger, framework.family, shipped()).adopt(self.ledger, framework, request)
            self.adopted.add(framework.ref)
        if self.versions[step.code]:
            self.ledger.municipality(step.code)  # hears of the figures: cheaper than to be told that it missed them
        answer = self.ledger.record(
            step.decision, municipality=step.code, request=request, content=step.content, **question
        )
        for place in answer.entries:
            self.versions[step.code] = place.version
        if step.called and answer.entries:
            self.named[step.code, step.called] = answer.entries[0].version

    def _actor(self, name: str) -> Actor:
        """Somebody in the role they have in the province, or the rule."""
        if name == RULE:
            return Actor(person=SIGNALS)
        role = next(each.role for each in province().colleagues if each.name == name)
        return Actor(person=self.persons[name], roles=(role,))

    def _earlier(self, code: str, name: str) -> Entry:
        version = self.named[code, name]
        return self.ledger.entries(code, after=version - 1, upto=version)[0]
