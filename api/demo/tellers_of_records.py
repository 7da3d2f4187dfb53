"""Corrections, withdrawals and choices between statements: they are about entries that the story made before."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.demo.dossier import Dossier, Told
from api.demo.steps import Completed, Earlier
from domain.decisions.figures import prefer_statement
from domain.decisions.records import correct_entry, withdraw_entry
from domain.events.figures import Number
from domain.events.record_keeping import Repair
from domain.values import PartialDate


def corrected(dossier: Dossier, step: Told, on: date) -> None:
    """An entry turned out to be wrong, or changed later; ``reads`` says how it reads now, ``happened`` when it was."""
    reads = {
        name: dossier.text(value, on) if isinstance(value, str) else value for name, value in step["reads"].items()
    }
    happened = dossier.days.day(step["happened"]) if "happened" in step else None

    def completed(earlier: Earlier) -> Mapping[str, Any]:
        entry = earlier(step["of"])
        return {
            "entry": entry.version,
            "replacement": entry.fact.model_copy(update=reads),
            "replacement_happened_on": PartialDate.of(happened) if happened else entry.about.happened_on,
        }

    reason, repairs = dossier.text(step["reason"], on), Repair(step.get("repairs", "error"))
    dossier.step(correct_entry, on, later=completed, repairs=repairs, reason=reason)


def withdrawn(dossier: Dossier, step: Told, on: date) -> None:
    """An entry was made in error."""
    dossier.step(withdraw_entry, on, later=_entry(step["of"], "entry"), reason=dossier.text(step["reason"], on))


def preferred(dossier: Dossier, step: Told, on: date) -> None:
    """Somebody chose which source gives a number of a period."""
    dossier.step(
        prefer_statement,
        on,
        later=_entry(step["of"], "statement"),
        period=dossier.days.period(step["half"]),
        number=Number(step["number"]),
        grounds=dossier.text(step["grounds"], on),
    )


def _entry(name: str, asked_as: str) -> Completed:
    return lambda earlier: {asked_as: earlier(name).version}


TELLERS = {"corrected": corrected, "withdrawn": withdrawn, "preferred": preferred}
