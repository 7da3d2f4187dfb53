"""The demo: a province that does not exist, whose stories are there to be shown."""

import fcntl
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from api.clock import AMSTERDAM
from api.demo.days import PERIODS
from api.demo.figures import reporting_days
from api.demo.history import History
from api.demo.making import OccupiedError, make, settings_of, there_is, throw_away
from api.demo.province import province
from api.demo.steps import Step
from api.identity.demo import COLLEAGUES
from api.intake.register import Register
from api.opening import ClockSetError, opened_ledger
from domain.decisions.case import open_supervision
from domain.decisions.occasion import Occasion
from domain.events.base import FACTS, Actor, Entry, Fact, MunicipalityEvent
from domain.events.case import SupervisorAssigned
from domain.events.contact import AgreementKept, AgreementNotKept, ConversationHeld, ConversationKind
from domain.events.figures import FiguresReported
from domain.events.judging import ProposedMove, TrendVerdict
from domain.events.ladder import Placement
from domain.events.plan import PlanAssessed
from domain.events.signals import SignalKind
from domain.ledger.application import Ledger
from domain.ledger.deciding import decide
from domain.ledger.demo import FICTIONAL, is_demo
from domain.ledger.filing import Content
from domain.municipality import Municipality, fold
from domain.municipality.ladder import Way
from domain.refusals import RealMunicipality
from domain.values import Classification, PartialDate, Period, PersonId, SealedText
from tests.ledger.asking import asked
from tests.program import Program
from tests.spec import entry as entry_of

TODAY = date(2026, 11, 24)
DAYS = [date(2026, 1, 2), date(2026, 2, 28), date(2026, 6, 30), date(2026, 7, 1), date(2027, 3, 29), date(2028, 2, 29)]
UNTOLD = {
    f"municipality.{told}.v1"
    for told in (
        *("document-withdrawn", "supervision-closed", "appeal-withdrawn", "substitution-amended"),
        *("substitution-withdrawn", "substitution-started", "substitution-ended", "costs-claimed", "costs-recovered"),
    )
}
"""What nothing in the demo shows."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The data folder of a demo that was made once, for all tests and all workers: who comes second waits for it."""
    base = tmp_path_factory.getbasetemp()
    data = (base if worker_id == "master" else base.parent) / "province" / "demo"
    data.parent.mkdir(exist_ok=True)
    with (data.parent / "making").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not data.exists():
            heard: list[tuple[str, int, int]] = []
            entries = make(data, TODAY, progress=lambda *told: heard.append(told))
            assert entries > 20_000
            assert heard[0][1] == 0
            assert heard[-1][1] == heard[-1][2]
    return data


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[Ledger]:
    """The record of the demo."""
    with opened_ledger(settings_of(folder)) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def cases(demo: Ledger) -> dict[str, Municipality]:
    """The state of every municipality, by its name."""
    states = [demo.municipality(code) for code in demo.streams("GM")]
    return {state.case.name or state.code: state for state in states}


def facts(state: Municipality) -> list[object]:
    return [state.entries[version].fact for version in sorted(state.entries)]


def rungs(state: Municipality) -> list[int]:
    """The rungs of a municipality, one after the other."""
    return [step.rung for step in state.ladder.steps]


# What the record is


def test_the_first_entry_says_that_it_is_a_demo(demo: Ledger) -> None:
    (first,) = demo.since(0, limit=1)
    assert (first.stream, first.fact.TOPIC) == ("record", "record.declared-demo.v1")
    assert is_demo(demo)


def test_it_ends_today_and_was_recorded_over_three_years(demo: Ledger) -> None:
    first = demo.since(0, limit=1)[0].recorded
    assert first
    assert (TODAY - first.recorded_at.date()).days > 3 * 365
    assert demo.head().recorded_at.astimezone(AMSTERDAM).date() == TODAY
    assert demo.position_before(first.recorded_at + timedelta(days=500)) > demo.head().position / 4


def test_every_entry_reads_as_it_was_recorded(demo: Ledger) -> None:
    assert list(demo.verify(demo.head().position - 300)) == []


def test_a_real_municipality_cannot_be_opened_in_it(demo: Ledger) -> None:
    with pytest.raises(RealMunicipality):
        demo.record(open_supervision, municipality="GM0622", request=asked(), name="Vlaardingen")


def test_nothing_in_it_exists() -> None:
    register = Register.load()
    assert all(code.startswith(FICTIONAL) is False for code in register.codes)
    for each in province().municipalities:
        assert each.code.startswith(FICTIONAL)
        assert register.candidates(each.name) == ()
        assert register.by_code(each.code) is None
    assert province().code not in {known.province for known in register.codes.values()}


def test_who_signs_in_is_one_of_its_colleagues() -> None:
    names = {(colleague.role, colleague.name) for colleague in province().colleagues}
    assert set(COLLEAGUES.items()) <= names
    assert {each.supervisor for each in province().municipalities} <= {name for _, name in names}


# The stories


