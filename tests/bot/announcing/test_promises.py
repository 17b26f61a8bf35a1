"""Posts that never stop, never repeat and never lie, where real servers behave oddly."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import discord
import pytest
from rich.console import Console

from adapters.telegram.posting import TelegramPoster
from bot.announcing.publisher import Publisher
from bot.announcing.publisher import publishing as publisher_of
from bot.announcing.refusals import ALIKE
from bot.announcing.rest import Rest
from bot.cli.deliveries import print_deliveries
from bot.cli.doctor import _steps
from commands.subscriptions.poster import Post, Receipt, Sent
from playground.discord.faults import Action as DiscordAction
from playground.discord.faults import EdgePage, Refuse, ResetAfter, Status, TooManyRequests
from playground.discord.messages import CROSSPOSTED
from playground.discord.places import ChannelType
from playground.telegram.errors import ApiError
from playground.telegram.faults import Refuse as TelegramRefuse
from playground.telegram.faults import flood, refused
from storage.errors import StoreError
from storage.state.follow_ups import FollowUpState
from storage.state.models import DeliveryState, Frequency, Pause, Place, Wishes
from storage.state.outbox import Outbox
from tests.bot.announcing.stage import Stage, World, stage, until, words

SENT, PENDING, DEAD = DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.DEAD
POSTS = "/channels/*/messages"
EDITS = "/channels/*/messages/*"


def forget_catalogue(folder: Path) -> None:
    for file in folder.glob("catalogue.db*"):
        file.unlink()


async def owed_in(here: World) -> None:
    """Let a result be owed that no platform takes for now."""
    async with stage(here) as running:
        await running.subscribe()
        here.discord.faults.add("POST", POSTS, TooManyRequests(40.0))
        here.telegram.faults.add("sendMessage", flood(40))
        await running.result()
        assert await running.settled(until_final=False) == {"discord": [PENDING], "telegram": [PENDING]}


async def test_a_lost_catalogue_loses_no_post_even_while_launch_library_is_away(
    here: World, tmp_path: Path
) -> None:
    await owed_in(here)
    forget_catalogue(tmp_path)
    await here.library.stop()
    async with stage(here) as running:
        assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}
    (post,) = here.on_discord()
    assert "Starlink Group 99-1" in words(post)
    assert "Success" in words(post)


async def test_a_post_whose_launch_nobody_has_told_yet_waits_and_is_said_once(
    here: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An event of before events carried their launch."""
    async with stage(here) as running:
        await running.subscribe()
        here.discord.faults.add("POST", POSTS, TooManyRequests(40.0))
        here.telegram.faults.add("sendMessage", flood(40))
        await running.result()
        await running.settled(until_final=False)
        async with running.core.state._database.write() as connection:
            await connection.exec_driver_sql("UPDATE events SET content = '{}'")
    forget_catalogue(tmp_path)
    archive, here.library.archive = here.library.archive, type(here.library.archive)([], here.clock)
    async with stage(here) as running:
        for _ in range(3):
            await running.pass_time(minutes=2)
            assert await running.settled(until_final=False) == {"discord": [PENDING], "telegram": [PENDING]}
        assert caplog.text.count("event_waits") == 2, "once a platform"
        here.library.archive = archive
        await running.pass_time(minutes=31)
        assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}


async def test_the_newer_of_catalogue_and_event_is_told(running: Stage, here: World) -> None:
    here.discord.faults.add("POST", POSTS, TooManyRequests(40.0))
    launch_id = await running.result()
    await running.settled(until_final=False)
    here.library.archive.conclude(launch_id, "failure")
    await running.pass_time(minutes=31)
    await running.settled()
    assert "Failure" in words(here.on_discord()[0])


