"""``trede search``: find entries by the words in them; typing errors are forgiven."""

from typing import Annotated

import typer
from rich.text import Text

from api.cli.desk import desk
from api.cli.knowing import AsAt, KnownOn, asked_of_read_models
from api.cli.options import AsJson, read_code
from api.cli.output import answers, as_json, readable, say
from projections.dutch.telling import counted
from projections.dutch.words import number, partial
from projections.paging import Page
from projections.reading import Reader
from projections.search import Hit, search

MOST = 200

Words = Annotated[list[str], typer.Argument(metavar="WOORD...", help="Woorden die er alle in moeten staan.")]
Within = Annotated[
    str | None,
    typer.Option(
        "--municipality",
        metavar="GEMEENTE",
        callback=lambda given: None if given is None else read_code(given),
        help="Alleen in het dossier van deze gemeente.",
    ),
]
Limit = Annotated[int, typer.Option("--limit", metavar="AANTAL", min=1, max=MOST, help="Hoeveel er worden getoond.")]


def search_record(
    words: Words,
    *,
    municipality: Within = None,
    limit: Limit = 20,
    known_on: KnownOn = None,
    as_at: AsAt = None,
    json: AsJson = False,
) -> None:
    """Zoek in alle vastleggingen: in openbare en interne teksten, ook met een typefout of een andere vorm."""
    with desk() as at:
        knowing = asked_of_read_models(at, known_on, as_at, quiet=json)
        hits = search(Reader(at.ledger), knowing, " ".join(words), code=municipality, limit=limit)
        at.log("search", municipality or "all", "read")
    if json:
        as_json({"total": hits.total, "hits": [_as_dict(hit) for hit in hits.lines]})
        return
    for hit in hits.lines:
        _show(hit)
    _show_total(hits)


def _as_dict(hit: Hit) -> dict[str, object]:
    return {
        "municipality": hit.code,
        "entry": hit.entry,
        "topic": hit.topic,
        "happenedOn": hit.happened_on.value,
        "likeness": hit.likeness.name.lower(),
        "snippet": hit.snippet,
        "marks": [[mark.start, mark.end] for mark in hit.marks],
    }


def _show(hit: Hit) -> None:
    say(f"{hit.code}/{hit.entry}  {partial(hit.happened_on)}", style="dim")
    text = Text(readable(hit.snippet))
    for mark in hit.marks:
        text.stylize("bold", mark.start, mark.end)
    answers.print(Text("  ") + text)


def _show_total(hits: Page[Hit]) -> None:
    if hits.total == 0:
        say("Niets gevonden.")
    elif hits.total > len(hits.lines):
        say(f"{number(len(hits.lines))} van {number(hits.total)} getoond. Zie meer met --limit, of geef meer woorden.")
    else:
        say(f"{counted(hits.total, 'vastlegging', 'vastleggingen')} gevonden.")
