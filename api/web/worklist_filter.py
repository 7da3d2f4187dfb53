"""Which items of the worklist a page shows, as its address says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from api.worklist.items import Item, Subject, Urgency
from domain.events.contact import Side
from domain.values import Rung

WHOSE, ABOUT, RUNG, SUPERVISOR, OWED_BY, WHEN = "van", "soort", "trede", "adviseur", "aan-zet", "wanneer"
"""What the parts of the filter are called in an address."""
MINE, EVERYBODYS = "mij", "alle"
"""Whose items are meant."""
NOBODY = "niemand"
"""The supervisor of who has none."""

SIDES = {"wij": Side.PROVINCE, "gemeente": Side.MUNICIPALITY}
WHENS = {
    "te-laat": Urgency.OVERDUE,
    "wacht": Urgency.WAITING,
    "binnenkort": Urgency.DUE_SOON,
    "later": Urgency.OPEN,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of items: empty for everything that is not asked. ``whose`` is ``MINE`` or ``EVERYBODYS``."""

    whose: str = MINE
    about: str = ""
    rung: str = ""
    supervisor: str = ""
    owed_by: str = ""
    when: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str], *, otherwise: str) -> Self:
        """The filter in the query of an address, with whose items are meant when it does not say so."""

        def among(name: str, known: Iterable[object]) -> str:
            given = asked.get(name, "")
            return given if given in {str(each) for each in known} else ""

        whose = among(WHOSE, (MINE, EVERYBODYS)) or otherwise
        return cls(
            whose=whose,
            about=among(ABOUT, [each.value for each in Subject]),
            rung=among(RUNG, [each.value for each in Rung]),
            supervisor=asked.get(SUPERVISOR, "") if whose == EVERYBODYS else "",
            owed_by=among(OWED_BY, SIDES),
            when=among(WHEN, WHENS),
        )

    @property
    def query(self) -> dict[str, str]:
        """The same, as it stands in an address."""
        told = {
            WHOSE: self.whose,
            ABOUT: self.about,
            RUNG: self.rung,
            SUPERVISOR: self.supervisor,
            OWED_BY: self.owed_by,
            WHEN: self.when,
        }
        return {name: value for name, value in told.items() if value}

    @property
    def asks(self) -> bool:
        """Whether fewer items are asked for than there are of those who are meant."""
        return bool(self.query.keys() - {WHOSE})

    def admits(self, item: Item) -> bool:
        """Whether an item is what is asked."""
        return (
            self.about in ("", item.about)
            and self.rung in ("", str(item.rung.value) if item.rung else None)
            and self.supervisor in ("", item.supervisor or NOBODY)
            and (not self.owed_by or item.owed_by is SIDES[self.owed_by])
            and (not self.when or item.urgency is WHENS[self.when])
        )