@pytest.mark.parametrize(
    "away",
    [
        pytest.param(TooManyRequests(120.0), id="429 of two minutes"),
        pytest.param(EdgePage(), id="an edge ban"),
        pytest.param(
            TooManyRequests(None),
            id="429 that does not say how long",
            marks=pytest.mark.lies("'retry_after' is a required property"),
        ),
        pytest.param(Refuse(403, 40333, "internal network error"), id="40333"),
        pytest.param(Refuse(401, 0, "401: Unauthorized"), id="a stray 401"),
    ],
)
async def test_what_may_have_arrived_is_looked_up_whatever_comes_of_later_requests(
    running: Stage, here: World, away: object
) -> None:
    here.discord.faults.add("POST", POSTS, ResetAfter())
    here.discord.faults.add("POST", POSTS, away)  # type: ignore[arg-type]
    await running.result()
    await running.settled(until_final=False)
    here.clock.now += timedelta(seconds=10)
    running.core.announcer.wake()
    await until(lambda: not here.discord.faults._faults)
    await running.settled(until_final=False)
    here.clock.now += timedelta(minutes=30)
    running.core.announcer.wake()
    assert (await running.settled())["discord"] == [SENT]
    assert len(here.on_discord()) == 1


async def test_a_state_that_is_locked_does_not_make_forget_what_may_have_arrived(
    running: Stage, here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.discord.faults.add("POST", POSTS, ResetAfter())
    await running.result()
    await running.settled(until_final=False)
    assert (await running.states())["discord"] == [PENDING]

    tried = asyncio.Event()

    async def locked(_self: Outbox, _number: int, _shown: int) -> None:
        tried.set()
        raise StoreError("the state is locked by another program")

    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "begin", locked)
        here.clock.now += timedelta(seconds=10)
        running.core.announcer.wake()
        await until(tried.is_set)
        await running.settled(until_final=False)
    here.clock.now += timedelta(minutes=30)
    running.core.announcer.wake()
    assert (await running.settled())["discord"] == [SENT]
    assert len(here.on_discord()) == 1


@pytest.mark.parametrize("fault", [TooManyRequests(120.0), Status(503), EdgePage()])
async def test_a_look_up_that_fails_is_made_again(running: Stage, here: World, fault: DiscordAction) -> None:
    here.discord.faults.add("POST", POSTS, ResetAfter())
    await running.result()
    await running.settled(until_final=False)
    here.discord.faults.add("GET", POSTS, fault)
    here.clock.now += timedelta(minutes=30)
    running.core.announcer.wake()
    assert (await running.settled())["discord"] == [SENT]
    assert not here.discord.faults._faults
    assert len(here.on_discord()) == 1


