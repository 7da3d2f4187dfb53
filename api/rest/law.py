"""The law of a municipality on rungs 4 to 6: what was announced and decided, where that stands, and what is next."""

from api.rest.asking import Asking, Reading
from api.rest.law_told import LawTold, Telling
from api.rest.routing import Code, Routes
from domain.events.law import LawEvent
from domain.municipality import Municipality, standing
from domain.policy.lapse import housed_for
from domain.policy.law_path import law_path
from domain.policy.official import OFFICIAL_KINDS
from domain.policy.officially import Officials
from domain.refusals import UnknownMunicipality
from projections.dossier import known_then
from projections.ladder.guideline import after_months

routes = Routes("/municipalities/{code}/law", tag="Substitution")


@routes.read("")
def show_law(code: Code, at: Reading) -> LawTold:
    """Tell of the road from announcement to substitution: what is done, what is missing, what is next.

    Its ETag is the version of the municipality: what an If-Match about the law names.
    """
    municipality = known_then(at.ledger, at.knowing, at.municipality(code))
    if municipality is None:
        raise UnknownMunicipality(code)
    at.tagged(code)
    day, officials = at.knowing.day, _officials(at)
    path = law_path(municipality, day, officials)
    months = at.running.frameworks.guideline(day)
    ends = after_months(path.since, months) if path.since and months else None
    return LawTold.of(code, path, _telling(at, municipality, officials), ends)


def _telling(at: Asking, municipality: Municipality, officials: Officials) -> Telling:
    entries = {each.version: each for each in standing(municipality.entries) if isinstance(each.fact, LawEvent)}
    return Telling(
        law=municipality.law,
        day=at.knowing.day,
        entries=entries,
        texts=at.reader.opened(entries.values()),
        housed=housed_for(municipality, at.knowing.day, officials),
    )


def _officials(at: Asking) -> Officials:
    framework = at.running.frameworks.found_in_force(at.knowing.day)
    return framework.official if framework else tuple(sorted(OFFICIAL_KINDS))
