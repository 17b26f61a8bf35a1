"""Answers and posts in the language of whoever reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import commands
from bot.app import Outside, make_dispatcher
from commands.cards.card import Card, Picture
from commands.definitions.command import Person
from commands.definitions.commands import COMMANDS
from commands.definitions.filters import GROUPS, NAMED
from commands.definitions.local_names import COMMAND_NAMES, PARAMETER_NAMES, command_name, parameter_name
from commands.dispatcher import Dispatcher
from commands.i18n.formatting import date_words, day_words, either, listed, number, percent_words, together
from commands.i18n.languages import TRANSLATED, Languages, catalogue_file
from commands.i18n.translation import ENGLISH, _, current, speaking
from commands.stats.charts.charts import Charts, chart_language
from commands.stats.charts.drawing import Bar
from commands.stats.charts.letters import can_letter
from storage.catalogue import Catalogue
from storage.state.state import State
from tests.commands.conftest import NOW, buttons, read
from tests.commands.people import HOME, someone

ROOMS = ("adapters", "bot", "commands")
KEYWORDS = {
    "_": None, "ngettext": (1, 2), "marked": None, "pgettext": ((1, "c"), 2), "marked_in": ((1, "c"), 2),
}  # fmt: skip
CODES = [each.code for each in TRANSLATED]
GERMAN = Person("telegram", 5, "de-AT")
Key = tuple[str | None, str | tuple[str, str]]
"""The context of a text, where it has one, and the text, with its plural if that is another."""


@pytest.fixture(scope="module")
def languages() -> Languages:
    return Languages.load()


@pytest.fixture
def asking(catalogue: Catalogue, needs: Outside, languages: Languages) -> Dispatcher:
    return make_dispatcher(
        catalogue,
        replace(needs, languages=languages),
        lambda: NOW,
        monotonic=map(float, count(0, 600)).__next__,
    )


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    with speaking(ENGLISH):
        yield


@pytest.fixture(scope="module")
def texts() -> set[Key]:
    return read_texts()


def read_texts() -> set[Key]:
    """Return every text of ours that people may read, from the code."""
    root = Path(commands.__file__).parents[1]
    found: set[Key] = set()
    for room in ROOMS:
        for _file, _line, message, _comments, context in extract_from_dir(root / room, keywords=KEYWORDS):
            found.add((context, message if isinstance(message, str) else (message[0], message[1])))
    return found


def _messages(code: str) -> Catalog:
    return read_po(BytesIO(catalogue_file(code).read_bytes()), locale=code)


def _fields(text: str) -> set[str]:
    return set(re.findall(r"{\w*}", text))


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


@pytest.mark.parametrize("code", CODES)
def test_every_text_is_translated_and_nothing_else(code: str, texts: set[Key]) -> None:
    assert len(texts) > 400
    messages = {(each.context, each.id): each for each in _messages(code) if each.id}
    assert texts - messages.keys() == set(), "run `make messages` and translate"
    assert messages.keys() - texts == set(), "run `make messages`"
    for message in messages.values():
        assert all(_forms(message.string)), message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("code", CODES)
def test_a_translation_is_filled_with_the_same_values(code: str) -> None:
    for message in _messages(code):
        for form in _forms(message.string) if message.id else ():
            assert _fields(form) == set.union(*map(_fields, _forms(message.id))), message.id


_PLAIN_SPACE = re.compile(r" [;?!»]|« |\S :(\s|$)")


def test_french_keeps_signs_with_their_words_by_no_break_spaces() -> None:
    told = [form for message in _messages("fr") if message.id for form in _forms(message.string)]
    assert [form for form in told if _PLAIN_SPACE.search(form)] == []


_HALF_WIDE = re.compile(r"[一-鿿}][,:;!?()]|[,:;!?()][一-鿿{]")


def test_chinese_has_signs_as_wide_as_its_letters() -> None:
    names = {*COMMAND_NAMES.values(), *PARAMETER_NAMES.values()}
    messages = [each for each in _messages("zh") if each.id and each.id not in names]
    told = [form for message in messages for form in _forms(message.string)]
    assert [form for form in told if _HALF_WIDE.search(form)] == []


def test_russian_groups_are_in_the_case_that_by_asks_for(languages: Languages) -> None:
    with speaking(languages.of("ru")):
        words = [_(row.word) for row in {**GROUPS, **NAMED}.values()]
    assert len(words) > 15
    assert [word for word in words if not re.match(r"\w+(ам|ям|му|ым|им) ?", word)] == []


@pytest.mark.parametrize("code", CODES)
def test_descriptions_fit_in_what_the_platforms_show(code: str, languages: Languages) -> None:
    translate = languages.of(code).messages.gettext
    for command in COMMANDS:
        for description in (command.description, *(each.description for each in command.parameters)):
            assert len(translate(description)) <= 100
        for parameter in command.parameters:
            labels = [translate(label) for _value, label in parameter.choices]
            assert len(set(labels)) == len(labels)
            assert all(len(label) <= 100 for label in labels)


def test_every_name_of_a_command_or_parameter_can_be_translated() -> None:
    assert {f"/{command.name}" for command in COMMANDS} == set(COMMAND_NAMES.values())
    parameters = {each.name for command in COMMANDS for each in command.parameters}
    assert {f"{name}:" for name in parameters} == set(PARAMETER_NAMES.values())
    assert all(f"/{name}" == text for name, text in COMMAND_NAMES.items())
    assert all(f"{name}:" == text for name, text in PARAMETER_NAMES.items())


@pytest.mark.parametrize("code", CODES)
def test_translated_names_are_names_and_each_means_one_thing(code: str, languages: Languages) -> None:
    language = languages.of(code)
    assert all(language.messages.gettext(text).startswith("/") for text in COMMAND_NAMES.values())
    assert all(language.messages.gettext(text).endswith(":") for text in PARAMETER_NAMES.values())
    with speaking(language):
        names = [[command_name(command.name) for command in COMMANDS]]
        names += [[parameter_name(each.name) for each in command.parameters] for command in COMMANDS]
    for siblings in names:
        assert len(set(siblings)) == len(siblings)
        assert all(re.fullmatch("[-_'\\w]{1,32}", name) and name == name.lower() for name in siblings)


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE_at", "de"),
        ("es-419", "es"),
        ("fr", "fr"),
        ("ru-RU", "ru"),
        ("zh-CN", "zh"),
        ("zh-hans", "zh"),
        ("en-US", "en"),
        ("tlh", "en"),
        ("", "en"),
        ("x" * 999, "en"),
    ],
)
def test_a_locale_means_a_language(languages: Languages, locale: str, code: str) -> None:
    assert languages.of(locale).code == code


async def test_a_person_is_answered_in_their_language(asking: Dispatcher) -> None:
    card = await asking.say("launch", "Sputnik 1", GERMAN)
    assert "Erfolg" in read(card)
    assert "Daten: Launch Library 2" in read(card)
    card = await asking.say("launch", "Sputnik 1", replace(GERMAN, locale="en"))
    assert "Success" in read(card)
    wrong = await asking.say("previous", "provider:spacx", GERMAN)
    assert "Meinst du SpaceX" in read(wrong)


async def test_every_command_answers_in_every_language(asking: Dispatcher) -> None:
    for language in TRANSLATED:
        person = replace(someone(), locale=language.code)
        for command in COMMANDS:
            words = "" if command.name == "language" else " ".join(command.examples[:1])
            card = await asking.say(command.name, words, person)
            english = await asking.say(command.name, words, replace(person, locale="en"))
            assert read(card) != read(english), command.name


async def test_choices_may_be_typed_in_english_and_in_the_own_language(asking: Dispatcher) -> None:
    for word in ("failure", "fehlschlag"):
        card = await asking.run("previous", {"outcome": word}, GERMAN)
        assert "Fehlschläge" in read(card)


async def test_completions_are_in_the_language_of_who_types(asking: Dispatcher) -> None:
    (first, *_rest) = await asking.complete("launch", "launch", "apollo 11", {}, GERMAN)
    assert first.label == "Saturn V | Apollo 11 · 16. Juli 1969"


async def test_a_chat_may_choose_its_language(asking: Dispatcher, state: State) -> None:
    ada = someone()
    assert "in the language of their app" in read(await asking.run("language", {}, ada))
    chosen = await asking.say("language", "deutsch", ada)
    assert "Antworten und Posts hier: Deutsch." in read(chosen)
    assert chosen.private
    assert await state.chats.language(HOME.platform, HOME.owner_id) == "de"
    assert "Vergangene Starts" in (await asking.run("previous", {}, ada)).title
    english = await asking.run("language", {"language": "en"}, replace(ada, locale="de"))
    assert "Answers and posts here are in English." in read(english)
    back = await asking.run("language", {"language": "auto"}, replace(ada, locale="de"))
    assert "in der Sprache ihrer App" in read(back)
    assert await state.chats.language(HOME.platform, HOME.owner_id) == ""


async def test_a_language_nobody_speaks_gets_one_sentence(asking: Dispatcher) -> None:
    card = await asking.say("language", "klingon", someone())
    assert "“klingon” isn’t an option for language. Try auto, en, de, es, fr, ru, zh" in read(card)


async def test_subscribers_hear_in_which_language_posts_will_be(asking: Dispatcher) -> None:
    hint = "Posts sind auf Englisch, bis jemand mit /language eine Sprache wählt."
    german = replace(someone(), locale="de")
    assert hint in read(await asking.run("subscribe", {}, german))
    await asking.run("language", {"language": "de"}, german)
    assert hint not in read(await asking.run("subscribe", {"crewed": "yes"}, german))


@pytest.mark.parametrize(
    ("locale", "words"),
    [("en", "every Friday at 18:00"), ("de", "Freitag um 18:00"), ("es", "cada viernes a las")],
)
async def test_a_day_of_the_week_is_written_as_in_a_sentence(
    asking: Dispatcher, locale: str, words: str
) -> None:
    person = replace(someone(), locale=locale)
    assert words in read(await asking.say("subscribe", "day:friday hour:18", person))


async def test_an_answer_says_in_which_language_and_time_zone_it_is_told(
    asking: Dispatcher, state: State
) -> None:
    german = replace(someone(), locale="de")
    await state.chats.set_zone(HOME.platform, HOME.owner_id, "Asia/Tokyo")
    answers = [
        await asking.say("latest", "", german),
        await asking.say("latest", "nonsense", german),
        await asking.press("nothing", german),
    ]
    assert [answer.language.code for answer in answers] == ["de", "de", "de"]
    assert [str(answer.zone) for answer in answers if isinstance(answer, Card)] == ["Asia/Tokyo"] * 3
    chosen = await asking.run("language", {"language": "fr"}, german)
    assert chosen.language.code == "fr"
    assert current() == ENGLISH


async def test_nobody_changes_the_language_of_another_request(asking: Dispatcher) -> None:
    await asking.say("latest", "", GERMAN)
    card = await asking.say("menu", "", Person("discord", 6))
    assert "By provider" in buttons(card)


def test_numbers_and_dates_are_written_as_in_the_language(languages: Languages) -> None:
    at = datetime(1969, 7, 6, 13, 32, tzinfo=UTC)
    with speaking(languages.of("de")):
        assert (number(1_234_567), percent_words(98.7)) == ("1.234.567", "98,7\N{NO-BREAK SPACE}%")
        assert (date_words(at), day_words(7, 6)) == ("6. Juli 1969", "6. Juli")
    with speaking(languages.of("es")):
        assert (number(9_999), number(10_000), number(-1_234)) == ("9999", "10.000", "-1234")
    assert (number(1_234_567), percent_words(98.7)) == ("1,234,567", "98.7%")
    assert (date_words(at), day_words(7, 6)) == ("6 July 1969", "6 July")


async def test_chinese_has_no_space_after_a_sign_as_wide_as_a_letter(asking: Dispatcher) -> None:
    chinese = replace(someone(), locale="zh-CN")
    told = read(await asking.say("launch", "Sputnik 1", chinese))
    assert re.search(r"：\S", told)
    assert re.findall(r"[：。、] ", told) == []


def test_french_calls_the_first_of_a_month_by_its_ordinal(languages: Languages) -> None:
    with speaking(languages.of("fr")):
        first, eleventh = datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 11, tzinfo=UTC)
        assert (date_words(first), day_words(1, 1)) == ("1er janvier 2020", "1er janvier")
        assert (date_words(eleventh), day_words(1, 11)) == ("11 janvier 2020", "11 janvier")
    with speaking(languages.of("es")):
        assert date_words(first) == "1 de enero de 2020"


def test_lists_are_written_as_in_the_language(languages: Languages) -> None:
    words = ["1", "2", "3"]
    assert (listed(words), either(words), together(words)) == ("1, 2, 3", "1, 2 or 3", "1, 2 and 3")
    assert (listed([]), either(words[:1]), together(words[:2])) == ("", "1", "1 and 2")
    with speaking(languages.of("zh")):
        assert (listed(words), either(words), together(words)) == ("1、2、3", "1、2 或 3", "1、2 和 3")
    with speaking(languages.of("es")):
        assert (listed(words), either(words), together(words)) == ("1, 2, 3", "1, 2 o 3", "1, 2 y 3")


async def test_a_chart_is_drawn_in_the_language_if_there_are_letters_for_it(languages: Languages) -> None:
    bars, charts = [Bar("2024", (3, 1, 1, 0))], Charts()
    english = await charts.draw("2024", bars)
    with speaking(languages.of("de")):
        assert chart_language() == current()
        assert await charts.draw("2024", bars) != english
    assert can_letter("Échec · Größe")
    assert can_letter("火箭")
    assert not can_letter("ยาน")
    # A letter that the font lacks is drawn as the plain one that it is made of.
    assert await charts.draw("\N{MATHEMATICAL DOUBLE-STRUCK CAPITAL A}", bars) == await charts.draw("A", bars)


async def test_the_alternative_text_of_a_chart_is_in_the_language(asking: Dispatcher) -> None:
    card = await asking.run("stats", {}, GERMAN)
    assert isinstance(card.picture, Picture)
    assert card.picture.alt.startswith("Balkendiagramm: Starts nach Jahr")
