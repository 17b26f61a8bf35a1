"""Reading a request's parameters: query string, form, multipart or JSON, all alike.

In a form every value is text, and objects are JSON inside it; https://core.telegram.org/bots/api#making-requests.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from aiohttp import hdrs, web

from .errors import ApiError, bad_request, stricter
from .inputs import Input

Request = TypeVar("Request", bound=Input)

ATTACHED = "attach://"
JSON_NAMES = {"bool": "Boolean", "int": "Number", "str": "String", "array": "Array", "object": "Object"}
TRUE = frozenset({"true", "yes", "1"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    content_type: str
    data: bytes


async def read_parameters(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Give the raw parameters and the uploaded files by the names of their parts.

    A file sent as the value of a parameter stands there as `attach://` and the parameter's name.
    """
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.method != hdrs.METH_POST:
        return values, uploads
    if request.content_type == "application/json":
        values |= _json_object(await request.text())
    elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                with value.file as file:
                    uploads[name] = Upload(value.filename, value.content_type, file.read())
            elif isinstance(value, bytes | bytearray):
                values[name] = value.decode()
            else:
                values[name] = value
    return values, uploads


def _json_object(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text or "{}")
    except ValueError:
        raise bad_request("can't parse request body JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("request body must be a JSON object")
    return {name: value for name, value in body.items() if value is not None}


def with_attachments(values: dict[str, Any], uploads: dict[str, Upload], fields: set[str]) -> dict[str, Any]:
    """Name the files that were sent as values of parameters."""
    direct = {name: f"{ATTACHED}{name}" for name in uploads if name in fields and name not in values}
    return {**values, **direct}


def decoded(values: dict[str, Any], kind: type[Input]) -> dict[str, Any]:
    """Turn a form's texts into what the method's structure expects; what does not fit stays text."""
    fields = {field.name: field.type for field in msgspec.structs.fields(kind)}
    return {name: _decoded(value, fields.get(name, str)) for name, value in values.items()}


def _decoded(value: Any, kind: Any) -> Any:
    names = {getattr(part, "__name__", "") for part in getattr(kind, "__args__", (kind,))} - {"NoneType"}
    if not isinstance(value, str):
        return str(value) if names == {"str"} and isinstance(value, int) else value
    if "int" in names and re.fullmatch(r"[+-]?\d{1,19}", value.strip()):
        return int(value)
    if names == {"bool"}:
        return value.strip().lower() in TRUE
    if names & {"str", "int"}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def convert(values: dict[str, Any], kind: type[Request]) -> Request:
    """Check decoded parameters against a structure; raise `ApiError` 400 as Telegram words it.

    Unknown fields are refused at every depth, though Telegram ignores them: a field that does
    nothing is a mistake which nobody would notice.
    """
    try:
        return msgspec.convert(values, type=kind, strict=True)
    except msgspec.ValidationError as error:
        raise _refusal(str(error)) from None


def _refusal(problem: str) -> ApiError:
    path = "".join(re.findall(r" at `\$\.?([^`]*)`", problem))
    name = re.split(r"[.\[]", path)[-1].rstrip("]") if not path.endswith("]") else path
    within = "can't parse inline keyboard button: " if "inline_keyboard[" in path else ""
    if unknown := re.search(r"unknown field `([^`]+)`", problem):
        place = f" in {path}" if path else ""
        return stricter(f"unknown field {unknown[1]!r}{place}")
    if missing := re.search(r"missing required field `([^`]+)`", problem):
        return bad_request(f'{within}{"C" if within else "c"}an\'t find field "{missing[1]}"')
    if expected := re.search(r"Expected `([^`|]+)", problem):
        kind = JSON_NAMES.get(expected[1].strip(), expected[1].strip())
        return bad_request(
            f'{within}{"F" if within else "f"}ield "{name}" must be of type {kind}', note=problem
        )
    return bad_request(f"wrong value of {path or 'a parameter'}", note=problem)
