"""``trede verify``: whether everything in the record still reads as it was recorded."""

import time
from typing import Annotated

import typer

from api.cli.desk import desk
from api.cli.options import AsJson
from api.cli.output import as_json, in_one_line, say, table
from domain.ledger.integrity import Finding
from projections.dutch.words import number

NOT_SOUND = 1

First = Annotated[int, typer.Option("--from", metavar="POSITIE", min=1, help="Begin bij deze positie.")]


def verify_record(first: First = 1, *, json: AsJson = False) -> None:
    """Lees alle vastleggingen na: staat alles er nog zoals het is vastgelegd, en ontbreekt er niets?"""
    begun = time.monotonic()
    with desk() as at:
        upto = at.ledger.head().position
        findings = list(at.ledger.verify(first))
        at.log("verify", f"{first}-{upto}", f"{len(findings)} findings")
    if json:
        seconds = round(time.monotonic() - begun, 3)
        as_json({"from": first, "upTo": upto, "seconds": seconds, "findings": [_as_dict(each) for each in findings]})
    elif findings:
        say(f"Dit klopt niet in de administratie (nagelezen tot en met positie {number(upto)}):")
        table(("positie", "waarvan", "vastlegging", "wat (in het Engels)"), map(_row, findings))
        say("Zet een reservekopie terug, of laat uitzoeken wie dit veranderde.")
    else:
        say(f"Alles staat er zoals het is vastgelegd, tot en met positie {number(upto)}.")
    raise typer.Exit(NOT_SOUND if findings else 0)


def _as_dict(finding: Finding) -> dict[str, object]:
    return {
        "position": finding.position,
        "stream": finding.stream or None,
        "version": finding.version or None,
        "what": finding.what,
    }


def _row(finding: Finding) -> tuple[str, ...]:
    version = str(finding.version) if finding.version else "–"
    return str(finding.position), finding.stream or "–", version, in_one_line(finding.what)
