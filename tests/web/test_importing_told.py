"""What an import says of itself: counts in words, and a word for every rule that a record can name."""

import re
from pathlib import Path

import pytest

from api.importing.outcome import Counts
from api.importing.work import OPENING
from api.web.importing_told import OPEN_THEM, RULES, count_of, expected, in_words

INTAKE = Path(__file__).parents[2] / "api/intake"


@pytest.mark.parametrize(
    ("counts", "done", "told"),
    [
        (Counts(), False, "In dit bestand staan geen rijen met cijfers."),
        (Counts(rows=1, recorded=1), False, "Van de ene rij wordt er 1 vastgelegd."),
        (Counts(rows=1, recorded=1), True, "Van de ene rij is er 1 vastgelegd."),
        (
            Counts(rows=1400, recorded=1377, unchanged=20, outside=1, refused=2),
            False,
            (
                "Van de 1.400 rijen worden er 1.377 vastgelegd;"
                " 20 zijn al bekend, 1 gaat over een andere provincie en 2 kunnen niet worden vastgelegd."
            ),
        ),
        (Counts(rows=2, unchanged=2), True, "Van de 2 rijen zijn er geen vastgelegd; 2 waren al bekend."),
        (
            Counts(rows=2, recorded=1, refused=1),
            True,
            "Van de 2 rijen is er 1 vastgelegd; 1 kon niet worden vastgelegd.",
        ),
    ],
)
def test_counts_are_told_in_a_sentence(counts: Counts, told: str, *, done: bool) -> None:
    assert in_words(counts, done=done) == told


def test_the_button_says_how_many() -> None:
    assert count_of(Counts(rows=50, recorded=48)) == "Leg 48 cijfers vast"
    assert count_of(Counts(rows=1, recorded=1)) == "Leg 1 cijfer vast"
    assert count_of(Counts(rows=1, unchanged=1)) == "Leg vast dat u dit bestand bekeek"


def test_the_choice_that_helps_is_called_as_on_the_page() -> None:
    assert OPEN_THEM in expected(f"begin het toezicht met {OPENING}")


def test_every_rule_about_a_cell_has_its_words() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in INTAKE.glob("*.py"))
    raised = set(re.findall(r'NotUnderstood\(\s*"([a-z-]+)"', code))
    raised |= set(re.findall(r'Unidentified\(\s*"\w+",\s*"([a-z-]+)"', code))
    assert len(raised) > 15
    assert raised <= set(RULES)
