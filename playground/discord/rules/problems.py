"""Collects what is wrong with a body and refuses it as Discord does, with the place of each fault.

Shape: https://docs.discord.com/developers/reference#error-messages
"""

from __future__ import annotations

from typing import Any

from ..errors import ApiError

Path = tuple[str | int, ...]


class Problems:
    """The faults found so far; `root` is where in the body the checked part lies."""

    def __init__(self, root: Path = ()) -> None:
        self._root = root
        self._found: list[tuple[Path, str, str]] = []

    def add(self, path: Path, code: str, message: str) -> None:
        """Note a fault at a place in the body."""
        self._found.append((path, code, message))

    def refuse(self) -> None:
        """Raise 400 / 50035 listing all problems, if there are any."""
        if not self._found:
            return
        tree: dict[str, Any] = {}
        for path, code, message in self._found:
            node = tree
            for step in (*self._root, *path):
                node = node.setdefault(str(step), {})
            node.setdefault("_errors", []).append({"code": code, "message": message})
        raise ApiError(400, 50035, "Invalid Form Body", tree)

    def __len__(self) -> int:
        return len(self._found)
