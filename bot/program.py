"""How this program is called on the command line."""

from __future__ import annotations

from pathlib import Path

IS_INSTALLED = Path(__file__).parent.parent.name == "rooms"
"""Whether this is the package (`launchlog/__main__.py`) and no clone of the repository."""

PROGRAM = "launchlog" if IS_INSTALLED else "python -m bot"
"""What to type before a command."""
