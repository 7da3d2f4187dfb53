"""A short cut to the route of a request: by the shape of its path, past the hundreds that it cannot be.

A router tries its routes one after the other. With hundreds of them that takes longer than most answers. Here a path is
followed segment by segment through the shapes there are (``/v1/municipalities/{code}/plans`` is one), which leaves a
route or two; these are then tried as the router would. What is found by nobody, such as a wrong method, takes the long
way, and is told there what is wrong.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

ANYTHING = "{}"
"""Stands in a shape for a segment that differs from request to request."""


@dataclass(slots=True)
class Shapes:
    """The routes of a shape that ends here, by their place in the order, and the shapes that go on."""

    routes: list[tuple[int, APIRoute]] = field(default_factory=list)
    further: dict[str, Self] = field(default_factory=dict)

    def add(self, place: int, route: APIRoute) -> None:
        """Keep a route under its shape, unless a parameter of it spans several segments."""
        here = self
        if ":path}" in route.path:
            return
        for segment in route.path.split("/"):
            here = here.further.setdefault(ANYTHING if "{" in segment else segment, type(self)())
        here.routes.append((place, route))

    def of(self, segments: Sequence[str]) -> Iterator[tuple[int, APIRoute]]:
        """The routes of every shape that a path with these segments has."""
        if not segments:
            yield from self.routes
            return
        for segment in dict.fromkeys((segments[0], ANYTHING)):
            if segment in self.further:
                yield from self.further[segment].of(segments[1:])


class ShortCut(BaseRoute):
    """Stands before all other routes of a router, and finds among them."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._shapes = Shapes()
        for place, route in enumerate(routes):
            if isinstance(route, APIRoute):
                self._shapes.add(place, route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The first route that takes this path and method; none means the long way."""
        if scope["type"] == "http":
            path = scope["path"].removeprefix(scope.get("root_path", ""))
            for _, route in sorted(self._shapes.of(path.split("/")), key=lambda found: found[0]):
                match, told = route.matches(scope)
                if match is Match.FULL:
                    return match, {**told, "route": route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the route that was found."""
        await scope["route"].handle(scope, receive, send)
