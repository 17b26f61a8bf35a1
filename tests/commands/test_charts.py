"""Charts show what was counted: looked at pixel by pixel, and told in words."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageColor

from commands.cards.card import Card
from commands.dispatcher import Dispatcher
from commands.i18n.languages import Languages
from commands.i18n.translation import speaking
from commands.stats.charts.charts import MOST_BARS, Charts, chart_language, described
from commands.stats.charts.drawing import FAINT, HEIGHT, INK, WIDTH, Bar, Panel
from commands.stats.charts.letters import can_letter, length, lettered
from commands.stats.charts.patterns import COLOURS, PAPER, PATTERNS, paint
from commands.stats.charts.subset import needed
from commands.stats.groups import year_bars
from storage.catalogue import Group
from tests.commands.conftest import DISCORD, TELEGRAM
from tests.raw_history import by, latest_first, status_of

SUCCESS, PARTIAL, FAILURE, OTHER = range(4)


def shades(png: bytes, top: int) -> dict[tuple[int, int, int], int]:
    """Count the pixels of each colour below the legend."""
    image = Image.open(BytesIO(png)).convert("RGB")
    assert image.size == (WIDTH, HEIGHT)
    found = image.crop((0, top, WIDTH, HEIGHT)).getcolors(WIDTH * HEIGHT)
    assert found is not None
    return {colour: n for n, colour in found if isinstance(colour, tuple)}  # type: ignore[misc]


def areas(png: bytes, top: int = 120) -> list[int]:
    """Count the pixels of each outcome below the legend: its colour, and what it is patterned with."""
    found = shades(png, top)
    return [
        sum(found.get(ImageColor.getrgb(colour)[:3], 0) for colour in {plain, pattern})
        for plain, pattern in zip(COLOURS, PATTERNS, strict=True)
    ]


@pytest.mark.parametrize("labels", [("2023", "2024"), ("Soviet Space Program", "United Launch Alliance")])
async def test_the_area_of_each_outcome_is_in_proportion_to_its_launches(labels: tuple[str, str]) -> None:
    bars = [Bar(labels[0], (60, 20, 20, 0)), Bar(labels[1], (20, 0, 20, 60))]
    found = areas(await Charts().draw("Launches", bars))
    for outcome, launches in ((PARTIAL, 20), (FAILURE, 40), (OTHER, 60)):
        assert found[outcome] / found[SUCCESS] == pytest.approx(launches / 80, rel=0.03)


async def test_outcomes_are_told_apart_without_colours() -> None:
    """In shades of grey every outcome but success still is a pattern of its own."""
    swatches = []
    for outcome in range(4):
        image = Image.new("RGB", (60, 60), PAPER)
        paint(image, (0, 0, 60, 60), outcome)
        grey = image.convert("L")
        middle = sum(grey.getextrema()) / 2  # type: ignore[arg-type]
        swatches.append(bytes(grey.point(lambda shade: shade > middle).tobytes()))  # noqa: B023
        patterned = 1 - swatches[-1].count(1) / 3600
        assert (patterned == 1) if outcome == SUCCESS else (0.1 < patterned < 0.6), outcome
    assert len(set(swatches)) == 4


@pytest.mark.parametrize("outcome", range(4))
def test_colours_stand_out_as_the_guidelines_for_accessible_graphics_ask(outcome: int) -> None:
    assert contrast(COLOURS[outcome], PAPER) >= 3
    assert outcome == SUCCESS or contrast(COLOURS[outcome], PATTERNS[outcome]) >= 3


@pytest.mark.parametrize("ink", [INK, FAINT])
def test_letters_stand_out_as_the_guidelines_for_accessible_text_ask(ink: str) -> None:
    assert contrast(ink, PAPER) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, by https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [part / 255 for part in ImageColor.getrgb(colour)[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


async def test_a_single_failure_is_seen_among_many_successes() -> None:
    without = areas(await Charts().draw("a", [Bar(str(2000 + n), (500, 0, 0, 0)) for n in range(20)]))
    with_one = areas(await Charts().draw("a", [Bar(str(2000 + n), (500, 0, n == 7, 0)) for n in range(20)]))
    assert without[FAILURE] == 0
    assert with_one[FAILURE] > 100


async def test_panels_have_one_scale_and_the_same_years() -> None:
    """Half as many launches are half as high, whichever panel they stand in, and right below each other."""
    tall = Panel("Tall", (Bar("2023", (80, 0, 0, 0)), Bar("2024", (40, 0, 0, 0))))
    low = Panel("Low", (Bar("2023", (0, 0, 0, 0)), Bar("2024", (20, 0, 0, 0))))
    image = Image.open(BytesIO(await Charts().draw_panels([tall, low]))).convert("RGB")
    green = ImageColor.getrgb(COLOURS[SUCCESS])
    columns = [[y for y in range(70, image.height) if image.getpixel((x, y)) == green] for x in (365, 900)]
    first, second = ([len(list(run)) for run in runs(column)] for column in columns)
    assert len(first) == 1
    assert len(second) == 2
    assert second[0] == pytest.approx(first[0] / 2, abs=1)
    assert second[1] == pytest.approx(first[0] / 4, abs=1)


def runs(values: list[int]) -> list[list[int]]:
    """Split numbers where they do not follow each other."""
    found: list[list[int]] = []
    for value in values:
        if found and found[-1][-1] == value - 1:
            found[-1].append(value)
        else:
            found.append([value])
    return found


@pytest.mark.parametrize("count", [1, 2, 3, 4])
async def test_panels_of_anything_can_be_drawn(count: int) -> None:
    bars = (Bar("1957", (0, 0, 0, 0)), Bar("9999", (10**9, 0, 1, 3)), Bar("x", (0, 0, 0, 0)))
    panels = [Panel("ракета 火箭 \ud83d\ude80" * (n * 9), bars) for n in range(count)]
    charts = Charts()
    first = await charts.draw_panels(panels)
    assert first.startswith(b"\x89PNG")
    assert await charts.draw_panels(list(panels)) is first


def test_years_without_launches_have_their_place() -> None:
    groups = [Group(2, 2, 0, 0, (2006,)), Group(1, 0, 1, 0, (2009,))]
    assert [(bar.label, bar.total) for bar in year_bars(groups)] == [
        ("2006", 2), ("2007", 0), ("2008", 0), ("2009", 1),
    ]  # fmt: skip
    assert [bar.label for bar in year_bars(groups, 2008, 2010)] == ["2008", "2009", "2010"]


async def test_what_was_drawn_once_is_not_drawn_again() -> None:
    charts, bars = Charts(), [Bar("2024", (1, 0, 0, 0))]
    first = await charts.draw("a", bars)
    assert await charts.draw("a", list(bars)) is first
    assert await charts.draw("b", bars) is not first
    for number in range(100):
        await charts.draw(str(number), bars)
    assert await charts.draw("a", bars) is not first


@pytest.mark.parametrize(
    "bars",
    [
        [],
        [Bar("", (0, 0, 0, 0))],
        [Bar("x" * 500, (10**9, 0, 0, 1))],
        [Bar(str(n), (n, 0, 1, 0)) for n in range(500)],
        [Bar("ракета 火箭 \ud83d\ude80", (1, 1, 1, 1))],
    ],
    ids=["none", "empty", "long", "many", "other scripts"],
)
async def test_anything_can_be_drawn(bars: list[Bar]) -> None:
    assert (await Charts().draw("t" * 200, bars)).startswith(b"\x89PNG")


def test_a_chart_is_told_in_words() -> None:
    bars = [Bar("1957", (2, 0, 1, 0)), Bar("1958", (8, 0, 20, 0)), Bar("1959", (14, 3, 11, 0))]
    text = described("Launches by year", bars)
    assert text == "Bar chart: Launches by year. Highest: 28 (1958)."
    assert MOST_BARS < WIDTH // 10


async def test_figures_come_with_a_chart_of_the_same_numbers(dispatcher: Dispatcher) -> None:
    card = await dispatcher.run("stats", {"provider": "SpaceX", "by": "outcome"}, DISCORD)
    assert card.picture is not None
    assert card.picture.data.startswith(b"\x89PNG")
    successes = sum(status_of(each) == 3 for each in latest_first(by("SpaceX")))
    assert f"Highest: {successes} (Success)" in card.picture.alt
    pressed = next(choice for choice in card.selects[0].choices if choice.label == "By rocket")
    for person in (DISCORD, TELEGRAM):
        answer = await dispatcher.press(pressed.action, person)
        assert isinstance(answer, Card)
        assert answer.picture is not None


def test_charts_have_the_letters_of_all_our_languages() -> None:
    """`make letters` puts in those that a new Chinese text needs."""
    assert can_letter("Пуски по годам · Частичная неудача · Échec · Größe")
    assert not sorted(letter for letter in needed() if not can_letter(letter))
    for language in map(Languages.load().of, ("en", "de", "es", "fr", "ru", "zh")):
        with speaking(language):
            assert chart_language() == language


def test_a_chinese_title_is_as_long_as_it_is_and_reads_in_its_letters() -> None:
    assert length("按年发射", 34) == pytest.approx(4 * 34, rel=0.05)
    assert length("按年 SpaceX", 34) == pytest.approx(length("按年", 34) + length(" SpaceX", 34))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("長征 Long March 2F", "Long March 2F"),
        ("Ångström ﷽", "Ångström"),
        ("SpaceX · 发射", "SpaceX · 发射"),
        ("長", "長"),
    ],
)
def test_letters_that_charts_lack_give_way_to_those_that_tell_the_same(text: str, shown: str) -> None:
    assert lettered(text) == shown
