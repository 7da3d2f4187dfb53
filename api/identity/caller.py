"""Who is asking: a person, known by what they showed, in their roles."""

from dataclasses import dataclass

from api.identity.rights import READING, Right, rights_of
from domain.events.base import Actor, Role
from domain.values import Classification, PersonId


class NotAllowedError(Exception):
    """The caller has no role with the right that this asks for."""

    def __init__(self, right: Right) -> None:
        super().__init__(f"this asks for the right to {right.value}")
        self.right = right


@dataclass(frozen=True, slots=True)
class Caller:
    """The person who asks, with the roles they have now."""

    person: PersonId
    roles: tuple[Role, ...]

    @property
    def rights(self) -> frozenset[Right]:
        """Everything they may do."""
        return rights_of(self.roles)

    @property
    def readable(self) -> frozenset[Classification]:
        """Which texts they may read."""
        return frozenset(classification for classification, right in READING.items() if right in self.rights)

    def actor(self, acting_for: PersonId | None = None) -> Actor:
        """Who the record says it was."""
        return Actor(person=self.person, roles=self.roles, acted_for=acting_for)

    def require(self, right: Right) -> None:
        """Raise NotAllowedError unless they have this right."""
        if right not in self.rights:
            raise NotAllowedError(right)
