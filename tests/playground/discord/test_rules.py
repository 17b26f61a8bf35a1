"""What Discord refuses, each rule with a body that breaks it and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from playground.discord.errors import ApiError
from playground.discord.places import Channel
from playground.discord.rules.commands import check_commands
from playground.discord.rules.messages import check_message
from playground.discord.rules.modals import check_choices, check_modal
from playground.discord.server import DiscordServer

from .conftest import Send

V2 = 1 << 15


def text(content: str = "x") -> dict[str, Any]:
    return {"type": 10, "content": content}


def button(custom_id: str | None = "a", **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "A", "custom_id": custom_id, **more}


def link(url: str = "https://example.org", **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 5, "label": "A", "url": url, **more}


def row(*components: Any) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def options(count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"label": "l", "value": str(number), **more} for number in range(count)]


def select(**more: Any) -> dict[str, Any]:
    return {"type": 3, "custom_id": "s", "options": options(2), **more}


def section(*components: Any, **more: Any) -> dict[str, Any]:
    return {"type": 9, "components": list(components), "accessory": button(), **more}


def gallery(*urls: str) -> dict[str, Any]:
    return {"type": 12, "items": [{"media": {"url": url}} for url in urls]}


def container(*components: Any) -> dict[str, Any]:
    return {"type": 17, "components": list(components)}


GOOD = [
    row(button("a"), button("b"), link()),
    row(select()),
    section(text(), text(), text()),
    gallery("https://example.org/a.png", "attachment://a.png"),
    container(text(), {"type": 14, "divider": True, "spacing": 2}, section(text())),
    {"type": 13, "file": {"url": "attachment://a.png"}},
    section(text(), accessory={"type": 11, "media": {"url": "https://example.org/a.png"}}),
]


@pytest.mark.parametrize("component", GOOD)
def test_good_components_pass(component: dict[str, Any]) -> None:
    check_message({"flags": V2, "components": [component]}, "create", ["a.png"])


BAD = {
    "41 components": ([*(text() for _ in range(38)), section(text())], "TOTAL_COMPONENTS"),
    "4001 characters": ([text("x" * 4000), text()], "DISPLAYABLE_TEXT"),
    "empty text": ([text("")], "BAD_LENGTH"),
    "custom_id twice": ([row(button(), button())], "CUSTOM_ID_DUPLICATED"),
    "custom_id in section and row twice": ([section(text()), row(button())], "CUSTOM_ID_DUPLICATED"),
    "id twice": ([{**text(), "id": 5}, {**text(), "id": 5}], "COMPONENT_ID_DUPLICATED"),
    "custom_id too long": ([row(button("x" * 101))], "BAD_LENGTH"),
    "custom_id empty": ([row(button(""))], "BAD_LENGTH"),
    "label too long": ([row(button(label="x" * 81))], "BAD_LENGTH"),
    "no label": ([row(button(label=None))], "MISSING_LABEL"),
    "no custom_id": ([row(button(custom_id=None))], "REQUIRED"),
    "link button with custom_id": ([row(link(custom_id="a"))], "INVALID_FIELD"),
    "button with url": ([row(button(url="https://example.org"))], "INVALID_FIELD"),
    "link not http": ([row(link("ftp://example.org"))], "INVALID_SCHEME"),
    "link without host": ([row(link("https://"))], "INVALID_URL"),
    "link too long": ([row(link("https://example.org/" + "x" * 500))], "BAD_LENGTH"),
    "six buttons": ([row(*(button(str(number)) for number in range(6)))], "BAD_LENGTH"),
    "empty row": ([row()], "BAD_LENGTH"),
    "select beside button": ([row(select(), button())], "WIDTH_EXCEEDED"),
    "26 options": ([row(select(options=options(26)))], "BAD_LENGTH"),
    "no options": ([row(select(options=[]))], "BAD_LENGTH"),
    "option label too long": ([row(select(options=options(1, label="x" * 101)))], "BAD_LENGTH"),
    "option value twice": ([row(select(options=options(2, value="a")))], "VALUE_DUPLICATED"),
    "placeholder too long": ([row(select(placeholder="x" * 151))], "BAD_LENGTH"),
    "more values than options": ([row(select(max_values=3))], "INVALID_VALUES"),
    "two defaults": ([row(select(options=options(2, default=True)))], "TOO_MANY_DEFAULT"),
    "section with four texts": ([section(*(text() for _ in range(4)))], "BAD_LENGTH"),
    "section without text": ([section()], "BAD_LENGTH"),
    "section without accessory": ([section(text(), accessory=None)], "REQUIRED"),
    "section with a row": ([section(row(button("b")))], "UNION_TYPE"),
    "select as accessory": ([section(text(), accessory=select())], "UNION_TYPE"),
    "container in container": ([container(container(text()))], "UNION_TYPE"),
    "button at the top": ([button()], "UNION_TYPE"),
    "text input in a message": ([row({"type": 4, "custom_id": "a", "style": 1})], "UNION_TYPE"),
    "unknown type": ([{"type": 99}], "UNION_TYPE"),
    "not an object": (["text"], "UNION_TYPE"),
    "unknown field": ([{**text(), "contents": "x"}], "UNKNOWN_FIELD"),
    "gallery of eleven": ([gallery(*["https://example.org/a.png"] * 11)], "BAD_LENGTH"),
    "empty gallery": ([gallery()], "BAD_LENGTH"),
    "file not attached": ([gallery("attachment://b.png")], "ATTACHMENT_NOT_FOUND"),
    "picture not http": ([gallery("data:image/png,x")], "INVALID_SCHEME"),
    "colour out of range": ([{**container(text()), "accent_color": 1 << 24}], "NUMBER_TYPE_MAX"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_components_are_refused(name: str) -> None:
    components, code = BAD[name]
    with pytest.raises(ApiError) as caught:
        check_message({"flags": V2, "components": components}, "create", ["a.png"])
    assert (caught.value.status, caught.value.code) == (400, 50035)
    assert code in str(caught.value.errors)


BAD_MESSAGES: dict[str, tuple[dict[str, Any], str]] = {
    "content too long": ({"content": "x" * 2001}, "BAD_LENGTH"),
    "content beside V2": ({"flags": V2, "content": "x", "components": [text()]}, "LEGACY_FIELDS"),
    "embed beside V2": ({"flags": V2, "embeds": [{"title": "x"}], "components": [text()]}, "LEGACY_FIELDS"),
    "V2 component without the flag": ({"components": [text()]}, "UNION_TYPE"),
    "six rows": ({"components": [row(button(str(number))) for number in range(6)]}, "BAD_LENGTH"),
    "unknown field": ({"content": "x", "contents": "y"}, "UNKNOWN_FIELD"),
    "ephemeral in a channel": ({"content": "x", "flags": 64}, "FLAGS_INVALID"),
    "eleven embeds": ({"embeds": [{"title": "x"}] * 11}, "BAD_LENGTH"),
    "embed title too long": ({"embeds": [{"title": "x" * 257}]}, "BAD_LENGTH"),
    "6001 characters in embeds": ({"embeds": [{"description": "x" * 3001}] * 2}, "EMBED_SIZE"),
    "embed link not http": ({"embeds": [{"title": "x", "url": "javascript:1"}]}, "INVALID_SCHEME"),
    "nonce too long": ({"content": "x", "nonce": "x" * 26}, "TOO_LONG"),
    "parse and ids": (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "PARSE_EXCLUSIVE",
    ),
}


@pytest.mark.parametrize("name", BAD_MESSAGES)
def test_bad_messages_are_refused(name: str) -> None:
    body, code = BAD_MESSAGES[name]
    with pytest.raises(ApiError) as caught:
        check_message(body, "create", [])
    assert caught.value.code == 50035
    assert code in str(caught.value.errors)


@pytest.mark.parametrize("body", [{}, {"content": ""}, {"flags": V2, "components": []}])
def test_an_empty_message_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(ApiError) as caught:
        check_message(body, "create", [])
    assert caught.value.code == 50006


def modal_input(**more: Any) -> dict[str, Any]:
    return {"type": 4, "custom_id": "a", "style": 1, "label": "A", **more}


def modal(*components: Any, **more: Any) -> dict[str, Any]:
    return {"custom_id": "m", "title": "M", "components": list(components), **more}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (modal(row(modal_input()), title="x" * 46), "BAD_LENGTH"),
        (modal(), "BAD_LENGTH"),
        (modal(*(row(modal_input(custom_id=str(number))) for number in range(6))), "BAD_LENGTH"),
        (modal(row(modal_input()), row(modal_input())), "DUPLICATED"),
        (modal(row(button())), "UNION_TYPE"),
        (modal(row(modal_input(label=None))), "REQUIRED"),
        (modal(row(modal_input(placeholder="x" * 101))), "BAD_LENGTH"),
        (modal(section(text())), "UNION_TYPE"),
        (modal({"type": 18, "label": "x" * 46, "component": modal_input()}), "BAD_LENGTH"),
        (modal({"type": 18, "label": "x", "component": button()}), "UNION_TYPE"),
    ],
)
def test_bad_modals_are_refused(data: dict[str, Any], code: str) -> None:
    with pytest.raises(ApiError) as caught:
        check_modal(data)
    assert code in str(caught.value.errors)


@pytest.mark.parametrize(
    "choices",
    [
        [{"name": "a", "value": "a"}] * 26,
        [{"name": "x" * 101, "value": "a"}],
        [{"name": "", "value": "a"}],
        [{"name": "a", "value": "x" * 101}],
        [{"name": "a"}],
    ],
)
def test_bad_choices_are_refused(choices: list[dict[str, Any]]) -> None:
    with pytest.raises(ApiError):
        check_choices({"choices": choices})


def command(**more: Any) -> dict[str, Any]:
    return {"name": "previous", "description": "d", "type": 1, **more}


def option(**more: Any) -> dict[str, Any]:
    return {"name": "a", "description": "d", "type": 3, **more}


def large_options(name: str, localizations: dict[str, str]) -> list[dict[str, Any]]:
    """Options whose choices have over 8,000 characters of names, in the longest of their languages."""
    choices = [{"name": name, "value": str(n), "name_localizations": localizations} for n in range(25)]
    return [option(name=f"o{n}", choices=choices) for n in range(4)]


@pytest.mark.parametrize(
    ("commands", "code"),
    [
        ([command(name="Previous")], "INVALID_NAME"),
        ([command(name="pre vious")], "INVALID_NAME"),
        ([command(name="x" * 33)], "BAD_LENGTH"),
        ([command(description="")], "REQUIRED"),
        ([command(description="x" * 101)], "BAD_LENGTH"),
        ([command(), command()], "DUPLICATE_NAME"),
        ([command(), *(command(name=f"c{number}") for number in range(100))], "BAD_LENGTH"),
        ([command(options=[option(name=f"o{number}") for number in range(26)])], "BAD_LENGTH"),
        ([command(options=[option(), option(name="b", required=True)])], "REQUIRED_INVALID"),
        ([command(options=[option(), option()])], "NAME_DUPLICATED"),
        ([command(options=[option(choices=[{"name": "a", "value": "a"}] * 26)])], "BAD_LENGTH"),
        ([command(options=[option(type=4, choices=[{"name": "a", "value": "a"}])])], "NUMBER_TYPE"),
        ([command(options=[option(type=5, autocomplete=True)])], "TYPE_INVALID"),
        (
            [command(options=[option(autocomplete=True, choices=[{"name": "a", "value": "a"}])])],
            "AUTOCOMPLETE_INVALID",
        ),
        ([command(options=[option(type=1, options=[option(type=1)])])], "TYPE_INVALID"),
        ([command(colour=1)], "UNKNOWN_FIELD"),
        ([{"name": "Menu", "type": 2, "description": "d"}], "INVALID_FIELD"),
        ([command(name_localizations={"de": "Starts"})], "INVALID_NAME"),
        ([command(name_localizations={"de": "alle starts"})], "INVALID_NAME"),
        ([command(name_localizations={"de": "x" * 33})], "BAD_LENGTH"),
        ([command(name_localizations={"tlh": "starts"})], "CHOICES"),
        ([command(name_localizations="starts")], "DICT_TYPE"),
        ([command(description_localizations={"de": "x" * 101})], "BAD_LENGTH"),
        ([command(options=[option(name_localizations={"fr": "A"})])], "INVALID_NAME"),
        (
            [command(), command(name="search", name_localizations={"de": "previous"})],
            "DUPLICATE_NAME",
        ),
        (
            [
                command(
                    options=[
                        option(name_localizations={"ru": "цель"}),
                        option(name="b", name_localizations={"ru": "цель"}),
                    ]
                )
            ],
            "NAME_DUPLICATED",
        ),
        (
            [
                command(
                    options=[
                        option(choices=[{"name": "a", "value": "a", "name_localizations": {"de": "x" * 101}}])
                    ]
                )
            ],
            "BAD_LENGTH",
        ),
        ([command(options=large_options("d" * 100, {"de": "d"}))], "TOO_LARGE"),
        ([command(options=large_options("d", {"de": "d" * 100}))], "TOO_LARGE"),
    ],
)
def test_bad_commands_are_refused(commands: list[dict[str, Any]], code: str) -> None:
    with pytest.raises(ApiError) as caught:
        check_commands(commands)
    assert code in str(caught.value.errors)


def test_names_of_every_writing_pass_and_only_the_longest_form_of_a_text_counts() -> None:
    names = {
        "ru": "пуски",
        "zh-CN": "历次发射",
        "hi": "उड़ानें",
        "th": "ปล่อย",
        "fr": "aujourd'hui",
        "de": "an-diesem-tag",
    }
    check_commands([command(name_localizations=names)])
    choices = [{"name": "d" * 70, "value": str(n), "name_localizations": {"de": "d" * 70}} for n in range(25)]
    check_commands([command(options=[option(name=f"o{n}", choices=choices) for n in range(4)])])


def test_groups_and_sub_commands_pass() -> None:
    sub = option(type=1, name="sub", options=[option()])
    check_commands([command(options=[option(type=2, options=[sub])]), {"name": "A menu", "type": 3}])


async def test_refusals_name_the_place_in_the_body(
    send: Send, channel: Channel, server: DiscordServer
) -> None:
    body = {"flags": V2, "components": [section(text(), accessory=button(label="x" * 81))]}
    status, reply = await send("POST", f"/channels/{channel.id}/messages", json=body)
    assert (status, reply["code"], reply["message"]) == (400, 50035, "Invalid Form Body")
    label = reply["errors"]["components"]["0"]["accessory"]["label"]
    assert label == {
        "_errors": [{"code": "BASE_TYPE_BAD_LENGTH", "message": "Must be between 0 and 80 in length."}]
    }
    assert server.world.messages.in_channel(channel) == []