def test_the_rungs_1_to_5_are_occupied(cases: dict[str, Municipality]) -> None:
    standing = [state.ladder.rung_on(TODAY) for state in cases.values()]
    assert {rung: standing.count(rung) for rung in set(standing)} == {1: 12, 2: 6, 3: 4, 4: 1, 5: 1}


def test_one_climbs_to_rung_4_and_one_recovers_from_rung_3_to_1(cases: dict[str, Municipality]) -> None:
    assert rungs(cases["Waterveen"]) == [1, 2, 3, 3, 4, 4, 4]
    assert rungs(cases["Duindrecht"]) == [1, 2, 3, 3, 2, 2, 1]


def test_one_was_taken_over_on_rung_3(cases: dict[str, Municipality]) -> None:
    taken = [step for step in cases["Oudermeer"].ladder.steps if step.way is Way.TAKEN_OVER]
    assert [step.rung for step in taken] == [3]


def test_every_kind_of_fact_and_of_conversation_occurs(cases: dict[str, Municipality]) -> None:
    told = [fact for state in cases.values() for fact in facts(state)]
    topics = {topic for topic, kind in FACTS.items() if issubclass(kind, MunicipalityEvent)}
    assert topics - {fact.TOPIC for fact in told if isinstance(fact, MunicipalityEvent)} == UNTOLD
    assert {fact.kind for fact in told if isinstance(fact, ConversationHeld)} == set(ConversationKind)
    assert sum(isinstance(fact, AgreementKept) for fact in told) > 20
    assert sum(isinstance(fact, AgreementNotKept) for fact in told) > 20
    assert {fact.sufficient for fact in told if isinstance(fact, PlanAssessed)} == {True, False}
    assert any(isinstance(fact, Placement) and fact.departure for fact in told)
    assert all(any(isinstance(fact, SupervisorAssigned) for fact in facts(state)) for state in cases.values())


def test_a_confidential_note_is_there(cases: dict[str, Municipality]) -> None:
    summaries = [fact.summary for fact in facts(cases["Vossenkoog"]) if isinstance(fact, ConversationHeld)]
    assert Classification.CONFIDENTIAL in {each.classification for each in summaries if isinstance(each, SealedText)}


def test_the_figures_close_every_period_on_the_backlog_of_the_story(cases: dict[str, Municipality]) -> None:
    for each in province().municipalities:
        state = cases[each.later or each.name]
        closing = [
            fact.closing_backlog
            for fact in facts(state)
            if isinstance(fact, FiguresReported)
            and fact.source.reference == "COA"
            and fact.corrected_target is not None
        ]
        assert closing == list(each.backlogs[1:-1])


def test_a_document_can_be_read(demo: Ledger, cases: dict[str, Municipality]) -> None:
    state = cases["Waterveen"]
    held = [demo.content(state.code, document) for document in state.documents]
    assert len(held) > 5
    assert all(content is not None and content.startswith(b"%PDF-1.4") for content in held)


# A review in progress


def test_every_half_year_that_is_over_is_closed_and_assessed(cases: dict[str, Municipality]) -> None:
    over = [Period.half_year(TODAY).previous]
    over += [over[-1].previous, over[-1].previous.previous]
    for state in cases.values():
        assert all(period in state.judging.closed for period in over)
        assert all(state.judging.assessment(period) for period in over)


def test_of_the_last_one_the_review_is_going_on(cases: dict[str, Municipality]) -> None:
    proposals = [each for state in cases.values() for each in state.judging.proposals.values()]
    waiting = [each.proposed for each in proposals if each.settled_by is None]
    assert len(waiting) >= 5
    assert {each.move for each in waiting} >= {ProposedMove.RAISE, ProposedMove.HOLD, ProposedMove.LOWER}
    assert any(each.departure for each in waiting)
    assert any(each.excusable for each in waiting)
    decided = [each for each in proposals if each.settled_by and each.proposed.effective_on > TODAY]
    assert decided
    still = [state for state in cases.values() if not state.judging.proposals and state.judging.assessments]
    assert any(state.judging.assessments[-1].assessment.trend.verdict is TrendVerdict.GROWING for state in still)


def test_a_rule_sees_backlogs_coming(cases: dict[str, Municipality]) -> None:
    kinds = {kind for state in cases.values() for kind in state.judging.signals}
    assert kinds == set(SignalKind)


# The same day gives the same history, and every day gives one


def test_the_same_day_gives_the_same_history() -> None:
    one, other = History.upto(TODAY), History.upto(TODAY)
    assert one.steps == other.steps
    assert all(
        one.courses[code].statement(day) == other.courses[code].statement(day)
        for code in one.courses
        for day in (TODAY, TODAY - timedelta(days=400))
    )


