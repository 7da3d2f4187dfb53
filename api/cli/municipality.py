"""``trede municipality``: where a municipality stands, since when and why; its figures, agreements and plan."""

from api.cli.desk import desk
from api.cli.knowing import AsAt, KnownOn, asked, in_words
from api.cli.options import AsJson, Code
from api.cli.output import JSON_NAMES, as_json, heading, say, table
from api.cli.usage import Unusable
from domain.events.figures import Number
from domain.values import UNKNOWN_DATE
from projections.dossier import Dossier, dossier, known_then
from projections.dutch.sentences import source
from projections.dutch.telling import capital, ended
from projections.dutch.words import day, number, partial, persons, rung_name, short_day, word
from projections.figures import StatementLine
from projections.plans import PlanLine


def show_municipality(code: Code, *, known_on: KnownOn = None, as_at: AsAt = None, json: AsJson = False) -> None:
    """Vertel waar een gemeente staat, sinds wanneer en waarom, met haar cijfers en hun bron."""
    with desk() as at:
        knowing = asked(at, known_on, as_at)
        municipality = known_then(at.ledger, knowing, code)
        at.log("municipality", code, "read")
        if municipality is None:
            raise Unusable(f"Van {code} was {in_words(knowing, known_on)}, nog niets vastgelegd.")
        texts = at.opened(municipality.entries.values())
        told = dossier(municipality, texts, day=knowing.day)
    if json:
        as_json(as_dict(told))
        return
    if known_on or as_at:
        say(f"De stand {in_words(knowing, known_on)}.", style="bold")
    _show(told)


def as_dict(told: Dossier) -> dict[str, object]:
    """A dossier as scripts get it: no rung once supervision has ended."""
    stand = None if told.closed else told.stand
    return {
        "code": told.code,
        "name": told.name,
        "province": told.province,
        "version": told.version,
        "rung": int(stand.rung) if stand else None,
        "since": stand.since.value if stand else None,
        "why": stand.why if stand else None,
        "takenOver": stand.taken_over if stand else False,
        "coming": [{"rung": int(step.rung), "from": step.since.value, "why": step.why} for step in told.coming],
        "closed": told.closed.value if told.closed else None,
        "supervisor": told.supervisor,
        "figures": [_figures(line) for line in told.figures],
        "conversations": [
            {
                "conversation": held.conversation,
                "heldOn": held.talk.held_on.value if held.talk.held_on else None,
                "kind": held.talk.kind.value,
                "summary": held.summary or "",
            }
            for held in told.conversations
        ],
        "agreements": [
            {
                "agreement": line.agreement,
                "what": line.what,
                "owedBy": line.owed_by.value,
                "due": line.due.isoformat(),
                "persons": line.persons,
                "outcome": line.outcome.value,
            }
            for line in told.agreements
        ],
        "plans": [
            {"plan": line.plan, "planVersion": line.plan_version, "adoptedVersion": line.adopted} for line in told.plans
        ],
    }


def _figures(line: StatementLine) -> dict[str, object]:
    numbers = {JSON_NAMES[each]: getattr(line.numbers, each.value) for each in Number}
    return {
        "entry": line.statement.version,
        "period": str(line.statement.period),
        **numbers,
        "asOf": line.statement.reported_on.value,
        "source": line.statement.source.reference,
        "sourceKind": line.statement.source.kind.value,
        "nature": line.statement.nature.value,
        "derived": [JSON_NAMES[Number(name)] for name in line.numbers.derived],
        "inForce": [JSON_NAMES[Number(name)] for name in line.in_force],
        "contradicts": list(line.contradicts),
        "inconsistent": list(line.inconsistent),
    }


def _show(told: Dossier) -> None:
    for sentence in _standing(told):
        say(sentence)
    for step in told.coming:
        say(ended(f"Met ingang van {partial(step.since)}: {rung_name(step.rung)}. Waarom: {step.why}"))
    if told.supervisor:
        say(f"IBT-adviseur: {told.supervisor}.")
    _show_figures(told)
    _show_contact(told)
    _show_plans(told.plans)


