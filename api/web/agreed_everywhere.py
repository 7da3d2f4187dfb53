"""The open agreements of all municipalities, the first that is due first."""

from typing import Any

from fastapi import Response

from api.identity.rights import Right
from api.judging.promises import ByFigures
from api.web import fields
from api.web.agreed import SIDES, said
from api.web.routing import Pages
from api.web.visiting import UnreadableAddressError, Visit, Visiting
from domain.events.contact import Side
from domain.municipality.contact import Outcome
from projections.agreements import agreements
from projections.dutch.words import alphabetical
from projections.municipalities import municipalities

PATH = "/afspraken"
MUNICIPALITY, WHO, STATE = "gemeente", "wie", "stand"
LATE = "te-laat"
MOST = 200
"""So many agreements are shown; who has more open ones filters."""

pages = Pages("Afspraken")


@pages.get(PATH)
def show_all(visit: Visiting) -> Response:
    """What has to be kept yet: of all, of one municipality, by one side, or what is late only."""
    names = {each.code: each.name for each in municipalities(visit.reader.reading, visit.knowing).lines}
    asked = _asked(visit, set(names))
    page = agreements(visit.reader, visit.knowing, outcome=Outcome.OPEN, **asked, limit=MOST)
    judges = {
        code: ByFigures(visit.reader.reading, visit.running.frameworks, visit.knowing, code)
        for code in {each.code for each in page.lines}
    }
    chosen = {name: visit.request.query_params.get(name, "") for name in (MUNICIPALITY, WHO, STATE)}
    return visit.page(
        "agreed_everywhere.html",
        lines=page.lines,
        total=page.total,
        answer=said(page.lines, visit.knowing.day, whose="de gemeenten, in deze keuze" if asked else "de gemeenten"),
        names=names,
        judges=judges,
        may=visit.may(Right.RECORD_FACTS) and not visit.time_travel,
        chosen=chosen,
        municipalities=sorted(names.items(), key=lambda each: alphabetical(each[1])),
        sides=fields.options(SIDES),
    )


def _asked(visit: Visit, codes: set[str]) -> dict[str, Any]:
    """Which agreements the address asks for."""
    given = visit.request.query_params
    code, who, state = given.get(MUNICIPALITY, ""), given.get(WHO, ""), given.get(STATE, "")
    if who and who not in set(Side):
        raise UnreadableAddressError(f"'{who}' is geen partij die een afspraak nakomt.")
    if state not in {"", LATE}:
        raise UnreadableAddressError(f"'{state}' is geen stand van een afspraak.")
    if code and code not in codes:
        raise UnreadableAddressError(f"'{code}' is geen gemeente onder toezicht.")
    asked = {
        "code": code or None,
        "owed_by": Side(who) if who else None,
        "due_before": visit.knowing.day if state else None,
    }
    return {name: value for name, value in asked.items() if value is not None}
