"""What is looked for, as conditions on the rows of search.

Full text finds words and their forms, trigrams find parts of words. They do not find typing errors, because to measure
how alike a word and a long text are takes too long: four seconds for 100,000 texts. What words have in common that are
one error away is in an index of its own, and takes milliseconds.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import LiteralString

from projections.search.words import near

WITHIN = 4
"""From how many letters on a word is looked for within longer ones too: ``plan`` in ``verbeterplannen``."""

SPECIAL = re.compile(r"[%_\\]")


class Likeness(IntEnum):
    """How alike what was found is to what was looked for, in the word that is least alike."""

    SIMILAR = 1  # one typing error away
    RELATED = 2  # another form of the word, or a longer word that begins with it or holds it
    EXACT = 3


@dataclass(frozen=True, slots=True)
class Question:
    """Conditions on rows, and the values in them.

    ``found`` is for the rows that have every word in some way, ``likeness`` tells in which way.
    """

    found: LiteralString
    likeness: LiteralString
    parameters: dict[str, object]

    @classmethod
    def of(cls, words: Sequence[str]) -> "Question":
        """The question for these words."""
        each = [_Word.of(word, "w" + str(number)) for number, word in enumerate(words)]
        exact = " AND ".join([word.exact for word in each])
        related = " AND ".join([word.related for word in each])
        return cls(
            found=" AND ".join([word.found for word in each]),
            likeness="CASE WHEN " + exact + " THEN 3 WHEN " + related + " THEN 2 ELSE 1 END",
            parameters={name: value for word in each for name, value in word.parameters.items()},
        )


@dataclass(frozen=True, slots=True)
class _Word:
    exact: LiteralString
    related: LiteralString
    found: LiteralString
    parameters: dict[str, object]

    @classmethod
    def of(cls, word: str, name: LiteralString) -> "_Word":
        told = "'" + word.replace("\\", "\\\\").replace("'", "''") + "':"
        parameters: dict[str, object] = {
            name + "_exact": told + "A",
            name + "_begins": told + "*A",
            name + "_stem": told + "B",
        }
        begins = "to_tsquery('simple', %(" + name + "_begins)s)"
        related = "words @@ (" + begins + " || to_tsquery('dutch', %(" + name + "_stem)s))"
        if len(word) >= WITHIN:
            parameters[name + "_within"] = "%" + SPECIAL.sub(r"\\\g<0>", word) + "%"
            related = "(" + related + " OR folded LIKE %(" + name + "_within)s)"
        found = related
        if numbers := near(word):
            parameters[name + "_near"] = sorted(numbers)
            found = "(" + related + " OR near && %(" + name + "_near)s::int[])"
        return cls("words @@ to_tsquery('simple', %(" + name + "_exact)s)", related, found, parameters)
