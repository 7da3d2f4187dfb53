"""``trede ladder``: on which rung every municipality stands, from the highest down, with its official figures."""

from collections.abc import Sequence
from fractions import Fraction

from api.cli.desk import desk
from api.cli.knowing import AsAt, KnownOn, asked_of_read_models, in_words
from api.cli.options import AsJson
from api.cli.output import as_json, heading, say, table
from api.frameworks import Frameworks
from domain.policy.numbers import rounded
from domain.values import PartialDate, Rung
from projections.dutch.telling import capital, counted
from projections.dutch.words import number, rung_name, short_day, word
from projections.ladder import Ladder, LadderLine, ladder


def show_ladder(*, known_on: KnownOn = None, as_at: AsAt = None, json: AsJson = False) -> None:
    """Toon de interventieladder: alle gemeenten per trede, met hun achterstand en tempo."""
    with desk() as at:
        knowing = asked_of_read_models(at, known_on, as_at, quiet=json)
        counting = Frameworks.of(at.settings, at.ledger).counting(knowing.day)
        told = ladder(at.ledger, knowing, province=at.settings.province, **counting)
        at.log("ladder", "all", "read")
    if json:
        as_json(as_dict(told))
        return
    say(f"De interventieladder {in_words(knowing, known_on)} (periode {told.period}).", style="bold")
    _show(told)


def as_dict(told: Ladder) -> dict[str, object]:
    """The ladder as scripts get it. Numbers of persons are rounded as on a screen."""
    return {
        "day": told.day.isoformat(),
        "period": str(told.period),
        "counts": {str(int(rung)): count for rung, count in told.counts.items()},
        "raised": told.raised,
        "lowered": told.lowered,
        "municipalities": [_line(line) for line in _from_high_to_low(told)],
    }


def _from_high_to_low(told: Ladder) -> list[LadderLine]:
    return sorted(told.lines, key=lambda line: -line.rung)  # stable: alphabetical within a rung


def _line(line: LadderLine) -> dict[str, object]:
    closing, pace, last = line.last_closing, line.pace, line.last_contact
    return {
        "code": line.code,
        "name": line.name,
        "province": line.province,
        "rung": int(line.rung),
        "since": line.since.value,
        "days": line.days,
        "takenOver": line.taken_over,
        "coming": [{"rung": int(each.rung), "from": each.effective_on.isoformat()} for each in line.coming],
        "closingBacklog": closing.backlog.value if closing and closing.backlog else None,
        "closingBacklogOf": str(closing.period) if closing else None,
        "runningBacklog": _rounded(pace.running_backlog) if pace else None,
        "measuredOn": pace.on.isoformat() if pace else None,
        "band": pace.band.value if pace and pace.band else None,
        "lastContact": last.held_on.isoformat() if last and last.held_on else None,
    }


def _rounded(persons: Fraction | None) -> int | None:
    return None if persons is None else rounded(persons)


def _show(told: Ladder) -> None:
    if not told.lines:
        say("Er staat nog geen gemeente op de ladder. Begin met: trede open GEMEENTE")
        return
    for rung in reversed(Rung):
        lines = [line for line in told.lines if line.rung is rung]
        if lines:
            heading(f"{capital(rung_name(rung))}: {counted(len(lines), 'gemeente', 'gemeenten')}")
            _show_rung(lines)
    say()
    say(f"Opgeschaald in deze periode: {number(told.raised)}; afgeschaald: {number(told.lowered)}.")
    say(
        "Eind: de laatste vastgestelde eindstand. Nu: de doorlopende achterstand. Beide in personen; min is voorsprong."
    )
    if any(line.taken_over for line in told.lines):
        say("* overgenomen stand: de gemeente stond al op deze trede toen de administratie begon")


def _show_rung(lines: Sequence[LadderLine]) -> None:
    table(
        ("gemeente", "code", "sinds", "dagen", "eind", "van", "nu", "tempo", "daarna"),
        (_row(line) for line in lines),
        right=frozenset({3, 4, 6}),
        whole=frozenset({1, 2, 5, 7}),
    )


def _row(line: LadderLine) -> tuple[str, ...]:
    closing, pace = line.last_closing, line.pace
    return (
        line.name,
        line.code,
        f"{short_day(line.since)}{'*' if line.taken_over else ''}",
        "–" if line.days is None else number(line.days),
        _number(closing.backlog.value if closing and closing.backlog else None),
        str(closing.period) if closing else "",
        _number(_rounded(pace.running_backlog) if pace else None),
        word(pace.band) if pace and pace.band else "–",
        ", ".join(
            f"trede {each.rung.value} per {short_day(PartialDate.of(each.effective_on))}" for each in line.coming
        ),
    )


def _number(persons: int | None) -> str:
    return "–" if persons is None else number(persons)
