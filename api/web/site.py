"""The frame of every page: the templates, the assets, and what the whole site is about."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.identity.rights import Right
from api.province import province_of
from api.running import Running
from api.web.assets import Assets
from api.web.headers import PAGE_HEADERS
from domain.ledger.demo import is_demo
from domain.values import PartialDate, Rung
from projections.dutch import words

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the menu leads, and the right that going there asks for; ``also`` begins what belongs to it elsewhere."""

    path: str
    name: str
    right: Right
    also: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether a page is a part of this place."""
        return path == self.path or (self.path != "/" and path.startswith((self.path, *self.also)))


MENU = (
    Place("/", "Ladder", Right.READ),
    Place("/vandaag", "Vandaag", Right.READ, ("/adviseurs", "/afwezigheid")),
    Place("/beoordeling", "Beoordeling", Right.READ, ("/voorstellen",)),
    Place("/zoeken", "Zoeken", Right.READ),
    Place("/import", "Import", Right.IMPORT_FIGURES),
    Place("/status", "Status", Right.SEE_STATUS),
)


@dataclass(frozen=True, slots=True)
class Site:
    """What every page shares. ``demo``: everything in this record is made up."""

    province: str
    demo: bool
    assets: Assets
    environment: Environment

    @classmethod
    def of(cls, running: Running) -> Self:
        """The site of a running server."""
        demo = is_demo(running.ledger)
        assets = Assets.load()
        if not assets.names:
            log.warning("the pages are not built, so nobody can look at them: run make assets")
        return cls(province_of(running.settings, running.ledger), demo, assets, _environment(assets))

    def render(self, template: str, status: int, context: Mapping[str, Any]) -> HTMLResponse:
        """A page. A template names in its first line what it needs; what is not given is an error."""
        html = self.environment.get_template(template).render(site=self, **context)
        return HTMLResponse(html, status, PAGE_HEADERS)


def _environment(assets: Assets) -> Environment:
    environment = Environment(
        loader=PackageLoader("api.web"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    environment.globals |= {"asset": assets.address, "Right": Right, "Rung": Rung}
    environment.filters |= {
        "day": _day,
        "short_day": _short_day,
        "moment": words.moment,
        "period": words.period,
        "number": words.number,
        "persons": words.persons,
        "balance": words.balance,
        "word": words.word,
        "listed": words.listed,
    }
    return environment


def _day(given: date | PartialDate) -> str:
    return words.day(given) if isinstance(given, date) else words.partial(given)


def _short_day(given: date | PartialDate) -> str:
    return words.short_day(PartialDate.of(given) if isinstance(given, date) else given)
