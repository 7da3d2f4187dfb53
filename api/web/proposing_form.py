"""The form of proposals, read into what is asked of the record. Nothing in here knows a page or a database.

Each municipality has its own fields, which begin with its code; what is shared stands once.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from api.web import fields
from api.web.forms import Form, Problems
from api.web.law_fields import LawFields
from domain.decisions.proposing import Proposed
from domain.events.judging import ProposedMove
from domain.events.ladder import Basis, Departure
from domain.values import Classification, Period, PlainText, Rung

WITH_NOTHING_BEFORE = Rung.ANNOUNCEMENT
"""The highest rung that can be proposed from any other: beyond it the law asks for what comes before."""
SHARED, EFFECTIVE_ON, READERS = "gedeelde-gronden", "ingang", "wie-leest"
"""The fields that all municipalities of a form share."""
ENDS_TOO_EARLY = "Tot en met, {name}: deze dag ligt voor de ingangsdag."


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be proposed. ``follows``: no departure has to be told; ``advised``: it is what is advised."""

    move: ProposedMove
    rung: Rung
    follows: bool
    advised: bool

    @property
    def value(self) -> str:
        """As a form sends it: ``raise-4``, ``hold``."""
        moves = self.move in {ProposedMove.RAISE, ProposedMove.LOWER}
        return f"{self.move.value}-{int(self.rung)}" if moves else self.move.value

    @property
    def to_rung(self) -> Rung | None:
        """Where it leads, where it leads to another rung."""
        return self.rung if self.move in {ProposedMove.RAISE, ProposedMove.LOWER} else None

    @property
    def law(self) -> str:
        """What the law asks with it: ``announces``, ``decides``, ``carries-out`` or ``extends``; nothing for most."""
        if self.move is ProposedMove.RAISE:
            return LAW_OF_RISING.get(self.rung, "")
        extends = self.move is ProposedMove.HOLD and self.rung in {Rung.ANNOUNCEMENT, Rung.SUBSTITUTION_DECIDED}
        return "extends" if extends else ""


