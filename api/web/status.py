"""How the installation stands: the record, the read models and what is wrong with them; and building them again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Response

from api import clock, safekeeping
from api.arriving.standing import RESULTS, Standing
from api.condition import Condition, state_in_words, trouble
from api.identity.rights import Right
from api.rebuilding import Build
from api.rest.headers import VERSION
from api.web.routing import Pages
from api.web.visiting import Visiting
from projections.dutch.telling import counted
from projections.dutch.words import listed, moment, number
from projections.engine.bookkeeping import Parked
from projections.engine.status import ReadModelStatus, status
from projections.models import MODELS

pages = Pages("Status")

NAMES = {
    "agreements": "afspraken",
    "causes": "oorzaken",
    "conversations": "gesprekken",
    "documents": "documenten",
    "figures": "cijfers",
    "imports": "imports",
    "information": "verzoeken om informatie",
    "judging": "beoordelingen",
    "ladder": "ladder",
    "letters": "brieven",
    "obligations": "verplichtingen",
    "plans": "verbeterplannen",
    "search": "zoeken",
}
"""How people call the read models."""


@dataclass(frozen=True, slots=True)
class Line:
    """One read model, as the page shows it."""

    name: str
    model: str
    version: int
    position: int | None
    lag: int
    well: bool
    state: str
    trouble: str | None
    parked: tuple[Parked, ...]


@pages.get("/status", Right.SEE_STATUS)
def show_status(visit: Visiting) -> Response:
    """All there is to know; for a script that follows a build, only the read models."""
    running = visit.running
    stand, now = status(running.ledger, MODELS), Condition.of(running.ledger, running.settings)
    build = running.rebuilding.last
    context = {
        "lines": [_line(each, now.position) for each in stand],
        "in_words": in_words(stand),
        "build": build,
        "built": _built(build) if build else None,
        "stopped": running.projector.trouble,
    }
    if visit.wants_fragment:
        return visit.fragment("_read_models.html", **context)
    if now.backups:
        context |= {
            "backups_in_words": safekeeping.in_words(now.backups),
            "backups_warning": safekeeping.warning(now.backups),
        }
    arriving = Standing.of(running, running.today(), clock.now())
    if arriving.alarm:
        context["in_words"] = f"{in_words(stand)} Maar er zijn te lang geen cijfers ingelezen."
    return visit.page(
        "status.html", HTTPStatus.OK, now=now, version=VERSION, arriving=arriving, results=RESULTS, **context
    )


@pages.post("/status/opnieuw-opbouwen", Right.REBUILD)
def build_again(visit: Visiting) -> Response:
    """Begin to build every read model again, in the background."""
    begun = visit.running.rebuilding.begin()
    return visit.redirect("/status", said=None if begun else "Het opbouwen was al bezig.")


def in_words(stand: Sequence[ReadModelStatus]) -> str:
    """Whether the pages show all that is recorded, in one sentence, and else which ones do not."""
    wrong = [each for each in stand if each.parked or trouble(each)]
    missing = [each for each in stand if each.live is None]
    behind = [each for each in stand if each.live and each.lag]
    if missing:
        return f"Nog niet gebouwd: {_named(missing)}. Die pagina's zijn er nog niet."
    if wrong:
        return f"Er is iets mis met {_named(wrong)}. Hieronder staat wat."
    if behind:
        most = max(each.lag for each in behind)
        return f"Achter loopt: {_named(behind)}, {counted(most, 'vastlegging', 'vastleggingen')} hoogstens."
    return "Alles werkt. De pagina's laten alles zien wat is vastgelegd."


def _named(stand: Iterable[ReadModelStatus]) -> str:
    return listed([NAMES.get(each.model, each.model) for each in stand])


def _line(each: ReadModelStatus, head: int) -> Line:
    return Line(
        name=NAMES.get(each.model, each.model),
        model=each.model,
        version=each.version,
        position=each.live.position if each.live else None,
        lag=each.lag,
        well=each.live is not None and not each.parked and trouble(each) is None,
        state=state_in_words(each, head),
        trouble=trouble(each),
        parked=each.parked,
    )


def _built(build: Build) -> str:
    """How a build goes, or how it ended."""
    if build.ended_at is None:
        how_far = f": {number(build.done)} van {number(build.total)} vastleggingen" if build.total else ""
        return f"Bezig met opnieuw opbouwen{how_far}. Intussen blijft alles zichtbaar zoals het was."
    if build.failed:
        return f"Het opbouwen is mislukt ({moment(build.ended_at)}). De oude overzichten blijven in gebruik."
    if build.elsewhere:
        named = listed([NAMES.get(each, each) for each in build.elsewhere])
        return f"Een ander programma bouwt al: {named}. De stand daarvan staat in de tabel."
    seconds = round((build.ended_at - build.begun_at).total_seconds())
    return f"Opnieuw opgebouwd op {moment(build.ended_at)}, in {counted(seconds, 'seconde', 'seconden')}."
