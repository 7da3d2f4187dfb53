"""What holds for every template and style: each says what it needs, and nothing is styled or scripted in place."""

import re
from pathlib import Path

import pytest

import api.web

WEB = Path(api.web.__file__).parent
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
STYLES = sorted((WEB / "assets/css").glob("*.css"))
BY_NAME = pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)


@BY_NAME
def test_every_template_says_in_its_first_line_what_it_needs(template: Path) -> None:
    first, *_ = template.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"\{# Needs:? .+ #\}", first)


@BY_NAME
def test_no_template_has_style_or_script_in_place(template: Path) -> None:
    in_place = re.compile(r'<style|\sstyle=|<script(?![^>]*\ssrc=)|\son(?:\w+)="[^"]*[(;]|javascript:')
    assert in_place.findall(template.read_text(encoding="utf-8")) == []


@BY_NAME
def test_no_template_turns_escaping_off(template: Path) -> None:
    assert re.findall(r"\|\s*safe\b|autoescape", template.read_text(encoding="utf-8")) == []


@BY_NAME
def test_every_form_that_is_posted_shows_that_it_is_ours(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    forms = re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL)
    outside = [form for form in forms if 'action="/inloggen"' not in form]
    assert [form[:80] for form in outside if "ours(" not in form and 'name="csrf"' not in form] == []


def test_every_style_is_part_of_what_is_built() -> None:
    built = ("site.css", "judged.css", "worklist.css")
    imported = "".join((WEB / "assets/css" / each).read_text(encoding="utf-8") for each in built)
    assert [each.name for each in STYLES if each.name not in built and f'"./{each.name}"' not in imported] == []


def test_no_style_fetches_from_elsewhere() -> None:
    elsewhere = re.compile(r"""(?:url\(|@import)\s*["']?(?:\w+:)?//""")
    assert [each.name for each in STYLES if elsewhere.search(each.read_text(encoding="utf-8"))] == []
