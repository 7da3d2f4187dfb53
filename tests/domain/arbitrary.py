"""Arbitrary facts, questions and histories for hypothesis, made from the types of the model itself.

Ids come from small pools, so that facts speak of each other; what follows a new type or field follows by itself.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le, MinLen
from hypothesis import strategies as st
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from api.frameworks import shipped
from domain import decisions
from domain.decisions.adopting import adopt_placement, reject_placement
from domain.decisions.assessing import draw_assessment, draw_interim
from domain.decisions.closing import close_period, correct_close
from domain.decisions.figures import report_figures
from domain.decisions.ladder import hold_rung, lower_rung, raise_rung
from domain.decisions.occasion import Occasion
from domain.decisions.proposing import Proposed, propose_placement
from domain.decisions.records import SUBJECT_FIELDS, correct_entry, withdraw_entry
from domain.decisions.signalling import weigh_signals
from domain.events.base import FACTS, Actor, Entry, Fact, Role
from domain.events.documents import DocumentFiled
from domain.events.judging import ProposedMove
from domain.events.record_keeping import EntryVersion
from domain.municipality import Municipality, evolve, fold, standing
from domain.policy.framework import Framework
from domain.refusals import Refusal
from domain.values import (
    Balance,
    Label,
    MunicipalityCode,
    PartialDate,
    Period,
    PersonId,
    Persons,
    PlainText,
    ProvinceCode,
    Rung,
)
from tests.domain.frameworks import NEWEST
from tests.spec import (
    ACTOR,
    COA,
    CODE,
    DEPARTURE,
    GS,
    TODAY,
    Decision,
    entry,
    opened,
    plain,
    reported,
    sealed_text,
    taken_over,
    terms,
)

Strategy = st.SearchStrategy[Any]

DAYS = st.sampled_from([date(year, month, day) for year in (2024, 2025) for month in (1, 6) for day in (1, 30)])
PARTIAL_DATES = st.sampled_from([None, "2024", "2024-06", "2025-12"]).map(PartialDate.of) | DAYS.map(PartialDate.of)
HASH = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
SMALL = Annotated[int, FieldInfo(ge=0, le=20)]

LEAVES: dict[object, Strategy] = {
    bool: st.booleans(),
    date: DAYS,
    PartialDate: PARTIAL_DATES,
    Period: st.sampled_from([Period(2024, 1), Period(2024, 2), Period(2024)]),
    PlainText: st.sampled_from([plain("a"), plain("b")]),
    NoneType: st.none(),
    Framework: st.sampled_from(shipped()),
}

NAMED: dict[str, object] = {
    "name": Label,
    "province": ProvinceCode,
    "partner": MunicipalityCode,
    "successors": MunicipalityCode,
    "sha256": HASH,
    "media_type": get_type_hints(DocumentFiled, include_extras=True)["media_type"],
    "size": EntryVersion,
    "statement": EntryVersion,
    "net_target": Persons,
    "realised": Persons,
    "opening_backlog": Balance,
    "corrected_target": Balance,
    "closing_backlog": Balance,
    "correlation": Label,
}
"""What a bare ``str`` or ``int`` of a decision's question may be, by name; else a label or a small number."""


def any_of(hint: object, name: str = "") -> Strategy:  # noqa: PLR0911 - one line per kind of type
    """Values of an annotated type."""
    if hint in LEAVES:
        return LEAVES[hint]
    if hint in (str, int):
        return any_of(NAMED.get(name, Label if hint is str else SMALL))
    if isinstance(hint, NewType):
        return st.sampled_from([f"{hint.__name__}-{number}" for number in (1, 2)])
    match get_origin(hint), get_args(hint):
        case (origin, options) if origin in (Union, UnionType):
            return st.one_of([any_of(option, name) for option in options])
        case (origin, (kind, end)) if origin is tuple and end is Ellipsis:
            return _several(kind, name)
        case (origin, kinds) if origin is tuple:
            return st.tuples(*(any_of(kind, name) for kind in kinds))
        case (origin, (kind, *constraints)) if origin is Annotated:
            return _constrained(kind, constraints, name)
    assert isinstance(hint, type), f"{hint} {name}"
    if issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    if hint.__name__ == "SealedText":
        return st.sampled_from([sealed_text("a"), sealed_text("b")])
    assert issubclass(hint, BaseModel) or is_dataclass(hint), f"{hint} {name}"
    return _made(hint)


