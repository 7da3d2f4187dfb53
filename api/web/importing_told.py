"""What came of a file with figures, or would come of it, as a person reads it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pydantic.alias_generators import to_camel

from api.importing.outcome import Change, Counts, OfMunicipality, Outcome
from api.importing.work import OPENING
from domain.events.figures import Number
from domain.values import Period
from projections.dutch.telling import counted
from projections.dutch.words import listed, number, period, word
from projections.imports import ImportLine

OPEN_THEM = "Begin meteen het toezicht op deze gemeenten"
"""The choice to open municipalities that are not there yet."""
SHOWN = 400
"""The most changes that one page shows."""
HALF_YEARS = 10
"""How many half years can be chosen for rows that do not say theirs."""

NUMBERS = {to_camel(each.value): word(each) for each in Number}
FIELDS = NUMBERS | {
    "reportedOn": "peildatum",
    "code": "gemeentecode",
    "name": "naam van de gemeente",
    "period": "periode",
    "source": "bron",
    "nature": "aard van de cijfers",
}

RULES = {
    "out-of-bounds": "het aantal is te groot om te kunnen kloppen",
    "negative": "het aantal is negatief",
    "not-a-number": "dit is geen getal",
    "formula-error": "de formule in de cel geeft een fout",
    "not-whole": "dit is geen heel getal",
    "unknown-nature": "deze aard van de cijfers is onbekend",
    "two-digit-year": "het jaar heeft twee cijfers",
    "not-a-date": "dit is geen datum",
    "no-such-day": "deze dag of maand bestaat niet",
    "period-is-date": "hier staat een datum in plaats van een periode",
    "period-or-month": "dit kan een maand zijn in plaats van een halfjaar",
    "not-a-period": "dit is geen periode",
    "no-number": "in de rij staat geen enkel aantal",
    "too-many-cells": "de rij heeft meer cellen dan de kop",
    "future-day": "de peildatum lag in de toekomst",
    "missing-period": "in de rij staat geen periode",
    "period-too-far": "de periode ligt te ver in de toekomst",
    "bad-code": "dit is geen code van een gemeente",
    "no-municipality": "in de rij staat geen gemeente",
    "unknown-municipality": "deze gemeente is onbekend",
    "ambiguous-municipality": "er is meer dan één gemeente met deze naam",
    "code-and-name-disagree": "de code en de naam zijn niet van dezelfde gemeente",
    "source-too-long": "de bron is te lang",
    "unreadable-source": "in de bron staat een teken dat geen tekst is",
    "UnknownMunicipality": "de gemeente stond nog niet in de administratie",
    "SupervisionNotOpen": "er was geen toezicht op deze gemeente",
    "NoNumbers": "in de rij staat geen enkel aantal",
    "TooEarly": "de dag ligt te vroeg",
    "InTheFuture": "de dag lag in de toekomst",
    "RealMunicipality": "een echte gemeente hoort niet in voorbeeldgegevens",
    "FictionalMunicipality": "een verzonnen gemeente hoort alleen in voorbeeldgegevens",
}
"""What each rule that an import recorded says; the record has no values of cells, so neither has this."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The changes that a page shows, by municipality, and how many there are in all."""

    municipalities: tuple[tuple[OfMunicipality, tuple[Change, ...]], ...]
    shown: int
    total: int


@dataclass(frozen=True, slots=True)
class Others:
    """The municipalities of a file of which no value changes, and those whose supervision begins with it."""

    unchanged: tuple[str, ...]
    opened: tuple[str, ...]


def in_words(counts: Counts, *, done: bool) -> str:
    """How the rows come out, in a sentence or two: ``Van de 52 rijen worden er 48 vastgelegd. …``."""
    if not counts.rows:
        return "In dit bestand staan geen rijen met cijfers."
    verb = (
        ("is er" if counts.recorded == 1 else "zijn er")
        if done
        else ("wordt er" if counts.recorded == 1 else "worden er")
    )
    of = "Van de ene rij" if counts.rows == 1 else f"Van de {number(counts.rows)} rijen"
    recorded = number(counts.recorded) if counts.recorded else "geen"
    rest = listed(list(_rest(counts, done=done)))
    return f"{of} {verb} {recorded} vastgelegd" + (f"; {rest}." if rest else ".")


def _rest(counts: Counts, *, done: bool) -> Iterator[str]:
    if counts.unchanged:
        one, more = ("was", "waren") if done else ("is", "zijn")
        yield f"{number(counts.unchanged)} {one if counts.unchanged == 1 else more} al bekend"
    if counts.outside:
        yield f"{number(counts.outside)} {'gaat' if counts.outside == 1 else 'gaan'} over een andere provincie"
    if counts.refused:
        one, more = ("kon", "konden") if done else ("kan", "kunnen")
        yield f"{number(counts.refused)} {one if counts.refused == 1 else more} niet worden vastgelegd"


def count_of(counts: Counts) -> str:
    """What the button does: ``Leg 48 cijfers vast``. Also that nothing changed is worth recording: it was looked at."""
    if not counts.recorded:
        return "Leg vast dat u dit bestand bekeek"
    return f"Leg {counted(counts.recorded, 'cijfer', 'cijfers')} vast"


def shown_changes(outcome: Outcome) -> Shown:
    """The changes by municipality, as many as a page shows."""
    left, found = SHOWN, []
    for each in outcome.municipalities:
        changes = each.changes[:left]
        left -= len(changes)
        if changes:
            found.append((each, changes))
    return Shown(tuple(found), SHOWN - left, outcome.changed)


def others(outcome: Outcome) -> Others:
    """What there is to tell of municipalities besides their changes."""
    unchanged = tuple(each.name for each in outcome.municipalities if each.unchanged and not each.changes)
    return Others(unchanged, tuple(each.name for each in outcome.municipalities if each.opened))


def expected(told: str) -> str:
    """What was expected in a cell; the choice that helps is called as it is on the page."""
    return told.replace(OPENING, f"de keuze '{OPEN_THEM}'")


def columns(outcome: Outcome) -> list[tuple[str, str]]:
    """The columns that were read, and what each was taken for."""
    return [(each.header, FIELDS.get(each.field, each.field)) for each in outcome.columns]


def problems_of(parts: Iterable[ImportLine]) -> list[tuple[int, str, str]]:
    """What is recorded of rows that were refused: the row, the column and why."""
    return [
        (each.row, each.column, RULES.get(each.rule, "de rij kon niet worden vastgelegd"))
        for part in parts
        for each in part.problems
    ]


def periods(today: date) -> list[tuple[str, str]]:
    """The half years to choose from, the newest first: the next one, this one and those before."""
    found = [Period.half_year(today).next]
    while len(found) < HALF_YEARS:
        found.append(found[-1].previous)
    return [(str(each), period(each)) for each in found]