async def test_at_most_five_posts_to_telegram_are_under_way(
    running: Stage, here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash leaves nobody knowing of any of them whether it arrived."""
    await crowd(running, 19)
    under_way = most = 0
    gate = asyncio.Event()

    async def posted(_self: TelegramPoster, _place: Place, _post: Post) -> Receipt:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await gate.wait()
        under_way -= 1
        return Sent(1)

    async def at_once(_self: TelegramPoster, _place: Place) -> None:
        return None

    monkeypatch.setattr(TelegramPoster, "post", posted)
    monkeypatch.setattr(TelegramPoster, "turn", at_once)
    await running.result()
    line = running.core.announcer._senders["telegram"].attempts._under_way
    await until(lambda: len(line._waiters or ()) == 15 and under_way >= 5)
    gate.set()
    assert (await running.settled())["telegram"] == [SENT] * 20
    assert most == 5


async def test_a_failure_within_the_library_is_not_forgotten_when_the_next_try_never_left(
    running: Stage, here: World
) -> None:
    """The library repeats a 500 by itself; what it says of the last try is not true of the first."""
    here.discord.faults.add("POST", POSTS, Status(500))
    here.discord.faults.add("POST", POSTS, TooManyRequests(120.0))
    await running.result()
    await running.settled(until_final=False)
    (delivery,) = await running.core.state.outbox.listed([PENDING])
    assert delivery.begun_at is not None


async def test_one_stray_401_does_not_stop_a_platform(
    running: Stage, here: World, caplog: pytest.LogCaptureFixture
) -> None:
    here.telegram.faults.add("sendMessage", TelegramRefuse(ApiError(401, "Unauthorized")))
    here.telegram.faults.add("sendMessage", TelegramRefuse(ApiError(404, "Not Found")))
    here.discord.faults.add("POST", POSTS, Refuse(401, 0, "401: Unauthorized"))
    await running.result()
    assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}
    assert "platform=telegram" in caplog.text
    assert caplog.text.count("refusal_unfounded") == 3
    assert "platform_refuses_us" not in caplog.text


async def test_a_platform_that_does_not_know_us_rests_and_is_asked_again(
    running: Stage, here: World, caplog: pytest.LogCaptureFixture
) -> None:
    here.telegram.faults.add("sendMessage", TelegramRefuse(ApiError(401, "Unauthorized")))
    here.telegram.faults.add("getMe", TelegramRefuse(ApiError(401, "Unauthorized")))
    await running.result()
    await until(lambda: "platform_refuses_us platform=telegram" in caplog.text)
    assert (await running.states())["telegram"] == [PENDING]
    here.clock.now += timedelta(minutes=6)
    running.core.announcer.wake()
    assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}


async def crowd(running: Stage, number: int) -> None:
    """Subscribe that many more places of each platform."""
    here = running.world
    for index in range(number):
        channel = here.discord.world.add_channel(here.guild, f"c{index}")
        chat = here.telegram.private(here.telegram.add_user(f"P{index}"))
        for place in (
            Place("discord", channel.id, owner_id=here.guild.id),
            Place("telegram", chat.id, owner_id=chat.id),
        ):
            await running.core.state.subscriptions.add(place, Wishes(query=""))


def asked(here: World) -> int:
    """Return how many posts Discord was asked for."""
    return sum(1 for each in here.exchanges if each.method == "POST" and each.path.endswith("/messages"))


async def test_an_edge_ban_rests_the_platform_and_one_request_tries_it_again(
    running: Stage, here: World
) -> None:
    await crowd(running, 60)
    here.discord.faults.add("POST", POSTS, EdgePage(), times=100)
    await running.result()
    await running.settled(until_final=False)
    first = asked(here)
    assert first <= 21, "only what was under way meets the wall"
    here.clock.now += timedelta(minutes=11)
    running.core.announcer.wake()
    await until(lambda: asked(here) > first)
    await running.settled(until_final=False)
    assert asked(here) == first + 1
    here.discord.faults.clear()
    assert set((await running.settled())["discord"]) == {SENT}
    assert len((await running.states())["discord"]) == 61


async def test_a_flood_limit_of_the_whole_bot_rests_telegram(running: Stage, here: World) -> None:
    await crowd(running, 60)
    here.telegram.faults.add("sendMessage", flood(2), times=200)
    await running.result()
    await running.settled(until_final=False)
    met = 200 - len(here.telegram.faults._orders)
    assert met <= 3 + 5
    here.telegram.faults.clear()
    assert set((await running.settled())["telegram"]) == {SENT}


async def test_what_the_library_raises_when_it_is_closed_is_a_pause(
    running: Stage, here: World, caplog: pytest.LogCaptureFixture
) -> None:
    await crowd(running, 20)
    await running.discord.client.http.close()
    await running.result()
    # Far more often than an error of ours is tried again.
    for _ in range(10):
        await running.settled(until_final=False)
        await running.pass_time(minutes=5)
    await running.settled(until_final=False)
    assert set((await running.states())["discord"]) == {PENDING}
    assert "post_failed" not in caplog.text


async def test_an_error_of_ours_is_tried_again_and_given_up_after_five_times(
    running: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts, errors = running.core.announcer.posts, [ZeroDivisionError()] * 4
    drawing = posts._card

    async def failing(*arguments: object, **named: object) -> object:
        if errors:
            raise errors.pop()
        return await drawing(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(type(posts), "_card", lambda _self, *a, **n: failing(*a, **n))
    await running.result()
    assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}
    errors.extend([ZeroDivisionError()] * 100)
    await running.result("Falcon 9 Block 5 | Starlink Group 99-2")
    assert await running.settled() == {"discord": [SENT, DEAD], "telegram": [SENT, DEAD]}


async def test_a_correction_in_a_thread_that_archived_itself_follows_as_a_message(here: World) -> None:
    thread = here.discord.world.add_channel(
        here.guild, "static fire", ChannelType.PUBLIC_THREAD, parent=here.channel
    )
    here.channel = thread
    async with stage(here) as running:
        await running.subscribe()
        launch_id = await running.result()
        await running.settled()
        thread.archived = True
        here.telegram.faults.add("editMessageText", refused("CHAT_WRITE_FORBIDDEN"))
        here.library.archive.conclude(launch_id, "failure")
        await running.pass_time(minutes=31)
        assert await running.settled() == {"discord": [SENT, SENT], "telegram": [SENT, SENT]}
        for platform in ("discord", "telegram"):
            (subscription,) = await running.core.state.subscriptions.of(running.place(platform))
            assert subscription.paused is None
    for text in (words(here.on_discord()[-1]), here.on_telegram()[-1].text or ""):
        assert "Corrected: Failure" in text


@pytest.mark.parametrize(
    "fault",
    [
        "not enough rights to send text messages to the chat",
        "message thread not found",
        "chat not found",
    ],
)
async def test_one_refusal_proves_nothing_for_good(running: Stage, here: World, fault: str) -> None:
    here.telegram.faults.add("sendMessage", refused(fault), times=4)
    await running.result()
    assert (await running.settled())["telegram"] == [SENT]
    (subscription,) = await running.core.state.subscriptions.of(running.place("telegram"))
    assert subscription.paused is None


async def test_a_place_that_refuses_for_days_is_paused_and_tried_again_after_a_day(
    running: Stage, here: World
) -> None:
    refusal = refused("not enough rights to send text messages to the chat")
    here.telegram.faults.add("sendMessage", refusal, times=1_000)
    await running.result("Falcon 9 Block 5 | Starlink Group 98-1")
    await running.settled(until_final=False)
    await running.pass_time(days=2)
    await running.result("Falcon 9 Block 5 | Starlink Group 98-2")
    await running.settled(until_final=False)
    (subscription,) = await running.core.state.subscriptions.of(running.place("telegram"))
    assert subscription.paused is None
    await running.pass_time(days=1)
    await running.result("Falcon 9 Block 5 | Starlink Group 98-3")
    await running.settled()
    (subscription,) = await running.core.state.subscriptions.of(running.place("telegram"))
    assert subscription.paused is Pause.FORBIDDEN
    here.telegram.faults.clear()
    here.clock.now += timedelta(hours=25)
    await running.core.announcer.tidy()
    await running.result("Falcon 9 Block 5 | Starlink Group 99-2")
    assert (await running.settled())["telegram"][-1] is SENT
    assert "99-2" in (here.on_telegram()[-1].text or "")


async def test_a_platform_that_refuses_everybody_alike_is_held_and_no_place_is_paused(
    running: Stage, here: World
) -> None:
    await crowd(running, 40)
    refusal = refused("not enough rights to send text messages to the chat")
    here.telegram.faults.add("sendMessage", refusal, times=1_000)
    await running.result()
    await running.settled(until_final=False)
    assert 1_000 - len(here.telegram.faults._orders) <= ALIKE + 20
    here.telegram.faults.clear()
    assert set((await running.settled())["telegram"]) == {SENT}
    assert await running.core.state.subscriptions.paused() == {}


@pytest.mark.parametrize("code", [50278, 59999, 60999])
async def test_a_refusal_that_other_places_do_not_get_concerns_the_place(
    running: Stage, here: World, code: int
) -> None:
    await crowd(running, 3)
    await compared(running)
    status = 403 if code == 59999 else 400
    here.discord.faults.add(
        "POST", f"/channels/{here.channel.id}/messages", Refuse(status, code), times=1_000
    )
    await running.result()
    await running.settled(until_final=False)
    # By then the others surely have it, whichever was tried first.
    await running.pass_time(minutes=30)
    await running.settled(until_final=False)
    await running.pass_time(days=3)
    await running.result("Falcon 9 Block 5 | Starlink Group 98-1")
    await running.settled()
    (subscription,) = await running.core.state.subscriptions.of(running.place("discord"))
    assert subscription.paused in {Pause.FORBIDDEN, Pause.BLOCKED}


async def compared(running: Stage) -> None:
    """Wait until the bot has looked once where it may post, which it tries again in places that refused it.

    The library is ready two seconds after the last server was told of.
    """
    client = running.discord._client
    await until(client.is_ready)
    await client.standing.compare()


async def shown(running: Stage) -> str:
    """Return what `python -m bot deliveries` prints."""
    console = Console(record=True, width=200, file=io.StringIO())
    await print_deliveries(running.core.state, console)
    return console.export_text()


async def published(running: Stage) -> None:
    """Have the clock jump to whatever is to be published next until nothing is."""
    publications = running.core.state.publications
    publisher = publisher_of(
        "discord",
        running.discord.poster,
        publications,
        running.world.clock,
        Rest("discord", running.world.clock),
    )
    for _ in range(100):
        if FollowUpState.OWED not in await publications.counts():
            return
        running.world.clock.now += timedelta(minutes=5)
        await publisher.round()
    raise AssertionError(await publications.counts())


@pytest.fixture
async def publishing(here: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A bot whose posts are to be published, which it does as soon as the test says so."""

    async def idle(_self: Publisher) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Publisher, "run", idle)
    here.channel = here.discord.world.add_channel(here.guild, "news", ChannelType.ANNOUNCEMENT)
    async with stage(here) as running:
        await running.core.state.subscriptions.add(running.place("discord"), Wishes(query="", publish=True))
        yield running


