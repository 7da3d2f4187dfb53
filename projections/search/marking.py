"""Where the words that were looked for stand in what was found, and the part of it that shows them."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from projections.search.words import WORD, folded

LONGEST = 240
"""How many letters of a sentence are shown at most, not counting the marks of omission."""
BEFORE = 60
"""How many letters before the first mark are shown, when not all can be."""


@dataclass(frozen=True, slots=True)
class Mark:
    """From which letter up to which other one, not included, of a snippet."""

    start: int
    end: int


def marked(sentence: str, alike: Collection[str], asked: Sequence[str]) -> tuple[str, tuple[Mark, ...]]:
    """The part of a sentence that shows what it was found by, with where that stands.

    Args:
        sentence: what was found.
        alike: the words of it that count as those that were looked for, as search compares them.
        asked: what was looked for, which can be more than letters: ``1.377``.
    """
    text = folded(sentence)
    places = [(found.start(), found.end()) for found in WORD.finditer(text) if found[0] in alike]
    for word in asked:
        if not WORD.fullmatch(word):
            places += [(found.start(), found.end()) for found in re.finditer(re.escape(word), text)]
    joined = _joined(places)
    first, last = _shown(sentence, joined[0][0] if joined else 0)
    before, after = "…" if first else "", "…" if last < len(sentence) else ""
    moved = len(before) - first
    marks = (Mark(max(start, first) + moved, min(end, last) + moved) for start, end in joined if first <= start < last)
    return f"{before}{sentence[first:last]}{after}", tuple(marks)


def _joined(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places in order, with those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _shown(sentence: str, place: int) -> tuple[int, int]:
    """From where up to where a sentence is shown, so that a place in it is; between words where that can be."""
    if len(sentence) <= LONGEST:
        return 0, len(sentence)
    first = max(0, min(place - BEFORE, len(sentence) - LONGEST))
    if first:
        first += len(sentence[first:place]) - len(sentence[first:place].split(" ", 1)[-1])
    last = min(first + LONGEST, len(sentence))
    if last < len(sentence) and " " in sentence[place:last]:
        last = sentence.rindex(" ", place, last)
    return first, last
