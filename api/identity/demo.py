"""The colleagues of the example province: one for every role, who need no password."""

from datetime import date

from api.demo.province import province
from api.identity.accounts import Account, Accounts, NameTakenError
from domain.events.base import Role
from domain.events.person import PersonKind
from domain.ledger.application import Ledger

COLLEAGUES = {each.role: each.name for each in reversed(province().colleagues)}
"""The first that the story of the province names in each role."""

DOES: dict[Role, str] = {
    Role.SUPERVISOR: "Houdt de dossiers bij, voert gesprekken en bereidt inschalingen voor.",
    Role.MANAGER: "Besluit over trede 1 tot en met 3, en verdeelt het werk.",
    Role.EXECUTIVE_SECRETARY: "Legt vast wat Gedeputeerde Staten besluiten, ook vanaf trede 4.",
    Role.LEGAL: "Leest het hele dossier en vult het aan voor de rechter.",
    Role.REPORTING: "Leest cijfers in en rapporteert.",
    Role.AUDITOR: "Leest alles en verandert niets.",
    Role.ADMINISTRATOR: "Houdt Trede draaiend en regelt wie erin mag.",
}
"""What each does, for who has to choose."""


def account_of(role: Role, accounts: Accounts, ledger: Ledger, today: date) -> Account:
    """The account of the colleague with a role; made when nobody came in that way before."""
    name = f"voorbeeld-{role.value}"
    if known := accounts.find(name):
        return known
    person = ledger.persons.find_or_register(
        COLLEAGUES[role], PersonKind.COLLEAGUE, today=today, organisation="provincie"
    )
    try:
        return accounts.add(name, person, [role], password=None, today=today)
    except NameTakenError:  # by who came in at the same moment
        return account_of(role, accounts, ledger, today)
