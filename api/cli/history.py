"""``trede history``: every entry about a municipality, told in Dutch."""

from collections.abc import Iterable

from api.cli.desk import desk
from api.cli.knowing import AsAt, KnownOn, asked, in_words
from api.cli.options import AsJson, Code
from api.cli.output import as_json, say
from projections.dutch.words import moment, partial
from projections.history import Line, history
from projections.reading import Reader


def show_history(code: Code, *, known_on: KnownOn = None, as_at: AsAt = None, json: AsJson = False) -> None:
    """Vertel alles wat over een gemeente is vastgelegd, ook wat later is gecorrigeerd of ingetrokken."""
    with desk() as at:
        knowing = asked(at, known_on, as_at)
        lines = history(Reader(at.ledger), knowing, code).lines
        at.log("history", code, "read")
    if json:
        as_json([as_dict(line) for line in lines])
        return
    if known_on or as_at:
        say(f"De geschiedenis {in_words(knowing, known_on)}.", style="bold")
    if not lines:
        say("Er was nog niets vastgelegd.")
    for line in lines:
        _show(line)


def as_dict(line: Line) -> dict[str, object]:
    """A line of the history as scripts get it."""
    return {
        "entry": line.entry,
        "position": line.position,
        "topic": line.topic,
        "happenedOn": line.happened_on.value,
        "recordedAt": line.recorded_at.isoformat(),
        "actor": line.actor,
        "actedFor": line.acted_for,
        "origin": line.origin,
        "sentence": line.sentence,
        "struck": line.struck,
        "struckBy": list(line.struck_by),
        "amendedBy": list(line.amended_by),
        "amends": line.amends,
        "digest": line.digest,
    }


def _show(line: Line) -> None:
    who = f"{line.acted_for} (via {line.actor})" if line.acted_for else line.actor
    say(f"{line.entry:>4}  {partial(line.happened_on)}", style="bold")
    say(f"      {line.sentence}", style="strike" if line.struck else "")
    if line.struck:
        say(f"      Geldt niet meer zo: zie vastlegging {_numbers(line.struck_by)}.")
    say(f"      {who}, vastgelegd {moment(line.recorded_at)}", style="dim")


def _numbers(versions: Iterable[int]) -> str:
    return ", ".join(str(version) for version in versions)
