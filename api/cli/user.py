"""``trede user``: say who may sign in on the pages, by which name and in which roles, and end that."""

import sys
from getpass import getpass
from typing import Annotated

import typer

from api.cli.desk import Desk, desk
from api.cli.options import LONGEST_NAME, AsJson, choices, read_name
from api.cli.output import as_json, say, table
from api.cli.usage import Unusable
from api.identity.accounts import Account, Accounts, NameTakenError, same
from api.identity.passwords import LONGEST, SHORTEST
from api.store import Store
from domain.events.base import Role
from projections.dutch.words import day, word
from projections.reading import ERASED_PERSON


def _name(given: str) -> str:
    return read_name(given) or given


Name = Annotated[str, typer.Argument(metavar="NAAM", callback=_name, help="De naam van de collega.")]
Roles = Annotated[
    list[Role], typer.Option("--role", metavar="ROL", help=f"Kies uit: {choices(Role)}. Mag vaker worden gegeven.")
]
UserName = Annotated[
    str,
    typer.Option("--user", metavar="GEBRUIKERSNAAM", help="Waarmee iemand inlogt; zonder keuze: voornaam.achternaam."),
]


def add_user(name: Name, roles: Roles, *, user: UserName = "", json: AsJson = False) -> None:
    """Laat een collega inloggen. Het wachtwoord wordt twee keer gevraagd, of gelezen van de standaardinvoer."""
    user_name = same(user) or ".".join(same(name).split())
    if len(user_name) > LONGEST_NAME or len(user_name.split()) != 1:
        raise Unusable("--user: schrijf één woord, zonder spaties.")
    with desk() as at:
        accounts = _accounts(at)
        if accounts.find(user_name):
            raise _taken(user_name)
        password = _password(user_name)
        try:
            account = accounts.add(user_name, at.colleague(name), roles, password=password, today=at.today)
        except NameTakenError:
            raise _taken(user_name) from None
        at.log("user add", str(account.id), "done")
    if json:
        as_json(_as_dict(account, name))
    else:
        say(f"{name} kan nu inloggen als {user_name} ({_roles(account)}).")


def list_users(*, json: AsJson = False) -> None:
    """Toon wie er kunnen inloggen, en wie dat eerder konden."""
    with desk() as at:
        accounts = _accounts(at).all()
        found = at.ledger.persons.names(account.person for account in accounts)
    names = {account.person: found.get(account.person) or ERASED_PERSON for account in accounts}
    if json:
        as_json([_as_dict(account, names[account.person]) for account in accounts])
    elif not accounts:
        say("Er kan nog niemand inloggen. Voeg iemand toe met: trede user add NAAM --role ROL")
    else:
        table(
            ("gebruikersnaam", "naam", "rollen", "sinds", "beëindigd"),
            (
                (
                    account.user_name,
                    names[account.person],
                    _roles(account),
                    day(account.created_on),
                    day(account.ended_on) if account.ended_on else "–",
                )
                for account in accounts
            ),
        )


def end_user(
    user: Annotated[str, typer.Argument(metavar="GEBRUIKERSNAAM", help="Zoals in trede user list.")],
) -> None:
    """Laat iemand niet meer inloggen; wie nog binnen is, gaat er meteen uit."""
    with desk() as at:
        account = _accounts(at).find(user)
        if account is None or not _accounts(at).end(user, today=at.today):
            raise Unusable(f"Er is niemand die inlogt als '{user}'. Wie er zijn: trede user list")
        at.log("user end", str(account.id), "done")
    say(f"{account.user_name} kan niet meer inloggen.")


def _password(user_name: str) -> str:
    if sys.stdin.isatty():
        password = getpass(f"Wachtwoord voor {user_name} (minstens {SHORTEST} tekens): ")
        if getpass("Nog een keer: ") != password:
            raise Unusable("De twee wachtwoorden zijn niet gelijk. Er is niets veranderd.")
    else:
        password = sys.stdin.readline().removesuffix("\n")
    if not SHORTEST <= len(password) <= LONGEST or same(password) == user_name:
        raise Unusable(f"Kies een wachtwoord van {SHORTEST} tot {LONGEST} tekens, anders dan de gebruikersnaam.")
    return password


def _taken(user_name: str) -> Unusable:
    return Unusable(f"Iemand anders logt al in als '{user_name}'. Kies een andere naam met --user.")


def _accounts(at: Desk) -> Accounts:
    return Accounts(Store.open(at.ledger))


def _as_dict(account: Account, name: str) -> dict[str, object]:
    return {
        "id": str(account.id),
        "userName": account.user_name,
        "person": account.person,
        "name": name,
        "roles": [role.value for role in account.roles],
        "createdOn": account.created_on.isoformat(),
        "endedOn": account.ended_on.isoformat() if account.ended_on else None,
    }


def _roles(account: Account) -> str:
    return ", ".join(word(role) for role in account.roles)
