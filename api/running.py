"""What a running server works with: opened once by ``create_app``, handed to every request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from api.frameworks import Frameworks
from api.identity.accounts import Accounts
from api.identity.caller import Caller
from api.identity.sessions import Session, Sessions
from api.identity.together import Together
from api.identity.tokens import Tokens
from api.importing.work import ImportWork
from api.kept import Kept
from api.rebuilding import Rebuilding
from api.settings import Settings
from api.store import Store
from api.store.standing import Standing
from domain.ledger.application import Ledger
from projections.engine.runner import Projector


@dataclass(frozen=True, slots=True)
class Running:
    """The record, the lasting tables and the read models of one server; ``today`` tells the day it is.

    ``settings`` are those it was started with; ``imports`` is the work on files with figures, ``rebuilding`` that of
    building the read models again. ``callers`` and ``visitors`` find who shows a token or a session, and where
    everything stands then; ``kept`` are answers that can be given again.
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
    callers: Together[tuple[Caller, Standing | None]]
    visitors: Together[tuple[Session, Standing | None]]
    kept: Kept
    today: Callable[[], date]
