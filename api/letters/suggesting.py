"""What a letter suggests to say, from what is known of the case. Whoever sends it changes what they like."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from api.letters.kinds import KINDS, LetterKind
from api.letters.known import Known
from domain.events.periods import PeriodNumbers
from domain.municipality.law import Substitution
from domain.values import Period
from projections.dutch.telling import capital, ended
from projections.dutch.words import day, listed, partial, period, persons, rung_name

GREETING = "Geacht college,"
OPEN = "[vul in]"
"""Stands where the record does not say what the letter needs: whoever sends it fills it in."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The subject and the text of a letter, and the day by which something is asked for; None where nothing is."""

    subject: str
    text: str
    due: date | None


def suggested(kind: LetterKind, known: Known) -> Suggestion:
    """A letter of a kind as the record suggests it."""
    write, due = _WRITERS[kind], _DUE[kind](known)
    paragraphs = [GREETING, *(each for each in write(known, due) if each)]
    return Suggestion(f"{capital(KINDS[kind].name)}, {known.name}", "\n\n".join(paragraphs), due)


def _information(known: Known, due: date | None) -> Iterator[str]:
    yield from _stands(known)
    yield "Om te kunnen beoordelen wat er aan de hand is, vragen wij u om deze informatie:"
    yield f"– {OPEN}"
    yield f"Wij ontvangen uw antwoord graag uiterlijk {_by(due)}. Wij gaan na of de informatie klopt."
    yield "Hebt u vragen? Neem dan contact op met uw IBT-adviseur."


def _plan(known: Known, due: date | None) -> Iterator[str]:
    yield from _stands(known)
    yield (
        "Daarom vragen wij u om een verbeterplan op te stellen en vast te stellen. In het plan staan uitvoerbare"
        " maatregelen voor de korte en de middellange termijn, en maatregelen die voorkomen dat er weer een achterstand"
        " ontstaat. Noem ook de dag waarop de achterstand weg is, en tussendoelen met aantallen personen."
    )
    yield f"Wij ontvangen het plan graag uiterlijk {_by(due)}."
    yield from _agreed(known)


def _invitation(known: Known, due: date | None) -> Iterator[str]:  # noqa: ARG001 - as the other letters: it asks no answer by a day
    yield f"Wij nodigen u uit voor een gesprek over de huisvesting van vergunninghouders, op {OPEN}."
    yield from _stands(known)
    yield "In het gesprek komen in elk geval aan de orde:"
    yield "– hoe het gaat met het huisvesten van vergunninghouders;\n– wat u nodig hebt om de taakstelling te halen."
    yield from _agreed(known)


def _announcement(known: Known, due: date | None) -> Iterator[str]:
    announced = known.announcement
    yield (
        "Wij kondigen aan dat wij van plan zijn om in uw plaats vergunninghouders te huisvesten (indeplaatsstelling,"
        " artikel 124 van de Gemeentewet). In deze brief leest u waarom, en wat u nog kunt doen."
    )
    yield from _stands(known)
    if announced and announced.periods:
        who = persons(announced.persons) if announced.persons is not None else "personen"
        yield f"Het gaat om {who} van de taakstelling van {_periods(announced.periods)}."
    ends = day(announced.term_ends) if announced else OPEN
    yield (
        f"U kunt tot en met {ends} alsnog aan de taakstelling voldoen. Is dat dan niet gebeurd, dan nemen wij een"
        " besluit."
    )
    yield (
        f"U kunt uw zienswijze geven, op papier of mondeling, tot en met {_by(due)} (artikel 4:8 van de Algemene wet"
        " bestuursrecht). Wij wegen die mee."
    )
    yield "Tegen deze brief kunt u geen bezwaar maken en niet in beroep gaan."


