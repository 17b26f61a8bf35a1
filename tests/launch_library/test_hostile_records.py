"""Any JSON, and records gone wrong: decoding gives a record or a reason, and the record can be given back."""

from __future__ import annotations

import copy
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.launch_library.encoding.record import encode_launch, encode_record
from adapters.launch_library.pages import decode_page
from adapters.launch_library.records import SHAPES, decode_record
from storage.errors import RecordError, UpstreamError
from storage.models import Mode
from tests.launch_library import shapes

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
versions = st.sampled_from([None, *SHAPES])
wholes = st.sampled_from(
    [
        shapes.normal_2_0_0(),
        shapes.list_2_0_0(),
        shapes.detailed_2_2_0(shapes.booster("K7", True), craft=shapes.spacecraft("Ada")),
        shapes.detailed_2_3_0(shapes.booster("K7", False), crafts=[shapes.spacecraft("Ada")]),
        shapes.list_2_3_0(),
    ]
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container and key within a value, outermost first."""
    found: list[tuple[Any, Any]] = []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found.append((value, key))
        found += places(inner)
    return found


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    record = copy.deepcopy(draw(wholes))
    for _ in range(draw(st.integers(1, 4))):
        spots = places(record)
        container, key = spots[draw(st.integers(0, len(spots) - 1))]
        if isinstance(container, dict) and draw(st.booleans()):
            del container[key]
        else:
            container[key] = draw(anything)
    return record


def decodes_or_is_refused(raw: bytes, version: str | None) -> None:
    try:
        record = decode_record(raw, version, shapes.NOW)
    except RecordError:
        return
    for mode in Mode:
        msgspec.json.encode(encode_launch(record.launch, mode))
        msgspec.json.encode(encode_record(record, mode))
    # What the catalogue stores of a launch can be read back.
    assert msgspec.json.decode(msgspec.json.encode(record.launch), type=type(record.launch)) == record.launch


@given(anything, versions)
def test_any_json_is_a_record_or_refused(value: Any, version: str | None) -> None:
    decodes_or_is_refused(shapes.encoded(value), version)


@given(damaged(), versions)
def test_a_damaged_record_is_a_record_or_refused(value: Any, version: str | None) -> None:
    decodes_or_is_refused(shapes.encoded(value), version)


@given(st.binary(max_size=60), versions)
def test_any_bytes_are_a_record_or_refused(raw: bytes, version: str | None) -> None:
    decodes_or_is_refused(raw, version)


@given(st.binary(max_size=60) | anything.map(shapes.encoded), versions)
def test_any_answer_is_a_page_or_refused(data: bytes, version: str | None) -> None:
    try:
        page = decode_page(data, version, shapes.NOW)
    except UpstreamError:
        return
    assert page.count >= 0


@given(st.lists(damaged() | anything, max_size=4))
def test_every_element_of_a_page_is_a_record_or_a_reject(values: list[Any]) -> None:
    page = decode_page(shapes.envelope(*values), None, shapes.NOW)
    raws = [record.raw for record in page.records] + [reject.raw for reject in page.rejects]
    assert sorted(raws) == sorted(map(shapes.encoded, values))


@given(st.data())
def test_half_a_page_is_never_taken_for_a_whole_one(data: st.DataObject) -> None:
    whole = shapes.envelope(shapes.normal_2_0_0(), shapes.list_2_3_0())
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(UpstreamError):
        decode_page(whole[:cut], None, shapes.NOW)
