"""Style and script: small, kept for ever by a browser, compressed as it likes, and none of it from elsewhere."""

import json
import re

import httpx
import pytest
from playwright.sync_api import Response, expect

from api.web.assets import FOLDER, Assets, AssetsMissingError
from api.web.headers import PAGE_HEADERS
from domain.events.base import Role
from tests.web.browsing import Browsing, Site

KILOBYTES = 1000


def address(site: Site, ending: str) -> str:
    """Where the page to sign in says that the style or the script is."""
    found = re.search(rf'"(/static/site-\w+\.{ending})"', httpx.get(f"{site.address}/inloggen").text)
    assert found
    return site.address + found[1]


@pytest.mark.parametrize("ending", ["css", "js"])
@pytest.mark.parametrize(
    ("accepts", "encoding"), [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0", None)]
)
def test_a_file_travels_in_the_encoding_that_a_browser_likes_best_and_is_kept_for_ever(
    site: Site, ending: str, accepts: str, encoding: str | None
) -> None:
    answer = httpx.get(address(site, ending), headers={"Accept-Encoding": accepts})
    assert answer.status_code == 200
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert b"trede-" in answer.content or encoding == "br"  # which httpx leaves as it is


def test_the_first_page_has_less_than_100_kilobytes_of_style_and_script(browsing: Browsing) -> None:
    page = browsing.signed_in(Role.SUPERVISOR)
    page.goto("/", wait_until="networkidle")
    fetched = [each for each in browsing.responses if re.search(r"\.(css|js)$", each.url)]
    assert len(fetched) == 2
    assert sum(len(each.body()) for each in fetched) < 100 * KILOBYTES
    assert sum(map(_travelled, fetched)) < 30 * KILOBYTES


def _travelled(response: Response) -> int:
    assert response.headers["content-encoding"] in {"br", "gzip"}  # Chromium asks for brotli over TLS only
    return response.request.sizes()["responseBodySize"]


def test_a_second_page_fetches_nothing_again(browsing: Browsing) -> None:
    page = browsing.signed_in()
    page.goto("/nergens", wait_until="networkidle")  # the browser takes its time for the icon
    page.goto("/nergens-anders", wait_until="networkidle")
    sizes = page.evaluate("performance.getEntriesByType('resource').map(each => each.transferSize)")
    assert len(sizes) >= 4
    assert set(sizes) == {0}


def test_no_style_or_script_stands_in_a_page_and_none_would_be_obeyed(browsing: Browsing) -> None:
    page = browsing.signed_in()
    answer = page.goto("/")
    assert answer
    policy = answer.headers["content-security-policy"]
    assert policy == PAGE_HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert page.locator("[style], style, script:not([src])").count() == 0


def test_the_font_of_the_page_is_the_one_that_came_with_it(browsing: Browsing) -> None:
    page = browsing.page_at()
    page.goto("/inloggen", wait_until="networkidle")
    assert page.evaluate("document.fonts.check('16px \"Noto Sans\"')")
    expect(page.get_by_role("heading", level=1)).to_have_css("font-weight", "700")


def test_pages_that_were_not_built_say_so() -> None:
    with pytest.raises(AssetsMissingError, match="make assets"):
        Assets({}, {}).address("site.css")


def test_the_lock_of_the_assets_names_no_host() -> None:
    lock = json.loads((FOLDER.parent / "assets/package-lock.json").read_text(encoding="utf-8"))
    packages = {name: told for name, told in lock["packages"].items() if name}
    assert packages
    assert [name for name, told in packages.items() if "resolved" in told or "integrity" not in told] == []