@dataclass
class Telling:
    """Takes the steps of a history on states that are kept here, without a record."""

    states: dict[str, Municipality] = field(default_factory=dict)
    named: dict[tuple[str, str], int] = field(default_factory=dict)

    def state(self, code: str) -> Municipality:
        return self.states.get(code) or Municipality(code)

    def take(self, step: Step) -> None:
        state = self.state(step.code)

        def earlier(name: str) -> Entry:
            return state.entries[self.named[state.code, name]]

        question = {**step.question, **(step.later(earlier) if step.later else {})}
        if step.content:
            question |= Content.of(step.content).proof
        role = {each.name: each.role for each in province().colleagues}.get(step.by)
        by = Actor(person=PersonId(step.by), roles=(role,) if role else ())
        on = Occasion(today=step.recorded_on, happened_on=PartialDate.of(step.happened_on), by=by)
        decided = decide(step.decision, state, on, question)
        if step.called and decided:
            self.named[step.code, step.called] = state.version + 1
        self.record(step.code, decided, on.happened_on, by)

    def record(self, code: str, facts: Sequence[Fact], happened_on: PartialDate, by: Actor) -> None:
        state = self.state(code)
        about = asked(happened_on=happened_on).about.model_copy(update={"actor": by})
        entries = [
            Entry(code, version, fact, about, entry_of(version, fact).recorded)
            for version, fact in enumerate(facts, state.version + 1)
        ]
        self.states[code] = fold(state, entries) or state


def tenth_days(history: History) -> Iterator[tuple[date, str, FiguresReported]]:
    """Some of what COA reports: about every tenth day of a period, and its end."""
    for code, course in history.courses.items():
        for half in range(1 - PERIODS, 1):
            period = history.days.period(half)
            for day in (*(period.first_day + timedelta(days=nth) for nth in range(10, 180, 10)), period.last_day):
                if day <= history.days.today:
                    yield day, code, course.statement(day)


@pytest.mark.parametrize("today", DAYS)
def test_every_day_gives_a_history_that_the_decisions_accept(today: date) -> None:
    history, telling = History.upto(today), Telling()
    steps = sorted(history.steps, key=lambda each: each.order)
    figures = sorted(tenth_days(history), key=lambda told: told[:2])
    for step in steps:
        assert step.happened_on <= step.recorded_on <= today
        while figures and figures[0][0] < step.recorded_on:
            day, code, fact = figures.pop(0)
            telling.record(code, [fact], PartialDate.of(day), Actor(person=PersonId("p")))
        telling.take(step)
    assert len(telling.states) == len(province().municipalities)
    assert max(state.ladder.rung_on(today) or 0 for state in telling.states.values()) == 5


@pytest.mark.parametrize("today", DAYS)
def test_on_every_day_the_figures_never_fall_within_a_period(today: date) -> None:
    for course in History.upto(today).courses.values():
        for half in range(1 - PERIODS, 1):
            period = course.days.period(half)
            told = [course.realised(period.first_day + timedelta(days=nth)) for nth in range(150)]
            assert told == sorted(told)
            assert told[0] >= 0


def test_the_last_day_of_a_period_is_reported_on_the_first_working_day_after_it() -> None:
    assert reporting_days(date(2026, 1, 5)) == [date(2025, 12, 31), date(2026, 1, 4)]
    assert reporting_days(date(2026, 7, 1)) == [date(2026, 6, 30)]
    assert reporting_days(date(2026, 7, 2)) == [date(2026, 7, 1)]


# Making it


def test_there_is_one_once_it_was_made(folder: Path, tmp_path: Path) -> None:
    assert there_is(folder)
    assert not there_is(tmp_path / "demo")
    assert not folder.with_name("demo.unfinished").exists()


def test_two_do_not_make_it_at_once(tmp_path: Path) -> None:
    keys = tmp_path / "demo.keys"
    keys.mkdir()
    handle = os.open(keys, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(OccupiedError, match="al gemaakt"):
        make(tmp_path / "demo", TODAY)
    os.close(handle)


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(OccupiedError, match="geen voorbeeldgegevens"):
        there_is(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.usefixtures("demo")
def test_a_demo_that_is_in_use_is_not_thrown_away(folder: Path) -> None:
    with pytest.raises(OccupiedError, match="in gebruik"):
        throw_away(folder)
    assert there_is(folder)


@pytest.mark.usefixtures("demo")
def test_the_command_says_that_it_is_there(folder: Path) -> None:
    ran = Program()("demo", "--data", folder)
    assert (ran.code, ran.said) == (0, "")
    assert "trede demo --serve" in ran.out


@pytest.mark.usefixtures("demo")
def test_the_day_can_be_set_in_a_demo(folder: Path) -> None:
    settings = {"TREDE_DATA": str(folder), "TREDE_KEY_FOLDER": str(folder.with_name("demo.keys"))}
    ran = Program(settings)("ladder", TREDE_TODAY="2025-03-01")
    assert ran.code == 0
    assert "1 maart 2025" in ran.out


def test_the_day_cannot_be_set_elsewhere(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "data").model_copy(update={"today": TODAY, "key_folder": tmp_path / "keys"})
    with pytest.raises(ClockSetError), opened_ledger(settings):
        pass