def _constrained(kind: object, constraints: list[object], name: str) -> Strategy:
    metadata = [each for one in constraints for each in (one.metadata if isinstance(one, FieldInfo) else [one])]
    text = next((each for each in metadata if isinstance(each, StringConstraints)), None)
    if kind is Fact:
        return st.deferred(any_fact)
    if text is not None and isinstance(text.pattern, str):
        return st.from_regex(re.compile(text.pattern, re.ASCII), fullmatch=True)
    if text is not None:
        return st.sampled_from(["one", "two", "three"])
    if kind is int:
        low = max((int(str(each.ge)) for each in metadata if isinstance(each, Ge)), default=0)
        high = min((int(str(each.le)) for each in metadata if isinstance(each, Le)), default=20)
        return st.integers(max(low, -20), min(high, 20))
    if get_origin(kind) is tuple:
        at_least = max((each.min_length for each in metadata if isinstance(each, MinLen)), default=0)
        return _several(get_args(kind)[0], name, at_least)
    return any_of(kind, name)


def _several(kind: object, name: str, at_least: int = 0) -> Strategy:
    return st.lists(any_of(kind, name), min_size=at_least, max_size=2).map(tuple)


def _made(kind: type) -> Strategy:
    hints = {name: hint for name, hint in get_type_hints(kind, include_extras=True).items() if name in _fields(kind)}
    return st.fixed_dictionaries({name: any_of(hint, name) for name, hint in hints.items()}).map(
        lambda given: kind(**given)
    )


def _fields(kind: type) -> Iterable[str]:
    return kind.model_fields if issubclass(kind, BaseModel) else inspect.signature(kind).parameters


def fact_of(kind: type[Fact]) -> Strategy:
    """Facts of one kind, allowed by a decision or not."""
    return _made(kind)


def any_fact() -> Strategy:
    """Facts of every topic, allowed by a decision or not."""
    return st.sampled_from(sorted(FACTS)).flatmap(lambda topic: fact_of(FACTS[topic]))


def _is_decision(function: Callable[..., object]) -> bool:
    asked = inspect.signature(function).parameters.values()
    positional = [each.name for each in asked if each.kind is not inspect.Parameter.KEYWORD_ONLY]
    answers = get_origin(get_type_hints(function).get("return")) is tuple
    return answers and positional == ["municipality"] and "on" in inspect.signature(function).parameters


def _decisions() -> Iterable[Decision]:
    for module in pkgutil.iter_modules(decisions.__path__):
        told = vars(importlib.import_module(f"{decisions.__name__}.{module.name}"))
        for name, function in sorted(told.items()):
            own = inspect.isfunction(function) and function.__module__.endswith(f".{module.name}")
            if own and not name.startswith(("_", "require_")) and _is_decision(function):
                yield function


DECISIONS: list[Decision] = list(_decisions())
"""Every decision of ``domain.decisions``."""

RECORDING = [decision for decision in DECISIONS if decision not in (correct_entry, withdraw_entry)]
PLACING: list[Decision] = [raise_rung, lower_rung, hold_rung]
QUESTIONS = {
    decision: st.fixed_dictionaries(
        {
            name: any_of(hint, name)
            for name, hint in get_type_hints(decision, include_extras=True).items()
            if name not in ("municipality", "on", "return")
        }
    )
    for decision in RECORDING
}


SOUND_TERMS = DAYS.map(lambda day: terms(str(day), GS, departure=DEPARTURE))

for placing in PLACING:
    asked = {"terms": SOUND_TERMS} if placing is hold_rung else {"terms": SOUND_TERMS, "to_rung": any_of(Rung)}
    QUESTIONS[placing] = st.fixed_dictionaries(asked) | QUESTIONS[placing]

PEOPLE = [
    ACTOR,
    *(
        Actor(person=PersonId(person), roles=tuple(Role), acted_for=acted_for)
        for person, acted_for in (("person-bert", None), ("person-carla", None), ("person-carla", ACTOR.person))
    ),
]
"""Somebody without a mandate, and some who have every one; one of them acts for the first."""

JUDGING_DAYS = [PartialDate.of(day) for day in ("2025-06-30", "2026-01-01", "2026-01-01")]
HALVES = st.sampled_from([Period(2024, 1), Period(2024, 2)])
JUDGED = {"period": HALVES, "framework": st.just(NEWEST)}
FEW = st.integers(0, 20)
SOUND: dict[Decision, dict[str, Strategy]] = {
    report_figures: {
        "period": HALVES,
        "source": st.just(COA),
        **dict.fromkeys(("opening_backlog", "net_target", "realised"), FEW),
    },
    close_period: JUDGED,
    correct_close: {**JUDGED, "reason": st.just(plain("another list"))},
    draw_assessment: JUDGED,
    draw_interim: {"framework": st.just(NEWEST)},
    weigh_signals: {"framework": st.just(NEWEST)},
    propose_placement: {
        "framework": st.just(NEWEST),
        "proposed": st.builds(
            Proposed,
            move=st.sampled_from(ProposedMove),
            effective_on=DAYS,
            grounds=st.just(plain("the backlog grew")),
            to_rung=st.none() | st.sampled_from(list(Rung)[:4]),
            departure=st.sampled_from([DEPARTURE, DEPARTURE, None]),
        ),
    },
    adopt_placement: {"framework": st.just(NEWEST), "proposal": FEW},
    reject_placement: {"framework": st.just(NEWEST), "proposal": FEW, "reason": st.just(plain("talk first"))},
}
"""Questions about judging that are mostly answered: by the framework of the day, on figures that count."""

