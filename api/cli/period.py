"""``trede period``: close a half year, seen first with its gaps and contradictions; and correct a close."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

import typer

from api.cli.desk import Desk, desk, messages
from api.cli.options import ActingFor, AsJson, Code, CommandId, Seen, free_text, read_code
from api.cli.output import as_json, heading, say, table
from api.cli.recorded import show_answer
from api.cli.usage import Unusable
from api.judging.closing import Outcome, Preview, close, correct_close, preview, preview_all
from api.refusals import in_dutch
from domain.events.figures import Number
from domain.values import Period
from projections.dutch.sentences import source
from projections.dutch.telling import counted
from projections.dutch.words import number, period, word

NOT_ALL, NOTHING_DONE = 1, 2
YES = frozenset({"ja", "j"})


def read_half_year(given: str) -> str:
    """A half year that was typed."""
    try:
        read = Period.parse(given)
    except ValueError:
        read = None
    if read is None or read.half is None:
        raise Unusable(f"'{given}' is geen half jaar; schrijf 2024-1 of 2024-2.")
    return given


def _codes(given: list[str] | None) -> list[str]:
    return [read_code(each) for each in given or ()]  # typer tells of none at all as of nothing


HalfYear = Annotated[
    str, typer.Argument(metavar="PERIODE", callback=read_half_year, help="Het halve jaar: 2024-1 of 2024-2.")
]
Codes = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[GEMEENTE...]", callback=_codes, help="CBS-codes of namen; anders alle gemeenten.", show_default=False
    ),
]
Yes = Annotated[bool, typer.Option("--yes", metavar="", help="Sluit af zonder eerst te vragen.")]


def close_period(
    half_year: HalfYear,
    codes: Codes = None,
    *,
    yes: Yes = False,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Sluit een periode af: leg de eindcijfers vast en maak de beoordelingen.

    Eerst ziet u wat er ontbreekt en waar bronnen elkaar tegenspreken. Wat van een gemeente niet kan, houdt de andere
    niet op. Exitcode 0: alles is afgesloten. 1: niet alle gemeenten. 2: er is niets gedaan.
    """
    if json and not yes:
        raise Unusable("Met --json vraagt Trede niets. Geef ook --yes.")
    asked = Period.parse(half_year)
    with desk() as at:
        told = _looked(at, codes, asked)
        if not json:
            _show(told, asked)
        outcomes: tuple[Outcome, ...] = ()
        if any(each.refusal is None for each in told) and (yes or _confirmed(told)):
            request = at.request(at.actor(acting_for), at.today, command=command)
            outcomes = close(at.ledger, at.frameworks, [each.code for each in told], asked, request)
        _answer(at, told, outcomes, json=json)
    if not outcomes:
        raise typer.Exit(NOTHING_DONE)
    raise typer.Exit(NOT_ALL if any(each.refusal for each in outcomes) else 0)


def correct_period(
    code: Code,
    half_year: HalfYear,
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="TEKST", help="Waarom de afsluiting wordt gecorrigeerd.")],
    acting_for: ActingFor = None,
    seen: Seen = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Corrigeer een afsluiting met de officiële cijfers van nu, en maak de beoordeling opnieuw."""
    because = free_text("--reason", reason)
    with desk() as at:
        request = at.request(at.actor(acting_for), at.today, command=command, seen=seen)
        answer = correct_close(at.ledger, at.frameworks, code, Period.parse(half_year), because, request)
        show_answer(at, answer, json=json)


def _looked(at: Desk, codes: Sequence[str] | None, asked: Period) -> tuple[Preview, ...]:
    """What closing would do, to these municipalities or to all that were supervised."""
    if codes:
        return preview(at.ledger, at.frameworks, codes, asked, today=at.today)
    return preview_all(at.ledger, at.frameworks, asked, today=at.today)


def _show(told: Sequence[Preview], asked: Period) -> None:
    closed = sum(each.closed is not None for each in told)
    refused = [each for each in told if each.refusal]
    say(
        f"{counted(len(told), 'gemeente', 'gemeenten')} in {period(asked)}: {number(closed)} al afgesloten,"
        f" {number(len(refused))} niet af te sluiten."
    )
    if refused:
        heading("Niet af te sluiten")
        table(
            ("gemeente", "code", "waarom"),
            ((each.name, each.code, _why(each)) for each in refused),
            whole=frozenset({1}),
        )
    gaps = [each for each in told if not each.refusal and each.closable and each.closable.gaps]
    if gaps:
        heading("Wat ontbreekt")
        table(("gemeente", "code", "geen officiële bron noemt"), map(_gap, gaps), whole=frozenset({1}))
    clashes = [row for each in told for row in _clashes(each)]
    if clashes:
        heading("Officiële bronnen spreken elkaar tegen")
        table(
            ("gemeente", "code", "getal", "nu", "volgens", "anders", "volgens"),
            clashes,
            right=frozenset({3, 5}),
            whole=frozenset({1}),
        )
    say()


def _why(told: Preview) -> str:
    return in_dutch(told.refusal) if told.refusal else ""


def _gap(told: Preview) -> tuple[str, str, str]:
    return told.name, told.code, _numbers(told.closable.gaps if told.closable else ())


def _numbers(numbers: Iterable[Number]) -> str:
    return ", ".join(map(word, numbers))


def _clashes(told: Preview) -> Iterator[tuple[str, ...]]:
    for clash in told.closable.clashes if told.closable else ():
        found = clash.contradiction
        of_one, of_other = source(clash.statement.source), source(found.other_statement.source)
        yield told.name, told.code, word(clash.number), number(found.stated), of_one, number(found.other), of_other


def _confirmed(told: Sequence[Preview]) -> bool:
    """Whether who sits at the terminal wants it; nothing is asked when all are closed."""
    todo = sum(each.refusal is None and each.closed is None for each in told)
    if not todo:
        return True
    return said_yes(f"{counted(todo, 'gemeente', 'gemeenten')} afsluiten?")


def said_yes(question: str) -> bool:
    """Whether who sits at the terminal says yes; nobody there does not."""
    messages.print(f"{question} Typ ja: ", end="", markup=False)
    try:
        return input().strip().casefold() in YES
    except EOFError:
        return False


def _answer(at: Desk, told: Sequence[Preview], outcomes: Sequence[Outcome], *, json: bool) -> None:
    if json:
        as_json({"position": at.ledger.head().position, "outcomes": [_as_dict(each) for each in outcomes]})
        return
    if not outcomes:
        say("Er is niets afgesloten.")
        return
    names = {each.code: each.name for each in told}
    fixed = [each for each in outcomes if each.answer and each.answer.entries]
    say(f"Afgesloten en beoordeeld: {counted(len(fixed), 'gemeente', 'gemeenten')}.")
    for each in outcomes:
        if each.refusal and each.answer:
            say(f"{names[each.code]} ({each.code}) is afgesloten, maar niet beoordeeld. {in_dutch(each.refusal)}")


def _as_dict(outcome: Outcome) -> dict[str, object]:
    refusal = outcome.refusal
    return {
        "code": outcome.code,
        "entries": [each.version for each in outcome.answer.entries] if outcome.answer else [],
        "refusal": None if refusal is None else {"rule": type(refusal).__name__, "detail": in_dutch(refusal)},
    }
