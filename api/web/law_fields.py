"""The fields of what the law of rungs 4 to 6 asks, read into it. Nothing in here knows a page or a database.

A form of several municipalities has them for each: ``at`` is what the names of the fields of one begin with.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from api.web import fields
from api.web.forms import Form, Problems
from domain.events.law import Announcing, Deciding, Scope
from domain.values import Classification, DecisionId, LetterId, Period, PlainText

LETTER_TERM, LETTER_VIEWS, LETTER_PERIOD, LETTER_PERSONS = (
    "brief-termijn",
    "brief-zienswijze",
    "brief-periode",
    "brief-personen",
)
"""The fields of an announcement."""
DECIDED_PERIOD, DECIDED_PERSONS, DECIDED_FIGURES, DECIDED_TERM, DECIDED_SCOPE = (
    "besluit-periode",
    "besluit-personen",
    "besluit-cijfers",
    "besluit-termijn",
    "besluit-omvang",
)
"""The fields of a decision."""
URGENT = "spoed"
MOST_PERSONS = 1_000_000
"""More persons than any half year of any municipality."""


def letter_of(command: UUID) -> LetterId:
    """The id of the letter that a form announces with."""
    return LetterId(f"letter-{uuid5(command, 'letter')}")


def decision_of(command: UUID) -> DecisionId:
    """The id of the decision that a form is about."""
    return DecisionId(f"decision-{uuid5(command, 'decision')}")


@dataclass(frozen=True, slots=True)
class LawFields:
    """The fields of one municipality; ``of`` follows their labels in what is told, where there are more of them."""

    form: Form
    problems: Problems
    at: str = ""
    of: str = ""

    def announcing(self, command: UUID, *, required: bool = False) -> Announcing | None:
        """What a letter announces; None where nothing is filled in: then it is sent later, and recorded then."""
        own = (LETTER_TERM, LETTER_VIEWS, LETTER_PERIOD, LETTER_PERSONS)
        if not required and not any(self.form.one(self.at + name).strip() for name in own):
            return None
        term_ends = self._day(LETTER_TERM, "Laatste dag van de termijn")
        views_due = self._day(LETTER_VIEWS, "Laatste dag voor een zienswijze")
        periods = self.periods(LETTER_PERIOD, "Halfjaren")
        persons = self._persons(LETTER_PERSONS, required=False)
        if term_ends is None or views_due is None:
            return None
        letter = letter_of(command)
        return Announcing(letter=letter, term_ends=term_ends, views_due=views_due, periods=periods, persons=persons)

    def deciding(self, command: UUID) -> Deciding | None:
        """What a decision says; None when something of it is wrong."""
        periods = self.periods(DECIDED_PERIOD, "Halfjaren", required=True)
        persons = self._persons(DECIDED_PERSONS, least=1)
        figures_day = self._day(DECIDED_FIGURES, "Dag van de cijfers")
        term_ends = self._day(DECIDED_TERM, "Laatste dag van de termijn")
        name, label = self.at + DECIDED_SCOPE, f"Wat de provincie overneemt{self.of}"
        scope = fields.choice(self.form, self.problems, name, label, Scope, required=False)
        if not periods or persons is None or figures_day is None or term_ends is None:
            return None
        return Deciding(
            decision=decision_of(command),
            periods=periods,
            persons=persons,
            figures_day=figures_day,
            term_ends=term_ends,
            scope=scope or Scope.BACKLOG,
        )

    def urgent(self, readers: Classification) -> PlainText | None:
        """Why it is urgent, where it is."""
        label = f"Waarom er spoed is{self.of}"
        return fields.text(self.form, self.problems, self.at + URGENT, label, required=False, classification=readers)

    def periods(self, name: str, label: str, *, required: bool = False) -> tuple[Period, ...]:
        """The half years that were ticked, the oldest first."""
        name, label = self.at + name, label + self.of
        found = list[Period]()
        for given in dict.fromkeys(each for each in self.form[name] if each):
            try:
                found.append(Period.parse(given))
            except ValueError:
                self.problems.add(name, f"{label}: kies uit de mogelijkheden.")
                return ()
        if required and not found:
            self.problems.add(name, f"{label}: kies ten minste één halfjaar.")
        return tuple(sorted(found))

    def _day(self, name: str, label: str) -> date | None:
        return fields.day(self.form, self.problems, self.at + name, label + self.of)

    def _persons(self, name: str, *, required: bool = True, least: int = 0) -> int | None:
        name, label = self.at + name, f"Aantal personen{self.of}"
        return fields.whole(self.form, self.problems, name, label, required=required, least=least, most=MOST_PERSONS)
