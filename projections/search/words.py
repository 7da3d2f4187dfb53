"""Words as search compares them: without capitals and accents, and with one letter wrong when need be."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from zlib import crc32

MOST_WORDS = 12
"""How many words of a question count."""
LONGEST_WORD = 100
"""How many letters of a word count."""
FORGIVEN = 5
"""From how many letters on a word may have an error: in shorter ones it would make another word."""

ASKED = re.compile(r"\w(?:\S*\w)?")
"""A word, without what stands around it: ``1.377``, ``d'accord``."""
WORD = re.compile(r"\w+")
ENDINGS = ("en", "s", "e", "n")
"""What inflects a Dutch word; an error can stand beside it."""


@lru_cache(maxsize=10_000)
def _plain(letter: str) -> str:
    """A letter without its accent, as a small letter; itself when that would be more or less than one."""
    small = unicodedata.normalize("NFD", letter)[0].lower()
    return small if len(small) == 1 else letter


def folded(text: str) -> str:
    """A text as search compares it. Every letter stays where it is, so that what is found can be shown in the text."""
    return text.lower() if text.isascii() else "".join(map(_plain, text))


def words_in(text: str) -> set[str]:
    """The words that a text is made of, as search compares them."""
    return set(WORD.findall(folded(text)))


def words_asked(question: str) -> list[str]:
    """The words that somebody looks for, each once."""
    text = folded(unicodedata.normalize("NFC", question.replace("\0", " ")))
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in ASKED.findall(text)))[:MOST_WORDS]


def errors_away(words: Iterable[str]) -> list[int]:
    """What tells which words are one error away from these, in numbers of four bytes: :func:`near` asks for them."""
    return sorted({number for word in words for number in _made_of(word)})


@lru_cache(maxsize=10_000)
def near(word: str) -> frozenset[int]:
    """Numbers of which every word that is one error away has one; none when the word is short.

    An error is one letter too many, missing or wrong, or two that are swapped. Endings do not count.
    """
    stem = _stem(word)
    if stem is None:
        return frozenset()
    found = {_number(stem, None), *(_number(stem, at) for at in range(len(stem) + 1))}
    for at, shorter in _shorter(stem):
        found |= {_number(shorter, place) for place in (None, at - 1, at, at + 1)}
    return frozenset(found)


@lru_cache(maxsize=10_000)
def _made_of(word: str) -> frozenset[int]:
    """The word itself, and what is left of it without each of its letters, with the place of that letter."""
    stem = _stem(word)
    return (
        frozenset()
        if stem is None
        else frozenset({_number(stem, None), *(_number(shorter, at) for at, shorter in _shorter(stem))})
    )


def _stem(word: str) -> str | None:
    """The word without its ending; nothing when errors in it are not forgiven."""
    if not FORGIVEN <= len(word) <= LONGEST_WORD:
        return None
    return next((word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending)), word)


def _shorter(word: str) -> Iterator[tuple[int, str]]:
    return ((at, word[:at] + word[at + 1 :]) for at in range(len(word)))


def _number(word: str, place: int | None) -> int:
    return crc32(f"{word} {place}".encode()) - 2**31
