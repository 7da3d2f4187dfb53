"""What the law of rungs 4 to 6 refuses: beside its field, with its source, without ids that tell nobody anything."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from api.refusals import in_dutch
from api.web.forms import Problems
from domain.refusals import Refusal
from domain.refusals import law as rules

IDS = ("decision", "announcement", "relief")
"""The data of refusals that are ids: a person sees on the page which one it is about."""


@contextmanager
def law_refusals(problems: Problems, beside: Iterable[tuple[str, type[Refusal]]]) -> Iterator[None]:
    """As ``problems.refusals``, where more rules can be told beside one field; of what the law asks the source is told.

    ``beside`` are fields with a rule that is told there: the first that fits.
    """
    refused: Refusal | None = None
    with problems.refusals():
        try:
            yield
        except Refusal as refusal:
            refused = refusal
            raise
    if refused is not None:
        _, told = problems.found[-1]
        name = next((name for name, rule in beside if isinstance(refused, rule)), "")
        problems.found[-1] = (name, law_told(refused) if is_of_law(refused) else told)


def is_of_law(refusal: Refusal) -> bool:
    """Whether it is a rule about rungs 4 to 6."""
    return type(refusal).__module__ == rules.__name__


def law_told(refusal: Refusal) -> str:
    """The refusal as a person reads it, with the source of the rule."""
    told = in_dutch(refusal)
    for name in IDS:
        given = refusal.data.get(name)
        if isinstance(given, str) and given:
            told = _without(told, given)
    return f"{told} Bron: {refusal.SOURCE}."


def _without(told: str, given: str) -> str:
    told = re.sub(rf" \([^()]*{re.escape(given)}\)", "", told)
    told = re.sub(rf"^Besluit {re.escape(given)}", "Het besluit", told)
    return re.sub(rf"\bbesluit {re.escape(given)}", "het besluit", told)
