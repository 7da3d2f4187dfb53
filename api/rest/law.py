"""The law of a municipality on rungs 4 to 6: what was announced and decided, where that stands, and what is next."""

from api.rest.asking import Reading
from api.rest.law_told import LawTold
from api.rest.routing import Code, Routes
from domain.refusals import UnknownMunicipality
from projections.law import law_of

routes = Routes("/municipalities/{code}/law", tag="Substitution")


@routes.read("")
def show_law(code: Code, at: Reading) -> LawTold:
    """Tell of the road from announcement to substitution: what is done, what is missing, what is next.

    Its ETag is the version of the municipality: what an If-Match about the law names.
    """
    frameworks, day = at.running.frameworks, at.knowing.day
    framework, guideline = frameworks.found_in_force(day), frameworks.guideline(day)
    found = law_of(at.reader, at.knowing, at.municipality(code), framework=framework, guideline=guideline)
    if found is None:
        raise UnknownMunicipality(code)
    at.tagged(code)
    return LawTold.of(found)
