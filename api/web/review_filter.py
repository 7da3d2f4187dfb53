"""Which municipalities the review of a period shows, and in which order, as its address says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from api.judging.reviewing import KEYS, ReviewOrder, by_key
from api.web.review_rows import Row, order_of
from domain.events.judging import AdviceKind, TrendVerdict
from domain.values import Rung
from projections.dutch.words import alphabetical

NAME, VERDICT, ADVICE, RUNG, SUPERVISOR, MINE, SORT = (
    "gemeente",
    "oordeel",
    "advies",
    "trede",
    "adviseur",
    "wacht-op-mij",
    "sorteer",
)
"""What the parts of the filter are called in an address."""
NOBODY = "niemand"
"""The supervisor of who has none."""
YES = "ja"
DOWN = "-"
"""Before the name of a column: the other way round."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the review: its name in the address, its title, and what is compared to sort by it; None is last."""

    name: str
    title: str
    key: Callable[[Row], Any]
    number: bool = False


def _by(order: ReviewOrder) -> Callable[[Row], Any]:
    """As the lines of a review are put in order everywhere."""
    return lambda row: KEYS[order](row.line)


COLUMNS = (
    Column("trede", "Trede", _by(ReviewOrder.RUNG)),
    Column(NAME, "Gemeente", _by(ReviewOrder.NAME)),
    Column("achterstand", "Achterstand", _by(ReviewOrder.BACKLOG), number=True),
    Column("oordeel", "Oordeel", _by(ReviewOrder.VERDICT)),
    Column("advies", "Advies", _by(ReviewOrder.ADVICE)),
    Column("contact", "Contact", lambda row: order_of(row.contact)),
    Column("plan", "Plan", lambda row: order_of(row.plan)),
    Column("signaal", "Signaal", lambda row: order_of(row.signals)),
    Column("voorstel", "Voorstel of besluit", lambda row: order_of(row.states)),
)
"""Every column, in order; each sorts what asks most attention on top, and alphabetically where that is equal."""


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a column on a page: where it leads, and how the page is sorted by it, in the words of ARIA."""

    title: str
    address: str
    sorted: str
    number: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of municipalities: empty for everything that is not asked; ``sort`` is the name of a column."""

    name: str = ""
    verdict: str = ""
    advice: str = ""
    rung: str = ""
    supervisor: str = ""
    mine: bool = False
    sort: str = NAME

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        """The filter in the query of an address; what no municipality can be asked is left out."""

        def among(name: str, known: Iterable[object]) -> str:
            given = asked.get(name, "")
            return given if given in {str(each) for each in known} else ""

        sort = asked.get(SORT, "")
        return cls(
            name=asked.get(NAME, "").strip(),
            verdict=among(VERDICT, [each.value for each in TrendVerdict]),
            advice=among(ADVICE, [each.value for each in AdviceKind]),
            rung=among(RUNG, [each.value for each in Rung]),
            supervisor=asked.get(SUPERVISOR, ""),
            mine=asked.get(MINE) == YES,
            sort=sort if sort.removeprefix(DOWN) in {each.name for each in COLUMNS} else NAME,
        )

    @property
    def query(self) -> dict[str, str]:
        """The same, as it stands in an address."""
        told = {
            NAME: self.name,
            VERDICT: self.verdict,
            ADVICE: self.advice,
            RUNG: self.rung,
            SUPERVISOR: self.supervisor,
            MINE: YES if self.mine else "",
            SORT: "" if self.sort == NAME else self.sort,
        }
        return {name: value for name, value in told.items() if value}

    @property
    def asks(self) -> bool:
        """Whether fewer municipalities are asked for than there are."""
        return bool(self.query.keys() - {SORT})

    def admits(self, row: Row) -> bool:
        """Whether a municipality is what is asked."""
        line = row.line
        return (
            (alphabetical(self.name) in alphabetical(line.name) or self.name.upper() == line.code)
            and self.verdict in ("", line.verdict)
            and self.advice in ("", line.advice.kind if line.advice else None)
            and self.rung in ("", str(line.rung.value))
            and self.supervisor in ("", line.supervisor or NOBODY)
            and (row.mine or not self.mine)
        )

    def shown(self, rows: Iterable[Row]) -> list[Row]:
        """What is asked for, in the order that is asked."""
        column = next(each for each in COLUMNS if each.name == self.sort.removeprefix(DOWN))
        found = filter(self.admits, rows)
        return by_key(found, column.key, lambda row: row.line, reverse=self.sort.startswith(DOWN))


def headers(asked: Asked, address: Callable[[dict[str, str]], str]) -> list[Header]:
    """The heads of the columns: one that is sorted by leads to the other way round."""
    found = []
    for column in COLUMNS:
        here, down = asked.sort.removeprefix(DOWN) == column.name, asked.sort.startswith(DOWN)
        follows = DOWN + column.name if here and not down else column.name
        way = ("descending" if down else "ascending") if here else ""
        query = {name: value for name, value in asked.query.items() if name != SORT}
        to = address(query if follows == NAME else {**query, SORT: follows})
        found.append(Header(column.title, to, way, column.number))
    return found
