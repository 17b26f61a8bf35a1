"""Buttons in the page's header that the program offers which runs the playground."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from aiohttp import web

log = logging.getLogger("launchlog.playground")


@dataclass(frozen=True, slots=True)
class Control:
    """Something that a person may let happen.

    `name` is its place in the address (letters, digits and hyphens), `label` the words on the button.
    `act` does it and returns a sentence about what has come of it; whatever it raises is shown to the
    person as the reason why it did not work.
    """

    name: str
    label: str
    act: Callable[[], Awaitable[str]]


class Controls:
    """Lists the controls and runs them one at a time."""

    def __init__(self, controls: Iterable[Control] = ()) -> None:
        self._controls = {control.name: control for control in controls}
        self._at_work: set[str] = set()

    def routes(self) -> list[web.RouteDef]:
        """What the page asks."""
        return [web.get("/api/controls", self._list), web.post("/api/controls/{name}", self._act)]

    async def _list(self, _request: web.Request) -> web.Response:
        told = [{"name": control.name, "label": control.label} for control in self._controls.values()]
        return web.json_response({"controls": told})

    async def _act(self, request: web.Request) -> web.Response:
        control = self._controls.get(request.match_info["name"])
        if control is None:
            return _refused("There is no such button (any more): reload the page.")
        if control.name in self._at_work:
            return _refused(f"“{control.label}” is still at work.")
        self._at_work.add(control.name)
        try:
            return web.json_response({"said": await control.act()})
        except Exception as error:  # a host's failure is told to the person, whatever it is
            log.exception("control_failed name=%s", control.name)
            return _refused(f"“{control.label}” did not work: {str(error) or type(error).__name__}")
        finally:
            self._at_work.discard(control.name)


def _refused(words: str) -> web.Response:
    return web.json_response({"refused": words})
