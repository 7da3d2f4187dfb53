"""The answer of a simulation in words: first what it comes to, then what it supposes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.simulating.asked import Change, Question, called
from domain.policy.simulation import Simulated, Stand
from projections.dutch.frameworks import NAMES, amount
from projections.dutch.telling import capital, counted
from projections.dutch.words import day, listed, number
from projections.simulation import WhatIf

NO_DECISION = "Doorrekening, geen besluit: er wordt niets vastgelegd."
UNDETERMINED = "niet te bepalen"
MEANING: Mapping[str, str] = {
    "percent": "een zichtbare daling van {after} in plaats van {before}",
    "min_persons": "een zichtbare daling van ten minste {after} in plaats van {before}",
    "tolerance": "een speling bij groei van {after} in plaats van {before}",
    "lower_after": "afschalen na {after} met verbetering in plaats van na {before}",
    "assessment": "een vergelijking {after} na het halfjaar in plaats van {before}",
}
"""What another value comes to, in a sentence."""
SUPPOSED: tuple[str, ...] = (
    "Een gemeente begint waar zij volgens de administratie stond. Daarna wordt elk advies opgevolgd.",
    "Een advies gaat meteen in, op de dag na het halfjaar; een besluit kost tijd.",
    "Daarom telt een vastgelegd besluit mee als het voor het einde van de termijn voor de beoordeling inging.",
    "Na het laatste halfjaar tellen alle besluiten tot nu mee.",
    "De cijfers zijn die van de afsluiting, en van een halfjaar dat niet is afgesloten de officiële cijfers van nu.",
    "Een termijn van trede 4 of 5 is voorbij bij het volgende halfjaar.",
    "Een besluit tot indeplaatsstelling staat afschalen niet in de weg.",
    "Wie bevroren was, blijft zo lang op haar trede. Wie geen bruikbare cijfers heeft ook: advies niet te bepalen.",
    "Wat alleen mensen wegen, telt niet mee: inzet, haalbaarheid, zienswijzen, spoed.",
    "De cijfers blijven zoals zij waren: of een gemeente dan anders had gehandeld, weet niemand.",
)
"""What the answer rests on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a simulation comes to after its last half year.

    ``sentence`` is the answer, ``further`` the sentences that qualify it.
    """

    sentence: str
    further: tuple[str, ...]


def answer(question: Question, found: WhatIf, *, today: date) -> Answer:
    """The answer in words, about the day after the last half year on which rungs are compared."""
    simulation, last = found.simulation, found.simulation.periods[-1]
    stands = simulation.after(last)
    when = "nu" if found.compared_on[last] == today else f"op {day(found.compared_on[last])}"
    if not stands:
        return Answer("In deze halfjaren stond geen gemeente onder toezicht.", ())
    differing = [stand for _, stand in stands if stand.differs]
    told = f"{supposing(question)} {_stood(len(differing), when)}"
    further = (_ways(differing), _by_change(question, found), _unknown(stands), _idle(question))
    return Answer(told, tuple(filter(None, further)))


def supposing(question: Question) -> str:
    """Under what is supposed, as a sentence begins: ``Met een zichtbare daling van 20% in plaats van 10%``."""
    if not question.changes:
        return f"Onder het beleidskader {called(question.framework)}"
    return f"Met {listed([_meaning(each) for each in question.changes])}"


def verdict_of(stand: Stand) -> str:
    """The verdict on the half year, in a sentence."""
    return stand.trend.sentence if stand.trend else "Het toezicht begon in dit halfjaar; de vergelijking begint hierna."


def advice_of(stand: Stand) -> str:
    """The advice, in a sentence; what cannot be determined is told so."""
    if stand.trend is None:
        return ""
    return stand.advice.sentence if stand.advice else f"Advies {UNDETERMINED}: blijft op trede {stand.simulated}."


def _meaning(change: Change) -> str:
    values = {"before": amount(change.before), "after": amount(change.after)}
    if change.name in MEANING:
        return MEANING[change.name].format(**values)
    return f"'{NAMES.get(change.name, change.name)}' {values['after']} in plaats van {values['before']}"


def _stood(many: int, when: str) -> str:
    if not many:
        return f"zou {when} geen gemeente op een andere trede staan."
    return (
        f"{'zou' if many == 1 else 'zouden'} {when} {counted(many, 'gemeente', 'gemeenten')} op een andere trede staan."
    )


def _ways(differing: Sequence[Stand]) -> str:
    """How many stand higher, and how many lower."""
    higher = sum(stand.simulated > stand.recorded for stand in differing)
    lower = len(differing) - higher
    told = [f"{number(many)} {word}" for many, word in ((higher, "hoger"), (lower, "lager")) if many]
    return f"{capital(listed(told))} dan is vastgelegd." if told else ""


def _by_change(question: Question, found: WhatIf) -> str:
    """How many of them differ by the changes, as some differ from what was decided anyhow."""
    if found.unchanged is None or found.by_change is None:
        return ""
    anyhow = len(found.unchanged.differing(found.simulation.periods[-1]))
    by_it = "Die wijziging maakt" if len(question.changes) == 1 else "Die wijzigingen maken"
    them = counted(len(found.by_change), "gemeente", "gemeenten") if found.by_change else "geen enkele gemeente"
    told = f"{by_it} het verschil bij {them}"
    without = f"zonder {'die wijziging' if len(question.changes) == 1 else 'die wijzigingen'}"
    return f"{told}; ook {without} {'staat' if anyhow == 1 else 'staan'} er {number(anyhow)} anders dan is vastgelegd."


def _unknown(stands: Sequence[tuple[Simulated, Stand]]) -> str:
    unknown = sum(stand.undetermined for _, stand in stands)
    return f"Bij {counted(unknown, 'gemeente', 'gemeenten')} is het advies {UNDETERMINED}." if unknown else ""


def _idle(question: Question) -> str:
    if not question.idle:
        return ""
    them = listed([f"'{NAMES.get(name, name)}'" for name in question.idle])
    return f"{them} {'heeft' if len(question.idle) == 1 else 'hebben'} geen invloed op de trede."
