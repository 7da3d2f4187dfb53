"""Opening the record as the settings say: the embedded database is started when no other is named."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from api.settings import Settings
from domain.ledger.application import Ledger
from domain.ledger.demo import is_demo
from domain.ledger.embedded import start


class ClockSetError(Exception):
    """The settings say which day it is, which only a demo may be told."""


@contextmanager
def opened_ledger(settings: Settings, *, on_wait: Callable[[str], None] = lambda _: None) -> Iterator[Ledger]:
    """The ledger of these settings; who leaves last stops the embedded database.

    ``on_wait`` hears what is waited for. Raises as ``domain.ledger.embedded.start`` and ``Ledger.open`` do, and:

    Raises:
        ClockSetError: a day is set, and the record is no demo.
    """
    with ExitStack() as stack:
        if settings.database_url is None:
            conninfo = stack.enter_context(start(settings.data, archive=settings.archive, on_wait=on_wait)).conninfo()
        else:
            conninfo = settings.database_url
        ledger = Ledger.open(
            conninfo, master_key=settings.master_key, key_folder=settings.key_folder, patience=settings.patience
        )
        stack.callback(ledger.close)
        if settings.today and not is_demo(ledger):
            raise ClockSetError(f"TREDE_TODAY={settings.today}, and this record is no demo")
        yield ledger
