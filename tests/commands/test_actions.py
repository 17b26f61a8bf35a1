"""What an action's one declaration gives: links carry what only shows something, and each has a handler."""

from __future__ import annotations

from itertools import chain

import pytest

from commands.codec.actions import (
    ACTIONS,
    Action,
    AmendForm,
    Deed,
    FillForm,
    FilterList,
    ForgetChannel,
    ForgetHere,
    JumpToPage,
    Manage,
    Menu,
    MuteHere,
    Option,
    Ranking,
    RunCommand,
    SaveFilters,
    SetOption,
    ShowBooster,
    ShowChart,
    ShowComparison,
    ShowDay,
    ShowFacet,
    ShowFates,
    ShowFilters,
    ShowFleet,
    ShowFlights,
    ShowHelp,
    ShowLaunch,
    ShowMenu,
    ShowMutes,
    ShowOption,
    ShowPage,
    ShowProfile,
    ShowStats,
    Topic,
    UnmuteHere,
)
from commands.codec.callback_data import decode_link, encode
from commands.dispatcher import Dispatcher
from storage.errors import AskError
from storage.properties import Property
from storage.query import LaunchQuery
from storage.state.models import Mute, MuteKind
from tests.commands.conftest import Keeper
from tests.commands.people import someone

QUERY = LaunchQuery(limit=5, strict=True)
STATS = ShowStats(QUERY, (Property.YEAR,))
FALCON, ULA = ShowProfile(Property.ROCKET, (164,)), ShowProfile(Property.PROVIDER, (124,))
MUTE = Mute(MuteKind.ROCKET, 164)
LOOKS: tuple[Action, ...] = (
    ShowPage(QUERY), ShowLaunch("e3df2ecd-c239-472f-95e4-2b89b4f75800"), ShowFilters(QUERY),
    ShowFacet(Property.MISSION_TYPE, 0, QUERY), STATS, ShowComparison((FALCON, ULA)), FALCON,
    ShowFlights(Property.PERSON, ("Yuri Gagarin",)),
    ShowDay(7, 20), ShowHelp(Topic.FILTERS), RunCommand("latest"),
    RunCommand("launch", (("launch", "Apollo 11"),)),
    ShowMenu(Menu.ORDER, ShowPage(QUERY)), ShowMenu(Menu.GROUPS, STATS),
    ShowMenu(Menu.FILTERS, ShowFilters(QUERY)),
    ShowBooster("B1067"), ShowFleet(Ranking.TURNAROUND, 1),
)  # fmt: skip
OTHERS: tuple[Action, ...] = (
    FillForm(QUERY), FilterList(QUERY), AmendForm(QUERY, 0, (("when", "2O20"),)), JumpToPage(QUERY),
    ShowChart(STATS), SaveFilters(QUERY, 1), Manage(Deed.PAUSE, 1), Manage(Deed.UNDO, 1),
    ShowOption(Option.HOUR, 1), SetOption(Option.MENTION, 1, 2**63 - 1), ShowFates(1),
    ShowFates(0, 1, every=True), ShowMutes(), MuteHere(MUTE),
    UnmuteHere(MUTE), ForgetChannel(), ForgetHere(), RunCommand("forget"), RunCommand("nothing"),
    ShowFilters(QUERY, 1), ShowMenu(Menu.FILTERS, ShowFilters(QUERY, 1)),
    ShowFacet(Property.MISSION_TYPE, 0, QUERY, subscription=1),
    RunCommand("subscribe", (("rocket", "falcon"),)),
)  # fmt: skip


def test_the_table_has_every_action() -> None:
    declared = {kind for kind, _layout in chain(*ACTIONS.values())}
    assert {type(each) for each in (*LOOKS, *OTHERS)} == declared


@pytest.mark.parametrize("action", LOOKS, ids=repr)
async def test_links_carry_what_only_shows_something(action: Action) -> None:
    keeper = Keeper()
    assert await decode_link(await encode(action, "x", keeper.keep), keeper.recall) == action


@pytest.mark.parametrize("action", OTHERS, ids=repr)
async def test_links_carry_nothing_else(action: Action) -> None:
    keeper = Keeper()
    payload = await encode(action, "x", keeper.keep)
    with pytest.raises(AskError, match="This link"):
        await decode_link(payload, keeper.recall)


async def test_a_press_of_every_action_is_answered_by_what_it_is_for(
    dispatcher: Dispatcher, keeper: Keeper, caplog: pytest.LogCaptureFixture
) -> None:
    for action in (*LOOKS, *OTHERS):
        await dispatcher.press(await encode(action, "x", keeper.keep), someone())
    assert "answer_crashed" not in caplog.text
