"""The trend verdict as a Dutch sentence that a lawyer can read: from what, to what, and what that is called."""

from collections.abc import Sequence
from datetime import date

from domain.events.figures import Number
from domain.events.judging import Split, TrendVerdict
from domain.policy.days_off import dutch_day

NO_TREND = "Er is geen zichtbare verbetertrend."
A_TREND = "Er is een zichtbare verbetertrend."
CALLED = {Number.OPENING_BACKLOG: "de beginachterstand", Number.CLOSING_BACKLOG: "de eindachterstand"}
PARTS = {
    "housing": "huisvesting",
    "revision": "wijziging van de taakstelling",
    "exchange": "uitruil of herindeling",
    "correction": "correctie van cijfers",
}


def told_undetermined(contested: Sequence[Number]) -> str:
    """Why there is no verdict."""
    if contested:
        about = " en ".join(CALLED[each] for each in contested)
        return f"De trend is niet te bepalen: officiële bronnen spreken elkaar tegen over {about}."
    return "De trend is niet te bepalen: de beginachterstand is niet bekend."


def told_between(found: TrendVerdict, opening: int, closing: int, *, tolerance: int, visible: int) -> str:
    """The verdict on a period, with the backlogs at its beginning and its end; ``visible`` is what had to go."""
    if found is TrendVerdict.NO_BACKLOG:
        lead = f" De gemeente heeft een voorsprong van {persons(-closing)}." if closing < 0 else ""
        gone = f"De achterstand van {persons(opening)} is weggewerkt." if opening > 0 else "Er is geen achterstand."
        return gone + lead
    moved = _moved("De achterstand", opening, closing)
    match found:
        case TrendVerdict.IMPROVING:
            return f"{moved}. {A_TREND}"
        case TrendVerdict.STAGNANT if closing < opening:
            return f"{moved}. Dat is te weinig voor een zichtbare verbetertrend: nodig was ten minste {visible}."
        case TrendVerdict.STAGNANT if closing > max(opening, 0):
            return f"{moved}. Dat valt binnen de marge van {persons(tolerance)}. {NO_TREND}"
        case _:
            return f"{moved}. {NO_TREND}"


def told_interim(found: TrendVerdict, opening: int, closing: int, *, since: date, tolerance: int, visible: int) -> str:
    """The verdict since a rung took effect, in running backlogs, which are parts of persons rounded to whole ones."""
    told = _told_unrounded(found, opening, closing, visible) or told_between(
        found, opening, closing, tolerance=tolerance, visible=visible
    )
    return f"Gerekend sinds {dutch_day(since)}, met de lopende achterstand. {told}"


def told_split(found: TrendVerdict, parts: Split | None) -> str:
    """By what the backlog changed, where that was not by housing people alone; nothing else to tell otherwise."""
    if parts is None or not (parts.revision or parts.exchange or parts.correction):
        return ""
    told = [f"{signed(value)} door {called}" for name, called in PARTS.items() if (value := getattr(parts, name))]
    total = parts.housing + parts.revision + parts.exchange + parts.correction
    better = found in {TrendVerdict.IMPROVING, TrendVerdict.NO_BACKLOG} and total < 0
    only = " Door huisvesting alleen was de achterstand niet gedaald." if better and parts.housing >= 0 else ""
    return f"De verandering bestaat uit {_listed(told)}.{only}"


def persons(number: int) -> str:
    """A number of persons: '1 persoon', '40 personen'."""
    return f"{number} {'persoon' if number == 1 else 'personen'}"


def signed(number: int) -> str:
    """A change with its sign: '+15', '−15'."""
    return f"+{number}" if number > 0 else f"−{-number}" if number else "0"


def _told_unrounded(found: TrendVerdict, opening: int, closing: int, visible: int) -> str:
    """The verdict where whole persons would belie it: they seem to be enough, none, or no more than there were."""
    trend = A_TREND if found is TrendVerdict.IMPROVING else NO_TREND
    if closing == 0 and found is not TrendVerdict.NO_BACKLOG:
        return f"Er is een achterstand van minder dan één persoon. {trend}"
    if closing == opening and found is TrendVerdict.GROWING:
        return f"De achterstand liep op met minder dan één persoon: afgerond {persons(closing)}. {trend}"
    if found is TrendVerdict.STAGNANT and opening - closing >= visible:
        moved = _moved("De achterstand", opening, closing)
        return f"{moved}. Zonder afronding daalde zij met minder dan {persons(visible)}. {trend}"
    return ""


def _moved(what: str, opening: int, closing: int) -> str:
    """From where to where; ``closing`` is a backlog."""
    if opening < 0:
        return f"De voorsprong van {persons(-opening)} werd een achterstand van {persons(closing)}"
    if opening == 0:
        return f"Er ontstond een achterstand van {persons(closing)}"
    if opening == closing:
        return f"{what} bleef gelijk: {persons(closing)}"
    verb = "liep op" if closing > opening else "liep terug"
    return f"{what} {verb} van {opening} naar {persons(closing)} ({signed(closing - opening)})"


def _listed(told: Sequence[str]) -> str:
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} en {told[-1]}"
