"""Municipalities: where they stand, and the case of one: opened, renamed, given to a supervisor, closed."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from api.identity.rights import Right
from api.intake.register import Register
from api.rest.asking import Reading
from api.rest.described import TAGGED
from api.rest.ladder import Province, StandTold
from api.rest.paging import Listed, Listing
from api.rest.persons import PersonTold, named, names_of
from api.rest.recording import Recorded, Writing, wrong
from api.rest.routing import Code, Routes
from api.rest.schemas import Name, Occurrence, PartialDay, PersonRef, Posted, Sent, Told, Worded, Words, example
from domain.decisions import case
from domain.refusals import UnknownMunicipality
from domain.values import UNKNOWN_DATE, MunicipalityCode, ProvinceCode, Rung, Source
from projections.municipalities import MunicipalityLine, municipalities, municipality

routes = Routes("/municipalities", tag="Municipalities")

UNKNOWN_NAME = "ontbreekt; Trede kent de naam bij deze code niet"
TAKEN_OVER = {"rung": 3, "since": "2023-07", "source": {"kind": "province", "reference": "besluitenlijst GS"}}


class TakenOver(Sent):
    """The rung on which a municipality already stood when the record began."""

    rung: Rung
    since: PartialDay | None = Field(description="null when nobody knows")
    source: Source
    known_history: Words | None = None


class TakenOverSent(TakenOver, Worded):
    """The rung on which a municipality already stood when the record began."""

    model_config = example(**TAKEN_OVER)


class CaseSent(Worded):
    """A municipality that is supervised from now on."""

    model_config = example(code="GM0622", name="Vlaardingen", province="PV28", rung_taken_over=TAKEN_OVER)

    code: MunicipalityCode
    name: Name | None = Field(default=None, description="that of the register when left out")
    province: ProvinceCode | None = Field(default=None, description="that of the register when left out")
    rung_taken_over: TakenOver | None = None


class NameSent(Occurrence):
    """The name that a municipality bears from a day on."""

    model_config = example(name="Vijfheerenlanden")

    name: Name


class SupervisorSent(Occurrence):
    """The person who takes charge of a case."""

    model_config = example(supervisor="person-4b0f9f0e-5d2c-4c56-9a0e-1d8f5a1c7b11")

    supervisor: PersonRef


class ClosingSent(Worded):
    """Why the supervision of a municipality ends, and which ones come in its place."""

    model_config = example(reason="Opgegaan in een nieuwe gemeente.", successors=["GM1992"])

    reason: Words
    successors: tuple[MunicipalityCode, ...] = Field(default=(), max_length=20)


class MunicipalityLineTold(Told):
    """A municipality under supervision, on its rung."""

    code: str
    name: str
    province: str | None
    supervisor: PersonTold | None
    rung: Rung
    since: PartialDay | None = Field(description="the first day of the unbroken stay on the rung; null when unknown")
    days: int | None = Field(description="how many days ago that was; null when it is unknown")
    entry: int = Field(description="the entry that began the stay")
    last_entry: int = Field(description="the last entry about this rung: a hold, say")
    taken_over: bool = Field(description="whether it already stood there when the record began")


class MunicipalityTold(Told):
    """A municipality as at a day. Its version is the ETag: what an If-Match names."""

    code: str
    name: str
    province: str | None
    supervisor: PersonTold | None
    version: int = Field(description="how many entries there are about it")
    day: date = Field(description="the day that is told about")
    opened: PartialDay | None = Field(description="the first day of supervision; null when unknown")
    closed: bool = Field(description="whether supervision has ended by the day")
    closed_on: PartialDay | None = Field(description="when it ended; null when it has not, or nobody knows")
    stands: StandTold | None = Field(description="where it stands; null while it is not under supervision")
    grounds: str | None = Field(
        description="why it stands there; of a rung that was taken over, its known history; null where nothing was said"
    )


@routes.read("")
def list_municipalities(
    at: Listing,
    rung: Annotated[Rung | None, Query(description="on this rung only")] = None,
    province: Province = None,
    name: Annotated[
        str | None, Query(max_length=200, description="with this in the name; capitals and accents do not matter")
    ] = None,
) -> Listed[MunicipalityLineTold]:
    """List the municipalities under supervision, in alphabetical order."""
    page = municipalities(
        at.ledger, at.knowing, rung=rung, province=province, name=name, after=at.after, limit=at.limit
    )
    names = names_of(at, (line.supervisor for line in page.lines))

    def told(line: MunicipalityLine) -> MunicipalityLineTold:
        return MunicipalityLineTold(**asdict(line) | {"supervisor": named(line.supervisor, names)})

    return at.listed(page, told)


@routes.read("/{code}", kept=True, responses=TAGGED)
def show_municipality(code: Code, at: Reading) -> MunicipalityTold:
    """Tell where a municipality stands, since when and why, what is to come, and its figures."""
    told = municipality(at.reader, at.knowing, at.municipality(code))
    if told is None:
        raise UnknownMunicipality(code)
    return MunicipalityTold(
        code=told.code,
        name=told.name,
        province=told.province,
        supervisor=named(told.supervisor, names_of(at, [told.supervisor])),
        version=at.tagged(code),
        day=at.knowing.day,
        opened=told.opened,
        closed=told.closed,
        closed_on=told.closed_on,
        stands=StandTold.of(told.stands) if told.stands else None,
        grounds=told.grounds,
    )


@routes.write("", Right.MANAGE_CASES)
def open_case(sent: Posted[CaseSent], at: Writing) -> Recorded:
    """Begin to supervise a municipality.

    With `rungTakenOver` it begins on the rung where it already stood; of a municipality that is supervised already,
    that rung is then all that is recorded.
    """
    known = Register.load().by_code(sent.code)
    name = sent.name or (known.name if known else None)
    if name is None:
        raise wrong(UNKNOWN_NAME, ("name", None))
    called = {"name": name, "province": sent.province or (known.province if known else None)}
    if sent.rung_taken_over is None:
        return Recorded.of(at.record(case.open_supervision, sent.code, sent, **called))
    return Recorded.of(at.record(case.open_on_rung, sent.code, sent, **called, **_standing(sent.rung_taken_over, sent)))


@routes.write("/{code}/rungs-taken-over", Right.MANAGE_CASES)
def take_over_rung(code: Code, sent: Posted[TakenOverSent], at: Writing) -> Recorded:
    """Record the rung on which a municipality already stood when the record began."""
    return Recorded.of(at.record(case.take_over_rung, code, sent, **_standing(sent, sent)))


@routes.write("/{code}/names", Right.MANAGE_CASES)
def rename_municipality(code: Code, sent: Posted[NameSent], at: Writing) -> Recorded:
    """Give a municipality its new name; its code stays."""
    return Recorded.of(at.record(case.rename_municipality, code, sent, **sent.said()))


@routes.write("/{code}/supervisors", Right.MANAGE_CASES)
def assign_supervisor(code: Code, sent: Posted[SupervisorSent], at: Writing) -> Recorded:
    """Put a supervisor in charge of a case."""
    at.require_persons(("supervisor", sent.supervisor))
    return Recorded.of(at.record(case.assign_supervisor, code, sent, **sent.said()))


@routes.write("/{code}/closings", Right.MANAGE_CASES)
def close_case(code: Code, sent: Posted[ClosingSent], at: Writing) -> Recorded:
    """End the supervision of a municipality."""
    return Recorded.of(at.record(case.close_supervision, code, sent, **sent.said()))


def _standing(taken_over: TakenOver, sent: Worded) -> dict[str, Any]:
    return {
        "rung": taken_over.rung,
        "since": taken_over.since or UNKNOWN_DATE,
        "source": taken_over.source,
        "known_history": sent.sealed(taken_over.known_history),
    }
