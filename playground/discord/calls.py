"""Requests to the REST side once they are read, and the table of what answers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .errors import no_such_route, not_json
from .uploads import Upload

if TYPE_CHECKING:
    from .world import World


@dataclass(frozen=True, slots=True)
class Call:
    """One request: `params` from the path, `body` decoded JSON or None."""

    params: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    uploads: tuple[Upload, ...] = ()

    def id(self, name: str) -> int:
        """Give a snowflake from the path, or -1, which is nobody's, where it is not a number."""
        value = self.params[name]
        return int(value) if value.isdecimal() else -1

    def record(self) -> dict[str, Any]:
        """Give the body as an object, empty where there is none; ApiError 50109 for anything else."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise not_json()
        return self.body

    def wants(self, name: str) -> bool:
        """Tell whether a query switch is on."""
        return self.query.get(name, "").lower() in ("1", "true")


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer: a status, and JSON unless it is 204."""

    status: int
    body: Any = None


Handler = Callable[["World", Call], Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """One route of the API.

    `bucket` names the rate limit, kept for each value of the path parameter `major`. Interaction routes
    are `open`: their token stands in the path, they need no Authorization and do not count towards the
    global limit.
    """

    method: str
    template: str
    handle: Handler
    bucket: str | None = None
    major: str = "channel_id"
    open: bool = False


class Routes:
    """Finds the route for a request."""

    def __init__(self, routes: tuple[Route, ...]) -> None:
        self._by_size: dict[tuple[str, int], list[tuple[tuple[str, ...], Route]]] = {}
        for route in routes:
            parts = tuple(route.template.split("/"))
            self._by_size.setdefault((route.method, len(parts)), []).append((parts, route))

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """Give the first route that fits and the path's parameters; ApiError 404 where none does."""
        given = path.split("/")
        for parts, route in self._by_size.get((method, len(given)), ()):
            params: dict[str, str] = {}
            for part, value in zip(parts, given, strict=True):
                if part.startswith("{"):
                    params[part[1:-1]] = value
                elif part != value:
                    break
            else:
                return route, params
        raise no_such_route()
