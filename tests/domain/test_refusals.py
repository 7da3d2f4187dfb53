"""A rule that can refuse has a spec, a source, and a sentence that formats with its data."""

import ast
from dataclasses import fields
from datetime import date
from pathlib import Path
from string import Formatter
from typing import get_type_hints

import pytest

from domain import refusals
from domain.refusals import Refusal, require
from domain.values import Period, Rung

ROOT = Path(__file__).parent.parent.parent
DECISIONS = sorted((ROOT / "domain" / "decisions").glob("*.py"))
SPECS = sorted((ROOT / "tests" / "domain").glob("test_*.py"))
EVERY: dict[str, type[Refusal]] = {kind.__name__: kind for kind in Refusal.__subclasses__()}
OF_THE_IMPORT = {"intake.py"}  # take_in hands refusals on, row by row: its specs are those of the ledger
EXAMPLES: dict[object, object] = {
    str: "something",
    int: 7,
    date: date(2026, 1, 1),
    Period: Period(2025, 2),
    Rung: Rung(3),
}


def raised() -> set[str]:
    """The names of refusals in the code of the decisions, imports left out."""
    return {
        node.id
        for path in DECISIONS
        if path.name not in OF_THE_IMPORT
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Name) and node.id in EVERY
    }


def specified() -> set[str]:
    """The names that stand in a call of ``refused``, or among the examples of a test that calls it."""
    found = set()
    for path in SPECS:
        for test in (node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)):
            inside = list(ast.walk(test))
            if any(isinstance(node, ast.Attribute) and node.attr == "refused" for node in inside):
                found |= {node.id for node in inside if isinstance(node, ast.Name) and node.id in EVERY}
    return found


def test_every_refusal_of_a_decision_has_a_spec() -> None:
    assert raised() - specified() == set()


def test_every_refusal_has_a_spec_or_belongs_to_the_ledger() -> None:
    of_the_ledger = {"CommandReused", "FictionalMunicipality", "RealMunicipality", "UnknownMunicipality"}
    assert set(EVERY) - specified() == of_the_ledger


@pytest.mark.parametrize("kind", EVERY.values())
def test_a_refusal_names_its_source(kind: type[Refusal]) -> None:
    assert kind.SOURCE.strip()


@pytest.mark.parametrize("kind", EVERY.values())
def test_the_sentence_of_a_refusal_tells_its_data(kind: type[Refusal]) -> None:
    hints = get_type_hints(kind)
    refusal = kind(**{name: EXAMPLES[hints[name]] for name in names(kind)})
    told = str(refusal)
    assert told.endswith(".")
    assert "{" not in told
    used = {name for _, name, _, _ in Formatter().parse(kind.__doc__ or "") if name}
    assert used <= set(names(kind))


def names(kind: type[Refusal]) -> list[str]:
    """The names of the data of a refusal."""
    return [field.name for field in fields(kind)]  # type: ignore[arg-type]  # every refusal is a dataclass


def test_what_is_required_is_refused_when_it_does_not_hold() -> None:
    require(True, refusals.GroundsMissing())  # noqa: FBT003 - the condition itself
    with pytest.raises(refusals.GroundsMissing):
        require(False, refusals.GroundsMissing())  # noqa: FBT003 - the same
