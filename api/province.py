"""How the province of an installation is called, on its pages and in its letters."""

from api.demo.province import province
from api.intake.register import Register
from api.settings import Settings
from domain.ledger.application import Ledger
from domain.ledger.demo import is_demo

UNNAMED = "Toezicht huisvesting vergunninghouders"
"""What stands there as long as nobody said which province it is (``TREDE_PROVINCE``)."""


def province_of(settings: Settings, ledger: Ledger) -> str:
    """The name of the province: of a demo the fictional one."""
    if is_demo(ledger):
        return province().name
    known = next((each for each in Register.load().codes.values() if each.province == settings.province), None)
    return f"Provincie {known.province_name}" if known and settings.province else UNNAMED
