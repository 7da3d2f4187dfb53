"""What the command line says after it recorded something: the entries themselves, as the history tells them."""

from api.cli.desk import Desk
from api.cli.output import as_json, say
from domain.ledger.request import Answer
from projections.dutch.sentences import sentence
from projections.dutch.words import partial


def show_answer(at: Desk, answer: Answer, *, json: bool) -> None:
    """Tell which entries were recorded, or that they were before."""
    if json:
        as_json(
            {
                "position": answer.position,
                "repeated": answer.repeated,
                "entries": [
                    {"stream": place.stream, "entry": place.version, "position": place.position}
                    for place in answer.entries
                ],
            }
        )
        return
    if answer.repeated:
        say("Deze opdracht was al uitgevoerd. Er is niets bij gekomen.")
    if not answer.entries:
        say("Er is niets nieuws om vast te leggen.")
    for place in answer.entries:
        (entry,) = at.ledger.entries(place.stream, after=place.version - 1, upto=place.version)
        telling = at.opened([entry]).telling()
        say(f"Vastgelegd als {place.stream}/{place.version}, {partial(entry.about.happened_on)}:")
        say(f"  {sentence(entry.fact, telling)}")
