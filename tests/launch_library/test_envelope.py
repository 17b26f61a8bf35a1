"""The envelope's links lead to the neighbouring pages."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from adapters.launch_library.encoding.envelope import BASE_URL, envelope

LIMIT = 10


def links(parameters: list[tuple[str, str]], *, count: int, offset: int) -> tuple[str | None, str | None]:
    made = envelope(parameters, count=count, limit=LIMIT, offset=offset, results=[])
    return made["next"], made["previous"]


def test_the_envelope_has_launch_librarys_keys_in_order() -> None:
    made = envelope([], count=1, limit=10, offset=0, results=[{"id": "a"}])
    assert list(made) == ["count", "next", "previous", "results"]
    assert made == {"count": 1, "next": None, "previous": None, "results": [{"id": "a"}]}


def test_links_are_sorted_and_always_name_the_limit() -> None:
    following, previous = links(
        [("ordering", "-name"), ("format", "api"), ("offset", "20")], count=291, offset=20
    )
    assert following == f"{BASE_URL}?format=api&limit=10&offset=30&ordering=-name"
    assert previous == f"{BASE_URL}?format=api&limit=10&offset=10&ordering=-name"


def test_the_link_to_the_first_page_has_no_offset() -> None:
    assert links([], count=50, offset=10)[1] == f"{BASE_URL}?limit=10"
    assert links([], count=50, offset=4)[1] == f"{BASE_URL}?limit=10"


def test_first_and_last_page_have_no_neighbour_on_that_side() -> None:
    assert links([], count=20, offset=0)[1] is None
    assert links([], count=20, offset=10)[0] is None
    assert links([], count=20, offset=500) == (None, f"{BASE_URL}?limit=10&offset=490")


def test_values_are_percent_encoded() -> None:
    parameters = [("search", "caf\u00e9 & cr\u00e8me, 100%"), ("q", "\ud800")]
    following, _ = links(parameters, count=50, offset=0)
    assert following is not None
    assert following.isascii()
    assert "search=caf%C3%A9%20%26%20cr%C3%A8me%2C%20100%25" in following


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
                lambda name: name not in {"limit", "offset"}
            ),
            st.text(st.characters(exclude_categories=["Cs"])),
        ),
        max_size=5,
    )
)
def test_every_other_parameter_survives(parameters: list[tuple[str, str]]) -> None:
    following, _ = links([*parameters, ("limit", "x"), ("limit", "99"), ("offset", "-3")], count=50, offset=0)
    assert following is not None
    kept = parse_qsl(urlsplit(following).query, keep_blank_values=True, errors="strict")
    assert sorted(kept) == sorted([*parameters, ("limit", "10"), ("offset", "10")])
    assert [name for name, _ in kept] == sorted(name for name, _ in kept)


@given(st.integers(0, 60), st.integers(1, 25))
def test_the_links_visit_every_launch_once_in_both_directions(count: int, limit: int) -> None:
    def visit(offset: int, direction: str) -> list[range]:
        pages = []
        while True:
            pages.append(range(offset, min(offset + limit, count)))
            made = envelope([], count=count, limit=limit, offset=offset, results=[])
            if made[direction] is None:
                return pages
            offset = int(dict(parse_qsl(urlsplit(made[direction]).query)).get("offset", "0"))

    forward = visit(0, "next")
    assert [index for page in forward for index in page] == list(range(count))
    assert visit(forward[-1].start, "previous") == forward[::-1]
