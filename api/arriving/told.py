"""What came of a file that arrived, for who finds it back in the folder: a text to read in any program."""

from collections.abc import Iterator
from datetime import datetime

from api.arriving.folder import DONE
from api.arriving.taking_in import TakenIn
from api.importing.outcome import Outcome
from api.importing.work import OPENING
from api.store.arrivals import Result
from api.web.importing_told import in_words
from projections.dutch.telling import counted
from projections.dutch.words import moment

SHOWN = 200
"""The most rows of one kind that a report lists."""
PERSONAL = "personal-data"
"""How the intake calls the reason why a file with data on persons is refused."""
OPEN_THEM = "de keuze 'Begin meteen het toezicht op deze gemeenten' op de pagina Import"


def report(name: str, taken: TakenIn, at: datetime) -> str:
    """The report beside a file, in lines."""
    return "\n".join([name, "=" * len(name), "", *_said(taken, at), *_rows(taken.outcome), ""])


def _said(taken: TakenIn, at: datetime) -> Iterator[str]:
    when = moment(at)
    match taken.result:
        case Result.IMPORTED:
            yield f"Ingelezen door Trede op {when}."
            if taken.outcome:
                yield in_words(taken.outcome.counts, done=True)
            yield f"Bewijs in Trede: {taken.stream}."
        case Result.NOTHING_NEW:
            yield f"Gelezen door Trede op {when}. Dit bestand was al eerder ingelezen; er is niets nieuws vastgelegd."
        case _:
            yield f"Geweigerd door Trede op {when}. Van dit bestand is niets vastgelegd."
            yield taken.reason or ""
            if taken.outcome and taken.outcome.refused and taken.outcome.refused.rule == PERSONAL:
                yield "Gooi dit bestand hier weg: gegevens over personen horen er niet."
            yield f"Verbeter het en zet het opnieuw in de map; niet in de map '{DONE}'."


def _rows(outcome: Outcome | None) -> Iterator[str]:
    """The rows with which something is the matter."""
    if outcome is None:
        return
    if outcome.problems:
        yield from ("", f"Niet vastgelegd: {counted(outcome.counts.refused, 'rij', 'rijen')}")
        for each in outcome.problems[:SHOWN]:
            where = f"rij {each.row}" + (f", kolom '{each.column}'" if each.column else "")
            expected = f" Verwacht: {each.expected.replace(OPENING, OPEN_THEM)}." if each.expected else ""
            yield f"- {where}: {each.problem}{expected}"
    if outcome.contradictions:
        yield from (
            "",
            f"Wel vastgelegd, maar in tegenspraak: {counted(outcome.counts.contradictions, 'rij', 'rijen')}",
        )
        for contradiction in outcome.contradictions[:SHOWN]:
            yield f"- rij {contradiction.row}: {contradiction.problem}"
    if max(len(outcome.problems), len(outcome.contradictions)) > SHOWN:
        yield from ("", "De andere rijen staan in Trede, bij deze import.")
