"""What every decision is told besides its question: the day it is, the day it is about, and who asks."""

from dataclasses import dataclass
from datetime import date

from domain.events.base import Actor
from domain.values import PartialDate


@dataclass(frozen=True, slots=True)
class Occasion:
    """The circumstances of one command.

    ``seen`` is the version of the municipality that the person had before them when they decided; None when what
    do rests on no earlier state, as recording a conversation does.
    """

    today: date
    happened_on: PartialDate
    by: Actor
    seen: int | None = None
