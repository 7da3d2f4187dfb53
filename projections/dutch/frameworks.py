"""Frameworks in Dutch: what their numbers are called, how large these are, and when a framework is in force."""

from collections.abc import Mapping

from domain.policy.framework import Rule, Validity
from domain.policy.settings import Setting, Standing, Unit
from domain.values import PartialDate
from projections.dutch.words import day, number, short_day

RULES: Mapping[Rule, str] = {
    Rule.NONE: "geen",
    Rule.SIZE: "naar de omvang van de achterstand",
    Rule.TREND: "naar de verbetertrend",
    Rule.DUTY: "beginselplicht tot ingrijpen",
}
"""How a framework comes to its advice: ``Advies: naar de verbetertrend``."""

STANDINGS: Mapping[Standing, str] = {
    Standing.PUBLISHED: "gepubliceerd",
    Standing.PROVINCE: "door de provincie ingevuld, niet gepubliceerd",
}
"""Where a number comes from."""

NAMES: Mapping[str, str] = {
    "tolerance": "Speling bij groei",
    "min_persons": "Zichtbare daling, in personen",
    "percent": "Zichtbare daling, als deel",
    "lower_after": "Afschalen na",
    "schedule_border": "Grens van 'achter op schema'",
    "forecast_from_day": "Doorrekenen vanaf dag",
    "forecast_points": "Cijfers voor een doorrekening",
    "signal_pace_gap": "Signaal: achter op het tempo",
    "signal_days": "Signaal: zoveel dagen achter elkaar",
    "supervision_conversation": "Toezichtgesprek na trede 2",
    "contact_after_signal": "Contact na een signaal",
    "plan_requested": "Verbeterplan gevraagd",
    "plan_submitted": "Verbeterplan ingediend",
    "plan_adopted": "Verbeterplan vastgesteld",
    "assessment": "Beoordeling van de periode",
    "figures": "Waarschuwen als cijfers uitblijven",
    "highest_rungs": "Richtpunt voor trede 4, 5 en 6",
}
"""What people call the parameters and terms."""

UNITS: Mapping[Unit, tuple[str, str]] = {
    Unit.PERSONS: ("persoon", "personen"),
    Unit.PERCENT: ("%", "%"),
    Unit.PERIODS: ("periode", "perioden"),
    Unit.POINTS: ("dag met cijfers", "dagen met cijfers"),
    Unit.DAYS: ("dag", "dagen"),
    Unit.WORKING_DAYS: ("werkdag", "werkdagen"),
    Unit.WEEKS: ("week", "weken"),
    Unit.MONTHS: ("maand", "maanden"),
}
"""One of a unit, and more of them."""

UNVERIFIED = "nog niet bevestigd"


def amount(setting: Setting) -> str:
    """How much a parameter or a term is: ``10%``, ``1 persoon``, ``3 werkdagen``."""
    one, more = UNITS[setting.unit]
    space = "" if setting.unit is Unit.PERCENT else " "
    return f"{number(setting.value)}{space}{one if setting.value == 1 else more}"


def bounds(setting: Setting) -> str:
    """Between which values it can be set, in its unit: ``0 t/m 100``."""
    return f"{number(setting.minimum)} t/m {number(setting.maximum)}"


def in_force(validity: Validity) -> str:
    """When a framework is in force: ``van 1 januari 2020 tot en met 31 december 2023``, ``vanaf 1 januari 2024``."""
    if validity.last_day is None:
        return f"vanaf {day(validity.first_day)}"
    return f"van {day(validity.first_day)} tot en met {day(validity.last_day)}"


def in_force_in_short(validity: Validity) -> str:
    """The same as tables show it: ``1 jan 2020 t/m 31 dec 2023``, ``vanaf 1 jan 2024``."""
    first = short_day(PartialDate.of(validity.first_day))
    return (
        f"vanaf {first}" if validity.last_day is None else f"{first} t/m {short_day(PartialDate.of(validity.last_day))}"
    )
