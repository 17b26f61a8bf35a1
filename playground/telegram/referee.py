"""Judges exchanges by the Bot API's machine-readable contract: the bot's requests and our replies.

What the contract cannot say is in `prose.py`. No deviation is known that would have to be let pass. The
contract is no part of the project; whoever runs the referee says where it lies.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..wire import Exchange
from .contract import Contract
from .prose import check_prose
from .text import utf16_length

CONTRACT_FILE = "telegram-bot-api.json"
API_PREFIX = "/botTOKEN/"
ERROR_FIELDS = frozenset({"ok", "error_code", "description", "parameters"})


class Referee:
    """Checks exchanges against the contract in a folder; raises OSError when the file is missing."""

    def __init__(self, folder: Path) -> None:
        self.contract = Contract.load(folder / CONTRACT_FILE)

    def covers(self, exchange: Exchange) -> bool:
        """Tell whether the contract speaks of such an exchange: not of other platforms, nor of downloads."""
        return exchange.platform == "telegram" and exchange.path.startswith(API_PREFIX)

    def check(self, exchange: Exchange) -> list[str]:
        """List what is wrong with a request and its reply; empty for what the contract does not cover."""
        if not self.covers(exchange):
            return []
        name = exchange.path.removeprefix(API_PREFIX)
        method = self.contract.method(name)
        if method is None:
            return [f"{name}: no such method"]
        return [*self._request(method, exchange.request or {}), *self._reply(method, exchange)]

    def check_reply(self, exchange: Exchange) -> list[str]:
        """List what is wrong with the reply alone; empty where there is no such method."""
        method = self.contract.method(exchange.path.removeprefix(API_PREFIX))
        if method is None or not self.covers(exchange):
            return []
        return list(self._reply(method, exchange))

    def _request(self, method: dict[str, Any], request: dict[str, Any]) -> Iterator[str]:
        name, fields = method["name"], method.get("fields", [])
        kinds = {field["name"]: field["types"] for field in fields}
        typed = {field: _unwrapped(value, kinds.get(field, [])) for field, value in request.items()}
        structure = self.contract.check_fields(typed, fields, name)
        # The prose speaks of fields of the right type only.
        yield from structure or check_prose(name, typed)

    def _reply(self, method: dict[str, Any], exchange: Exchange) -> Iterator[str]:
        path, reply = f"{method['name']} → reply", exchange.reply
        if not isinstance(reply, dict):
            # Ordered faults answer with HTML or not at all.
            return
        if reply.get("ok") is not True:
            yield from _error(path, exchange.status, reply)
            return
        if set(reply) - {"description"} != {"ok", "result"}:
            yield f"{path}: the fields are {sorted(reply)}"
            return
        yield from self.contract.check(reply["result"], method["returns"], path)
        yield from _spans(reply["result"], path)


def _unwrapped(value: Any, kinds: list[str]) -> Any:
    """Read a form's text as JSON where the contract wants anything but text."""
    if not isinstance(value, str) or not kinds or {"String", "InputFile"} & set(kinds):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _error(path: str, status: int, reply: dict[str, Any]) -> Iterator[str]:
    missing = {"ok", "error_code", "description"} - set(reply)
    unknown = set(reply) - ERROR_FIELDS
    if missing or unknown:
        yield f"{path}: an error with missing fields {sorted(missing)}, unknown fields {sorted(unknown)}"
    elif status != reply["error_code"] and status != 0:
        yield f"{path}: status {status}, but error_code {reply['error_code']}"


def _spans(value: Any, path: str) -> Iterator[str]:
    """Find entities that reach beyond their text, at any depth."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _spans(item, f"{path}[{index}]")
    elif isinstance(value, dict):
        for text, entities in (("text", "entities"), ("caption", "caption_entities")):
            for entity in value.get(entities, []) if isinstance(value.get(text), str) else []:
                if (
                    not 0
                    <= entity["offset"]
                    < entity["offset"] + entity["length"]
                    <= utf16_length(value[text])
                ):
                    yield f"{path}.{entities}: {entity} reaches beyond the text"
        for name, item in value.items():
            yield from _spans(item, f"{path}.{name}")
