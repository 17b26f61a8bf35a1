"""Ways to spoil what is right: texts, bytes, and plain JSON values."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from tests.fuzz.hard import HARD, SCALARS

LONGEST = 6000
"""Characters of the longest text: Discord's longest option."""

_PIECES = 200


def text(random: Random, seeds: Sequence[str]) -> str:
    """Return one of the texts, spoilt a little or much; or what nobody would write."""
    kind = random.random()
    if kind < 0.62:
        return _worse(random, random.choice(seeds), 1 + int(random.expovariate(0.7)))
    if kind < 0.85:
        words = [word for _ in range(random.randint(2, 4)) for word in random.choice(seeds).split(" ")]
        random.shuffle(words)
        return _worse(random, " ".join(words[: random.randint(1, 14)]), random.randint(0, 2))
    if kind < 0.97:
        return "".join(_letter(random) for _ in range(random.randint(0, 60)))
    piece = _worse(random, random.choice(seeds), 1) if random.random() < 0.5 else random.choice(HARD)
    return (piece * (1 + LONGEST // max(len(piece), 1)))[: random.choice((200, 400, 1024, 4096, LONGEST))]


def _worse(random: Random, value: str, times: int) -> str:
    for _ in range(times):
        value = random.choice(_WAYS)(random, value)
    return value[:LONGEST]


def _span(random: Random, length: int) -> tuple[int, int]:
    start = random.randint(0, length)
    return start, min(length, start + int(random.expovariate(0.2)))


def _insert(random: Random, value: str) -> str:
    at = random.randint(0, len(value))
    return value[:at] + random.choice(HARD) + value[at:]


def _delete(random: Random, value: str) -> str:
    start, end = _span(random, len(value))
    return value[:start] + value[end:]


def _replace(random: Random, value: str) -> str:
    start, end = _span(random, len(value))
    return value[:start] + random.choice((_letter(random), random.choice(HARD))) + value[end:]


def _repeat(random: Random, value: str) -> str:
    start, end = _span(random, len(value))
    return value[:start] + value[start:end] * random.choice((2, 2, 3, 17, _PIECES)) + value[end:]


def _swap(random: Random, value: str) -> str:
    at = random.randint(0, len(value))
    return value[at:] + value[:at]


def _case(random: Random, value: str) -> str:
    return random.choice((value.upper(), value.lower(), value.swapcase(), value.title()))


def _number(random: Random, value: str) -> str:
    """Write another number where there is one."""
    digits = [at for at, letter in enumerate(value) if letter.isdigit()]
    if not digits:
        return value + str(random.choice((0, 1, 13, 99, 1900, 10**9)))
    at = random.choice(digits)
    return (
        value[:at] + random.choice(("0", "9", "13", "99", "1e3", "-1", "٣", "²", "9" * 20)) + value[at + 1 :]
    )


_WAYS: tuple[Callable[[Random, str], str], ...] = (
    _insert,
    _insert,
    _delete,
    _delete,
    _replace,
    _repeat,
    _swap,
    _case,
    _number,
    _number,
)


def _letter(random: Random) -> str:
    kind = random.random()
    if kind < 0.5:
        return chr(random.randint(32, 126))
    if kind < 0.7:
        return random.choice(HARD)
    return chr(
        random.choice((random.randint(0, 0x2FF), random.randint(0, 0xFFFF), random.randint(0, 0x10FFFF)))
    )


def data(random: Random, value: bytes) -> bytes:
    """Return bytes with some changed, cut out or doubled."""
    found = bytearray(value)
    for _ in range(1 + int(random.expovariate(0.5))):
        start, end = _span(random, len(found))
        kind = random.randrange(5)
        if kind == 0:
            del found[start:end]
        elif kind == 1:
            found[start:start] = random.randbytes(random.randint(1, 4))
        elif kind == 2:
            found[start:start] = found[start:end] * random.choice((1, 2, _PIECES))
        elif kind == 3:
            found[start:end] = random.choice(
                (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\0", b'"', b"{", b"[", b"}", b"\\")
            )
        else:
            del found[start:]
    return bytes(found)


def json_value(random: Random, value: Any) -> Any:
    """Spoil plain JSON values in place, in one place or a few; return what is there now."""
    for _ in range(1 + int(random.expovariate(0.8))):
        places = list(_places(value))
        if not places:
            return random.choice(SCALARS)
        _spoil(random, *random.choice(places))
    return value


def copied(value: Any) -> Any:
    """Return a copy of plain JSON values."""
    return json.loads(json.dumps(value))


def encoded(value: Any) -> bytes:
    """Return JSON, also of what no encoder of ours writes: large numbers and halves of characters."""
    return json.dumps(value, ensure_ascii=True).encode()


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return every container and key within a value."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        container = waiting.pop()
        keys = container if isinstance(container, dict) else range(len(container))
        for key in keys:
            found.append((container, key))
            if isinstance(container[key], dict | list):
                waiting.append(container[key])
    return found


def _spoil(random: Random, container: Any, key: Any) -> None:
    kind = random.randrange(8)
    old = container[key]
    if kind == 0 and isinstance(container, dict):
        del container[key]
    elif kind == 1 and isinstance(container, list):
        container.extend([old] * random.choice((1, 3, _PIECES)))
    elif kind == 2 and isinstance(container, dict):
        container[str(key) + random.choice(("", "s", "_", "\0"))] = container.pop(key)
    elif kind == 3:
        container[key] = [copied(old)] if random.random() < 0.5 else {"id": copied(old)}
    elif kind == 4 and isinstance(old, str):
        container[key] = text(random, (old,))
    elif kind == 5 and isinstance(old, int):
        container[key] = random.choice((old + 1, -old, str(old), float(old), old * 10**9))
    else:
        container[key] = copied(random.choice(SCALARS))
