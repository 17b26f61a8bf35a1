"""Holds what passes between the bot and this server against Discord's published OpenAPI description."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from ..wire import Exchange
from .contract import for_replies, for_requests
from .soundness import Check, Soundness, UnsureError

FILE = "discord-openapi.json"
METHODS = frozenset({"get", "put", "post", "patch", "delete"})
JSON = "application/json"

INVALID_FORM_BODY = 50035
"""https://docs.discord.com/developers/topics/opcodes-and-status-codes#json"""


@dataclass(frozen=True, slots=True)
class _Operation:
    """One method on one path of the description."""

    method: str
    parts: tuple[str, ...]
    spec: dict[str, Any]
    query: dict[str, dict[str, Any]]

    def fits(self, method: str, given: list[str]) -> bool:
        return (
            method == self.method
            and len(given) == len(self.parts)
            and all(part in ("{}", value) for part, value in zip(self.parts, given, strict=True))
        )


class Referee:
    """Checks exchanges against the description in `folder`; FileNotFoundError if it is not there."""

    def __init__(self, folder: Path) -> None:
        document = msgspec.json.decode((folder / FILE).read_bytes())
        documents = {"request": for_requests(document), "reply": for_replies(document)}
        by_address = {f"urn:{side}": contents for side, contents in documents.items()}
        self._registry: Registry[Any] = Registry().with_resources(
            (address, DRAFT202012.create_resource(contents)) for address, contents in by_address.items()
        )
        # Within a document, references name no other.
        self._soundness = {base: Soundness({"": contents}) for base, contents in by_address.items()}
        self._requests = list(_operations(documents["request"]))
        self._replies = list(_operations(documents["reply"]))
        self._shared_replies: dict[str, Any] = documents["reply"]["components"]["responses"]
        self._validators: dict[tuple[Any, ...], tuple[Check, Draft202012Validator]] = {}

    def covers(self, exchange: Exchange) -> bool:
        """Tell whether the description speaks of such an exchange: of REST it does, of the gateway not."""
        return exchange.platform == "discord" and exchange.method != "GATEWAY"

    def check(self, exchange: Exchange) -> list[str]:
        """Say every way in which a request, its query or the reply differs from the description."""
        if not self.covers(exchange):
            return []
        path, _, query = exchange.path.partition("?")
        index = self._find(exchange.method, path)
        if index is None:
            return [f"{exchange.method} {path}: not in the description"]
        problems = [*self._request(index, exchange.request), *self._query(index, query), *_invalid(exchange)]
        return [*(f"{exchange.method} {path}: {each}" for each in problems), *self.check_reply(exchange)]

    def check_reply(self, exchange: Exchange) -> list[str]:
        """Say every way in which the reply alone differs; nothing where the description has no such path."""
        path = exchange.path.partition("?")[0]
        index = self._find(exchange.method, path)
        # Descriptions know no failures of the server; faults made to order may answer with HTML.
        failed = exchange.status >= 500 or (exchange.status >= 400 and exchange.reply is None)
        if not self.covers(exchange) or index is None or failed:
            return []
        return [f"{exchange.method} {path}: {problem}" for problem in self._reply(index, exchange)]

    def _find(self, method: str, path: str) -> int | None:
        given = path.split("/")
        fitting = [index for index, each in enumerate(self._requests) if each.fits(method, given)]
        return min(fitting, key=lambda index: self._requests[index].parts.count("{}"), default=None)

    def _request(self, index: int, body: Any) -> Iterator[str]:
        spec = self._requests[index].spec.get("requestBody")
        if spec is None:
            if body is not None:
                yield "request: a body is sent where none belongs"
            return
        if body is None:
            if spec.get("required"):
                yield "request: the body is missing"
            return
        schema = spec["content"].get(JSON, {}).get("schema")
        if schema is not None:
            yield from self._validate(("request", index), "urn:request", schema, body)

    def _query(self, index: int, query: str) -> Iterator[str]:
        known = self._requests[index].query
        for name, text in parse_qsl(query, keep_blank_values=True):
            if name not in known:
                yield f"query: unknown parameter {name}"
                continue
            value = _read(text, known[name].get("type"))
            yield from self._validate(("query", index, name), "urn:request", known[name], value)

    def _reply(self, index: int, exchange: Exchange) -> Iterator[str]:
        responses = self._replies[index].spec["responses"]
        status = str(exchange.status)
        if status not in responses:
            status = f"{status[0]}XX"
        if status not in responses:
            yield f"reply: status {exchange.status} is not in the description"
            return
        told = responses[status]
        told = self._shared_replies[told["$ref"].rpartition("/")[2]] if "$ref" in told else told
        schema = told.get("content", {}).get(JSON, {}).get("schema")
        if schema is None:
            if exchange.reply is not None:
                yield "reply: a body is sent where none belongs"
            return
        yield from self._validate(("reply", index, status), "urn:reply", schema, exchange.reply)

    def _validate(self, key: tuple[Any, ...], base: str, schema: dict[str, Any], value: Any) -> Iterator[str]:
        if key not in self._validators:
            based = {"$id": f"{base}:{'/'.join(map(str, key))}", **_absolute(schema, base)}
            validator = Draft202012Validator(based, registry=self._registry)
            self._validators[key] = self._soundness[base].check(schema), validator
        check, validator = self._validators[key]
        with suppress(UnsureError):
            if check(value):
                return
        for error in validator.iter_errors(value):
            for leaf in _leaves(error):
                yield f"{key[0]}: {leaf.json_path}: {_short(leaf.message)}"


def _invalid(exchange: Exchange) -> Iterator[str]:
    """Take the server's word for limits that the description leaves out, such as 40 components a message."""
    if isinstance(exchange.reply, dict) and exchange.reply.get("code") == INVALID_FORM_BODY:
        yield f"request: refused: {exchange.note}"


def _operations(document: dict[str, Any]) -> Iterator[_Operation]:
    for template, item in document["paths"].items():
        parts = tuple("{}" if part.startswith("{") else part for part in template.split("/"))
        for method, spec in item.items():
            if method in METHODS:
                query = {
                    each["name"]: each["schema"]
                    for each in spec.get("parameters", ())
                    if each["in"] == "query"
                }
                yield _Operation(method.upper(), parts, spec, query)


def _absolute(node: Any, base: str) -> Any:
    """Copy a schema with references that find the description from anywhere."""
    if isinstance(node, list):
        return [_absolute(each, base) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        name: f"{base}{value}" if name == "$ref" and isinstance(value, str) else _absolute(value, base)
        for name, value in node.items()
    }


def _read(text: str, kind: Any) -> Any:
    """Read a query value as the type it should have; what does not fit stays text."""
    if kind == "boolean" and text.lower() in ("true", "false", "1", "0"):
        return text.lower() in ("true", "1")
    if kind == "integer" and text.removeprefix("-").isdecimal():
        return int(text)
    return text


def _short(message: str) -> str:
    """Cut a long message in its middle: what is wrong stands at its end, behind the value."""
    return message if len(message) <= 300 else f"{message[:100]} … {message[-180:]}"


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """Give the innermost faults below one."""
    if not error.context:
        yield error
    for inner in error.context or ():
        yield from _leaves(inner)
