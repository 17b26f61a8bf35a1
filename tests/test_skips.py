"""What may be skipped is what `.ci/run` forgives: data that is not part of the project."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
_REASON = re.compile(r"(?:\bskip\(|[ (]reason=)\"(\w[^\"]+)\"")


def test_every_reason_to_skip_is_one_that_the_checks_forgive() -> None:
    loop = re.search(r"^for name in ([A-Z_ ]+); do$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE)
    assert loop is not None
    forgiven = {f"{name} is not set" for name in loop[1].split()}
    # Chromium is installed by the checks themselves.
    forgiven.add("Chromium is not installed")
    # They do not run on Windows.
    forgiven.add("Windows has no such rights")
    found = {
        (path.name, reason)
        for path in (ROOT / "tests").rglob("*.py")
        for reason in _REASON.findall(path.read_text())
        if path != Path(__file__)
    }
    assert {reason for _name, reason in found} == forgiven, found