LAW_OF_RISING = {
    Rung.ANNOUNCEMENT: "announces",
    Rung.SUBSTITUTION_DECIDED: "decides",
    Rung.SUBSTITUTION_CARRIED_OUT: "carries-out",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A municipality about which is proposed, as it stands on its rung; ``advised`` is the rung of the advice, if any.

    ``period`` is the one that its assessment judges, None where there is none. ``interim``: it is judged by the interim
    verdict of the day instead.
    """

    code: str
    name: str
    rung: Rung
    advised: Rung | None
    frozen: bool
    period: Period | None
    interim: bool = False

    def field(self, name: str) -> str:
        """The name of its own field."""
        return f"{self.code}-{name}"

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be proposed, from the strictest down."""
        up = [rung for rung in reversed(Rung) if self.rung < rung <= self._highest]
        down = [rung for rung in reversed(Rung) if rung < self.rung]
        thaw = ProposedMove.UNFREEZE if self.frozen else ProposedMove.FREEZE
        return (
            *(self._choice(ProposedMove.RAISE, rung) for rung in up),
            self._choice(ProposedMove.HOLD, self.rung),
            *(self._choice(ProposedMove.LOWER, rung) for rung in down),
            self._choice(thaw, self.rung),
        )

    @property
    def suggested(self) -> str:
        """The choice that the advice asks for; nothing where there is none."""
        return next((choice.value for choice in self.choices if choice.advised), "")

    @property
    def _highest(self) -> Rung:
        """Rung 5 comes after 4, or after 3 by a departure; rung 6 carries out a decision of rung 5."""
        if self.rung >= Rung.SUBSTITUTION_DECIDED:
            return Rung.SUBSTITUTION_CARRIED_OUT
        return Rung.SUBSTITUTION_DECIDED if self.rung >= Rung.AGREEMENTS else WITH_NOTHING_BEFORE

    def _choice(self, move: ProposedMove, rung: Rung) -> Choice:
        moves = move not in {ProposedMove.FREEZE, ProposedMove.UNFREEZE}
        agrees = self.advised in {None, rung} or move is ProposedMove.UNFREEZE
        return Choice(
            move=move,
            rung=rung,
            follows=agrees and (not moves or rung <= self.rung + 1),
            advised=moves and self.advised == rung,
        )


def read_proposals(form: Form, problems: Problems, every: tuple[Asked, ...]) -> dict[str, Proposed]:
    """What was filled in, by municipality; what is wrong with it ``problems`` then says, and there is nothing.

    The ids of letters and decisions follow from the command of the form, so that the same form proposes the same.
    """
    command = fields.command(form)
    effective_on = fields.day(form, problems, EFFECTIVE_ON, "Gaat in op")
    chosen = fields.choice(form, problems, READERS, "Wie dit mag lezen", Classification, required=False)
    readers = chosen or Classification.INTERNAL
    shared = fields.text(form, problems, SHARED, "Gedeelde gronden", required=False, classification=readers)
    read = {asked.code: _Sheet(form, problems, asked, readers, command).read(effective_on, shared) for asked in every}
    return {} if problems else {code: proposed for code, proposed in read.items() if proposed}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The part of a form that is about one municipality."""

    form: Form
    problems: Problems
    asked: Asked
    readers: Classification
    command: UUID

    def read(self, shared_day: date | None, shared: PlainText | None) -> Proposed | None:
        choice = self._choice()
        departure = self._departure(choice)
        own = self._text("gronden", "Gronden", required=shared is None)
        grounds = joined(shared, own)
        until = self._day("tot", "Tot en met")
        effective_on = self._day("ingang", "Gaat in op") or shared_day
        if until and effective_on and until < effective_on:
            self.problems.add(self.asked.field("tot"), ENDS_TOO_EARLY.format(name=self.asked.name))
        ends = choice is not None and choice.move is not ProposedMove.UNFREEZE
        held = choice is not None and choice.move is ProposedMove.HOLD
        excusable = self._text("verschoonbaar", "Verschoonbaar")
        asks = choice.law if choice else ""
        law, command = self._law, uuid5(self.command, self.asked.code)
        announcing = law.announcing(command) if asks == "announces" else None
        deciding = law.deciding(command) if asks == "decides" else None
        urgent = law.urgent(self.readers) if asks in {"decides", "carries-out"} else None
        if choice is None or effective_on is None:
            return None
        return Proposed(
            move=choice.move,
            effective_on=effective_on,
            grounds=grounds,
            to_rung=choice.to_rung,
            until=until if ends else None,
            period=self.asked.period,
            interim=self.asked.interim,
            departure=departure,
            excusable=excusable if held else None,
            urgent=urgent,
            announcing=announcing,
            deciding=deciding,
        )

    @property
    def _law(self) -> LawFields:
        return LawFields(self.form, self.problems, self.asked.field(""), f", {self.asked.name}")

    def _choice(self) -> Choice | None:
        name, given = self.asked.field("besluit"), self.form.one(self.asked.field("besluit"))
        found = next((choice for choice in self.asked.choices if choice.value == given), None)
        if found is None:
            self.problems.add(name, f"Voorstel voor {self.asked.name}: maak een keuze.")
        return found

    def _departure(self, choice: Choice | None) -> Departure | None:
        """What is told of a departure: needed where the choice is another than the advice, left out where it is not."""
        if choice is None or (choice.follows and self.asked.advised is not None):
            return None
        needed = not choice.follows
        told = any(self.form.one(self.asked.field(name)).strip() for name in ("omstandigheden", "gevolgen"))
        if not needed and not told:
            return None
        name, label = self.asked.field("wijkt-af-van"), f"Wijkt af van, {self.asked.name}"
        departs_from = fields.line(self.form, self.problems, name, label)
        name = self.asked.field("grondslag")
        basis = fields.choice(self.form, self.problems, name, f"Grondslag, {self.asked.name}", Basis, required=needed)
        circumstances = self._text("omstandigheden", "Omstandigheden", required=True)
        consequences = self._text("gevolgen", "Gevolgen")
        if not departs_from or circumstances is None:
            return None
        return Departure(
            departs_from=departs_from,
            basis=basis or Basis.WITHIN_FRAMEWORK,
            circumstances=circumstances,
            consequences=consequences,
        )

    def _day(self, name: str, label: str) -> date | None:
        told = f"{label}, {self.asked.name}"
        return fields.day(self.form, self.problems, self.asked.field(name), told, required=False)

    def _text(self, name: str, label: str, *, required: bool = False) -> PlainText | None:
        return fields.text(
            self.form,
            self.problems,
            self.asked.field(name),
            f"{label}, {self.asked.name}",
            required=required,
            classification=self.readers,
        )


def joined(shared: PlainText | None, own: PlainText | None) -> PlainText | None:
    """The grounds of one municipality: what holds for all of them, and then its own."""
    if shared is None or own is None:
        return own or shared
    return own.model_copy(update={"text": f"{shared.text}\n\n{own.text}"})
