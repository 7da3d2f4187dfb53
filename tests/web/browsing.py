"""A person with a browser: pages at some width, signed in in some role, and what must hold of every page."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

from api.identity.accounts import Account
from api.running import Running
from api.web.routing import COOKIE
from domain.decisions.case import open_on_rung, open_supervision
from domain.events.base import Actor, Fact, Origin, Role
from domain.events.person import PersonKind
from domain.ledger.application import Ledger
from domain.ledger.deciding import Decision
from domain.ledger.request import Answer
from domain.ledger.request import Request as Asked
from domain.values import PartialDate, Rung, Source

CHROMIUM = Path(os.environ.get("TREDE_CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--disable-quic", "--disable-background-networking", "--no-first-run"]
AXE = Path(__file__).parents[2] / "api/web/assets/node_modules/axe-core/axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = 1280, 390
PASSWORD = "vier paarden in de wei"  # noqa: S105 - of a test
LONG_AGO = date(2020, 1, 1)
_CODES = count(9000)


@dataclass(frozen=True)
class Site:
    """A server at work on a record of its own, with an account for every role; take another municipality per test."""

    address: str
    running: Running
    accounts: dict[Role, Account] = field(default_factory=dict)

    @property
    def ledger(self) -> Ledger:
        """The record behind it."""
        return self.running.ledger

    @property
    def today(self) -> date:
        """The day it is."""
        return self.running.today()

    def with_accounts(self) -> "Site":
        """With a colleague for every role, who signs in by the value of the role."""
        for role in Role:
            person = self.ledger.persons.find_or_register(
                f"Collega {role.value}", PersonKind.COLLEAGUE, today=self.today, organisation="provincie"
            )
            self.accounts[role] = self.running.accounts.add(
                role.value, person, [role], password=PASSWORD, today=self.today
            )
        return self

    def record(self, decision: Decision, /, code: str, on: date = LONG_AGO, **question: Any) -> Answer:  # noqa: ANN401 - the decision knows its question
        """Record what went before, and wait until the pages show it."""
        by = Actor(person=self.accounts[Role.SUPERVISOR].person)
        request = Asked(command=uuid4(), by=by, origin=Origin.API, happened_on=PartialDate.of(on), today=self.today)
        answer = self.ledger.record(decision, municipality=code, request=request, **question)
        assert self.running.projector.wait_for(answer.position, 30)
        return answer

    def another(self, rung: int = 1, name: str = "Waterveen") -> str:
        """A municipality that no other test of this record uses, supervised since long ago."""
        code = f"GM{next(_CODES)}"
        if rung == 1:
            self.record(open_supervision, code, name=name)
        else:
            since, source = PartialDate.of("2019"), Source(reference="de oude lijst")
            self.record(open_on_rung, code, name=name, rung=Rung(rung), since=since, source=source)
        return code

    def facts(self, code: str) -> list[Fact]:
        """What is recorded of a municipality, in order."""
        return [entry.fact for entry in self.ledger.entries(code)]


@dataclass
class Browsing:
    """One browser on one site. ``elsewhere`` and ``complaints`` have to stay empty: see ``require_calm``."""

    site: Site
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)

    def page_at(self, width: int = WIDE, *, javascript: bool = True, **more: Any) -> Page:  # noqa: ANN401 - as Playwright takes it
        """An empty page of this width, of a browser that nobody used before."""
        height = 844 if width < 600 else 800
        context = self.browser.new_context(
            base_url=self.site.address,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            **more,
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("request", self._asked)
        page.on("response", lambda response: self.responses.append(response))  # noqa: PLW0108 - Playwright marks what listens
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self._said(said.type, said.text))
        return page

    def signed_in(self, role: Role = Role.SUPERVISOR, width: int = WIDE, *, javascript: bool = True) -> Page:
        """A page of who has a role, signed in already."""
        page = self.page_at(width, javascript=javascript)
        secret = self.site.running.sessions.begin(self.site.accounts[role])
        page.context.add_cookies([{"name": COOKIE, "value": secret, "url": self.site.address}])
        return page

    def require_calm(self) -> None:
        """Nothing was asked of another computer, and the browser complained of nothing, such as a broken policy."""
        assert self.elsewhere == []
        assert self.complaints == []

    def close(self) -> None:
        """Close every page."""
        for context in self.contexts:
            context.close()

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.site.address).netloc and not request.url.startswith("data:"):
            self.elsewhere.append(request.url)

    def _said(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:  # a page that tells of an error has its status
            self.complaints.append(text)


def require_accessible(page: Page) -> None:
    """Axe finds nothing against WCAG 2.2 A and AA on the page as it is now, and it does not scroll sideways."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })", WCAG
    )
    told = [
        {"rule": each["id"], "help": each["help"], "at": [node["html"] for node in each["nodes"]]}
        for each in found["violations"]
    ]
    assert told == [], json.dumps(told, indent=1, ensure_ascii=False)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


Accessible = Callable[[Page], None]
