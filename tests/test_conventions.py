"""A convention that matters is a test: what no tool of `make check` sees and what a text alone would let fade."""

import ast
import os
import re
import subprocess
import tokenize
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PACKAGES = ("domain", "projections", "api")
LONGEST_FILE = 300

# Written in parts, so that this file passes its own test.
INDEX_HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "registry" + ".npmjs", "deb" + ".debian.org")
COMMON_FOLDERS = {"/", "/tmp", "/opt", "/srv", "/usr", "/var", "/etc", "/mnt", "/home"}  # noqa: S108 - named, not used

CLOCKS = {"now", "utcnow", "today"}  # of date and datetime; the modules that hold others are refused by import-linter
DATES = {"date", "datetime"}
OUTSIDE = {"open", "input", "print", "__import__"}
WAYS_AROUND = {"importlib", "pkgutil"}
SAYS_NOTHING = re.compile(r"(utils?|helpers?|misc|common)|\w*managers?", re.IGNORECASE)
SILENCER = r"#\s*(?:noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?|type:\s*ignore(?:\[[\w, -]+\])?|pragma:\s*no cover)"
REASON = r"\s+(?:-|#)\s*\w"


def git(*arguments: str) -> str:
    """What git says; skips the test in a copy that has no history."""
    if not (ROOT / ".git").exists():
        pytest.skip("this copy is not a git checkout")
    command = ["git", "-c", f"safe.directory={ROOT}", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def texts() -> Iterator[tuple[Path, str]]:
    """Every text that is tracked, or would be by the next `git add`."""
    for name in git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        path = ROOT / name
        if name and path.is_file():
            content = path.read_bytes()
            if b"\0" not in content:
                yield path.relative_to(ROOT), content.decode(errors="replace")


def python_files(*folders: str) -> Iterator[Path]:
    """The Python files below these folders of the project."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def at(path: Path, node: ast.AST) -> str:
    """A place that an editor can jump to."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def test_the_readme_tells_of_every_make_target_and_of_no_other() -> None:
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("README.md is not written yet")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    answer = subprocess.run(["make", "help"], cwd=ROOT, env=clean, check=True, capture_output=True, text=True).stdout
    targets = set(re.findall(r"^ +make ([a-z-]+)", answer, re.MULTILINE))
    code = re.findall(r"```.*?```|`[^`\n]+`", readme.read_text(), re.DOTALL)
    told = {target for piece in code for target in re.findall(r"\bmake ([a-z-]+)", piece)}
    assert targets
    assert told == targets


def test_every_make_target_explains_itself() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony
    assert set(re.findall(r"^([a-z-]+):.*## \w", makefile, re.MULTILINE)) == set(phony[1].split())


def test_no_file_names_a_package_index() -> None:
    found = [f"{path}: {host}" for path, text in texts() for host in INDEX_HOSTS if host in text]
    assert found == []


def test_no_file_names_a_place_on_the_machine_of_its_maker() -> None:
    here = [f"{re.escape(str(folder))}/" for folder in (ROOT, ROOT.parent) if str(folder) not in COMMON_FOLDERS]
    places = re.compile(rf"(?<![\w./-])(?:{'|'.join([*here, '/(?:home|root|Users)/'])})")
    found = [f"{path}: {place[0]}" for path, text in texts() for place in places.finditer(text)]
    assert found == []


def test_the_lock_names_no_host_and_has_a_hash_for_every_package() -> None:
    lock = (ROOT / "requirements.txt").read_text()
    assert re.findall(r"\w+://\S+|--(?:extra-)?index-url|--find-links|--trusted-host", lock) == []
    packages = re.split(r"^(?=[a-z])", re.sub(r"^ *#.*\n", "", lock, flags=re.MULTILINE), flags=re.MULTILINE)[1:]
    assert packages
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


def locked() -> dict[str, Requirement]:
    """What the lock pins, by name."""
    lines = re.findall(r"^([a-z][^;\\\n]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    return {pinned.name: pinned for pinned in map(Requirement, lines)}


def test_the_lock_holds_what_the_project_asks_for() -> None:
    pins = locked()
    table = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [Requirement(line) for line in table["dependencies"] + table["optional-dependencies"]["dev"]]
    assert [
        str(one)
        for one in wanted
        if one.name not in pins or not one.specifier.contains(str(pins[one.name].specifier).removeprefix("=="))
    ] == []


def test_the_lock_pins_each_package_with_the_extras_that_others_ask_of_it() -> None:
    """An older pip takes ``coverage[toml]`` for another package than ``coverage``, and then for an unpinned one."""
    pins = locked()
    asked = [
        (distribution.name, needed)
        for distribution in map(distribution_of, pins)
        if distribution
        for needed in map(Requirement, distribution.requires or ())
        if needed.extras and needed.name in pins and (needed.marker is None or needed.marker.evaluate({"extra": ""}))
    ]
    assert asked  # pytest-cov asks for coverage[toml]
    assert [f"{name} asks {needed}" for name, needed in asked if not needed.extras <= pins[needed.name].extras] == []


def distribution_of(name: str) -> Distribution | None:
    """A package as it is installed here; None for one of another platform."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def asks_the_outside(node: ast.AST) -> bool:
    """Whether this piece of code asks a clock, a file or a person, or imports by a road import-linter does not see."""
    match node:
        case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name) if owner in DATES:
            return name in CLOCKS
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in CLOCKS
        case ast.Call(func=ast.Name(id=name)):
            return name in OUTSIDE
        case ast.Import(names=names):
            return any(one.name.split(".")[0] in WAYS_AROUND for one in names)
        case ast.ImportFrom(module=str(module)):
            return module.split(".")[0] in WAYS_AROUND
    return False


@pytest.mark.parametrize(
    "line",
    [
        "date.today()",
        "datetime.now(UTC)",
        "dt.datetime.now()",
        "clock = dt.date.today",
        "field(default_factory=date.today)",
        "open('x')",
        "import importlib.resources",
        "from importlib.resources import files",
    ],
)
def test_asking_the_outside_is_seen_in_every_form(line: str) -> None:
    assert any(asks_the_outside(node) for node in ast.walk(ast.parse(line)))


@pytest.mark.parametrize(
    "line", ["occasion.today", "date(2024, 6, 1)", "case.open(on=day)", "date.fromisoformat(text)"]
)
def test_what_only_looks_like_asking_the_outside_is_left_alone(line: str) -> None:
    assert not any(asks_the_outside(node) for node in ast.walk(ast.parse(line)))


def test_decisions_and_policy_ask_no_clock_and_no_file() -> None:
    found = [
        f"{at(path, node)} {ast.unparse(node)}"
        for path in python_files("domain/decisions", "domain/policy")
        for node in ast.walk(ast.parse(path.read_text()))
        if asks_the_outside(node)
    ]
    assert found == []


def test_every_file_tells_one_story() -> None:
    lengths = {path.relative_to(ROOT): path.read_text().count("\n") for path in python_files(*PACKAGES)}
    assert {str(path): lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_every_name_says_what_the_thing_is_for() -> None:
    files = [path for path in python_files(*PACKAGES, "tests") if SAYS_NOTHING.fullmatch(path.stem)]
    classes = [
        f"{at(path, node)} {node.name}"
        for path in python_files(*PACKAGES, "tests")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and SAYS_NOTHING.fullmatch(node.name)
    ]
    assert [str(path.relative_to(ROOT)) for path in files] + classes == []


def test_every_silenced_check_has_its_reason_beside_it() -> None:
    found = []
    for path in python_files(*PACKAGES, "tests"):
        with path.open("rb") as source:
            found += [
                f"{path.relative_to(ROOT)}:{token.start[0]} {token.string}"
                for token in tokenize.tokenize(source.readline)
                if token.type == tokenize.COMMENT
                and len(re.findall(SILENCER, token.string)) != len(re.findall(SILENCER + REASON, token.string))
            ]
    assert found == []


def test_the_coverage_floor_never_falls() -> None:
    floor = re.compile(r"^[+ ]?fail_under = (\d+)", re.MULTILINE)
    now = floor.search((ROOT / "pyproject.toml").read_text())
    earlier = floor.findall(git("log", "--patch", "--unified=0", "--format=", "--", "pyproject.toml"))
    assert now
    assert int(now[1]) >= max(map(int, earlier), default=0)
