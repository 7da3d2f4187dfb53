"""Reading the file of a framework: what it must say, and how it is told what is wrong with it."""

import hashlib
import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.policy.framework import FrameworkError
from domain.policy.framework_file import LARGEST
from domain.values import Rung
from tests.domain.frameworks import NEWEST, SHIPPED, changed, read

OTHERS = ("true", "-1", "1.5", "nan", "1" + 30 * "0", '""', '"x"', "[]", "[[1]]", "{}", "{ a = 1 }", "2024-01-01")
"""What somebody may write where something else belongs."""


def test_a_framework_is_known_by_name_version_and_the_digest_of_its_file() -> None:
    content = changed(("# Het beleid", "# Ons beleid")).encode()
    framework = read(content)
    assert (framework.ref.name, framework.ref.version) == ("zuid-holland", "2024")
    assert framework.ref.sha256 == hashlib.sha256(content).hexdigest()
    assert framework.content.encode() == content


@pytest.mark.parametrize("content", ["\ufeff" + NEWEST.content, NEWEST.content.replace("\n", "\r\n")])
def test_a_file_may_be_written_on_another_system(content: str) -> None:
    framework = read(content)
    assert (framework.parameters, framework.content) == (NEWEST.parameters, content)


WRONG = {
    "a day in words": ("from = 2024-01-01", 'from = "soon"', 'validity.from: is a day, such as 2024-01-31, not "soon"'),
    "a moment for a day": (
        "from = 2024-01-01",
        "from = 2024-01-01T00:00:00",
        'validity.from: is a day, such as 2024-01-31, not "2024-01-01T00:00:00"',
    ),
    "no last day before the first": (
        "from = 2024-01-01",
        "from = 2024-01-01\nuntil = 2023-12-31",
        "validity.until: lies before validity.from",
    ),
    "zero for false": ("verified = false", "verified = 0", "validity.verified: is true or false, not 0"),
    "a key that is mistyped": ("verified =", "verifed =", "validity.verifed: is not known here"),
    "a table that is mistyped": ("[validity]", "[validaty]", "validaty: is not known here"),
    "a table for a list of them": ("[validity]", "[[validity]]", "validity: is a table, not [{"),
    "a rule that nobody knows": (
        '"trend-based"',
        '"trend"',
        "rule: is 'none', 'size-based', 'trend-based' or 'duty-in-principle', not \"trend\"",
    ),
    "a text for a number": (
        "value = 10",
        'value = "10"',
        'parameters.schedule_border.value: is a whole number, not "10"',
    ),
    "a fraction": ("value = 10", "value = 10.0", "parameters.schedule_border.value: is a whole number, not 10.0"),
    "a boolean for a number": (
        "value = 10",
        "value = true",
        "parameters.schedule_border.value: is a whole number, not true",
    ),
    "a value outside its bounds": (
        "value = 10",
        "value = 1000",
        "parameters.schedule_border.value: is 0 to 100 percent, not 1000",
    ),
    "bounds outside what can be": (
        "minimum = 0",
        "minimum = -1",
        "parameters.schedule_border: has bounds (minimum, maximum) within 0 to 100, the lowest first",
    ),
    "bounds the wrong way round": (
        "minimum = 0",
        "minimum = 101",
        "parameters.schedule_border: has bounds (minimum, maximum) within 0 to 100, the lowest first",
    ),
    "a key twice": (
        "value = 10\n",
        "value = 10\nvalue = 10\n",
        "is no TOML: A key stands there a second time (at line",
    ),
    "a number without a value": ("value = 10\n", "", "parameters.schedule_border.value: is missing"),
    "another unit": (
        'unit = "percent"',
        'unit = "persons"',
        "parameters.schedule_border.unit: is percent, not persons",
    ),
    "an unknown parameter": (
        "[parameters.percent]",
        "[parameters.procent]",
        "parameters.procent: is not known; there are:",
    ),
    "an unknown term": ("[terms.figures]", "[terms.figure]", "terms.figure: is not known; there are:"),
    "a rung without a mandate": ("[1, 2, 3]", "[1, 2]", "mandates: rung 3 is decided on by 0 of them, not by one"),
    "a rung with two mandates": (
        "[1, 2, 3]",
        "[1, 2, 3, 4]",
        "mandates: rung 4 is decided on by 2 of them, not by one",
    ),
    "true for a rung": ("[1, 2, 3]", "[true, 2, 3]", "mandates.1.rungs.1: is a rung: 1 to 6, not true"),
    "a fraction for a rung": ("[1, 2, 3]", "[1, 2, 3.0]", "mandates.1.rungs.3: is a rung: 1 to 6, not 3.0"),
    "an unknown rung": ("[4, 5, 6]", "[4, 5, 7]", "mandates.2.rungs.3: is 1, 2, 3, 4, 5 or 6, not 7"),
    "no rungs": ("[1, 2, 3]", "[]", "mandates.1.rungs: is an empty list"),
    "a rung for a list": ("[1, 2, 3]", "1", "mandates.1.rungs: is a list, between square brackets, not 1"),
    "a deputy on the highest rungs": (
        'body = "GS"',
        'body = "deputy"',
        "mandates: rung 4 is decided on by GS, not 'deputy'",
    ),
    "a mandate without a name": (
        'mandate = "Mandaat inschaling trede 1 tot en met 3"\n',
        "",
        "mandates: the mandate for rung 1 is not named",
    ),
    "a clause with another name": (
        "[clauses.growing]",
        "[clauses.growth]",
        "clauses.growing: is missing; the trend-based",
    ),
    "a name with capitals": ("[clauses.growing]", "[clauses.Growing]", "clauses.Growing: is written in small letters"),
    "an empty text": ("text = ", 'text = " "\n#', "clauses.contact-twice-a-year.text: is empty"),
    "a number for a text": (
        "text = ",
        "text = 1\n#",
        "clauses.contact-twice-a-year.text: is a text, between quotation marks",
    ),
    "a version with a hyphen": ('"2024"', '"2024-1"', "version: is written in small letters, digits and dots"),
    "a number for a version": ('"2024"', "2024", "version: is a text, between quotation marks, not 2024"),
    "no name": ("name =", "nome =", "name: is missing"),
    "a key that is ours": ("title =", 'content = "x"\ntitle =', "content: is not known here"),
    "steps where size does not count": (
        "[[mandates]]",
        '[[size]]\nabove_percent = 0\nrung = 2\nstanding = "published"\n\n[[mandates]]',
        "size: is of no use to the trend-based rule",
    ),
    "published without a source": (
        '"set by the province, not published"',
        '"published"',
        "parameters.schedule_border.source: is missing; what is published says where",
    ),
    "a number too long to read": ("value = 10", "value = 1" + 5000 * "0", "is no TOML: A number is too long"),
    "lists too deep to read": ("value = 10", "value = " + 5000 * "[", "is no TOML: Lists or tables lie too deep"),
    "no TOML": ("title =", "title", "is no TOML: "),
}


