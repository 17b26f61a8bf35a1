"""The catalogue: a local mirror of Launch Library's previous launches, in one SQLite file."""

from storage.catalogue.boosters import is_booster, landing_of, manner_of, place_of
from storage.catalogue.cache import Generation, Moment
from storage.catalogue.catalogue import Catalogue
from storage.catalogue.coverage import Coverage, Month
from storage.catalogue.freshness import Freshness
from storage.catalogue.launch_status import Heard, LaunchStatus
from storage.catalogue.people import Flown
from storage.catalogue.reading.boosters import BoosterFlight, FleetBooster
from storage.catalogue.reading.days import DayLaunch, Span
from storage.catalogue.reading.facets import Facet
from storage.catalogue.reading.labels import LaunchLabel
from storage.catalogue.reading.landings import Landings, LandingStats
from storage.catalogue.reading.names import NO_ID, Name
from storage.catalogue.reading.precedents import NO_PRECEDENTS, Precedents, Turnaround
from storage.catalogue.reading.related import Flights, Similar
from storage.catalogue.reading.stats import Counts, Group, Stats
from storage.catalogue.unknown import Fact, Unknown, asked_facts
from storage.catalogue.writing.intake import Stored

__all__ = [
    "NO_ID",
    "NO_PRECEDENTS",
    "BoosterFlight",
    "Catalogue",
    "Counts",
    "Coverage",
    "DayLaunch",
    "Facet",
    "Fact",
    "FleetBooster",
    "Flights",
    "Flown",
    "Freshness",
    "Generation",
    "Group",
    "Heard",
    "LandingStats",
    "Landings",
    "LaunchLabel",
    "LaunchStatus",
    "Moment",
    "Month",
    "Name",
    "Precedents",
    "Similar",
    "Span",
    "Stats",
    "Stored",
    "Turnaround",
    "Unknown",
    "asked_facts",
    "is_booster",
    "landing_of",
    "manner_of",
    "place_of",
]
