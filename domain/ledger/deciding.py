"""What holds for every decision, whatever it decides."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from domain.decisions.guards import require_past
from domain.decisions.occasion import Occasion
from domain.events.base import Fact
from domain.events.case import SupervisionOpened
from domain.municipality import Municipality
from domain.refusals import UnknownMunicipality, require

Decision: TypeAlias = Callable[..., Fact | Sequence[Fact]]
"""``decision(municipality, *, on: Occasion, **question)``: a fact, facts or none; or a Refusal raised."""


def decide(decision: Decision, state: Municipality, on: Occasion, question: Mapping[str, Any]) -> tuple[Fact, ...]:
    """The facts that a decision answers with.

    Nothing lies in the future, and of a municipality that is not in the record only its opening can be recorded.
    """
    require_past("what happened", on.happened_on, on)
    decided = decision(state, on=on, **question)
    facts = (decided,) if isinstance(decided, Fact) else tuple(decided)
    opens = bool(facts) and isinstance(facts[0], SupervisionOpened)
    require(state.version > 0 or opens, UnknownMunicipality(state.code))
    return facts
