"""The text form of a query and the actions of buttons: both say everything, and nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.codec import comparison
from commands.codec.actions import (
    Action,
    Deed,
    FillForm,
    ForgetChannel,
    ForgetHere,
    Manage,
    Menu,
    MuteHere,
    Ranking,
    RunCommand,
    SaveFilters,
    ShowBooster,
    ShowChart,
    ShowComparison,
    ShowDay,
    ShowFacet,
    ShowFilters,
    ShowFleet,
    ShowFlights,
    ShowLaunch,
    ShowMenu,
    ShowMutes,
    ShowPage,
    ShowProfile,
    ShowStats,
    UnmuteHere,
)
from commands.codec.callback_data import decode, encode
from commands.codec.compact import PAGE_SIZES, lengthen, shorten
from commands.codec.layout import ACTION_LIMIT
from commands.codec.parameter_values import MAX_ID, MAX_VALUES
from commands.codec.query_parameters import REFUSED
from commands.codec.query_string import parse, unknown_names, write
from commands.definitions.filters import MENUS
from storage.errors import AskError, StaleButtonError
from storage.properties import Property
from storage.query import MAX_OFFSET, AttemptBound, Attempts, LaunchQuery, Range, Sign, View
from storage.state.models import Mute, MuteKind
from tests.commands.conftest import Keeper
from tests.storage.strategies import queries

AT = datetime(2024, 9, 11, 16, 23, 12, tzinfo=UTC)

chat_queries = queries().map(lambda query: query.having(limit=PAGE_SIZES[query.view]))
first_pages = chat_queries.map(lambda query: query.at(0))
numbers = st.integers(0, 2**31)
mutes = st.builds(Mute, st.sampled_from(MuteKind), numbers)
days = st.builds(
    lambda day, page: ShowDay(day.month, day.day, page),
    st.dates(date(2000, 1, 1), date(2000, 12, 31)),
    numbers.filter(lambda n: n <= MAX_OFFSET),
)
profiles = st.builds(
    lambda kind, ids: ShowProfile(kind, tuple(sorted(ids))),
    st.sampled_from([Property.ROCKET, Property.PROVIDER, Property.LOCATION]),
    st.sets(numbers, min_size=1, max_size=30),
)
# As the catalogue writes them: with single spaces between their words and none around them.
called = st.text(st.characters(exclude_characters=",")).map(lambda name: " ".join(name.split())).filter(bool)
flights = st.builds(
    lambda kind, names, launch_id: ShowFlights(kind, tuple(sorted(names)), launch_id),
    st.sampled_from([Property.PERSON, Property.SPACECRAFT]),
    st.sets(called, min_size=1, max_size=9),
    st.just("") | st.uuids().map(str),
)
opened = flights.map(lambda shown: replace(shown, launch_id=""))
actions = st.one_of(
    st.builds(ShowPage, chat_queries, st.booleans()),
    st.builds(ShowLaunch, st.uuids().map(str), st.none() | chat_queries | days | profiles | opened),
    days,
    profiles,
    flights,
    st.builds(ShowFilters, first_pages, numbers),
    st.builds(ShowFacet, st.sampled_from([*MENUS]), st.integers(0, 30), first_pages, st.booleans(), numbers),
    st.builds(FillForm, first_pages, st.booleans(), numbers),
    st.builds(SaveFilters, first_pages, numbers),
    st.builds(Manage, st.sampled_from(Deed), numbers),
    st.just(ShowMutes()),
    st.builds(MuteHere, mutes),
    st.builds(UnmuteHere, mutes),
    st.just(ForgetHere()),
    st.just(ForgetChannel()),
    st.sampled_from(["help", "menu", "latest"]).map(RunCommand),
    st.builds(
        RunCommand,
        st.just("subscribe"),
        st.lists(st.tuples(st.sampled_from(["rocket", "search"]), st.text(min_size=1)), min_size=1).map(
            tuple
        ),
    ),
)


@given(queries())
def test_written_query_reads_back_the_same(query: LaunchQuery) -> None:
    assert parse(write(query)) == query


def test_written_query_has_true_words_and_times_with_a_z() -> None:
    query = LaunchQuery(net=Range(gte=AT), is_crewed=True, lsp_ids=(44, 121))
    assert write(query) == "is_crewed=true&lsp__id=44%2C121&net__gte=2024-09-11T16%3A23%3A12Z"
    nth = LaunchQuery(attempts=(AttemptBound(Attempts.PAD, True, Sign.AT_LEAST, 5),))
    assert write(nth) == "pad_launch_attempt_count_year__gte=5"


def test_only_what_launch_library_does_not_know_is_called_unknown() -> None:
    pairs = [("lsp_id", "1"), ("colour", "red"), ("search", "x"), *((name, "1") for name in REFUSED)]
    assert unknown_names([*pairs, ("colour", "blue")]) == ("colour",)


@pytest.mark.parametrize(
    ("query", "short"),
    [
        (LaunchQuery(limit=5, is_crewed=True), "naC1"),
        (LaunchQuery(limit=5, is_crewed=False), "naC0"),
        (LaunchQuery(limit=5, net=Range(gte=datetime(1957, 10, 4, tzinfo=UTC))), "naGN3g8"),
        (LaunchQuery(limit=5, net=Range(lt=datetime(1970, 1, 1, 1, tzinfo=UTC))), "naTI1o"),
        (LaunchQuery(limit=5, net=Range(gte=AT, lt=datetime(2025, 1, 1, tzinfo=UTC))), "naGSsjnpio_Tfi1"),
        (LaunchQuery(limit=5, net=Range(gte=AT.replace(microsecond=1), lt=AT.replace(year=2025))), None),
        (LaunchQuery(limit=5, net=Range(gte=AT, lt=AT.replace(microsecond=1))), None),
        (LaunchQuery(limit=5, landings=("none", "ocean"), is_reused=False), "naVn-o_U0"),
        (LaunchQuery(limit=5, serial_numbers=("B1067",)), "naB3mlorg3b"),
        (LaunchQuery(limit=5, landing_places=("LZ",)), "naJf2y"),
        (LaunchQuery(limit=5, search="abW"), "naQYWJX"),
        (LaunchQuery(limit=5, search="abW", word_starts=True), "naWYWJX"),
        (LaunchQuery(limit=5, families=("Falcon", "Long March")), "naFrfhtx0epa-1ms0xvt81lazn1pk"),
        (LaunchQuery(limit=5, net=Range(gt=AT)), None),
        (LaunchQuery(limit=5, years=(-1,)), None),
        (LaunchQuery(limit=5, name="x"), None),
        (LaunchQuery(limit=6), None),
        (LaunchQuery(limit=5, provider_ids=(1,), location_ids=(2,)), None),
        (LaunchQuery(limit=5, provider_ids=(1,), location_ids=(2,), strict=True), "naP1_L2"),
    ],
)
def test_a_query_in_short_is_the_same_for_ever(query: LaunchQuery, short: str | None) -> None:
    assert shorten(query) == short
    if short is not None:
        assert lengthen(short) == query


@given(queries())
def test_written_query_is_sorted_and_leaves_out_what_is_default(query: LaunchQuery) -> None:
    names = [name for name, _value in parse_qsl(write(query))]
    assert names == sorted(set(names))
    assert write(LaunchQuery()) == ""


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("lsp_id=121", LaunchQuery(lsp_ids=(121,))),
        ("?lsp_name=spacex", LaunchQuery(provider_name_contains=("spacex",))),
        ("lsp__id=44,121", LaunchQuery(lsp_ids=(44, 121))),
        ("program=1&program=2,3", LaunchQuery(program_ids=(1, 2, 3))),
        ("year=1969&year=1970", LaunchQuery(years=(1970,))),
        ("day=20, 21,", LaunchQuery(days=(20, 21))),
        (
            "pad_launch_attempt_count__gt=4&pad_launch_attempt_count__gt=5&pad_launch_attempt_count_year=1",
            LaunchQuery(
                attempts=(
                    AttemptBound(Attempts.PAD, False, Sign.GREATER, 5),
                    AttemptBound(Attempts.PAD, True, Sign.EQUAL, 1),
                )
            ),
        ),
        ("launcher_config__id=164,188", LaunchQuery(configuration_ids=(164, 188))),
        ("search=a%20b,c", LaunchQuery(search="a b c")),
        ("limit=0", LaunchQuery(limit=10)),
        ("limit=1000", LaunchQuery(limit=100)),
        ("limit=x&offset=-5&mode=loud&ordering=colour", LaunchQuery()),
        ("ordering=-name,net,name", LaunchQuery(ordering=("-name", "net"))),
        ("unknown=1&name=", LaunchQuery()),
        ("mode=list&mode=detailed", LaunchQuery(view=View.DETAILED)),
        ("is_crewed=true&include_suborbital=false", LaunchQuery(is_crewed=True, include_suborbital=False)),
        ("is_crewed=Yes&include_suborbital=no", LaunchQuery(is_crewed=True, include_suborbital=False)),
        ("is_crewed=1&include_suborbital=0", LaunchQuery(is_crewed=True, include_suborbital=False)),
        ("year=&name=&day=20", LaunchQuery(days=(20,))),
        ("id=&is_crewed=&day=20", LaunchQuery(days=(20,))),
        ("search=X&name=X", LaunchQuery(search="X", name="X")),
        ("net__gte=2024-09-11T18:23:12+02:00", LaunchQuery(net=Range(gte=AT))),
        ("net__gte=2024-09-11 16:23:12", LaunchQuery(net=Range(gte=AT))),
        ("net__lt=2024-09-11T16:23:12Z", LaunchQuery(net=Range(lt=AT))),
    ],
)
def test_parameters_mean_what_launch_library_means(text: str, query: LaunchQuery) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    "text",
    [
        "status=abc",
        "id=12",
        "lsp__ids=1,b",
        "is_crewed=maybe",
        "net__gte=soon",
        f"pad={2**70}",
        "program=1e3",
    ],
)
def test_values_of_the_wrong_type_get_one_sentence(text: str) -> None:
    with pytest.raises(AskError, match=r"^“.+\.$"):
        parse(text)


@given(actions)
async def test_action_means_what_was_put_into_it(action: Action) -> None:
    keeper = Keeper()
    text = await encode(action, "x", keeper.keep)
    assert len(text.encode()) <= ACTION_LIMIT
    assert text.replace("-", "").replace("_", "").isalnum()
    assert await decode(text, keeper.recall) == action


@given(actions, st.data())
async def test_damaged_action_is_answered_or_stale(action: Action, data: st.DataObject) -> None:
    keeper = Keeper()
    text = await encode(action, "x", keeper.keep)
    at = data.draw(st.integers(0, len(text) - 1))
    damaged = data.draw(st.sampled_from([text[:at], text[at:], text[:at] + "~" + text[at + 1 :], text + "x"]))
    try:
        again = await decode(damaged, keeper.recall)
    except StaleButtonError:
        return
    assert isinstance(again, Action)


@given(st.text(max_size=70))
async def test_any_text_is_an_action_or_stale(text: str) -> None:
    try:
        action = await decode(text, Keeper().recall)
    except StaleButtonError:
        return
    assert isinstance(action, Action)


FIRST_PAGE = LaunchQuery(limit=PAGE_SIZES[View.NORMAL], strict=True)
DRONE_SHIPS = FIRST_PAGE.having(landings=("drone ship", "failure"), is_reused=True, serial_numbers=("B1067",))
FALCONS = FIRST_PAGE.having(families=("Falcon",))
COMPARED = (ShowProfile(Property.PROVIDER, (121,)), ShowProfile(Property.ROCKET, (164, 188)))
A_LAUNCH = "e3df2ecd-c239-472f-95e4-2b89b4f75800"


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("px-0-na", ShowPage(FIRST_PAGE)),
        ("Px-0-nb", ShowPage(FIRST_PAGE.having(ordering=("net",)), fresh=True)),
        (
            "px-a-naP3d_R4k-58_S4-7_K0-5_C0",
            ShowPage(
                FIRST_PAGE.having(
                    provider_ids=(121,), configuration_ids=(164, 188), status_ids=(4, 7), is_crewed=False,
                    mission_types=("Communications", "Resupply"), offset=10,
                )
            ),
        ),
        (
            "px-0-lcG9p8_Tb5s_QbW9vbg",
            ShowPage(
                LaunchQuery(
                    search="moon", ordering=("name",), view=View.LIST, limit=PAGE_SIZES[View.LIST],
                    net=Range(gte=datetime(2004, 6, 3, tzinfo=UTC), lt=datetime(2009, 8, 8, tzinfo=UTC)),
                )
            ),
        ),
        (
            "px-0-naDk_H7_Y1ip_Eae8-Aft-Ls2-os2s-Pg3_QbW9vbg",
            ShowPage(
                FIRST_PAGE.having(
                    days=(20,), months=(7,), years=(1969,), search="moon",
                    attempts=(
                        AttemptBound(Attempts.AGENCY, False, Sign.EQUAL, 8),
                        AttemptBound(Attempts.AGENCY, True, Sign.AT_LEAST, 29),
                        AttemptBound(Attempts.LOCATION, True, Sign.LESS, 2),
                        AttemptBound(Attempts.ORBITAL, False, Sign.LESS, 100),
                        AttemptBound(Attempts.PAD, True, Sign.GREATER, 3),
                    ),
                )
            ),
        ),
        ("dx-498uzcI5Ry-V5CuJtPdYAA", ShowLaunch(A_LAUNCH)),
        ("dx-498uzcI5Ry-V5CuJtPdYAA-0-na", ShowLaunch(A_LAUNCH, FIRST_PAGE)),
        ("dx-498uzcI5Ry-V5CuJtPdYAA-Y7k1", ShowLaunch(A_LAUNCH, ShowDay(7, 20, 1))),
        ("dx-498uzcI5Ry-V5CuJtPdYAA-R0-naR4k", ShowLaunch(A_LAUNCH, ShowProfile(Property.ROCKET, (164,)))),
        ("fx-3-na", ShowFilters(FIRST_PAGE, 3)),
        ("vx-3-na", SaveFilters(FIRST_PAGE, 3)),
        ("mx-0-na", FillForm(FIRST_PAGE)),
        ("wx-3-na", FillForm(FIRST_PAGE, filled=True, subscription=3)),
        ("hx-y0-0-na", ShowFacet(Property.YEAR, 0, FIRST_PAGE, from_menu=True)),
        ("Tx-y-0-na", ShowStats(FIRST_PAGE, (Property.YEAR,), fresh=True)),
        ("bx-P3d_R4k-58", ShowComparison(COMPARED)),
        ("bx-Gb5s_P3d_R4k-58", ShowComparison(COMPARED, Range(gte=datetime(2009, 8, 8, tzinfo=UTC)))),
        ("ox-ty-0-na", ShowChart(ShowStats(FIRST_PAGE, (Property.YEAR,)))),
        ("ox-r0-naR4k", ShowChart(ShowProfile(Property.ROCKET, (164,)))),
        ("ox-bP3d_R4k-58", ShowChart(ShowComparison(COMPARED))),
        ("lx-op0-na", ShowMenu(Menu.ORDER, ShowPage(FIRST_PAGE))),
        ("lx-vp5-na", ShowMenu(Menu.VIEW, ShowPage(FIRST_PAGE.at(5)))),
        ("lx-bty-0-na", ShowMenu(Menu.GROUPS, ShowStats(FIRST_PAGE, (Property.YEAR,)))),
        ("lx-ybP3d_R4k-58", ShowMenu(Menu.YEARS, ShowComparison(COMPARED))),
        ("lx-mr0-naR4k", ShowMenu(Menu.MEMBERS, ShowProfile(Property.ROCKET, (164,)))),
        ("lx-sd498uzcI5Ry-V5CuJtPdYAA-0-na", ShowMenu(Menu.SIMILAR, ShowLaunch(A_LAUNCH, FIRST_PAGE))),
        ("ux-p3d", UnmuteHere(Mute(MuteKind.PROVIDER, 121))),
        ("gx-m1-0-na", ShowFacet(Property.MISSION_TYPE, 1, FIRST_PAGE)),
        ("gx-n0-0-naNRUS-USA", ShowFacet(Property.COUNTRY, 0, FIRST_PAGE.having(countries=("USA", "RUS")))),
        ("hx-f0-0-na", ShowFacet(Property.FAMILY, 0, FIRST_PAGE, from_menu=True)),
        ("gx-a2-0-na", ShowFacet(Property.PAD, 2, FIRST_PAGE)),
        ("gx-g0-0-na", ShowFacet(Property.PROGRAM, 0, FIRST_PAGE)),
        ("tx-nf-0-na", ShowStats(FIRST_PAGE, (Property.COUNTRY, Property.FAMILY))),
        ("tx-ag-0-naFrfhtx0epa", ShowStats(FALCONS, (Property.PAD, Property.PROGRAM))),
        ("tx-ys-0-na", ShowStats(FIRST_PAGE, (Property.YEAR, Property.OUTCOME))),
        ("rx-0-naR4k", ShowProfile(Property.ROCKET, (164,))),
        ("Fx-0nbI2omqt6negs20lf7o032", ShowFlights(Property.PERSON, ("Yuri Gagarin",))),
        (
            "Fx-1498uzcI5Ry-V5CuJtPdYAA-naX11gzjnreik84y",
            ShowFlights(Property.SPACECRAFT, ("Dragon 2",), A_LAUNCH),
        ),
        (
            "dx-498uzcI5Ry-V5CuJtPdYAA-F0nbI2omqt6negs20lf7o032",
            ShowLaunch(A_LAUNCH, ShowFlights(Property.PERSON, ("Yuri Gagarin",))),
        ),
        ("lx-ad498uzcI5Ry-V5CuJtPdYAA", ShowMenu(Menu.ABOARD, ShowLaunch(A_LAUNCH))),
        ("gx-x0-0-na", ShowFacet(Property.SPACECRAFT, 0, FIRST_PAGE)),
        ("gx-h0-0-na", ShowFacet(Property.PERSON, 0, FIRST_PAGE)),
        ("tx-hx-0-na", ShowStats(FIRST_PAGE, (Property.PERSON, Property.SPACECRAFT))),
        (
            "px-0-nai66mpxst02gzkjn8avdkho8d45",
            ShowPage(FIRST_PAGE.having(payloads=("hubble telescope",))),
        ),
        ("yx-7k1", ShowDay(7, 20, 1)),
        ("cx-latest", RunCommand("latest")),
        ("sx-o7", Manage(Deed.OPEN, 7)),
        ("qx-r4k", MuteHere(Mute(MuteKind.ROCKET, 164))),
        ("xx-forget", ForgetHere()),
        ("xx-channel", ForgetChannel()),
        ("px-0-naB3mlorg3b_Vd-f_U1", ShowPage(DRONE_SHIPS)),
        ("gx-v0-0-na", ShowFacet(Property.LANDING, 0, FIRST_PAGE)),
        ("tx-bu-0-na", ShowStats(FIRST_PAGE, (Property.BOOSTER, Property.REUSED))),
        ("tx-jv-0-na", ShowStats(FIRST_PAGE, (Property.LANDING_PLACE, Property.LANDING))),
        ("Bx-3mlorg3b-1", ShowBooster("B1067", 1)),
        ("Fx-t2", ShowFleet(Ranking.TURNAROUND, 2)),
        ("dx-498uzcI5Ry-V5CuJtPdYAA-B3mlorg3b-0", ShowLaunch(A_LAUNCH, ShowBooster("B1067"))),
    ],
)  # fmt: skip
async def test_what_stands_under_old_messages_means_the_same_for_ever(text: str, action: Action) -> None:
    keeper = Keeper()
    assert await decode(text, keeper.recall) == action
    assert await encode(action, "x", keeper.keep) == text


def test_the_example_of_an_id_is_one() -> None:
    with pytest.raises(AskError) as refused:
        parse("id=12")
    example = str(refused.value).rsplit(" ", 1)[1].rstrip(".")
    assert parse(f"id={example}") == LaunchQuery(ids=(example,))


@pytest.mark.parametrize("name", ["name", "search", "slug", "serial_number"])
def test_half_a_character_in_a_query_string_can_be_written_again(name: str) -> None:
    query = parse(f"{name}=a\ud800b")
    assert parse(write(query)) == query


def test_as_many_values_and_as_large_a_number_as_are_allowed_are_read() -> None:
    query = parse("lsp__ids=" + ",".join(map(str, range(1, MAX_VALUES + 1))))
    assert len(query.provider_ids) == MAX_VALUES
    largest = FIRST_PAGE.having(provider_ids=(MAX_ID,))
    assert lengthen(shorten(largest) or "").provider_ids == (MAX_ID,)


def test_a_button_asks_again_for_each_property_that_has_values_in_words() -> None:
    named = {
        "countries": "FRA",
        "families": "Falcon",
        "people": "Ada",
        "spacecraft": "Dragon",
        "payloads": "A",
    }
    for field, value in named.items():
        query = FIRST_PAGE.having(**{field: (value,)})
        assert lengthen(shorten(query) or "") == query


def test_a_comparison_within_bounds_is_read_as_it_was_written() -> None:
    contenders = ((Property.PROVIDER, (44,)), (Property.PROVIDER, (121, 124)))
    both = Range(gte=datetime(2020, 1, 1, tzinfo=UTC), lt=datetime(2021, 1, 1, tzinfo=UTC))
    for net in (Range(), both, Range(lt=both.lt)):
        found, bounds = comparison.read(comparison.write(contenders, net))
        assert tuple(found) == contenders
        assert bounds == net
