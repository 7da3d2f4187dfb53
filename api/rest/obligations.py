"""Obligations: what must happen by when, by whom and because of what; of one municipality and of all."""

import csv
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from io import StringIO
from typing import Annotated, Any, Self

from fastapi import Depends, Query, Response
from pydantic import Field

from api.rest.described import READ
from api.rest.paging import AskingForPage, Listed, Listing
from api.rest.persons import Names, PersonTold, named, names_of
from api.rest.routing import Code, Routes
from api.rest.rungs import CSV, JSON, Accept, prefers_csv
from api.rest.schemas import Day, PersonRef, Told
from domain.events.contact import Side
from domain.policy.obligations import STANDING, ObligationKind, ObligationState
from domain.policy.terms import DueDay
from domain.values import Rung
from projections.obligations import ObligationLine, Which, page_owed

routes = Routes("/municipalities/{code}/obligations", tag="Obligations")
everywhere = Routes("/obligations", tag="Obligations")

TABLE: dict[str, Any] = {
    "description": "The obligations that are meant",
    "content": {CSV: {"schema": {"type": "string", "description": "RFC 4180, in UTF-8, with a header"}}},
    "headers": {"Vary": {"schema": {"type": "string"}, "description": "Accept"}},
}


class DueTold(Told):
    """The last day on which something can be done, inclusive, and what that rests on."""

    day: date
    plain_end: date = Field(description="the day by counting alone, before anything moved it")
    rules: tuple[str, ...] = Field(description="what was applied to it, of the Algemene termijnenwet")
    source: str = Field(description="where the term or the day is set (Dutch)")
    basis: str = Field(description="why it is this day, in a sentence (Dutch)")
    warnings: tuple[str, ...] = Field(description="what a person should look at (Dutch), such as a day off")

    @classmethod
    def of(cls, due: DueDay | None) -> Self | None:
        """The day; None where none is set."""
        if due is None:
            return None
        basis = due.basis
        return cls(
            day=due.day,
            plain_end=basis.plain_end,
            rules=tuple(rule.value for rule in basis.rules),
            source=basis.source,
            basis=basis.sentence,
            warnings=due.warnings,
        )


class ObligationTold(Told):
    """Something that is or was owed, as it stands on the day. It is derived from what is recorded, never stored."""

    municipality: str = Field(description="by its code")
    name: str
    rung: Rung | None = Field(description="where the municipality stands, or stood when its supervision ended")
    supervisor: PersonTold | None
    kind: ObligationKind
    owed_by: Side
    subject: str = Field(
        description="what it is about: the id of a plan, measure, agreement, letter, decision or request, a period,"
        " or the kind of a signal; empty while there is no plan yet"
    )
    arises_on: date = Field(description="the first day on which it is owed")
    due: DueTold | None = Field(description="null where no day is set")
    source: str = Field(description="the clause, the article or the document that it comes from (Dutch)")
    state: ObligationState
    fulfilled_on: date | None = Field(description="as far as the day is known")
    fulfilled_by: int | None = Field(description="the entry of the municipality that fulfilled it")
    because: str | None = Field(description="why it lapsed (Dutch)")

    @classmethod
    def of(cls, line: ObligationLine, names: Names) -> Self:
        """The obligation with the names that it needs."""
        owed = line.obligation
        return cls(
            municipality=line.code,
            name=line.name,
            rung=line.rung,
            supervisor=named(line.supervisor, names),
            kind=owed.kind,
            owed_by=owed.owed_by,
            subject=owed.subject,
            arises_on=owed.arises_on,
            due=DueTold.of(owed.due),
            source=owed.source,
            state=owed.state,
            fulfilled_on=owed.fulfilled_on,
            fulfilled_by=owed.fulfilled_by,
            because=owed.because,
        )


