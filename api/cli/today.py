"""``trede today``: what there is to do today, of all municipalities or of those of one supervisor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from api.cli.desk import NOBODY, Desk, desk
from api.cli.knowing import AsAt, KnownOn, asked_of_read_models, in_words
from api.cli.obligations import person_of
from api.cli.options import AsJson
from api.cli.output import as_json, say, table
from api.frameworks import Frameworks
from api.identity.caller import Caller
from api.settings import Settings
from api.store import Store
from api.worklist.composing import Looking, worklist
from api.worklist.gathering import gather
from api.worklist.items import Item, Subject, Urgency
from api.worklist.telling import SUBJECTS, Texts
from domain.ledger.application import Ledger
from domain.values import PartialDate, PersonId
from projections.dutch.telling import counted
from projections.dutch.words import number, short_day, word
from projections.engine.known import Knowing
from projections.reading import Reader

URGENCIES = {
    Urgency.OVERDUE: "te laat",
    Urgency.WAITING: "wacht op een besluit",
    Urgency.DUE_SOON: "komt eraan",
    Urgency.OPEN: "staat open",
}


def _with_words(terms: Mapping[Any, str]) -> str:
    return ", ".join(f"{each.value} ({told.lower()})" for each, told in terms.items())


Supervisor = Annotated[
    str | None,
    typer.Option("--supervisor", metavar="NAAM", help="Alleen van deze IBT-adviseur, en van wie die waarneemt."),
]
About = Annotated[
    Subject | None,
    typer.Option("--about", metavar="SOORT", help=f"Alleen: {_with_words(SUBJECTS)}."),
]
When = Annotated[
    Urgency | None,
    typer.Option("--when", metavar="WANNEER", help=f"Alleen: {_with_words(URGENCIES)}."),
]


@dataclass(frozen=True, slots=True)
class Looked:
    """What the worklist is gathered from, on the command line."""

    ledger: Ledger
    frameworks: Frameworks
    store: Store
    settings: Settings


def show_today(
    *,
    supervisor: Supervisor = None,
    about: About = None,
    when: When = None,
    known_on: KnownOn = None,
    as_at: AsAt = None,
    json: AsJson = False,
) -> None:
    """Toon wat er te doen is. Wat te laat is eerst, dan wat op een besluit wacht, dan op dag."""
    with desk() as at:
        knowing = asked_of_read_models(at, known_on, as_at, quiet=json)
        person = person_of(at, supervisor)
        items = [
            item for item in _items(at, knowing, person) if about in (None, item.about) and when in (None, item.urgency)
        ]
        at.log("today", person or "all", "read")
    if json:
        as_json({"day": knowing.day.isoformat(), "items": [*map(_as_dict, items)]})
        return
    say(f"Wat er te doen is {in_words(knowing, known_on)}.", style="bold")
    _show(items)


def _items(at: Desk, knowing: Knowing, person: PersonId | None) -> list[Item]:
    """Everything, or what a supervisor sees to; a proposal waits for nobody here: nobody decides in a terminal."""
    store = Store.open(at.ledger)
    looked = Looked(at.ledger, at.frameworks, store, at.settings)
    found = gather(looked, knowing)
    looking = Looking.on(store, Caller(person or NOBODY, ()), found)
    texts = Texts.of(Reader(at.ledger), knowing)
    items = worklist(found, looking, looked.frameworks.found_in_force(knowing.day), texts)
    return [item for item in items if person is None or looking.sees_to(item)]


def _show(items: list[Item]) -> None:
    if not items:
        say("Er is niets te doen.")
        return
    late = sum(item.urgency is Urgency.OVERDUE for item in items)
    say(f"{counted(len(items), 'punt', 'punten')}, te laat: {number(late)}.")
    say()
    table(
        ("gemeente", "code", "trede", "wat", "wie", "uiterlijk", "wanneer"),
        map(_row, items),
        right=frozenset({2}),
        whole=frozenset({1, 5}),
    )


def _row(item: Item) -> tuple[str, ...]:
    return (
        item.name or "alle gemeenten",
        item.code or "–",
        str(item.rung.value) if item.rung else "–",
        item.what,
        word(item.owed_by),
        f"t/m {short_day(PartialDate.of(item.due.day))}" if item.due else "–",
        URGENCIES[item.urgency],
    )


def _as_dict(item: Item) -> dict[str, object]:
    return {
        "municipality": item.code,
        "name": item.name,
        "rung": int(item.rung) if item.rung else None,
        "kind": item.kind.value,
        "about": item.about.value,
        "urgency": item.urgency.value,
        "owedBy": item.owed_by.value,
        "what": item.what,
        "subject": item.subject,
        "since": item.since,
        "due": item.due.day if item.due else None,
        "basis": item.due.basis.sentence if item.due else None,
        "source": item.source,
        "page": item.action.path,
    }
