"""``trede law show``: where a municipality stands on the road of rungs 4 to 6, and what was recorded of it in law."""

from collections.abc import Iterator

from api.cli.desk import desk
from api.cli.knowing import AsAt, KnownOn, asked_of_read_models, in_words
from api.cli.options import AsJson, Code
from api.cli.output import as_json, heading, say
from api.refusals import in_dutch
from api.rest.law_told import LawTold
from api.web.law_told import ENDED, lead
from domain.municipality.law import Announcement, Substitution
from domain.policy.obligations.due import appeal_until
from domain.refusals import UnknownMunicipality
from domain.values import AppealId, ClaimId, ReliefId
from projections.dutch.words import day, euros, listed, persons, word
from projections.law import LawNow, law_of
from projections.reading import Reader


def show_law(code: Code, *, known_on: KnownOn = None, as_at: AsAt = None, json: AsJson = False) -> None:
    """Toon hoe het staat met de weg naar indeplaatsstelling: wat is gedaan, wat loopt, en wat er ontbreekt."""
    with desk() as at:
        knowing = asked_of_read_models(at, known_on, as_at, quiet=json)
        framework, guideline = at.frameworks.found_in_force(knowing.day), at.frameworks.guideline(knowing.day)
        found = law_of(Reader(at.ledger), knowing, code, framework=framework, guideline=guideline)
        if found is None:
            raise UnknownMunicipality(code)
        at.log("law show", code, "read")
    if json:
        as_json(LawTold.of(found).model_dump(mode="json", by_alias=True))
        return
    say(f"Indeplaatsstelling {in_words(knowing, known_on)}.", style="bold")
    for sentence in _standing(found):
        say(sentence)
    _show(found)


def _standing(now: LawNow) -> Iterator[str]:
    """Where it stands, what the guideline says, and what the next rung would be refused for."""
    yield lead(now.path, now.municipality.case.name or now.municipality.code)
    if now.guideline_ends is not None and now.path.since is not None:
        place = "voorbij" if now.past_guideline else "binnen"
        since, ends = day(now.path.since), day(now.guideline_ends)
        yield f"Op trede 4 of hoger sinds {since}: {place} het richtpunt van {ends}."
    for refusal in now.path.missing:
        yield f"Nog niet: {in_dutch(refusal)} ({refusal.SOURCE})"


def _show(now: LawNow) -> None:
    law = now.law
    parts = (
        ("Vooraankondigingen", [_announcement(each) for each in law.announcements.values()]),
        ("Besluiten", [_decision(each, now) for each in law.decisions.values()]),
        ("Beroep", [_appeal(identity, now) for identity in law.appeals]),
        ("Schorsing", [_relief(identity, now) for identity in law.reliefs]),
        ("Kosten", [_claim(identity, now) for identity in law.claims]),
    )
    for title, lines in parts:
        if lines:
            heading(title)
            for line in lines:
                say(line)


def _announcement(each: Announcement) -> str:
    views = "zienswijze nog niet afgewogen"
    if each.views_considered:
        views = "zienswijze afgewogen" if each.views else f"zienswijze kan t/m {day(each.views_due)}"
    return f"{each.letter}: van {day(each.announced_on)}, termijn t/m {day(each.term_ends)}, {views}."


def _decision(each: Substitution, now: LawNow) -> str:
    about = f"{persons(each.persons)} van {listed([str(period) for period in each.periods])}"
    told = [f"van {day(each.decided_on)}: {about}, termijn t/m {day(each.term_ends)}"]
    if each.notified_on is None:
        told.append("nog niet bekendgemaakt")
    else:
        until = appeal_until(each.notified_on).day
        told.append(f"bekendgemaakt op {day(each.notified_on)}, beroep kan t/m {day(until)}")
    if each.started_on:
        told.append(f"uitgevoerd sinds {day(each.started_on)}")
    if now.law.suspension_of(each.decision, now.day):
        told.append("geschorst")
    if housed := now.housed.get(each.decision):
        told.append(f"gehuisvest volgens de cijfers: {housed.housed}")
        told += ["vervallen volgens de cijfers, nog niet bevestigd"] if housed.met else []
    if each.over:
        told.append(f"{ENDED[each.over.ending]} op {day(each.over.on)}")
    return f"{each.decision}: {'; '.join(told)}."


def _appeal(identity: AppealId, now: LawNow) -> str:
    each = now.law.appeals[identity]
    told = f"{identity}: beroep van {day(each.lodged_on)} tegen {each.decision}"
    if each.over_on is None:
        return f"{told}, nog geen uitspraak."
    return f"{told}, {word(each.ruling) if each.ruling else 'ingetrokken'} op {day(each.over_on)}."


def _relief(identity: ReliefId, now: LawNow) -> str:
    each = now.law.reliefs[identity]
    told = f"{identity}: verzoek van {day(each.requested_on)} om {each.decision} te schorsen"
    if each.decided_on is None:
        return f"{told}, nog geen beslissing."
    return f"{told}, {'toegewezen' if each.granted else 'afgewezen'} op {day(each.decided_on)}."


def _claim(identity: ClaimId, now: LawNow) -> str:
    each = now.law.claims[identity]
    return f"{identity}: {euros(each.cents)} gevorderd op {day(each.claimed_on)}, binnen: {euros(each.recovered)}."