@pytest.mark.parametrize(("old", "new", "told"), WRONG.values(), ids=WRONG)
def test_an_error_names_file_key_and_reason(old: str, new: str, told: str) -> None:
    with pytest.raises(FrameworkError) as caught:
        read(changed((old, new)))
    assert str(caught.value).startswith(f"own.toml: {told}")
    assert caught.value.file == "own.toml"
    assert caught.value.key == ("" if told.startswith("is no TOML") else told.partition(": ")[0])


LOWER_AFTER = """
[parameters.lower_after]
value = 2
unit = "periods"
minimum = 1
maximum = 6
text = "x"
standing = "set by the province, not published"

"""

SIZES = {
    "no steps": ("[[size]]", "[[sizes]]", "sizes: is not known here"),
    "steps that do not rise": ("above_percent = 25", "above_percent = 0", "size: its steps rise"),
    "rungs that do not rise": ("rung = 3", "rung = 2", "size: its steps rise"),
    "a number that the rule does not use": (
        "[[size]]",
        LOWER_AFTER + "[[size]]",
        "parameters.lower_after: is of no use to the size-based rule",
    ),
}


@pytest.mark.parametrize(("old", "new", "told"), SIZES.values(), ids=SIZES)
def test_the_steps_of_the_size_based_rule_rise(old: str, new: str, told: str) -> None:
    with pytest.raises(FrameworkError, match=re.escape(f"own.toml: {told}")):
        read(changed((old, new), of=SHIPPED["zuid-holland 2020"]))


def test_the_size_based_rule_needs_steps() -> None:
    without = re.sub(r"\[\[size\]\]\n(.+\n)+", "", SHIPPED["zuid-holland 2020"].content)
    with pytest.raises(FrameworkError, match="size: is missing; the size-based rule needs it"):
        read(without)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "name: is missing"),
        (b"a = 1\n\xff", "is not UTF-8 (line 2)"),
        (b"#" * (LARGEST + 1), "is larger than 200 kB"),
    ],
)
def test_a_file_that_is_no_framework_at_all_is_told_too(content: bytes, told: str) -> None:
    with pytest.raises(FrameworkError, match=re.escape(f"own.toml: {told}")):
        read(content)


@settings(max_examples=150)
@given(data=st.data())
def test_whatever_is_written_in_a_file_nothing_but_a_framework_error_comes_of_it(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(list(SHIPPED.values()))).content.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        key, equals, _ = lines[at].partition(" = ")
        lines[at : at + 1] = data.draw(
            st.sampled_from([[], [lines[at]] * 2, *([f"{key}{equals}{other}"] for other in OTHERS if equals)])
            | st.text(max_size=8).map(lambda text: [text])
        )
    with suppress(FrameworkError):
        framework = read("\n".join(lines).encode(errors="replace"))
        assert all(rung in framework.mandate(rung).rungs for rung in Rung)
