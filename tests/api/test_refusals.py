"""Refusals in Dutch: a sentence for every rule, with the data of the rule."""

import ast
import string
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import get_type_hints

import pytest

import domain.ledger.application  # every refusal that the program can give is known once this is imported
from api.refusals import ENUMS, SENTENCES, TERMS, in_dutch
from domain import refusals
from domain.decisions.proposing import VERBS
from domain.refusals import Refusal
from domain.values import Period, Rung

ROOT = Path(domain.ledger.application.__file__).parents[2]

NAMING = {
    "day_of",
    "require_known",
    "require_new",
    "require_not_before",
    "require_past",
    "require_rung",
    "require_unchanged",
    "_require_announced",
    "_require_in_force",
    "_require_pending",
}
"""The guards whose first text says what they are about."""
NAMED = {
    "AlreadyOnRecord",
    "AlreadySettled",
    "ChangedSince",
    "DayNeeded",
    "InTheFuture",
    "NotOnRecord",
    "NotWithThisMove",
    "TermMissing",
    "TooEarly",
}
"""The refusals whose first text does."""


def every_refusal() -> list[type[Refusal]]:
    return sorted(Refusal.__subclasses__(), key=lambda kind: kind.__name__)


EXAMPLES: dict[type, object] = {
    str: "conversation",
    int: 7,
    date: date(2024, 6, 1),
    Period: Period(2024, 1),
    Rung: Rung.AGREEMENTS,
}


def example(kind: type[Refusal]) -> Refusal:
    hints = get_type_hints(kind)
    data = {
        field.name: next(iter(ENUMS[field.name])).value if field.name in ENUMS else EXAMPLES[hints[field.name]]
        for field in fields(kind)  # type: ignore[arg-type]  # every refusal is a dataclass
    }
    return kind(**data)


def named_things() -> Iterator[tuple[str, str]]:
    """Every text in the decisions and the ledger by which a refusal names what it is about, and where it stands."""
    for folder in ("domain/decisions", "domain/ledger", "api/judging"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            constants = dict(named_texts(tree))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMING | NAMED:
                    given = [each.value for each in node.args[:3] if isinstance(each, ast.Constant)]
                    given += [
                        constants[each.id] for each in node.args if isinstance(each, ast.Name) and each.id in constants
                    ]
                    for what in given[:1]:
                        yield str(what), f"{path.relative_to(ROOT)}:{node.lineno}"
                if isinstance(node, ast.Assign) and "DAYS" in ast.unparse(node.targets[0]):
                    for value in ast.walk(node.value):
                        if isinstance(value, ast.Dict):
                            yield from ((ast.literal_eval(each), str(path)) for each in value.values)


def named_texts(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The texts that a module calls by a name."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                yield name, text


@pytest.mark.parametrize("kind", every_refusal(), ids=lambda kind: kind.__name__)
def test_every_refusal_has_a_dutch_sentence(kind: type[Refusal]) -> None:
    told = in_dutch(example(kind))
    assert told[0].isupper() or told.startswith("GM")
    assert told.endswith((".", "?"))
    assert "{" not in told


@pytest.mark.parametrize("kind", every_refusal(), ids=lambda kind: kind.__name__)
def test_a_sentence_names_only_what_the_rule_was_judged_on(kind: type[Refusal]) -> None:
    named = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[kind]) if name}
    assert named <= {field.name for field in fields(kind)}  # type: ignore[arg-type]  # every refusal is a dataclass


@pytest.mark.parametrize("kind", every_refusal(), ids=lambda kind: kind.__name__)
def test_every_refusal_names_its_source(kind: type[Refusal]) -> None:
    assert kind.SOURCE


def test_every_thing_that_a_refusal_can_be_about_has_a_dutch_word() -> None:
    found = list(named_things())
    assert len(found) > 20
    assert [(what, where) for what, where in found if what not in TERMS] == []


def test_no_dutch_word_is_there_for_nothing() -> None:
    used = {what for what, _ in named_things()} | {*VERBS.values(), "excusable", "unknown"}
    assert set(TERMS) - used == set()


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (
            refusals.AlreadyOnRecord("conversation", "conversation-1"),
            "Er is al een gesprek met nummer conversation-1. Corrigeer die vastlegging.",
        ),
        (
            refusals.NotOnRecord("submitted plan", "plan-1"),
            "Er is geen ingediend verbeterplan met nummer plan-1 (meer). Daarop kan dus niets volgen.",
        ),
        (
            refusals.AlreadySettled("agreement", "agreement-1"),
            "Afspraak agreement-1 is al afgehandeld. Corrigeer zo nodig die vastlegging.",
        ),
        (
            refusals.TooEarly("due day", date(2024, 5, 31), date(2024, 6, 1)),
            "De uiterste dag (31 mei 2024) ligt voor 1 juni 2024.",
        ),
        (
            refusals.InTheFuture("what happened", date(2024, 6, 2), date(2024, 6, 1)),
            "De gebeurtenis (2 juni 2024) ligt na vandaag. Alleen wat gebeurd is, legt u vast.",
        ),
        (refusals.NoNumbers(Period(2024, 1)), "De cijfers over de eerste helft van 2024 bevatten geen enkel getal."),
        (
            refusals.NumberNotStated(3, "net_target", Period(2024)),
            "Vastlegging 3 noemt dit getal over heel 2024 niet (taakstelling).",
        ),
        (
            refusals.NotAMultiPartyMeeting("progress"),
            "Alleen een ketenoverleg telt mede als toezichtcontact; een voortgangsgesprek telt vanzelf.",
        ),
        (
            refusals.WrongDirection("raising", Rung.AGREEMENTS, Rung.INFORMATION),
            "Van trede 3 naar trede 2 gaan is geen opschalen.",
        ),
        (
            refusals.RungSkipped(Rung.SIGNAL, Rung.AGREEMENTS),
            (
                "Na trede 1 komt één trede hoger, niet trede 3."
                " Wijkt u daarvan af, geef dan aan waarvan, op welke grond en waarom."
            ),
        ),
        (
            refusals.DepartureMissing(Rung.INFORMATION, Rung.AGREEMENTS),
            "Het advies is trede 2, niet trede 3. Geef aan waarvan u afwijkt, op welke grond en waarom.",
        ),
        (
            refusals.DecidedByGsOnly(Rung.ANNOUNCEMENT, "mandated"),
            "Alleen Gedeputeerde Staten besluiten over trede 4.",
        ),
        (
            refusals.ChangedSince("place on the ladder", 3, 5),
            (
                "Een ander heeft dit intussen veranderd (plaats op de ladder, vastlegging 5; u zag versie 3)."
                " Kijk opnieuw en besluit dan."
            ),
        ),
    ],
)
def test_a_refusal_tells_the_data_of_its_rule(refusal: Refusal, told: str) -> None:
    assert in_dutch(refusal) == told
