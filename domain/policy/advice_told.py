"""Advice as a Dutch sentence: which rung, by what, and how strictly."""

from domain.events.judging import AdviceKind
from domain.values import Rung

REASONS = {
    "frozen": "de trede is bevroren",
    "substitution-in-force": "het besluit tot indeplaatsstelling is nog van kracht",
    "top": "trede 6 is de hoogste trede",
    "no-backlog": "er is geen achterstand",
    "improving": "er is een zichtbare verbetertrend",
    "improving-on": "de zichtbare verbetertrend houdt aan",
    "stagnant": "een zichtbare verbetertrend ontbreekt",
    "growing": "de achterstand groeit",
    "term-running": "de gestelde termijn loopt nog",
    "term-passed": "er loopt geen termijn en een zichtbare verbetertrend ontbreekt",
    "duty": "de periode eindigde met een achterstand",
    "size": "dat hoort bij de achterstand ten opzichte van de taakstelling",
}
"""Why, by the clause of the framework that gives the advice."""


def told(kind: AdviceKind, rung: Rung, reason: str, *, must: bool, weigh: bool) -> str:
    """The advice in a sentence, with what the policy says of its weight."""
    match kind:
        case AdviceKind.RAISE:
            what = f"opschalen naar trede {rung}"
        case AdviceKind.LOWER:
            what = f"afschalen naar trede {rung}"
        case AdviceKind.HOLD:
            what = f"handhaven op trede {rung}"
    weight = " Volgens het beleid moet dit." if must else ""
    weight += " Weeg eerst de inzet van de gemeente en de haalbaarheid." if weigh else ""
    return f"{what[0].upper()}{what[1:]}: {reason}.{weight}"
