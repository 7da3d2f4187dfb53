"""``trede token``: let scripts in by HTTP, each as a person in some roles, and stop doing so."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

import typer

from api.cli.desk import Desk, desk
from api.cli.options import AsJson, choices, free_text, read_name
from api.cli.output import as_json, say, table
from api.cli.usage import Unusable
from api.identity.tokens import Token, Tokens
from api.store import Store
from domain.events.base import Role
from domain.values import PersonId
from projections.dutch.words import day, word
from projections.reading import ERASED_PERSON

YEAR = 365
LONGEST_LABEL = 200

Name = Annotated[str, typer.Option("--as", metavar="NAAM", callback=read_name, help="De collega voor wie het is.")]
Roles = Annotated[
    list[Role], typer.Option("--role", metavar="ROL", help=f"Kies uit: {choices(Role)}. Mag vaker worden gegeven.")
]
Days = Annotated[
    int, typer.Option("--days", metavar="AANTAL", min=1, max=10 * YEAR, help="Zoveel dagen na vandaag werkt het nog.")
]
Label = Annotated[str, typer.Option("--label", metavar="TEKST", help="Waar het token voor is.")]


def create_token(name: Name, roles: Roles, *, days: Days = YEAR, label: Label = "", json: AsJson = False) -> None:
    """Maak een token waarmee een programma de API gebruikt. Het wordt één keer getoond."""
    if label:
        label = free_text("--label", label).text
    if len(label) > LONGEST_LABEL:
        raise Unusable(f"--label: is te lang (hoogstens {LONGEST_LABEL} tekens).")
    with desk() as at:
        person = at.colleague(name)
        expires_on = at.today + timedelta(days=days)
        issued = _tokens(at).issue(person, roles, label=label, today=at.today, expires_on=expires_on)
        at.log("token create", str(issued.token.id), "done")
    if json:
        as_json({**_as_dict(issued.token, name, at.today), "token": issued.secret})
        return
    say(f"Token voor {name} ({_roles(issued.token)}), geldig t/m {day(expires_on)}:")
    say(issued.secret, style="bold")
    say("Bewaar het nu: het wordt niet nog eens getoond. Stuur het mee als: Authorization: Bearer TOKEN")
    say(f"Intrekken: trede token revoke {issued.token.id}")


def list_tokens(*, json: AsJson = False) -> None:
    """Toon alle tokens, ook de tokens die niet meer werken. Wat een token zelf is, weet niemand meer."""
    with desk() as at:
        tokens = _tokens(at).all()
        found = at.ledger.persons.names(token.person for token in tokens)
    names = {token.person: found.get(token.person) or ERASED_PERSON for token in tokens}
    if json:
        as_json([_as_dict(token, names[token.person], at.today) for token in tokens])
    elif not tokens:
        say("Er zijn geen tokens. Maak er een met: trede token create")
    else:
        table(
            ("nummer", "van", "rollen", "waarvoor", "geldig t/m", "laatst gebruikt", "toestand"),
            (_row(token, names, at.today) for token in tokens),
        )


def revoke_token(
    token: Annotated[UUID, typer.Argument(metavar="NUMMER", help="Nummer van het token, zoals in trede token list.")],
) -> None:
    """Trek een token in: vanaf nu komt niemand er meer mee binnen."""
    with desk() as at:
        if not _tokens(at).revoke(token, today=at.today):
            raise Unusable(f"Er is geen token {token}. Welke er zijn: trede token list")
        at.log("token revoke", str(token), "done")
    say(f"Token {token} is ingetrokken.")


def _tokens(at: Desk) -> Tokens:
    return Tokens(Store.open(at.ledger))


def _as_dict(token: Token, name: str, today: date) -> dict[str, object]:
    return {
        "id": str(token.id),
        "label": token.label,
        "person": token.person,
        "name": name,
        "roles": [role.value for role in token.roles],
        "issuedOn": token.issued_on.isoformat(),
        "expiresOn": token.expires_on.isoformat() if token.expires_on else None,
        "revokedOn": token.revoked_on.isoformat() if token.revoked_on else None,
        "lastUsedOn": token.last_used_on.isoformat() if token.last_used_on else None,
        "works": token.works_on(today),
    }


def _row(token: Token, names: dict[PersonId, str], today: date) -> tuple[str, ...]:
    if token.revoked_on:
        state = f"ingetrokken op {_day(token.revoked_on)}"
    else:
        state = "werkt" if token.works_on(today) else "verlopen"
    return (
        str(token.id),
        names[token.person],
        _roles(token),
        token.label,
        _day(token.expires_on),
        _day(token.last_used_on),
        state,
    )


def _roles(token: Token) -> str:
    return ", ".join(word(role) for role in token.roles)


def _day(given: date | None) -> str:
    return "–" if given is None else day(given)
