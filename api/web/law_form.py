"""What a form about rungs 4 to 6 is made of, as data."""

from dataclasses import dataclass
from enum import Enum, StrEnum

from api.identity.rights import Right
from domain.ledger.deciding import Decision


class About(StrEnum):
    """What a form follows on; the value is the name of its id in what the decision is asked."""

    NOTHING = ""
    ANNOUNCEMENT = "announcement"
    DECISION = "decision"
    TERM = "term"
    """An announcement or a decision: each has a term."""
    APPEAL = "appeal"
    RELIEF = "relief"
    CLAIM = "claim"


class Kind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    """Free text, sealed in the record."""
    LINE = "line"
    DAY = "day"
    PERSONS = "persons"
    MONEY = "money"
    CHOICE = "choice"
    YES_NO = "yes-no"
    PERIODS = "periods"


class Content(StrEnum):
    """What a form says as a whole, with the fields of ``law_fields``."""

    LETTER = "letter"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Input:
    """A field: its name in the form, what the decision calls it, and its label. ``filled``: what stands in it first."""

    name: str
    asks: str
    label: str
    kind: Kind
    required: bool = True
    hint: str | None = None
    options: type[Enum] | None = None
    filled: str = ""

    @property
    def short(self) -> str:
        """The label as it begins what is wrong with the field."""
        return self.label.partition(":")[0].rstrip("?")


@dataclass(frozen=True, slots=True)
class LawForm:
    """A form. ``what`` stands in its address, ``day`` is the label of its day, ``said`` is told when it is recorded.

    ``document`` is the kind of its attachment. ``makes`` is the name of the id that it makes, where it begins
    something. ``judges`` says that the decision asks for the framework in force.
    """

    what: str
    title: str
    lead: str
    day: str
    said: str
    decision: Decision
    right: Right
    about: About = About.NOTHING
    inputs: tuple[Input, ...] = ()
    content: Content | None = None
    document: str | None = None
    makes: str | None = None
    judges: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The names of its own fields."""
        return frozenset(each.name for each in self.inputs)
