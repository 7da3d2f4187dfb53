"""What can be decided about the rung, in the words that screens, API and command line share."""

from enum import StrEnum

from domain.decisions.ladder import hold_rung, lower_rung, raise_rung
from domain.ledger.deciding import Decision


class Move(StrEnum):
    """What is decided about the rung."""

    RAISE = "raise"
    LOWER = "lower"
    HOLD = "hold"


DECISIONS: dict[Move, Decision] = {Move.RAISE: raise_rung, Move.LOWER: lower_rung, Move.HOLD: hold_rung}
