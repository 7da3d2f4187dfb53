"""What a running server works with: opened once by ``create_app``, handed to every request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from api.frameworks import Frameworks
from api.identity.accounts import Accounts
from api.identity.sessions import Sessions
from api.identity.tokens import Tokens
from api.importing.work import ImportWork
from api.rebuilding import Rebuilding
from api.settings import Settings
from api.store import Store
from domain.ledger.application import Ledger
from projections.engine.runner import Projector


@dataclass(frozen=True, slots=True)
class Running:
    """The record, the lasting tables and the read models of one server; ``today`` tells the day it is.

    ``settings`` are those it was started with; ``imports`` is the work on files with figures,
    ``rebuilding`` that of building the read models again.
    """

    settings: Settings
    ledger: Ledger
    frameworks: Frameworks
    store: Store
    tokens: Tokens
    accounts: Accounts
    sessions: Sessions
    projector: Projector
    imports: ImportWork
    rebuilding: Rebuilding
    today: Callable[[], date]
