"""A small form that records one thing about a municipality: who fills it in, what was seen, and where it leads.

::

    act = Act.of(visit, code, back=f"/gemeenten/{code}/plan")
    if on and not problems:
        with problems.refusals(dag=InTheFuture):
            act.record(adopt_plan, form, on, plan=plan, by=by)
            return act.done("Vastgelegd: het verbeterplan is vastgesteld.")
    return act.page("plan_adopting.html", form, problems)
"""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from fastapi import Response

from api.documents import KINDS
from api.web import fields
from api.web.forms import Form, Problems
from api.web.municipality import found
from api.web.visiting import Visit
from domain.ledger.deciding import Decision
from domain.municipality import Municipality, as_of
from domain.values import LetterId
from projections.dutch.words import short_day
from projections.engine.known import Knowing
from projections.history import Line, history
from projections.letters import letters
from projections.municipalities import MunicipalityNow

ACCEPT = ",".join(extension for kind in KINDS for extension in kind.extensions)
"""The files that a form takes, by their extensions."""


@dataclass(frozen=True, slots=True)
class Act:
    """A form of one municipality on one screen, with the version that is shown; ``back`` is where it leads."""

    visit: Visit
    code: str
    now: MunicipalityNow
    version: int
    back: str

    @classmethod
    def of(cls, visit: Visit, code: str, *, back: str) -> "Act":
        """With what is known of the municipality; a page that is not there when nothing is."""
        now = found(visit, code)
        return cls(visit, code, now, visit.running.ledger.municipality(code).version, back)

    @property
    def today(self) -> date:
        """The day it is."""
        return self.visit.running.today()

    def blank(self, **suggested: str) -> Form:
        """The form as nobody filled it in yet: of today, under a command of its own."""
        return Form.of(**{"dag": self.today.isoformat(), "opdracht": str(uuid4()), **suggested})

    def as_seen(self, form: Form) -> Municipality | None:
        """The municipality in the version that the visitor saw: a form that is sent again then reads the same."""
        seen = fields.seen(form)
        return as_of(self.visit.running.ledger.municipality(self.code), seen) if seen else None

    def letters(self) -> list[tuple[str, str]]:
        """The letters of the province to the municipality, to choose from."""
        sent = letters(self.visit.reader, self.visit.knowing, code=self.code, sent=True).lines
        return [(each.letter, f"{short_day(each.on)}: {each.subject}"[:120]) for each in sent]

    def page(self, template: str, form: Form, problems: Problems, **context: object) -> Response:
        """The form with what is in it, what is wrong with it, and what others recorded meanwhile."""
        looks_anew = problems.changed is not None or fields.seen(form) is None
        return self.visit.page(
            template,
            problems.status if problems else HTTPStatus.OK,
            form=form,
            problems=problems,
            code=self.code,
            now=self.now,
            version=self.version if looks_anew else fields.seen(form),
            back=self.back,
            today=self.today,
            meanwhile=self._meanwhile(form) if problems.changed else (),
            accept=ACCEPT,
            **context,
        )

    def record(self, decision: Decision, form: Form, on: date, **question: Any) -> None:  # noqa: ANN401 - the decision knows its question
        """Record it under the command of the form, on what was seen. Raises as ``Visit.record``."""
        command, seen = fields.command(form), fields.seen(form)
        self.visit.record(decision, self.code, command=command, happened_on=on, seen=seen, **question)

    def done(self, said: str) -> Response:
        """On to where the form leads, which says this on top."""
        return self.visit.redirect(self.back, said=said)

    def _meanwhile(self, form: Form) -> tuple[Line, ...]:
        knowing = Knowing.asked(self.visit.running.ledger, today=self.today)
        return history(self.visit.reader, knowing, self.code, after=(fields.seen(form) or 0,)).lines


YES, NO = "ja", "nee"
"""The answers to a question of yes or no."""


def yes(form: Form, problems: Problems, name: str, label: str) -> bool | None:
    """Whether somebody answered yes; None when they did not answer."""
    if form.one(name) not in {YES, NO}:
        problems.add(name, f"{label}: maak een keuze.")
        return None
    return form.one(name) == YES


def letter_of(form: Form) -> LetterId | None:
    """The letter that was chosen under ``brief``."""
    return LetterId(form.one("brief")) if form.one("brief") else None
