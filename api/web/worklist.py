"""The worklist: what has to be done today, by whom, because of what, each with the button that does it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from api.web.routing import Pages
from api.web.visiting import Visit, Visiting
from api.web.worklist_filter import (
    EVERYBODYS,
    MINE,
    NOBODY,
    OWED_BY,
    SIDES,
    WHEN,
    WHENS,
    WHOSE,
    Asked,
)
from api.web.worklist_rows import groups
from api.worklist.composing import Looking, worklist
from api.worklist.gathering import Gathered, gathered
from api.worklist.items import Item, Subject, Urgency
from api.worklist.joining import joined
from api.worklist.telling import SUBJECTS, Texts
from domain.events.base import Role
from domain.events.contact import Side
from domain.policy.obligations import SOON
from domain.values import Rung
from projections.dutch.telling import counted
from projections.dutch.words import alphabetical, day
from projections.reading import ERASED_PERSON

PATH = "/vandaag"
NOTHING = "U hoeft vandaag niets te doen: er is niets te laat, en de komende {days} dagen komt er niets aan."
NOTHING_AT_ALL = "Er is niets te laat, en de komende {days} dagen komt er niets aan."
WHEN_WORDS = {"te-laat": "Te laat", "wacht": "Wacht op een besluit", "binnenkort": "Komt eraan", "later": "Staat open"}

pages = Pages("Vandaag")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the first line, with the address of the items that it counts."""

    text: str
    address: str


@pages.get(PATH)
def show_worklist(visit: Visiting) -> Response:
    """The worklist; for a script that changes the filter, only what it changes."""
    found = gathered(visit.running, visit.knowing)
    looking = Looking.on(visit.running.store, visit.caller, found)
    items = items_of(visit, found, looking)
    asked = Asked.of(visit.request.query_params, otherwise=_otherwise(looking, items))
    meant = [item for item in items if asked.whose == EVERYBODYS or looking.sees_to(item)]
    shown = joined(item for item in meant if asked.admits(item))
    unfolded = asked.when == "later" or not any(item.urgency is not Urgency.OPEN for item in shown)
    context: dict[str, Any] = {
        "asked": asked,
        "groups": groups(visit, shown, unfolded=unfolded),
        "shown": len(shown),
        "total": len(joined(meant)),
        "names": _names(visit, shown) if asked.whose == EVERYBODYS else {},
    }
    if visit.wants_fragment:
        return visit.fragment("_worklist.html", **context)
    return visit.page(
        "worklist.html",
        parts=in_words(visit, joined(meant), asked),
        nothing=(NOTHING if asked.whose == MINE else NOTHING_AT_ALL).format(days=SOON.days),
        standing_in=standing_in(visit, looking),
        scopes=[(MINE, "Van mij"), (EVERYBODYS, "Alle gemeenten")],
        choices=_choices(visit, found, meant),
        **context,
    )


def items_of(visit: Visit, found: Gathered, looking: Looking, code: str | None = None) -> list[Item]:
    """Everything there is to do as it is to the visitor, of all municipalities or of one."""
    texts = Texts.of(visit.reader, visit.knowing, code=code)
    framework = visit.running.frameworks.found_in_force(visit.knowing.day)
    return [item for item in worklist(found, looking, framework, texts) if code is None or item.code == code]


def in_words(visit: Visit, items: Sequence[Item], asked: Asked) -> list[Part]:
    """What there is to do, in parts that each lead to the items that they count; nothing when there is nothing."""
    counts = Counter((item.urgency, item.owed_by is Side.PROVINCE) for item in items)
    for_me = all(item.waits_for_me for item in items if item.urgency is Urgency.WAITING)
    ours, theirs = counts[Urgency.OVERDUE, True], counts[Urgency.OVERDUE, False]
    waiting, soon = (counts[each, True] + counts[each, False] for each in (Urgency.WAITING, Urgency.DUE_SOON))
    told = (
        (
            ours,
            counted(ours, "actie van ons is", "acties van ons zijn") + " te laat",
            {WHEN: "te-laat", OWED_BY: "wij"},
        ),
        (
            theirs,
            counted(theirs, "termijn van een gemeente is", "termijnen van gemeenten zijn") + " verstreken",
            {WHEN: "te-laat", OWED_BY: "gemeente"},
        ),
        (
            waiting,
            counted(waiting, "zaak wacht", "zaken wachten") + f" op {'u' if for_me else 'een besluit'}",
            {WHEN: "wacht"},
        ),
        (
            soon,
            counted(soon, "komt", "komen") + f" eraan in de komende {SOON.days} dagen",
            {WHEN: "binnenkort"},
        ),
    )
    return [Part(text, visit.link(PATH, **{WHOSE: asked.whose}, **query)) for number, text, query in told if number]


def standing_in(visit: Visit, looking: Looking) -> list[str]:
    """For whom the visitor sees to things, and who sees to theirs, in sentences."""
    mine = [each for each in looking.absences if each.person == looking.caller.person]
    persons = {each.person for each in looking.stands_in} | {each.stands_in for each in mine}
    names = visit.running.ledger.persons.names(persons) if persons else {}
    told = [
        f"U neemt waar voor {names.get(each.person) or ERASED_PERSON}, tot en met {day(each.last_day)}."
        for each in looking.stands_in
    ]
    told += [
        f"U bent afwezig tot en met {day(each.last_day)}; {names.get(each.stands_in) or ERASED_PERSON} neemt waar."
        for each in mine
    ]
    return told


def _otherwise(looking: Looking, items: Iterable[Item]) -> str:
    """Whose items are meant when nobody says so: one's own, for who has any or should have."""
    own = Role.SUPERVISOR in looking.caller.roles or any(looking.sees_to(item) for item in items)
    return MINE if own else EVERYBODYS


def _names(visit: Visit, items: Iterable[Item]) -> dict[str, str]:
    """Whose municipality it is, by name."""
    persons = {item.supervisor for item in items if item.supervisor}
    names = visit.running.ledger.persons.names(persons) if persons else {}
    return {person: names.get(person) or ERASED_PERSON for person in persons}


def _choices(visit: Visit, found: Gathered, items: Sequence[Item]) -> dict[str, list[tuple[str, str]]]:
    """What can be filtered by; of the kinds only those that there are."""
    every = {line.supervisor for line in found.municipalities.values()}
    persons = {each for each in every if each}
    names = visit.running.ledger.persons.names(persons) if persons else {}
    supervisors = sorted(
        ((each, names.get(each) or ERASED_PERSON) for each in persons), key=lambda one: alphabetical(one[1])
    )
    about = {item.about for item in items}
    return {
        "soort": [(each.value, SUBJECTS[each]) for each in Subject if each in about],
        "trede": [(str(each.value), f"Trede {each.value}") for each in Rung],
        "adviseur": [*supervisors, *([(NOBODY, "geen adviseur")] if None in every and persons else [])],
        "aan-zet": [(each, {"wij": "Wij", "gemeente": "De gemeente"}[each]) for each in SIDES],
        "wanneer": [(each, WHEN_WORDS[each]) for each in WHENS],
    }
