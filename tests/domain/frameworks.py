"""Frameworks for tests: those that ship, and files that differ from the newest of them."""

from api.frameworks import shipped
from domain.policy.framework import Framework
from domain.policy.framework_file import read_framework

SHIPPED = {f"{each.family} {each.ref.version}": each for each in shipped()}
NEWEST = SHIPPED["zuid-holland 2024"]


def read(content: str | bytes, file: str = "own.toml") -> Framework:
    return read_framework(file, content if isinstance(content, bytes) else content.encode())


def changed(*changes: tuple[str, str], of: Framework = NEWEST) -> str:
    """The file with each first text replaced, once."""
    content = of.content
    for old, new in changes:
        assert old in content
        content = content.replace(old, new, 1)
    return content


def version(name: str, first: str, last: str | None = None, *, family: str = "zuid-holland") -> Framework:
    """A version of a framework that is in force from a day, up to and including another."""
    until = f"\nuntil = {last}" if last else ""
    changes = (
        ('"zuid-holland"', f'"{family}"'),
        ('"2024"', f'"{name}"'),
        ("from = 2024-01-01", f"from = {first}{until}"),
    )
    return read(changed(*changes), f"{name}.toml")
