"""``trede simulate``: the recorded history under another framework, half year after half year. It records nothing."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.desk import Desk, desk
from api.cli.knowing import AsAt, KnownOn, asked_of_read_models, in_words
from api.cli.options import AsJson
from api.cli.output import as_json, heading, say, table
from api.cli.usage import Unusable
from api.frameworks import read_file
from api.rest.simulation_schemas import SimulationTold
from api.simulating.asked import NotSimulatedError, Question, called, framework_in, framework_named, value_of
from api.simulating.told import NO_DECISION, SUPPOSED, Answer, advice_of, answer, verdict_of
from domain.policy.framework import Framework
from domain.policy.simulation import Count
from domain.values import Period, Rung
from projections.dutch.telling import counted
from projections.dutch.words import day, number
from projections.engine.known import Knowing
from projections.simulation import WhatIf

ENDING = ".toml"

FrameworkOption = Annotated[
    str | None,
    typer.Option(
        "--framework",
        metavar="KADER",
        help="Een bestand (kader.toml), of een bekend kader: zuid-holland/2024. Anders het kader van kracht.",
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAAM=GETAL", help="Een andere waarde, zoals percent=20. Mag vaker."),
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="HALFJAAR", help="Vanaf dit halfjaar: 2022-1. Anders de laatste zes."),
]


def simulate(
    *,
    framework: FrameworkOption = None,
    set_: Set = None,
    from_: From = None,
    known_on: KnownOn = None,
    as_at: AsAt = None,
    json: AsJson = False,
) -> None:
    """Reken door waar gemeenten onder een ander kader zouden staan. Er wordt niets vastgelegd."""
    with desk() as at:
        knowing = asked_of_read_models(at, known_on, as_at, quiet=json)
        question = _question(at, knowing, framework, set_ or [], from_)
        found = question.answered(at.ledger, knowing, province=at.settings.province)
        at.log("simulate", "all", "read")
    if json:
        as_json(SimulationTold.of(question, found, today=at.today).model_dump(mode="json"))
        return
    _show(question, found, in_words(knowing, known_on), answer(question, found, today=at.today))


def _question(at: Desk, knowing: Knowing, framework: str | None, values: list[str], first: str | None) -> Question:
    try:
        chosen = _framework(at, framework)
        return Question.of(chosen, dict(_value(chosen, each) for each in values), _period(first), knowing)
    except NotSimulatedError as error:
        raise Unusable(f"--{error.part}: {error.told}") from None


def _framework(at: Desk, given: str | None) -> Framework:
    """The framework in a file, a known one by its name and version, or the one in force today."""
    if given is None:
        return at.frameworks.in_force(at.today)
    if given.endswith(ENDING) or Path(given).exists():
        return framework_in(given, read_file(Path(given)))
    name, _, version = given.replace(" ", "/").partition("/")
    return framework_named(at.frameworks, name, version or None)


def _value(framework: Framework, given: str) -> tuple[str, int]:
    name, is_, value = given.partition("=")
    if not is_ or not name.strip():
        raise Unusable(f"--set: '{given}' is niet te lezen; schrijf naam=getal, zoals percent=20.")
    return name.strip(), value_of(framework, name.strip(), value)


def _period(given: str | None) -> Period | None:
    if given is None:
        return None
    try:
        return Period.parse(given)
    except ValueError:
        raise Unusable(f"--from: '{given}' is geen halfjaar; schrijf 2022-1.") from None


def _show(question: Question, found: WhatIf, when: str, told: Answer) -> None:
    last = found.simulation.periods[-1]
    say(NO_DECISION, style="bold")
    say(f"Beleidskader {called(question.framework)}, {when}.")
    say()
    say(" ".join((told.sentence, *told.further)))
    heading("Gemeenten per trede na elk halfjaar: vastgelegd→doorgerekend")
    table(
        ("na", *(f"trede {rung}" for rung in Rung), "anders", "besluiten", "afgeweken"),
        (_row(found, period) for period in found.simulation.periods),
        right=frozenset(range(1, 10)),
    )
    say("Besluiten: die van het halfjaar erna, met hoeveel er afweken van het advies van toen.", style="dim")
    for period in found.simulation.periods[:-1]:
        _show_briefly(found, period)
    _show_differing(found, last)
    _show_undetermined(found, last)
    heading("Waar deze doorrekening van uitgaat")
    for sentence in SUPPOSED:
        say(f"- {sentence}", style="dim")


def _row(found: WhatIf, period: Period) -> tuple[str, ...]:
    decided = found.decided[period]
    counts = found.simulation.counts(period).values()
    return (
        str(period),
        *(_count(each) for each in counts),
        number(len(found.simulation.differing(period))),
        number(decided.decisions),
        number(decided.departures),
    )


def _count(count: Count) -> str:
    same = count.recorded == count.simulated
    return number(count.recorded) if same else f"{number(count.recorded)}→{number(count.simulated)}"


def _show_briefly(found: WhatIf, period: Period) -> None:
    """Who differed after an earlier half year, in one line."""
    told = [f"{each.name} {stand.recorded} → {stand.simulated}" for each, stand in found.simulation.differing(period)]
    if told:
        heading(f"Anders na {period}")
        say(", ".join(told))


def _show_differing(found: WhatIf, period: Period) -> None:
    """Who stands elsewhere in the end, and why."""
    differing = found.simulation.differing(period)
    if differing:
        heading(f"Anders op {day(found.compared_on[period])}: {counted(len(differing), 'gemeente', 'gemeenten')}")
    for each, stand in differing:
        departed = " Wat is besloten, week af van het advies." if each.code in found.decided[period].departed else ""
        say(
            f"{each.name} ({each.code}): vastgelegd trede {stand.recorded}, doorgerekend trede {stand.simulated},"
            f" anders sinds {each.differs_since}.{departed}"
        )
        say(f"  {period}: {verdict_of(stand)}")
        say(f"  {advice_of(stand)}")


def _show_undetermined(found: WhatIf, period: Period) -> None:
    unknown = [each.name for each, stand in found.simulation.after(period) if stand.undetermined]
    if unknown:
        heading(f"Advies niet te bepalen na {period}")
        say(", ".join(unknown))
