"""The only clock of the program: the day it is in the Netherlands. The moment of recording is the database's.

In a demo the day can be set (``TREDE_TODAY``); ``api.opening`` opens no other record then.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from api.settings import Settings

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def today() -> date:
    """The day it is now, in Europe/Amsterdam."""
    return datetime.now(AMSTERDAM).date()


def now() -> datetime:
    """The moment it is now, with its zone: only for what is done at a time, never for what is recorded."""
    return datetime.now(AMSTERDAM)


def today_of(settings: Settings) -> date:
    """The day it is: the one that is set, else the real one."""
    return settings.today or today()
