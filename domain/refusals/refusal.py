"""What every refusal has: the rule in words, what it was judged on, and the source behind it."""

from dataclasses import fields
from typing import ClassVar

POLICY = "Aanvullend beleidskader IBT huisvesting vergunninghouders"
RECORD = "uitgangspunt: wat is vastgelegd, wordt nooit overschreven"
CALENDAR = "uitgangspunt: een feit heeft een dag, en die is geweest"
EXAMPLES = "uitgangspunt: voorbeeldgegevens en echte gegevens staan nooit bij elkaar"


class Refusal(Exception):  # noqa: N818 - a refusal is an answer of the domain, not an error of the program
    """A decision that the domain refuses. ``SOURCE`` names the act, policy or principle behind the rule."""

    SOURCE: ClassVar[str]

    def __str__(self) -> str:
        """The rule in words, with the data it was judged on."""
        return (type(self).__doc__ or type(self).__name__).format(**self.data)

    @property
    def data(self) -> dict[str, object]:
        """What the rule was judged on, by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]  # every refusal is a dataclass


def require(condition: bool, refusal: Refusal) -> None:  # noqa: FBT001 - reads as a sentence: require(this, or that refusal)
    """Raise the refusal unless the condition holds."""
    if not condition:
        raise refusal
