"""Who changes what is read out of records is told to raise the revision, so that all kept is read anew."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from adapters import launch_library
from adapters.launch_library.records import REVISION

DECODERS = (
    "agencies", "counters", "launches", "links", "missions", "payloads", "pictures", "places", "rockets",
    "spacecraft", "stages", "v2_0_0", "v2_2_0", "v2_3_0", "values",
)  # fmt: skip

READ_BY = (1, "d27d7295a375156d")
"""The revision, and the digest of the decoders' code without comments, docstrings and blanks."""


def digest() -> str:
    folder = Path(launch_library.__file__).parent
    code = "".join((folder / f"{name}.py").read_text() for name in DECODERS)
    bare = re.sub(r'""".*?"""|#[^\n]*|\s', "", code, flags=re.DOTALL)
    return hashlib.blake2b(bare.encode(), digest_size=8).hexdigest()


def test_the_revision_of_the_decoders_is_raised_with_what_they_read() -> None:
    assert (REVISION, digest()) == READ_BY, (
        "The decoders have changed. If they read anything else out of a record than before, raise REVISION in"
        " adapters/launch_library/records.py; in any case write the digest here."
    )
