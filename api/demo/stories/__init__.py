"""What happened in each municipality besides its daily routine: one document per municipality that has a story."""

from functools import cache
from importlib.resources import files
from typing import Any

from api.demo.province import document


@cache
def story_of(code: str) -> tuple[dict[str, Any], ...]:
    """The steps of the story of a municipality, in the order in which they are told; none when it has no story."""
    return tuple(_stories().get(code, ()))


@cache
def _stories() -> dict[str, list[dict[str, Any]]]:
    names = sorted(each.name for each in files(__package__).iterdir() if each.name.endswith(".toml"))
    return {told["code"]: told["step"] for told in (document("stories", name) for name in names)}
