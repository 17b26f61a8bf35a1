"""Whole answers in every form in which they are sent or kept."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from adapters.launch_library import packing
from adapters.launch_library.pages import DecodedPage, decode_page
from storage.errors import UpstreamError
from tests.launch_library import shapes


def decode(data: bytes, version: str | None = None) -> DecodedPage:
    return decode_page(data, version, shapes.NOW)


def names(page: DecodedPage) -> list[str]:
    return [record.launch.name for record in page.records]


def test_an_envelope_tells_count_and_whether_more_follows() -> None:
    following = "https://ll.example/2.3.0/launches/previous/?limit=1&offset=1"
    page = decode(shapes.envelope(shapes.normal_2_3_0(), count=300, following=following))
    assert (page.count, page.size, page.has_next) == (300, 1, True)
    assert not decode(shapes.envelope(shapes.normal_2_3_0())).has_next


def test_a_bare_list_is_read() -> None:
    page = decode(shapes.encoded([shapes.normal_2_0_0(name="A"), shapes.normal_2_2_0(name="B")]))
    assert (names(page), page.count, page.has_next) == (["A", "B"], 2, False)
    assert [record.version for record in page.records] == ["2.0.0", "2.2.0"]


def test_a_single_launch_is_read() -> None:
    page = decode(shapes.encoded(shapes.detailed_2_3_0()))
    assert (page.count, len(page.records)) == (1, 1)


def test_the_wrapped_form_is_read_past_launches_first() -> None:
    wrapped = {
        "lastUpdated": "2025-03-01T00:00:00Z",
        "upcoming": {"count": 1, "results": [shapes.detailed_2_2_0(name="B")]},
        "previous": {"count": 1, "results": [shapes.detailed_2_2_0(name="A")]},
    }
    page = decode(shapes.encoded(wrapped))
    assert (names(page), page.count) == (["A", "B"], 2)


@pytest.mark.parametrize("part", [{"launches": ["A"]}, {"results": ["A"]}, ["A"]])
def test_launches_are_read_whatever_their_list_is_called_or_nested_in(part: Any) -> None:
    record = shapes.detailed_2_2_0(name="A")
    nested = [record] if isinstance(part, list) else {key: [record] for key in part}
    assert names(decode(shapes.encoded({"upcoming": nested}))) == ["A"]
    if isinstance(nested, dict):
        assert names(decode(shapes.encoded(nested))) == ["A"]


@pytest.mark.parametrize("part", [{}, {"items": []}, None, "soon", 7, {"launches": None}])
@pytest.mark.parametrize("beside", [{}, {"previous": {"results": []}}])
def test_a_nested_answer_without_launches_is_refused(part: object, beside: dict[str, Any]) -> None:
    with pytest.raises(UpstreamError):
        decode(shapes.encoded({"upcoming": part, **beside}))


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_a_text_page_is_read_behind_its_heading(newline: bytes) -> None:
    heading = [
        b"Previous launches.",
        b"FILTERS: [name], {id}",
        b"HTTP 200 OK",
        b"Content-Type: application/json",
    ]
    page = decode(newline.join([*heading, b"", shapes.envelope(shapes.normal_2_0_0()), b""]))
    assert names(page) == ["Kestrel 2 | First Light"]


def test_a_byte_order_mark_and_gzip_do_not_matter() -> None:
    plain = b"\xef\xbb\xbf" + shapes.envelope(shapes.normal_2_0_0())
    assert names(decode(gzip.compress(plain))) == names(decode(plain)) == ["Kestrel 2 | First Light"]


def test_one_bad_record_is_set_aside_with_its_text_and_the_rest_kept() -> None:
    bad = shapes.normal_2_2_0(net=None)
    page = decode(shapes.envelope(shapes.normal_2_2_0(name="A"), bad, 7, shapes.normal_2_2_0(name="B")))
    assert names(page) == ["A", "B"]
    assert [reject.raw for reject in page.rejects] == [shapes.encoded(bad), b"7"]
    assert page.rejects[0].reason == "net is not a time: nothing"
    assert [reject.version for reject in page.rejects] == ["2.2.0", "unknown"]
    assert page.size == 4


@pytest.mark.parametrize(
    "bad",
    [
        b'{"id": NaN, "net": "x]"}',
        b'{"name": "\\ud800"}',
        b'{"name": "a tab\there, and an escaped \\" quote"}',
        b'{"deep": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
def test_a_record_that_no_parser_accepts_does_not_take_its_page_along(bad: bytes) -> None:
    whole = shapes.envelope(shapes.normal_2_0_0(name="A"), None, shapes.normal_2_0_0(name="B"), count=50)
    broken = whole.replace(b",null,", b", " + bad + b" ,")
    page = decode(broken)
    assert (names(page), page.count) == (["A", "B"], 50)
    assert [reject.raw for reject in page.rejects] == [bad]
    in_list = b"[" + shapes.encoded(shapes.normal_2_0_0(name="A")) + b"," + bad + b"]"
    assert [reject.raw for reject in decode(in_list).rejects] == [bad]


def test_an_empty_page_is_no_error() -> None:
    page = decode(shapes.envelope(count=7000))
    assert (page.records, page.rejects, page.count) == ((), (), 7000)
    assert decode(b"[]").size == 0


@pytest.mark.parametrize("count", [None, -1, "7", 2**70])
def test_an_unusable_count_is_the_number_of_results(count: object) -> None:
    assert decode(shapes.encoded({"count": count, "results": [1, 2, 3]})).count == 3


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"<!doctype html><title>Busy</title>", "HTML"),
        (b"upstream connect error", "holds no JSON"),
        (b'{"detail": "Not found."}', "Launch Library says: Not found."),
        (b'{"weather": "fine"}', "neither launches nor a launch"),
        (b'{"results": {"a": 1}}', "not a list"),
        (b'{"count": 1, "results": [{"id": "x"', "cut short"),
        (b'{"count": 1, "results": [{"id": "x"}]', "cut short"),
        (b'{"results": []} and more', "no valid JSON"),
        (b"{'results': []}", "no valid JSON"),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
        (b"\x1f\x8b\x08nonsense", "gzip"),
        (gzip.compress(b'{"results": []}' * 99, mtime=0)[:-9], "cut short"),
    ],
)
def test_what_is_no_answer_of_launch_library_is_named(data: bytes, reason: str) -> None:
    with pytest.raises(UpstreamError, match=reason):
        decode(data)


def test_a_gzip_bomb_is_not_unfolded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "UNPACKED_LIMIT", 1000)
    with pytest.raises(UpstreamError, match="more than 1000 bytes"):
        decode(gzip.compress(b" " * 1001))


def test_an_unsupported_version_is_named() -> None:
    with pytest.raises(UpstreamError, match=r"2\.0\.0, 2\.2\.0, 2\.3\.0"):
        decode(shapes.envelope(), "1.4.1")
