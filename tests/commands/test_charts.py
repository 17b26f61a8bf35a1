"""Charts show what was counted: looked at pixel by pixel, and told in words."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from commands.cards import Card
from commands.chart_drawing import HEIGHT, WIDTH, Bar
from commands.charts import MOST_BARS, Charts, described
from commands.dispatcher import Dispatcher
from tests.commands.conftest import DISCORD, TELEGRAM

GREEN, ORANGE, RED, GREY = (0x2E, 0x9E, 0x5B), (0xE0, 0x8A, 0x1E), (0xD2, 0x3F, 0x3F), (0x9A, 0xA4, 0xAF)


def shades(png: bytes, top: int = 110) -> dict[tuple[int, int, int], int]:
    """Count the pixels of each colour below the legend."""
    image = Image.open(BytesIO(png)).convert("RGB")
    assert image.size == (WIDTH, HEIGHT)
    found = image.crop((0, top, WIDTH, HEIGHT)).getcolors(WIDTH * HEIGHT)
    assert found is not None
    return {colour: n for n, colour in found if isinstance(colour, tuple)}  # type: ignore[misc]


@pytest.mark.parametrize("labels", [("2023", "2024"), ("Soviet Space Program", "United Launch Alliance")])
async def test_the_area_of_each_outcome_is_in_proportion_to_its_launches(labels: tuple[str, str]) -> None:
    bars = [Bar(labels[0], (60, 20, 20, 0)), Bar(labels[1], (20, 0, 20, 60))]
    areas = shades(await Charts().draw("Launches", bars))
    for colour, launches in ((ORANGE, 20), (RED, 40), (GREY, 60)):
        assert areas[colour] / areas[GREEN] == pytest.approx(launches / 80, rel=0.06)


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
    assert text == "Bar chart: Launches by year, from 1957 to 1959; the most are 28 (1958)."
    assert MOST_BARS < WIDTH // 10


async def test_figures_come_with_a_chart_of_the_same_numbers(dispatcher: Dispatcher) -> None:
    card = await dispatcher.run("stats", {"provider": "SpaceX", "by": "outcome"}, DISCORD)
    assert card.picture is not None
    assert card.picture.data.startswith(b"\x89PNG")
    assert "the most are 19 (Success)" in card.picture.alt
    pressed = next(choice for choice in card.selects[0].choices if choice.label == "By rocket")
    for person, drawn in ((DISCORD, True), (TELEGRAM, False)):
        answer = await dispatcher.press(pressed.action, person)
        assert isinstance(answer, Card)
        assert (answer.picture is not None) is drawn