def _decision(known: Known, due: date | None) -> Iterator[str]:  # noqa: ARG001 - as the other letters: the term is in the decision
    decided = known.decision
    yield (
        "Wij hebben besloten om in uw plaats vergunninghouders te huisvesten (indeplaatsstelling, artikel 124 van de"
        " Gemeentewet)."
    )
    yield _of(decided) if decided else f"Het gaat om {OPEN} personen van de taakstelling van {OPEN}."
    yield from _stands(known)
    ends = day(decided.term_ends) if decided else OPEN
    yield (
        f"U kunt tot en met {ends} zelf nog aan uw taak voldoen. Zijn deze personen dan gehuisvest, dan vervalt dit"
        " besluit. Anders voeren wij het uit, op kosten van uw gemeente."
    )
    yield (
        "Bent u het niet eens met dit besluit? Dan kunt u binnen zes weken beroep instellen bij de Afdeling"
        " bestuursrechtspraak van de Raad van State. De termijn begint op de dag na die waarop dit besluit is"
        " bekendgemaakt. Beroep houdt het besluit niet tegen; u kunt de voorzitter van de Afdeling om een voorlopige"
        " voorziening vragen."
    )


def _compliment(known: Known, due: date | None) -> Iterator[str]:  # noqa: ARG001 - as the other letters: it asks for nothing
    yield "Wij willen u laten weten dat wij zien wat uw gemeente doet om vergunninghouders te huisvesten."
    yield f"{known.verdict}" if known.verdict else ""
    yield f"Wat ons opviel: {OPEN}."
    yield "Wij delen graag met andere gemeenten wat bij u werkt. Uw IBT-adviseur neemt daarover contact met u op."


_WRITERS: dict[LetterKind, Callable[[Known, date | None], Iterator[str]]] = {
    LetterKind.INFORMATION_REQUEST: _information,
    LetterKind.PLAN_REQUEST: _plan,
    LetterKind.INVITATION: _invitation,
    LetterKind.ANNOUNCEMENT: _announcement,
    LetterKind.DECISION: _decision,
    LetterKind.COMPLIMENT: _compliment,
}
_DUE: dict[LetterKind, Callable[[Known], date | None]] = {
    LetterKind.INFORMATION_REQUEST: lambda known: known.due,
    LetterKind.PLAN_REQUEST: lambda known: known.plan_due or known.due,
    LetterKind.INVITATION: lambda _: None,
    LetterKind.ANNOUNCEMENT: lambda known: known.announcement.views_due if known.announcement else known.due,
    LetterKind.DECISION: lambda _: None,
    LetterKind.COMPLIMENT: lambda _: None,
}


def _stands(known: Known) -> Iterator[str]:
    """Where the municipality stands, and what its figures say."""
    told = []
    if known.rung is not None:
        since = f" sinds {partial(known.since)}" if known.since and known.since.value else ""
        told.append(f"Uw gemeente staat{since} op {rung_name(known.rung)} van de interventieladder.")
    if known.verdict and known.period:
        told.append(f"Over {period(known.period)} stelden wij vast: {known.verdict}")
    told += _housed(known.numbers)
    if told:
        yield " ".join(told)


def _housed(numbers: PeriodNumbers | None) -> Iterator[str]:
    """How many were to be housed in the period that was judged, and how many were; nothing where one is unknown."""
    if numbers is None or numbers.realised is None or numbers.corrected_target is None or numbers.corrected_target <= 0:
        return
    yield (
        f"De taakstelling, verrekend met de stand aan het begin, was {persons(numbers.corrected_target)};"
        f" gehuisvest: {persons(numbers.realised)}."
    )


def _agreed(known: Known) -> Iterator[str]:
    """What the municipality promised and still has to do."""
    if known.agreements:
        lines = [f"– {ended(each.what).rstrip('.')}, uiterlijk {day(each.due)}" for each in known.agreements]
        yield "Deze afspraken staan nog open:\n" + ";\n".join(lines) + "."


def _of(decided: Substitution) -> str:
    figures = f"Wij gaan uit van de cijfers van {day(decided.figures_day)}."
    return f"Het gaat om {persons(decided.persons)} van de taakstelling van {_periods(decided.periods)}. {figures}"


def _periods(given: tuple[Period, ...]) -> str:
    return listed([period(each) for each in given])


def _by(due: date | None) -> str:
    return day(due) if due else OPEN
