"""Why a backup was not made or not restored, in Dutch, with what to do about it."""

from datetime import datetime

from api.clock import AMSTERDAM
from domain.ledger.backup.refused import Refused, Why
from projections.dutch.words import number

SENTENCES = {
    Why.NO_BACKUP: "In {folder} staat geen reservekopie die Trede heeft gemaakt.",
    Why.UNFINISHED: "De reservekopie {folder} is niet afgemaakt. Gebruik een andere, of maak er een: trede backup MAP",
    Why.UNREADABLE: "{folder} is niet te lezen ({error}).",
    Why.DAMAGED: "De reservekopie {folder} is beschadigd en is niet gebruikt. Gebruik een andere. Het gaat om: {files}",
    Why.ANOTHER_MAJOR: "De reservekopie {folder} is van PostgreSQL {server}; deze Trede leest alleen {major}."
    " Gebruik de Trede waarmee zij is gemaakt.",
    Why.NO_ROOM: "Op de schijf van {folder} is te weinig ruimte: nodig is {needed} MB, vrij is {free} MB.",
    Why.LIVING: "In {folder} staat al een administratie. Met --replace gaat die opzij, onder een andere naam, en komt"
    " de reservekopie ervoor in de plaats.",
    Why.IN_USE: "De administratie in {folder} is in gebruik. Stop eerst wat ermee werkt, zoals trede serve.",
    Why.BUSY: "In {folder} wordt al een reservekopie teruggezet, door een ander programma.",
    Why.BEFORE_BACKUP: "{to} ligt voor het einde van de oudste reservekopie die past ({finished_at}, {folder})."
    " Kies een oudere reservekopie, of een later moment.",
    Why.IN_THE_FUTURE: "{to} is nog niet geweest.",
    Why.AFTER_THE_END: "Het archief gaat tot {last}; {to} ligt daarna. Zonder --to herstelt u tot daar.",
    Why.LOG_MISSING: "In het archief ontbreekt het stuk {segment}, terwijl er latere stukken zijn.{upto}",
    Why.LOG_DAMAGED: "Het stuk {segment} in het archief is niet te lezen, terwijl er latere stukken zijn.{upto}",
    Why.NOT_RECOVERED: "De database kon de reservekopie niet terugzetten. Technische melding: {error}",
    Why.NOT_COPIED: "De database kon niet worden gekopieerd naar {folder}. Technische melding: {error}",
}
NOTHING_CHANGED = "Er is niets veranderd."


def in_sentences(refused: Refused) -> list[str]:
    """What stands in the way, and that nothing was done."""
    about = {name: _word(name, value) for name, value in refused.about.items()}
    last = refused.about.get("last")
    about["upto"] = f" Tot {about['last']} gaat het wel: --to {_typed(last)}" if isinstance(last, datetime) else ""
    return [SENTENCES[refused.why].format_map(about), NOTHING_CHANGED]


def exact(given: datetime) -> str:
    """A moment to the second, in Dutch time."""
    return f"{given.astimezone(AMSTERDAM):%d-%m-%Y %H:%M:%S}"


def _typed(given: datetime) -> str:
    """A moment as it can be typed."""
    return given.astimezone(AMSTERDAM).replace(microsecond=0).isoformat()


def _word(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return exact(value)
    if name in {"needed", "free"} and isinstance(value, int):
        return number(value // 1_000_000)
    return str(value)
