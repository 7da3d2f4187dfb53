"""A municipality: where it stands and why, how it goes, and all that was said, agreed, filed and decided."""

from base64 import b64encode
from typing import Any
from urllib.parse import quote

from fastapi import Response
from starlette.exceptions import HTTPException

from api.documents import bare_name
from api.identity.rights import READING, Right
from api.judging.promises import ByFigures
from api.web.dossier_figures import dossier_figures
from api.web.judged import judged
from api.web.routing import Code, Pages
from api.web.timeline import timeline
from api.web.todo import todo
from api.web.visiting import Visit, Visiting
from api.web.walking import walk
from domain.municipality.contact import Outcome
from domain.policy.numbers import rounded
from domain.values import DocumentId, Rung
from projections.agreements import agreements
from projections.causes import causes
from projections.conversations import ConversationState, conversations
from projections.documents import documents
from projections.ladder import placements
from projections.municipalities import MunicipalityNow, municipality
from projections.plans import plans

MORE = (
    ("Verbeterplan", "plan"),
    ("Afspraken", "afspraken"),
    ("Informatie", "informatie"),
    ("Brieven", "brieven"),
)
"""The other pages of a dossier, in the order in which they are offered."""
LAW = ("Indeplaatsstelling", "indeplaatsstelling")
"""The page of who is, or was, on the road of rungs 4 to 6."""

pages = Pages("Gemeente")


@pages.get("/gemeenten/{code}", kept=True)
def show_municipality(code: Code, visit: Visiting) -> Response:
    """The dossier of a municipality as at a day; for a script that turns the pages of its history, only that."""
    now = found(visit, code)
    reader, knowing = visit.reader, visit.knowing
    context: dict[str, Any] = {"now": now, "code": code, "timeline": timeline(visit, code)}
    if visit.wants_fragment:
        return visit.fragment("_timeline.html", **context)
    promised = agreements(reader, knowing, code=code).lines
    return visit.page(
        "municipality.html",
        **context,
        judged=judged(visit, now),
        todo=todo(visit, code),
        figures=dossier_figures(reader.reading, knowing, code, visit.running.frameworks.counting(knowing.day)),
        supervisor=_name(visit, now),
        offers=offers(visit, now),
        more=more(visit, now),
        placements=placements(reader, knowing, code),
        agreements=sorted(promised, key=lambda each: (each.outcome is not Outcome.OPEN, each.due)),
        planned=conversations(reader, knowing, code=code, state=ConversationState.PLANNED).lines,
        plans=plans(reader, knowing, code=code).lines,
        documents=documents(reader, knowing, code=code).lines,
        causes=causes(reader, knowing, code=code).lines,
        walk=walk(visit, f"/gemeenten/{code}", {}),
        by_figures=ByFigures(reader.reading, visit.running.frameworks, knowing, code),
        rounded=rounded,
        reading=READING,
    )


@pages.get("/gemeenten/{code}/documenten/{document}")
def download(code: Code, document: str, visit: Visiting) -> Response:
    """What a document holds, as a file to be saved. Who may not read its title may not read the document."""
    found(visit, code)
    line = next(iter(documents(visit.reader, visit.knowing, code=code, document=document).lines), None)
    if line is None or not line.in_file:
        raise HTTPException(404)
    visit.require(READING[line.classification])
    data = visit.running.ledger.content(code, DocumentId(line.document))
    if data is None:
        raise HTTPException(404)
    name = bare_name(line.file_name) or line.document
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Digest": f"sha-256=:{b64encode(bytes.fromhex(line.sha256)).decode()}:",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(data, media_type=line.media_type, headers=headers)


def found(visit: Visit, code: str) -> MunicipalityNow:
    """The municipality; a page that is not there when it was never under supervision, as far as was known."""
    now = municipality(visit.reader, visit.knowing, code)
    if now is None:
        raise HTTPException(404)
    return now


def offers(visit: Visit, now: MunicipalityNow) -> list[tuple[str, str]]:
    """What the visitor can do here, each with its address; nothing in a page that shows another moment."""
    if visit.time_travel or now.closed:
        return []
    path = f"/gemeenten/{now.code}"
    places = visit.may(Right.DECIDE_PLACEMENTS) or visit.may(Right.DECIDE_SUBSTITUTION)
    every = (
        (visit.may(Right.RECORD_FACTS), "Gesprek vastleggen", f"{path}/gesprekken/nieuw"),
        (places, "Plaatsen op een trede", f"{path}/plaatsen"),
    )
    return [(name, address) for allowed, name, address in every if allowed]


def more(visit: Visit, now: MunicipalityNow) -> list[tuple[str, str]]:
    """The other pages of the dossier, each with its address, of the same moment."""
    every = (*MORE, LAW) if _on_the_road(visit, now) else MORE
    return [(name, visit.link(f"/gemeenten/{now.code}/{page}")) for name, page in every]


def _on_the_road(visit: Visit, now: MunicipalityNow) -> bool:
    """Whether it stands on rung 4 or higher, or was announced to or decided about by the day of the page."""
    day, law = visit.knowing.day, visit.running.ledger.municipality(now.code).law
    high = now.stands is not None and now.stands.rung >= Rung.ANNOUNCEMENT
    return high or law.announced_by(day) is not None or any(each.decided_on <= day for each in law.decisions.values())


def _name(visit: Visit, now: MunicipalityNow) -> str | None:
    if now.supervisor is None:
        return None
    return visit.reader.reading.persons.names([now.supervisor]).get(now.supervisor) or "gewiste persoon"
