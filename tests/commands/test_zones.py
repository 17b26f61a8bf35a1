"""Time zones as people name them."""

from __future__ import annotations

from datetime import UTC, timedelta
from zoneinfo import available_timezones

import pytest

from commands.i18n.translation import Language, speaking
from commands.parsing.timezones import (
    OTHER_NAMES,
    SHARED_NAMES,
    complete_zone,
    find_zone,
    zone_at,
    zone_of,
    zone_words,
)
from storage.errors import NearMissError


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"), ("Berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"), (" New York ", "America/New_York"), ("new_york", "America/New_York"),
        ("Los Angeles", "America/Los_Angeles"), ("London", "Europe/London"), ("Tokyo", "Asia/Tokyo"),
        ("Sao Paulo", "America/Sao_Paulo"), ("São Paulo", "America/Sao_Paulo"), ("Kyiv", "Europe/Kyiv"),
        ("Kiev", "Europe/Kyiv"), ("Kolkata", "Asia/Kolkata"), ("UTC", "UTC"), ("GMT", "UTC"), ("utc", "UTC"),
        ("UTC+2", "Etc/GMT-2"), ("utc -5", "Etc/GMT+5"), ("GMT+1", "Etc/GMT-1"), ("+9", "Etc/GMT-9"),
        ("-3:00", "Etc/GMT+3"), ("UTC+0", "UTC"), ("+14", "Etc/GMT-14"), ("Sydney", "Australia/Sydney"),
        ("Auckland", "Pacific/Auckland"), ("Lord Howe", "Australia/Lord_Howe"), ("Paris", "Europe/Paris"),
        ("San Francisco", "America/Los_Angeles"), ("Beijing", "Asia/Shanghai"), ("Mumbai", "Asia/Kolkata"),
        ("St. Petersburg", "Europe/Moscow"), ("CEST", "Europe/Berlin"), ("PST", "America/Los_Angeles"),
        ("UTC+5:30", "UTC+5:30"), ("utc-3:30", "UTC-3:30"), ("UTC+5:45", "UTC+5:45"),
        ("GMT +0930", "UTC+9:30"), ("\N{MINUS SIGN}9:30", "UTC-9:30"), ("+05:00", "Etc/GMT-5"),
        ("GMT+2", "Etc/GMT-2"),
        ("Berlin, Germany", "Europe/Berlin"), ("berlin,DE", "Europe/Berlin"), ("London, UK", "Europe/London"),
        ("New York, USA", "America/New_York"), ("Munich, Germany", "Europe/Berlin"),
        ("Buenos Aires, Argentina", "America/Buenos_Aires"),
        ("Kolkata, India", "Asia/Kolkata"), ("Cape Canaveral", "America/New_York"),
    ],
)  # fmt: skip
def test_names_cities_and_offsets_are_understood(text: str, zone: str) -> None:
    assert find_zone(text) == zone
    assert zone_of(zone).utcoffset(None) is not None or zone != "UTC"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Londn", "Europe/London"), ("Berlni", "Europe/Berlin"), ("Tokio", "Asia/Tokyo"),
        ("Pariss", "Europe/Paris"), ("New Yrok", "America/New_York"), ("Madird", "Europe/Madrid"),
        ("Los Angelos", "America/Los_Angeles"), ("Shangai", "Asia/Shanghai"), ("Sidney", "Australia/Sydney"),
    ],
)  # fmt: skip
def test_a_misspelt_city_has_the_right_one_first(text: str, first: str) -> None:
    with pytest.raises(NearMissError) as missed:
        find_zone(text)
    assert missed.value.suggestions[0] == first
    assert first in missed.value.sentence


@pytest.mark.parametrize("text", ["Iran", "ROK", "Japan", "GB", "US/Pacific", "EST5EDT"])
def test_the_zone_databases_older_names_are_whole_names_too(text: str) -> None:
    assert find_zone(text) == text
    assert find_zone(text.lower()) == text


@pytest.mark.parametrize(("part", "offered"), [("Ida", "America/Merida"), ("kolkat", "Asia/Kolkata")])
def test_a_mere_part_of_a_name_is_asked_about_and_never_set(part: str, offered: str) -> None:
    with pytest.raises(NearMissError) as missed:
        find_zone(part)
    assert offered in missed.value.suggestions


@pytest.mark.parametrize(
    "text", ["", "   ", "Xyzzy", "+99", "UTC-13", "UTC+14:15", "UTC+5:20", "UTC+5:99", "🚀", "x" * 5_000]
)
def test_what_is_no_zone_gets_a_sentence_with_an_example(text: str) -> None:
    with pytest.raises(NearMissError, match="No time zone is called"):
        find_zone(text)


@pytest.mark.parametrize("text", SHARED_NAMES)
def test_an_abbreviation_of_several_zones_is_asked_about(text: str) -> None:
    with pytest.raises(NearMissError, match="is the name of several time zones") as asked:
        find_zone(text.upper())
    assert asked.value.suggestions == SHARED_NAMES[text]
    assert all(name in asked.value.sentence for name in SHARED_NAMES[text])
    assert all(find_zone(name) == name for name in SHARED_NAMES[text])


def test_a_city_in_another_country_is_asked_about() -> None:
    with pytest.raises(NearMissError) as asked:
        find_zone("Paris, Texas")
    assert asked.value.suggestions == ("Europe/Paris",)


def test_a_country_is_understood_in_the_language_of_whoever_asks() -> None:
    with speaking(Language("de", "Deutsch", "de")):
        assert find_zone("Berlin, Deutschland") == "Europe/Berlin"


@pytest.mark.parametrize(("zone", "minutes"), [("UTC-3:30", -210), ("UTC+5:45", 345), ("UTC+14:00", 840)])
def test_a_fixed_offset_is_that_far_from_utc(zone: str, minutes: int) -> None:
    assert zone_of(zone).utcoffset(None) == timedelta(minutes=minutes)


def test_completion_offers_cities_by_their_beginning_and_known_ones_before_anything_is_typed() -> None:
    assert complete_zone("")[0].value == "UTC"
    assert complete_zone("ber")[0].value == "Europe/Berlin"
    assert complete_zone("new y")[0].value == "America/New_York"
    assert complete_zone("beij")[0].value == "Asia/Shanghai"
    assert len(complete_zone("a")) == 25


def test_every_other_name_leads_to_a_zone_that_the_database_has() -> None:
    assert set(OTHER_NAMES.values()) <= available_timezones()


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("", "UTC"),
        ("UTC", "UTC"),
        ("Etc/GMT-2", "UTC+2"),
        ("Etc/GMT+5", "UTC-5"),
        ("UTC-3:30", "UTC-3:30"),
        ("Asia/Tokyo", "Asia/Tokyo"),
    ],
)
def test_offsets_are_told_eastwards_as_people_do(zone: str, words: str) -> None:
    assert zone_words(zone) == words


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [(28.57, -80.65, "America/New_York"), (45.96, 63.31, "Asia/Qyzylorda"), (5.24, -52.77, "America/Cayenne"),
     (52.5, 13.4, "Europe/Berlin")],
)  # fmt: skip
def test_a_place_on_earth_has_a_zone(latitude: float, longitude: float, zone: str) -> None:
    assert zone_at(latitude, longitude) == zone


def test_a_zone_that_the_database_no_longer_has_is_utc() -> None:
    assert zone_of("Europe/Atlantis") is UTC
    assert zone_of("../../etc/passwd") is UTC
    assert zone_of("Africa/Cairo" * 500) is UTC