CROSSPOSTS = "/channels/*/messages/*/crosspost"


@pytest.mark.parametrize(
    "fault",
    [
        Status(503),
        TooManyRequests(1_700.0),
        ResetAfter(),
        Refuse(403, 50013, "Missing Permissions"),
    ],
)
async def test_publishing_is_tried_again_until_it_is_done(
    publishing: Stage, here: World, fault: DiscordAction
) -> None:
    here.discord.faults.add("POST", CROSSPOSTS, fault)
    await publishing.result()
    await publishing.settled()
    await published(publishing)
    assert not here.discord.faults._faults
    assert await publishing.core.state.publications.counts() == {FollowUpState.DONE: 1}
    assert here.on_discord()[0].flags & CROSSPOSTED


async def test_publishing_that_is_tried_again_or_given_up_is_shown(publishing: Stage, here: World) -> None:
    publications = publishing.core.state.publications
    publisher = publisher_of(
        "discord", publishing.discord.poster, publications, here.clock, Rest("discord", here.clock)
    )
    here.discord.faults.add("POST", CROSSPOSTS, TooManyRequests(1_700.0))
    await publishing.result()
    await publishing.settled()
    assert "Not published" not in await shown(publishing)
    await publisher.round()
    text = await shown(publishing)
    assert "Not published to followers" in text
    assert f"discord {here.channel.id}" in text
    assert "too many requests" in text
    finding = await _steps(publishing.core, "Publishing", publications)
    assert (finding.good, finding.sentence) == (True, "1 to be retried")
    here.discord.faults.add("POST", CROSSPOSTS, Refuse(404, 10008, "Unknown Message"))
    await published(publishing)
    assert "given up" in await shown(publishing)
    finding = await _steps(publishing.core, "Publishing", publications)
    assert not finding.good
    assert "1 given up" in finding.sentence


