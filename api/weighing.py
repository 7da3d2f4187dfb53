"""What a conversation that was recorded counts for, in the words that screens and the command line share."""

from dataclasses import dataclass
from datetime import date

from domain.events.contact import ConversationHeld
from domain.ledger.application import Ledger
from domain.ledger.request import Answer
from domain.policy.contact import counts_as_contact, falls_short, is_supervision_conversation
from domain.values import Period, Rung
from projections.dutch.words import period

CONTACT, SUPERVISION = "supervisory-contact", "supervision-conversation"
COUNTS: dict[tuple[str, ...], str] = {
    (CONTACT, SUPERVISION): "Telt mee als toezichtcontact en als toezichtgesprek.",
    (CONTACT,): "Telt mee als toezichtcontact, niet als toezichtgesprek.",
    (): "Telt niet mee als toezichtcontact: een ketenoverleg doet dat alleen met een reden.",
}
WARNING = (
    "Let op: de gemeente stond die dag op trede {rung}. Vanaf trede 2 vraagt het beleid een ambtelijk of bestuurlijk"
    " toezichtgesprek. Dit gesprek is dat niet."
)
FULFILLED = "Het gesprek van {period} is hiermee gevoerd."


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a conversation counts for: ``counts_for`` in the words of the API, ``day`` and ``rung`` when it was held."""

    counts_for: tuple[str, ...]
    short: bool
    day: date
    rung: Rung | None

    @property
    def counts(self) -> str:
        """What it counts for, in a sentence."""
        return COUNTS[self.counts_for]

    @property
    def warnings(self) -> list[str]:
        """What the policy asked of that day and this conversation is not."""
        return [WARNING.format(rung=self.rung)] if self.short else []

    def fulfilled(self, today: date) -> str | None:
        """What the conversation fulfilled; None when the policy asked for more, or it does not count."""
        if self.short or CONTACT not in self.counts_for:
            return None
        of = Period.half_year(self.day)
        return FULFILLED.format(period="deze periode" if of == Period.half_year(today) else period(of))


def weighed(ledger: Ledger, answer: Answer, *, today: date) -> Weighed:
    """What the conversation counts for that is the first entry of this answer."""
    place = answer.entries[0]
    (entry,) = ledger.entries(place.stream, after=place.version - 1, upto=place.version)
    day = entry.about.happened_on.first_day or today
    rung = ledger.municipality(place.stream).ladder.rung_on(day)
    match entry.fact:
        case ConversationHeld(kind=kind) as held:
            counts = (CONTACT,) * counts_as_contact(held) + (SUPERVISION,) * is_supervision_conversation(kind)
            return Weighed(counts, falls_short(kind, rung), day, rung)
        case fact:
            raise LookupError(f"{place.stream}/{place.version} is no conversation: {fact.TOPIC}")
