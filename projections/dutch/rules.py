"""What people read where a rule of the program recorded something, instead of a person."""

from domain.values import PersonId

FIGURES_ARRIVING = PersonId("rule-figures-arriving")
"""Imports the figures that come in by themselves."""
SIGNALS = PersonId("rule-signals")
"""Weighs after each import where a backlog threatens."""

RULES = {
    FIGURES_ARRIVING: "Trede (cijfers halen)",
    SIGNALS: "Trede (signalering)",
}
"""By the id that stands in the record as the actor. No person can have such an id: theirs begin with ``person-``."""