async def test_an_event_carries_its_launch_as_it_was_told(running: Stage) -> None:
    launch_id = await running.result()
    (delivery,) = [d for d in await running.core.state.outbox.listed(tuple(DeliveryState)) if d.id == 1]
    told = json.loads(delivery.event.content)["launch"]
    assert (told["id"], told["status"]["id"]) == (launch_id, 3)
    assert len(delivery.event.content) < 8_000


def test_the_library_says_so_when_it_is_closed() -> None:
    assert issubclass(discord.ConnectionClosed, discord.ClientException)


@pytest.mark.parametrize("kind", ["digest", "summary"])
async def test_a_digest_and_a_summary_need_no_catalogue(here: World, tmp_path: Path, kind: str) -> None:
    """They carry their launches, and a summary which filters let them through."""
    async with stage(here) as running:
        for platform in ("discord", "telegram"):
            wishes = Wishes(
                query="search=ours", frequency=Frequency.DAILY if kind == "digest" else Frequency.INSTANT
            )
            due = here.clock.now + timedelta(hours=1) if kind == "digest" else None
            await running.core.state.subscriptions.add(running.place(platform), wishes, due)
        names = ("Ours 1", "Theirs", "Ours 2")
        launches = [here.launch(f"Falcon 9 Block 5 | {name}") for name in names]
        here.discord.faults.add("POST", POSTS, TooManyRequests(40.0))
        here.telegram.faults.add("sendMessage", flood(40))
        if kind == "summary":
            await running.pass_time(minutes=31)
        for launch_id in launches:
            here.library.archive.conclude(launch_id, "success")
        if kind == "digest":
            await running.pass_time(minutes=31)
        await running.pass_time(hours=2 if kind == "digest" else 60)
        assert await running.settled(until_final=False) == {"discord": [PENDING], "telegram": [PENDING]}
    forget_catalogue(tmp_path)
    await here.library.stop()
    async with stage(here) as running:
        assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}
    for text in (words(here.on_discord()[0]), here.on_telegram()[0].text or ""):
        assert "Ours 1" in text
        assert "Ours 2" in text
        assert "Theirs" not in text
        assert "2 launches · 2 successes" in text


