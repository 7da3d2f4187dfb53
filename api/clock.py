"""The only clock of the program: the day it is in the Netherlands. The moment of recording is the database's."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def today() -> date:
    """The day it is now, in Europe/Amsterdam."""
    return datetime.now(ZoneInfo("Europe/Amsterdam")).date()
