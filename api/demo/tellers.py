"""From a step as a story tells it to what is asked of the record: one function for each thing that can be done."""

from collections.abc import Callable
from datetime import date
from typing import Any

from api.demo import tellers_of_contact, tellers_of_law, tellers_of_plans, tellers_of_records
from api.demo.dossier import Dossier, Told
from api.demo.paper import pdf
from domain.decisions.case import open_on_rung, rename_municipality
from domain.decisions.causes import note_cause
from domain.decisions.contact import send_letter
from domain.decisions.documents import file_document
from domain.decisions.figures import exchange_target, report_figures
from domain.decisions.information import receive_information, request_information, validate_information
from domain.decisions.ladder import Terms, hold_rung, lower_rung, raise_rung
from domain.events.causes import CauseKind
from domain.events.ladder import Basis, DecidedBy, DecidingBody, Departure
from domain.values import DocumentId, Nature, PartialDate, Reference, Rung, Source, SourceKind

Teller = Callable[[Dossier, Told, date], None]

MANDATE = "Mandaatbesluit interbestuurlijk toezicht"
NAMES = {
    1: "Signaleren",
    2: "Informatie opvragen en valideren",
    3: "Afspraken over acties met termijn",
    4: "Vooraankondiging indeplaatsstelling",
    5: "Besluit tot indeplaatsstelling",
}


def tell(dossier: Dossier, step: Told) -> None:
    """Take one step of a story, when its day has come."""
    on = dossier.days.day(step["on"])
    if on <= dossier.days.today:
        TELLERS[step["did"]](dossier, step, on)


def taken_over(dossier: Dossier, step: Told, on: date) -> None:
    """The municipality stood on a rung already when the record began."""
    since = PartialDate.of(step["since"].format(year=on.year - step.get("years_before", 1)))
    dossier.rungs.append((on, step["rung"]))
    dossier.step(
        open_on_rung,
        on,
        name=dossier.course.municipality.name,
        province="PV99",
        rung=Rung(step["rung"]),
        since=since,
        source=Source(kind=SourceKind.PROVINCE, reference=step["source"]),
        known_history=dossier.text(step["history"], on),
    )


def renamed(dossier: Dossier, step: Told, on: date) -> None:
    """The municipality got another name."""
    dossier.step(rename_municipality, on, name=step["to"])


def placed(dossier: Dossier, step: Told, on: date) -> None:
    """The municipality was raised, lowered or held; the letter about it goes out the next working day."""
    effective = dossier.days.day(step.get("effective", "+0"), after=on)
    body = DecidingBody(step.get("by", "mandated"))
    question: dict[str, Any] = {
        "terms": Terms(
            effective_on=effective,
            decided_by=DecidedBy(body=body, mandate=MANDATE if body is DecidingBody.MANDATED else None),
            grounds=dossier.text(step["grounds"], on),
            until=dossier.days.day(step["until"], after=on) if "until" in step else None,
            advice=Rung(step["advice"]) if "advice" in step else None,
            departure=_departure(dossier, step["departure"], on) if "departure" in step else None,
            excusable=dossier.text(step["excusable"], on) if "excusable" in step else None,
            announcing=tellers_of_law.announcing(dossier, step["announcing"], on) if "announcing" in step else None,
            deciding=tellers_of_law.deciding(dossier, step["deciding"], on) if "deciding" in step else None,
        )
    }
    if step["did"] == "held":
        rung = dossier.rung_on(effective)
        dossier.step(hold_rung, on, called=step.get("name", ""), **question)
    else:
        rung = step["to"]
        dossier.rungs.append((effective, rung))
        decision = raise_rung if step["did"] == "raised" else lower_rung
        dossier.step(decision, on, called=step.get("name", ""), to_rung=Rung(rung), **question)
    if step.get("letter", True):
        _inform(dossier, step["did"], rung, dossier.days.day("+1", after=on))


def _departure(dossier: Dossier, told: Told, on: date) -> Departure:
    return Departure(
        departs_from=told["from"],
        basis=Basis(told.get("basis", "within-framework")),
        circumstances=dossier.text(told["circumstances"], on),
        consequences=dossier.text(told["consequences"], on) if "consequences" in told else None,
    )


