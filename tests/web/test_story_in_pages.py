"""From rung 1 to rung 6 and back in a browser: every page is there, and at every step the right things are owed."""

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from domain.ledger.embedded import Cluster
from tests.story.by_api import Clock
from tests.story.by_pages import ByPages
from tests.story.script import CODE, STORY
from tests.story.test_story import SETTLED, owed_as_told
from tests.web.browsing import Browsing
from tests.web.conftest import a_record, at_work


@pytest.fixture
def told_by_pages(
    server: Cluster,
    tmp_path_factory: pytest.TempPathFactory,
    browser: Browser,
) -> Iterator[ByPages]:
    """A server on a record of its own, on the days of the story, and a browser in front of it."""
    clock = Clock(STORY[0].date)
    with a_record(server, tmp_path_factory.mktemp("keys")) as ledger, at_work(ledger, today=clock) as site:
        browsing = Browsing(site.with_accounts(), browser)
        yield ByPages(site, browsing, clock)
        browsing.close()
        browsing.require_calm()


def test_the_story_through_the_pages_has_exactly_the_right_obligations_at_every_step(told_by_pages: ByPages) -> None:
    before: Counter[str] = Counter()
    for day in STORY:
        told_by_pages.clock.day = day.date
        day.act(told_by_pages)
        found = told_by_pages.obligations()
        assert {owed_as_told(each) for each in found if each["state"] not in SETTLED} == day.owed, day.day
        settled = Counter(f"{each['kind']} {each['state']}" for each in found if each["state"] in SETTLED)
        assert settled - before == Counter(day.settled), day.day
        before = settled
        assert told_by_pages.site.ledger.municipality(CODE).ladder.rung_on(day.date) == day.rung, day.day
