"""``trede framework``: which frameworks there are, what stands in one, and whether a file can be used as one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from api.cli.desk import desk
from api.cli.options import AsJson
from api.cli.output import answers, as_json, heading, say, table
from api.cli.usage import Unusable
from api.frameworks import Frameworks, Whence, read_file, read_files, require_mandates_that_work
from api.settings import Settings
from domain.policy.framework import Framework, FrameworkError, Rule, require_one_at_a_time
from domain.policy.framework_file import read_framework
from domain.policy.settings import Setting, Standing
from domain.values import PartialDate
from projections.dutch.frameworks import (
    NAMES,
    RULES,
    STANDINGS,
    UNVERIFIED,
    amount,
    bounds,
    in_force,
    in_force_in_short,
)
from projections.dutch.words import listed, short_day, word

WHENCE: Mapping[Whence, str] = {
    Whence.SHIPPED: "meegeleverd",
    Whence.PROVINCE: "eigen map",
    Whence.RECORD: "administratie",
}

SHORT: Mapping[Standing, str] = {Standing.PUBLISHED: "gepubliceerd", Standing.PROVINCE: "provincie"}

ADVICE: Mapping[Rule, str] = {
    Rule.NONE: "geen",
    Rule.SIZE: "omvang",
    Rule.TREND: "verbetertrend",
    Rule.DUTY: "beginselplicht",
}

Name = Annotated[str, typer.Argument(metavar="NAAM", help="Naam van het beleidskader, zoals zuid-holland.")]
Version = Annotated[str, typer.Argument(metavar="VERSIE", help="Versie, zoals 2024.")]
AsFile = Annotated[
    bool, typer.Option("--toml", metavar="", help="Geef het bestand zelf, om er een eigen kader van te maken.")
]
File = Annotated[Path, typer.Argument(metavar="BESTAND", help="Een beleidskader als TOML-bestand.")]


def list_frameworks(*, json: AsJson = False) -> None:
    """Noem de beleidskaders, en welk er vandaag van kracht is."""
    with desk() as at:
        known = Frameworks.of(at.settings, at.ledger)
        current = known.found_in_force(at.today)
        if json:
            as_json([{**_brief(known, each), "inForce": each is current} for each in known.all])
            return
        table(
            ("naam", "versie", "van kracht", "advies", "herkomst", "in gebruik"),
            (_line(known, each) for each in known.all),
            whole=frozenset({1, 2, 3, 4, 5}),
        )
        if not all(each.validity.verified for each in known.all):
            say(f"* De dagen zijn {UNVERIFIED}.")
        say()
        if current is None:
            say(f"Vandaag is er geen beleidskader '{known.family}' van kracht.")
        else:
            say(f"Vandaag is van kracht: {current.ref.name} {current.ref.version}.")
        for error in known.unreadable:
            say(f"Let op: een kader in gebruik kan deze versie van Trede niet lezen. Technische melding: {error}")


def show_framework(name: Name, version: Version, *, toml: AsFile = False, json: AsJson = False) -> None:
    """Toon een beleidskader: regels, getallen en waar ze vandaan komen, termijnen en mandaten."""
    with desk() as at:
        known = Frameworks.of(at.settings, at.ledger)
        found = known.named(name, version)
        if found is None:
            raise Unusable(f"Er is geen beleidskader '{name} {version}'. Kijk met: trede framework list")
        if toml:
            answers.file.write(found.content)
        elif json:
            as_json({**_brief(known, found), **_in_full(found)})
        else:
            _show(found)


def check_framework(file: File) -> None:
    """Controleer of een bestand te gebruiken is als beleidskader, naast de kaders die er al zijn."""
    found = read_framework(str(file), read_file(file))
    others = [each for each in read_files(Settings()) if each.ref != found.ref and not _is_file(each, file)]
    require_one_at_a_time([*others, found])
    require_mandates_that_work([found])
    say(f"Dit beleidskader is te gebruiken: {found.ref.name} {found.ref.version}.")
    say(f"Van kracht {in_force(found.validity)}.")
    say(f"Advies: {RULES[found.rule]}. Controlegetal (SHA-256): {found.ref.sha256}.")


def explained(error: FrameworkError) -> list[str]:
    """What is wrong with a framework, for who wrote its file; the reason is in English, as its keys are."""
    where = [f"Sleutel: {error.key}"] if error.key else []
    return ["Een beleidskader is niet te gebruiken.", f"Bestand: {error.file}", *where, f"Reden: {error.reason}."]


def _line(known: Frameworks, each: Framework) -> tuple[str, ...]:
    used, unsure = known.used_since(each), "" if each.validity.verified else " *"
    return (
        each.ref.name,
        each.ref.version,
        in_force_in_short(each.validity) + unsure,
        ADVICE[each.rule],
        WHENCE[known.whence(each)],
        short_day(PartialDate.of(used)),
    )


def _brief(known: Frameworks, each: Framework) -> dict[str, object]:
    used = known.used_since(each)
    return {
        "name": each.ref.name,
        "version": each.ref.version,
        "sha256": each.ref.sha256,
        "title": each.title,
        "rule": each.rule.value,
        "from": each.validity.first_day,
        "until": each.validity.last_day,
        "verified": each.validity.verified,
        "whence": known.whence(each).value,
        "usedSince": used,
    }


def _in_full(each: Framework) -> dict[str, object]:
    """What stands in the file, as its keys are."""
    parts = ("official", "clauses", "parameters", "terms", "size", "mandates")
    return each.model_dump(mode="json", include=set(parts), exclude_none=True)


def _show(found: Framework) -> None:
    say(f"{found.title} ({found.ref.name} {found.ref.version})")
    unsure = "" if found.validity.verified else f" De dagen zijn {UNVERIFIED}."
    say(f"Van kracht {in_force(found.validity)}.{unsure} {found.validity.source}")
    say(f"Advies: {RULES[found.rule]}. Officiële bronnen: {listed([word(kind) for kind in found.official])}.")
    heading("Regels")
    for name, clause in found.clauses.items():
        say(f"{name}: {clause.text}")
        say(f"  Bron: {clause.source}", style="dim")
    if found.size:
        heading("Treden naar omvang")
        for step in found.size:
            say(f"Meer dan {step.above_percent}% van de taakstelling: trede {step.rung} ({STANDINGS[step.standing]}).")
    _show_settings("Getallen", found.parameters)
    _show_settings("Termijnen", found.terms)
    say(f"'provincie' is {STANDINGS[Standing.PROVINCE]}.")
    heading("Mandaten")
    for each in found.mandates:
        mandate = f", {each.mandate}" if each.mandate else ""
        rungs = listed([str(rung.value) for rung in each.rungs])
        say(f"Trede {rungs}: {word(each.body)}{mandate}; vastgelegd door de {word(each.role)}.")


def _show_settings(title: str, settings: dict[str, Setting]) -> None:
    heading(title)
    table(
        ("sleutel", "wat", "waarde", "grenzen", "herkomst"),
        ((key, NAMES[key], amount(each), bounds(each), SHORT[each.standing]) for key, each in settings.items()),
    )


def _is_file(each: Framework, file: Path) -> bool:
    """Whether a framework was read from this file."""
    return "/" in each.file and Path(each.file).resolve() == file.resolve()