def _inform(dossier: Dossier, did: str, rung: int, on: date) -> None:
    verb = {"raised": "Opschaling naar", "lowered": "Afschaling naar", "held": "Handhaving op"}[did]
    subject = f"{verb} trede {rung} ({NAMES[rung]})"
    paragraphs = (
        f"Aan het college van burgemeester en wethouders van {dossier.course.municipality.name}",
        f"Onderwerp: {subject}",
        "Geacht college,",
        "Wij houden toezicht op de huisvesting van vergunninghouders. In deze brief leest u waar uw gemeente staat.",
        f"Uw gemeente staat nu op trede {rung}: {NAMES[rung]}. Onze toezichthouder heeft de redenen met u besproken.",
        "Hebt u vragen? Neem dan contact op met uw vaste IBT-adviseur.",
        "Hoogachtend, Gedeputeerde Staten van Provincie Voorbeeld (voorbeeldgegevens)",
    )
    document = dossier.id("document")
    _file(dossier, on, subject, pdf(subject, paragraphs), kind="brief", document=document)
    letter = dossier.id("letter")
    dossier.step(
        send_letter, on, letter=letter, kind="inschaling", subject=dossier.text(subject, on), document=document
    )


def filed(dossier: Dossier, step: Told, on: date) -> None:
    """A document was filed."""
    content = pdf(step["title"], [paragraph.format(**dossier.facts(on)) for paragraph in step["paragraphs"]])
    document = dossier.id("document", step.get("name", ""))
    _file(dossier, on, step["title"], content, kind=step["kind"], document=document)


def _file(dossier: Dossier, on: date, title: str, content: bytes, *, kind: str, document: DocumentId) -> None:
    dossier.step(
        file_document,
        on,
        document=document,
        title=dossier.text(title, on),
        kind=kind,
        media_type="application/pdf",
        file_name=dossier.text(f"{title.lower().replace(' ', '-')}.pdf", on),
        content=content,
    )


def cause(dossier: Dossier, step: Told, on: date) -> None:
    """Somebody noted why the municipality is behind."""
    dossier.step(
        note_cause,
        on,
        cause=dossier.id("cause"),
        kind=CauseKind(step["kind"]),
        period=dossier.days.period(dossier.days.half(on)),
        note=dossier.text(step["note"], on, step.get("classification", "internal")),
    )


def asked(dossier: Dossier, step: Told, on: date) -> None:
    """The province asked for information."""
    what = dossier.text(step["what"], on)
    due = dossier.days.day(step["due"], after=on)
    dossier.step(request_information, on, request_id=dossier.id("request", step["name"]), what=what, due=due)


def received(dossier: Dossier, step: Told, on: date) -> None:
    """Information came in."""
    dossier.step(
        receive_information,
        on,
        request_id=dossier.id("request", step["name"]),
        summary=dossier.text(step["summary"], on),
        complete=step.get("complete", True),
    )


def validated(dossier: Dossier, step: Told, on: date) -> None:
    """The information was checked."""
    dossier.step(
        validate_information,
        on,
        request_id=dossier.id("request", step["name"]),
        sound=step["sound"],
        findings=dossier.text(step["findings"], on),
    )


def stated(dossier: Dossier, step: Told, on: date) -> None:
    """Another source than COA stated figures; as of a day, recorded when the story says."""
    about = dossier.days.day(step["about"], after=on) if "about" in step else on
    dossier.step(
        report_figures,
        about,
        recorded_on=on,
        called=step.get("name", ""),
        period=dossier.days.period(step["half"]),
        source=Source(kind=SourceKind(step["source"]), reference=step["reference"]),
        nature=Nature(step.get("nature", "measured")),
        **step["numbers"],
    )


def exchanged(dossier: Dossier, step: Told, on: date) -> None:
    """Part of the target went to another municipality, or came from it."""
    dossier.step(
        exchange_target,
        on,
        period=dossier.days.period(step["half"]),
        partner=step["partner"],
        persons=step["persons"],
        source=Source(kind=SourceKind.MUNICIPALITY, reference=step["reference"]),
        approval=Reference(system="zaaksysteem provincie", number=step["approval"]),
    )


TELLERS: dict[str, Teller] = {
    "taken-over": lambda *_: None,  # told first of all
    "renamed": renamed,
    "raised": placed,
    "lowered": placed,
    "held": placed,
    "filed": filed,
    "cause": cause,
    "asked": asked,
    "received": received,
    "validated": validated,
    "stated": stated,
    "exchanged": exchanged,
    **tellers_of_contact.TELLERS,
    **tellers_of_law.TELLERS,
    **tellers_of_plans.TELLERS,
    **tellers_of_records.TELLERS,
}
