from __future__ import annotations

import asyncio
from collections.abc import Hashable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace

import pytest

from adapters.discord.bot import DiscordBot
from commands.cards.card import Card, Text
from commands.definitions.command import Command, Person, Suggestion
from commands.definitions.commands import COMMANDS
from commands.definitions.local_names import command_name, parameter_name
from commands.i18n.languages import Languages
from commands.i18n.translation import speaking
from playground.discord.command_input import OptionValue
from playground.discord.faults import Refuse
from playground.discord.server import DiscordServer
from playground.discord.shaping import localized_command
from playground.wire import Exchange
from tests.discord.cast import LAUNCH, PREVIOUS, Cast, FakeDispatcher, listing, sentence, shown
from tests.discord.conftest import make_bot
from tests.patience import SOON

DISCORD_LOCALES = {
    "en-US": "en", "de": "de", "es-ES": "es", "es-419": "es", "fr": "fr", "ru": "ru", "zh-CN": "zh",
}  # fmt: skip


def syncs(exchanges: list[Exchange]) -> int:
    return sum(each.method == "PUT" and each.path.endswith("/commands") for each in exchanges)


async def test_every_kind_of_parameter_reaches_the_dispatcher_as_text(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    options: dict[str, OptionValue] = {
        "provider": "SpaceX",
        "since": "last week",
        "outcome": "failure",
        "page": 3,
    }
    await cast.server.slash(cast.ada, cast.channel, "previous", options)
    given = {"provider": "SpaceX", "since": "last week", "outcome": "failure", "page": "3"}
    assert dispatcher.asked == [("run", "previous", given, Person("discord", cast.ada.id, "en-US"))]


async def test_parameters_left_out_are_not_given(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    await cast.server.slash(cast.ada, cast.channel, "previous")
    assert dispatcher.asked[0][:3] == ("run", "previous", {})


async def test_an_answer_is_a_card_that_everybody_sees(bot: DiscordBot, cast: Cast) -> None:
    answer = await cast.server.slash(cast.ada, cast.channel, "previous")
    assert not answer.ephemeral
    assert "Launch of previous" in shown(answer.message)
    assert cast.server.messages(cast.channel, cast.bo) == [answer.message]


async def test_a_private_card_is_seen_by_the_asker_alone(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    dispatcher.answer = sentence
    answer = await cast.server.slash(cast.ada, cast.channel, "status")
    assert answer.ephemeral
    assert cast.server.messages(cast.channel, cast.bo) == []


async def test_commands_are_answered_in_a_private_chat(bot: DiscordBot, cast: Cast) -> None:
    answer = await cast.server.slash(cast.ada, cast.dm, "launch", {"name": "Sputnik 1"})
    assert "Launch of launch" in shown(answer.message)


async def test_commands_are_answered_where_only_the_person_brought_the_bot(
    bot: DiscordBot, cast: Cast
) -> None:
    answer = await cast.server.slash(cast.ada, cast.elsewhere, "status")
    assert "Launch of status" in shown(answer.message)


async def test_commands_are_registered_as_defined(bot: DiscordBot, cast: Cast) -> None:
    offered = {each["name"]: each for each in cast.server.commands(cast.ada, cast.channel)}
    assert list(offered) == ["previous", "launch", "status"]
    assert (offered["previous"]["contexts"], offered["previous"]["integration_types"]) == ([0, 1, 2], [0, 1])
    provider, since, outcome, page = offered["previous"]["options"]
    assert (provider["type"], provider["autocomplete"], provider["required"]) == (3, True, False)
    assert (since["type"], since.get("autocomplete")) == (3, None)
    assert [(each["name"], each["value"]) for each in outcome["choices"]] == [
        ("Success", "success"),
        ("Failure", "failure"),
    ]
    assert (page["type"], page["min_value"]) == (4, 1)
    assert offered["launch"]["options"][0]["required"]


async def test_the_real_commands_are_taken_by_discord(
    server: DiscordServer, cast: Cast, bots: AsyncExitStack
) -> None:
    started = await bots.enter_async_context(make_bot(server, FakeDispatcher(COMMANDS)))
    await started.wait_ready()
    offered = cast.server.commands(cast.guild.owner, cast.channel)
    assert [each["name"] for each in offered] == [command.name for command in COMMANDS]
    for_ada = [each["name"] for each in cast.server.commands(cast.ada, cast.channel)]
    assert for_ada == [command.name for command in COMMANDS if not command.manages]


async def test_typing_brings_completions(bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher) -> None:
    dispatcher.suggestions = (Suggestion("SpaceX (USA)", "121"), Suggestion("Space One", "S1"))
    typed = {"provider": "spa", "since": "2024"}
    choices = await cast.server.autocomplete(cast.ada, cast.channel, "previous", typed, "provider")
    assert [(each["name"], each["value"]) for each in choices] == [
        ("SpaceX (USA)", "121"),
        ("Space One", "S1"),
    ]
    assert dispatcher.asked == [("complete", "previous", "provider", "spa", {"since": "2024"})]


async def test_completions_keep_to_what_discord_takes(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    dispatcher.suggestions = (
        Suggestion("too long a value", "v" * 101),
        Suggestion("empty value", ""),
        *(Suggestion(f"{n} " + "long " * 60, str(n)) for n in range(30)),
    )
    choices = await cast.server.autocomplete(cast.ada, cast.channel, "launch", {}, "name")
    assert [each["value"] for each in choices] == [str(n) for n in range(25)]
    assert all(len(each["name"]) <= 100 and each["name"].endswith("…") for each in choices)


async def test_completions_that_fail_are_an_empty_list(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    dispatcher.error = RuntimeError("no catalogue")
    assert await cast.server.autocomplete(cast.ada, cast.channel, "launch", {"name": "x"}, "name") == []
    assert [each.message for each in caplog.records if each.name == "launchlog.discord"] == [
        "completion_failed command=launch cause=RuntimeError"
    ]


async def test_markdown_and_mentions_from_outside_are_text(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher, exchanges: list[Exchange]
) -> None:
    evil = "@everyone **<@1>** [x](https://evil.example)\n# big"
    dispatcher.answer = lambda _: Card(evil, blocks=(Text(((evil,),)),))
    answer = await cast.server.slash(cast.ada, cast.channel, "status")
    assert "\\@everyone \\*\\*\\<\\@1>\\*\\*" in shown(answer.message)
    assert "\n\\# big" in shown(answer.message)
    (callback,) = [each for each in exchanges if each.path.startswith("/interactions/")]
    assert callback.request["data"]["allowed_mentions"] == {"parse": []}


async def test_no_answer_is_asked_back(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher, exchanges: list[Exchange]
) -> None:
    answer = await cast.server.slash(cast.ada, cast.channel, "status")
    assert answer.message is not None
    pressed = await cast.server.press(cast.ada, answer.message, "p:2")
    assert (pressed.kind, pressed.message) == ("update", answer.message)
    callbacks = [each for each in exchanges if each.path.startswith("/interactions/")]
    assert [(each.status, each.reply) for each in callbacks] == [(204, None)] * 2


@dataclass
class Drawn:
    """Notes what is drawn of a kept card."""

    drawings: dict[Hashable, object] = field(default_factory=dict)
    found: list[Hashable] = field(default_factory=list)

    def find(self, how: Hashable) -> object | None:
        if how in self.drawings:
            self.found.append(how)
        return self.drawings.get(how)

    def keep(self, how: Hashable, drawing: object, size: int) -> None:
        assert size > 0
        self.drawings[how] = drawing


async def test_a_kept_card_is_drawn_once_for_the_clients_of_a_language(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    dispatcher.tongues = Languages.load()
    kept = Drawn()
    card = replace(listing("status"), blocks=(Text((("See /previous.",),)),), private=True, drawings=kept)
    dispatcher.answer = lambda _: card
    told = dict[str, str]()
    for locale in ("en-US", "de", "en-GB", "de"):
        cast.ada.locale = locale
        answer = await cast.server.slash(cast.ada, cast.channel, "status")
        told.setdefault(locale, shown(answer.message))
        assert told[locale] == shown(answer.message)
    assert (len(kept.drawings), len(kept.found)) == (2, 2)
    assert told["en-US"] == told["en-GB"] != told["de"]


async def test_commands_are_told_to_discord_once(
    server: DiscordServer, cast: Cast, bots: AsyncExitStack, exchanges: list[Exchange]
) -> None:
    for _start in range(3):
        async with make_bot(server, FakeDispatcher(COMMANDS)) as started:
            await started.wait_ready()
    assert syncs(exchanges) == 1


@pytest.mark.parametrize(
    "changed",
    [
        (PREVIOUS,),
        (PREVIOUS, Command("launch", "Another description", LAUNCH.parameters)),
        (PREVIOUS, Command("launch", LAUNCH.description)),
    ],
)
async def test_changed_commands_are_told_to_discord_again(
    server: DiscordServer, cast: Cast, exchanges: list[Exchange], changed: tuple[Command, ...]
) -> None:
    for commands in ((PREVIOUS, LAUNCH), changed):
        async with make_bot(server, FakeDispatcher(commands)) as started:
            await started.wait_ready()
    assert syncs(exchanges) == 2
    offered = [each["name"] for each in cast.server.commands(cast.ada, cast.channel)]
    assert offered == [command.name for command in changed]


def speaking_all() -> FakeDispatcher:
    dispatcher = FakeDispatcher(COMMANDS)
    dispatcher.tongues = Languages.load()
    return dispatcher


async def test_commands_options_and_choices_are_described_in_the_languages_of_the_clients(
    server: DiscordServer, cast: Cast, bots: AsyncExitStack
) -> None:
    dispatcher = speaking_all()
    started = await bots.enter_async_context(make_bot(server, dispatcher))
    await started.wait_ready()
    previous, *_others = cast.server.commands(cast.ada, cast.channel)
    told = previous["description_localizations"]
    assert told["de"] == "Vergangene Starts durchblättern, mit Filtern"
    assert told["es-ES"] == told["es-419"] == "Explorar lanzamientos pasados, con filtros"
    assert told.keys() == {"de", "es-ES", "es-419", "fr", "ru", "zh-CN", "zh-TW"}
    outcome = next(each for each in previous["options"] if each["name"] == "outcome")
    assert outcome["description_localizations"]["fr"] == "Comment cela s’est terminé"
    assert outcome["choices"][0]["name_localizations"]["ru"] == "Успех"
    for language in dispatcher.tongues:
        with speaking(language):
            names = command_name("previous"), parameter_name("outcome")
        for locale, code in DISCORD_LOCALES.items():
            if code == language.code:
                assert localized_command(previous, locale)["name"] == names[0]
                assert localized_command(outcome, locale)["name"] == names[1]


async def test_a_translated_command_is_sent_and_answered_by_its_english_names(
    server: DiscordServer, cast: Cast, bots: AsyncExitStack
) -> None:
    cast.ada.locale = "de"
    dispatcher = speaking_all()
    started = await bots.enter_async_context(make_bot(server, dispatcher))
    await started.wait_ready()
    await cast.server.slash(cast.ada, cast.channel, "previous", {"outcome": "failure"})
    typed = {"provider": "spa"}
    await cast.server.autocomplete(cast.ada, cast.channel, "previous", typed, "provider")
    assert dispatcher.asked == [
        ("run", "previous", {"outcome": "failure"}, Person("discord", cast.ada.id, "de")),
        ("complete", "previous", "provider", "spa", {}),
    ]


async def test_translated_commands_are_told_to_discord_once_and_again_in_another_language(
    server: DiscordServer, cast: Cast, exchanges: list[Exchange]
) -> None:
    for _start in range(2):
        async with make_bot(server, speaking_all()) as started:
            await started.wait_ready()
    assert syncs(exchanges) == 1
    fewer = speaking_all()
    fewer.tongues = Languages(fewer.tongues.others[:-1])
    async with make_bot(server, fewer) as started:
        await started.wait_ready()
    assert syncs(exchanges) == 2


async def test_a_command_that_we_no_longer_have_gets_a_sentence(
    server: DiscordServer, cast: Cast, bots: AsyncExitStack
) -> None:
    started = await bots.enter_async_context(make_bot(server, FakeDispatcher((PREVIOUS,))))
    await started.wait_ready()
    server.world.commands.replace(None, [{"name": "gone", "description": "An old command", "type": 1}])
    answer = await server.slash(cast.ada, cast.channel, "gone")
    assert answer.ephemeral
    assert "This command has changed" in shown(answer.message)


async def test_commands_that_discord_refuses_for_good_are_not_told_again(
    server: DiscordServer, exchanges: list[Exchange], caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add("GET", "/applications/*/commands", Refuse(403, 50001, "Missing Access"), times=100)
    async with make_bot(server, FakeDispatcher(COMMANDS)) as started:
        async with asyncio.timeout(SOON):
            await started.wait_ready()
    assert caplog.text.count("commands_refused") == 1
    assert "commands_not_synced" not in caplog.text
    assert syncs(exchanges) == 0
