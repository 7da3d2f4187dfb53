"""What the command line says after it recorded something: the entries themselves, as the history tells them."""

from collections.abc import Iterator, Mapping, Sequence

from api.cli.desk import Desk
from api.cli.output import as_json, say
from domain.events.base import Entry
from domain.ledger.request import Answer
from projections.dutch.sentences import sentence
from projections.dutch.telling import Telling
from projections.dutch.words import partial


def show_answer(
    at: Desk,
    answer: Answer,
    *,
    json: bool,
    remarks: Sequence[str] = (),
    more: Mapping[str, object] | None = None,
) -> None:
    """Tell which entries were recorded, or that they were before.

    ``remarks`` are for people, ``more`` is the same for scripts.
    """
    if json:
        as_json(
            {
                "position": answer.position,
                "repeated": answer.repeated,
                "entries": [
                    {"stream": place.stream, "entry": place.version, "position": place.position}
                    for place in answer.entries
                ],
                **(more or {}),
            }
        )
        return
    if answer.repeated:
        say("Deze opdracht was al uitgevoerd. Er is niets bij gekomen. Toen vastgelegd:")
    if not answer.entries:
        say("Er is niets nieuws om vast te leggen.")
    for entry, telling in _told(at, answer):
        say(f"Vastgelegd als {entry.stream}/{entry.version}, {partial(entry.about.happened_on)}:")
        say(f"  {sentence(entry.fact, telling)}")
    for remark in remarks:
        say(remark)


def _told(at: Desk, answer: Answer) -> Iterator[tuple[Entry, Telling]]:
    """The entries of an answer, which are all in one stream; what went before tells what they are about."""
    if answer.entries:
        versions = {place.version for place in answer.entries}
        entries = at.ledger.entries(answer.entries[0].stream, upto=max(versions))
        telling = at.opened(entries).telling()
        yield from ((entry, telling) for entry in entries if entry.version in versions)
