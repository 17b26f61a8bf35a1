"""What may be skipped is what `.ci/run` forgives: data that is not part of the project."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
_SKIPPING = {"skip", "skipif", "importorskip", "xfail"}


def _reasons(path: Path) -> Iterator[str]:
    """What the calls in a file that skip a test give as their reason; many other things have one too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in _SKIPPING:
            named = [keyword.value for keyword in node.keywords if keyword.arg == "reason"]
            said = (named or node.args or [node])[0]
            yield str(said.value) if isinstance(said, ast.Constant) else ast.unparse(said)


def test_every_reason_to_skip_is_one_that_the_checks_forgive() -> None:
    loop = re.search(r"^for name in ([A-Z_ ]+); do$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)
    assert loop is not None
    forgiven = {f"{name} is not set" for name in loop[1].split()}
    # Chromium is installed by the checks themselves.
    forgiven.add("Chromium is not installed")
    # They do not run on Windows.
    forgiven.add("Windows has no such rights")
    found = {(path.name, reason) for path in (ROOT / "tests").rglob("*.py") for reason in _reasons(path)}
    assert {reason for _name, reason in found} == forgiven, found