async def test_a_digest_waits_for_a_catalogue_that_was_lost(
    here: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage(here) as running:
        due = here.clock.now + timedelta(hours=1)
        wishes = Wishes(query="", frequency=Frequency.DAILY)
        await running.core.state.subscriptions.add(running.place("discord"), wishes, due)
        await running.result("Falcon 9 Block 5 | Ours 1")
    forget_catalogue(tmp_path)
    archive, here.library.archive = here.library.archive, type(here.library.archive)([], here.clock)
    here.library.faults.add("status", status=500, times=1_000)
    async with stage(here) as running:
        for _ in range(3):
            await running.pass_time(hours=1)
            assert (await running.states())["discord"] == []
        assert caplog.text.count("digests_wait") == 1
    here.library.archive = archive
    here.library.faults._due.clear()
    async with stage(here) as running:
        await running.pass_time(minutes=31)
        assert (await running.settled())["discord"] == [SENT]
    assert "Ours 1" in words(here.on_discord()[0])


async def test_a_digest_does_not_wait_for_ever(here: World, tmp_path: Path) -> None:
    """For what is left of its day it tells what there is."""
    async with stage(here) as running:
        due = here.clock.now + timedelta(hours=1)
        wishes = Wishes(query="", frequency=Frequency.DAILY)
        subscribed = await running.core.state.subscriptions.add(running.place("discord"), wishes, due)
        await running.result("Falcon 9 Block 5 | Ours 1")
    forget_catalogue(tmp_path)
    here.library.faults.add("status", status=500, times=1_000)
    async with stage(here) as running:
        await running.pass_time(hours=12)
        assert (await running.core.state.subscriptions.of(running.place("discord")))[0].next_at == due
        await running.pass_time(hours=1)
        (waited,) = await running.core.state.subscriptions.of(running.place("discord"))
        assert (waited.id, waited.told_until) == (subscribed.id, due)