def _standing(told: Dossier) -> list[str]:
    """Where it stands, since when and why."""
    municipality, stand = f"{told.name} ({told.code})", told.stand
    if told.closed:
        then = [f"De gemeente stond toen op {rung_name(stand.rung)}."] if stand else []
        return [f"Het toezicht op {municipality} is beëindigd op {partial(told.closed)}.", *then]
    if stand is None:
        return [f"{municipality} staat nog op geen trede."]
    since = f" sinds {partial(stand.since)}" if stand.since.value else ""
    unknown = "" if since else ", sinds wanneer is niet bekend"
    taken_over = ". Dit is een overgenomen stand" if stand.taken_over else ""
    why = [ended(f"Waarom: {stand.why}")] if stand.why else []
    return [f"{municipality} staat{since} op {rung_name(stand.rung)}{unknown}{taken_over}.", *why]


def _show_figures(told: Dossier) -> None:
    heading("Cijfers, in personen")
    if not told.figures:
        say("Nog geen cijfers. Lees een bestand in met: trede import figures BESTAND")
        return
    sources = list(dict.fromkeys(source(line.statement.source) for line in told.figures))
    table(
        ("periode", "stand per", "taak-\nstelling", "begin", "gecor-\nrigeerd", "gereali-\nseerd", "eind", "bron"),
        (_row(line, sources.index(source(line.statement.source)) + 1) for line in told.figures),
        right=frozenset(range(2, 8)),
    )
    if any(line.numbers.derived for line in told.figures):
        say("* volgt uit de andere getallen van dezelfde bron")
    if any(line.contradicts or line.inconsistent for line in told.figures):
        say("! spreekt een andere bron of zichzelf tegen")
    for number_, named in enumerate(sources, 1):
        say(f"[{number_}] {named}")


def _row(line: StatementLine, source_number: int) -> tuple[str, ...]:
    mark = " !" if line.contradicts or line.inconsistent else ""
    return (
        f"{line.statement.period}{mark}",
        short_day(line.statement.reported_on),
        *(_cell(getattr(line.numbers, each.value), derived=each.value in line.numbers.derived) for each in Number),
        f"[{source_number}]",
    )


def _cell(value: int | None, *, derived: bool) -> str:
    return "–" if value is None else f"{number(value)}{'*' if derived else ''}"


def _show_contact(told: Dossier) -> None:
    heading("Gesprekken")
    if not told.conversations:
        say("Nog geen gesprek vastgelegd.")
    for held in told.conversations:
        on = partial(held.talk.held_on or UNKNOWN_DATE)
        say(ended(f"{on}: {word(held.talk.kind)}{f'. {held.summary}' if held.summary else ''}"))
    heading("Afspraken")
    if not told.agreements:
        say("Geen afspraken.")
    for line in told.agreements:
        count = f" ({persons(line.persons)})" if line.persons is not None else ""
        say(
            f"{capital(word(line.outcome))}: {line.what.rstrip('.')}{count},"
            f" door {word(line.owed_by)}, uiterlijk {day(line.due)}."
        )


def _show_plans(plans: tuple[PlanLine, ...]) -> None:
    if plans:
        heading("Verbeterplan")
    for line in plans:
        say(f"{capital(', '.join(_plan(line)))}.")


def _plan(plan: PlanLine) -> list[str]:
    """How a plan stands."""
    if not plan.versions:
        due = f", in te dienen uiterlijk {day(plan.due)}" if plan.due else ""
        return [f"gevraagd{due}", "nog niet ingediend", *(["beëindigd"] if plan.closed else [])]
    verdict = {None: "nog niet beoordeeld", True: "voldoende", False: "onvoldoende"}[plan.sufficient]
    return [
        f"versie {plan.plan_version}",
        "afgewezen" if plan.rejected else verdict,
        f"versie {plan.adopted} vastgesteld" if plan.adopted else "nog niet vastgesteld",
        *(["beëindigd"] if plan.closed else []),
    ]