SOUND_QUESTIONS = {decision: st.fixed_dictionaries(parts) for decision, parts in SOUND.items()}


@st.composite
def corrections(draw: st.DrawFn, case: Municipality) -> dict[str, Any]:
    """A question to ``correct_entry`` about an entry that stands; most keep what the entry is about."""
    stands = draw(st.sampled_from(list(standing(case.entries))))
    replacement: Fact = draw(fact_of(type(stands.fact)))
    if draw(st.integers(0, 9)):
        kept = {name: getattr(stands.fact, name) for name in SUBJECT_FIELDS if name in type(replacement).model_fields}
        replacement = replacement.model_copy(update=kept)
    return {
        "entry": stands.version,
        "replacement": replacement,
        "replacement_happened_on": draw(PARTIAL_DATES),
        "repairs": "error",
        "reason": plain("a typing error"),
    }


@st.composite
def withdrawals(draw: st.DrawFn, case: Municipality) -> dict[str, Any]:
    """A question to ``withdraw_entry`` about any entry, amendments too."""
    return {"entry": draw(st.sampled_from(sorted(case.entries))), "reason": plain("of another municipality")}


def decided(
    case: Municipality, decision: Decision, on: PartialDate, question: dict[str, Any], by: Actor = ACTOR
) -> list[Entry]:
    """The entries that a decision leads to; none when it is refused."""
    occasion = Occasion(today=TODAY, happened_on=on, by=by)
    try:
        facts = list(decision(case, on=occasion, **question))
    except Refusal:
        return []
    return [entry(case.version + number, fact, on, by) for number, fact in enumerate(facts, start=1)]


@st.composite
def histories(draw: st.DrawFn, most: int = 20) -> list[Entry]:
    """What decisions record of a municipality, in whatever order they are asked; what is refused is not there."""
    entries = [entry(1, opened().fact, draw(st.just(opened().on) | PARTIAL_DATES))]
    case = evolve(Municipality(CODE), entries[0])
    for _ in range(draw(st.integers(6, most))):
        on = draw(PARTIAL_DATES)
        match draw(st.integers(0, 9)):
            case 0:
                new = decided(case, withdraw_entry, on, draw(withdrawals(case)))
            case 1:
                new = decided(case, correct_entry, on, draw(corrections(case)))
            case _:
                decision = draw(st.sampled_from(RECORDING) | st.sampled_from(PLACING))
                new = decided(case, decision, on, draw(QUESTIONS[decision]))
        for each in new:
            case = evolve(case, each)
        entries += new
    return entries


@st.composite
def judgings(draw: st.DrawFn, most: int = 16) -> list[Entry]:
    """How a municipality is judged, in whatever order: its figures are known, and mostly what is asked is answered."""
    told = [opened(), taken_over(draw(st.integers(1, 4)), since="2024-01-01")]
    for period, day in (("2024-1", "2024-06-30"), ("2024-2", "2025-01-01")):
        opening, target, realised = draw(st.tuples(FEW, FEW, FEW))
        told.append(reported(period, day, opening_backlog=opening, net_target=target, realised=realised))
    entries = [entry(version, each.fact, each.on) for version, each in enumerate(told, start=1)]
    case = fold(None, entries)
    assert case is not None
    for _ in range(draw(st.integers(8, most))):
        on, by = draw(st.sampled_from(JUDGING_DAYS)), draw(st.sampled_from(PEOPLE))
        match draw(st.integers(0, 19)):
            case 18:
                new = decided(case, withdraw_entry, on, draw(withdrawals(case)), by)
            case 19:
                new = decided(case, correct_entry, on, draw(corrections(case)), by)
            case _:
                decision = draw(st.sampled_from(_next_to_ask(case)))
                new = decided(case, decision, on, draw(_about_what_waits(case, decision)), by)
        for each in new:
            case = evolve(case, each)
        entries += new
    return entries


def _next_to_ask(case: Municipality) -> list[Decision]:
    """Every decision of judging, and more often what comes next."""
    judging, likely = case.judging, list[Decision]([close_period])
    if judging.open_proposals:
        likely = [adopt_placement, draw_assessment]
    elif judging.closed:
        likely = [draw_assessment, propose_placement]
    return [*SOUND, *(likely * 5)]


def _about_what_waits(case: Municipality, decision: Decision) -> Strategy:
    """A question to a decision of judging, about a proposal that was made if it is about one."""
    made = sorted(case.judging.proposals)
    if not made or "proposal" not in SOUND[decision]:
        return SOUND_QUESTIONS[decision]
    return st.fixed_dictionaries({**SOUND[decision], "proposal": st.sampled_from(made)})