class AskedState(StrEnum):
    """In which state obligations are asked for: one of theirs, or several at once."""

    STANDING = "standing"
    """What still has to happen: open, due soon or overdue."""
    ALL = "all"
    OPEN = ObligationState.OPEN.value
    DUE_SOON = ObligationState.DUE_SOON.value
    OVERDUE = ObligationState.OVERDUE.value
    FULFILLED = ObligationState.FULFILLED.value
    LAPSED = ObligationState.LAPSED.value

    @property
    def states(self) -> tuple[ObligationState, ...]:
        """The states that are meant."""
        match self:
            case AskedState.STANDING:
                return STANDING
            case AskedState.ALL:
                return tuple(ObligationState)
            case _:
                return (ObligationState(self.value),)


def asked(
    *,
    kind: Annotated[ObligationKind | None, Query(description="of this kind only")] = None,
    owed_by: Annotated[Side | None, Query(alias="owedBy", description="owed by this side only")] = None,
    state: Annotated[
        AskedState, Query(description="in this state only; `standing` is what still has to happen, `all` is everything")
    ] = AskedState.STANDING,
    rung: Annotated[Rung | None, Query(description="of municipalities on this rung only")] = None,
    supervisor: Annotated[PersonRef | None, Query(description="of this supervisor only, by id")] = None,
    due_until: Annotated[Day | None, Query(alias="dueUntil", description="due on this day or earlier only")] = None,
) -> Which:
    """Which obligations are asked for."""
    return Which(kind=kind, owed_by=owed_by, states=state.states, rung=rung, supervisor=supervisor, due_until=due_until)


Asked = Annotated[Which, Depends(asked)]


@everywhere.read("", response_model=Listed[ObligationTold], responses=READ | {200: TABLE})
def list_all_obligations(at: Listing, which: Asked, accept: Accept = JSON) -> Listed[ObligationTold] | Response:
    """List the obligations of all municipalities: what is overdue first, then by the day it is due.

    Ask for a table of all of them, without pages, with `Accept: text/csv`.
    """
    return _answered(at, which, None, accept)


@routes.read("", response_model=Listed[ObligationTold], responses=READ | {200: TABLE})
def list_obligations(code: Code, at: Listing, which: Asked, accept: Accept = JSON) -> Listed[ObligationTold] | Response:
    """List the obligations of a municipality: what is overdue first, then by the day it is due.

    Ask for a table of all of them, without pages, with `Accept: text/csv`.
    """
    return _answered(at, which, [at.municipality(code)], accept)


def _answered(
    at: AskingForPage, which: Which, codes: list[str] | None, accept: str
) -> Listed[ObligationTold] | Response:
    at.response.headers["Vary"] = "Accept"
    as_table = prefers_csv(accept)
    page = page_owed(
        at.ledger,
        at.knowing,
        at.running.frameworks.found_in_force,
        which,
        codes=codes,
        after=None if as_table else at.after,
        limit=None if as_table else at.limit,
    )
    names = names_of(at, (line.supervisor for line in page.lines))
    if as_table:
        headers = {"Vary": "Accept", "Content-Disposition": 'attachment; filename="obligations.csv"'}
        return Response(_table(page.lines, names), media_type=f"{CSV}; charset=utf-8; header=present", headers=headers)
    return at.listed(page, lambda line: ObligationTold.of(line, names))


HEADER = (
    *("municipality", "name", "rung", "supervisor", "kind", "owedBy", "subject", "arisesOn", "due", "state"),
    *("fulfilledOn", "fulfilledBy", "because", "source", "basis", "warnings"),
)


def _table(lines: Iterable[ObligationLine], names: Names) -> str:
    file = StringIO()
    table = csv.writer(file)
    table.writerow(HEADER)
    for line in lines:
        owed, supervisor = line.obligation, names.get(line.supervisor) if line.supervisor else None
        rung = line.rung.value if line.rung else None
        told = (owed.kind, owed.owed_by, owed.subject, owed.arises_on, owed.due and owed.due.day, owed.state)
        ended = (owed.fulfilled_on, owed.fulfilled_by, owed.because, owed.source)
        basis = (owed.due.basis.sentence, "; ".join(owed.due.warnings)) if owed.due else (None, None)
        table.writerow((line.code, line.name, rung, supervisor, *told, *ended, *basis))
    return file.getvalue()
