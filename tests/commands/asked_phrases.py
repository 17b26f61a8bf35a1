"""Phrases over the bundled history, and what each has to give, counted by a plain loop over its launches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from storage.models import Launch

Kept = Callable[[Launch], bool]

SUCCESS, FAILURE, PARTIAL = 3, 4, 7


def rocket(*names: str) -> Kept:
    """Launches on a rocket whose name is or begins like one of those, as a whole word."""

    def kept(launch: Launch) -> bool:
        name = launch.rocket.name if launch.rocket else ""
        return any(name == each or name.startswith((f"{each} ", f"{each}/")) for each in names)

    return kept


def exactly(name: str) -> Kept:
    """Launches on the rocket of that name."""
    return lambda launch: launch.rocket is not None and launch.rocket.name == name


def provider(*names: str) -> Kept:
    """Launches by one of those."""
    return lambda launch: launch.provider is not None and launch.provider.name in names


def place(name: str) -> Kept:
    """Launches from a site whose name has that in it."""
    return lambda launch: bool(launch.pad and launch.pad.location and name in launch.pad.location.name)


@dataclass(frozen=True)
class Subject:
    """Words for some launches, and which those are."""

    words: str
    kept: Kept


SUBJECTS = (
    Subject("spacex", provider("SpaceX")),
    Subject("ula", provider("United Launch Alliance")),
    Subject("galactic energy", provider("Galactic Energy")),
    Subject("blue origin", provider("Blue Origin")),
    Subject("arianespace", provider("Arianespace")),
    Subject("isro", provider("Indian Space Research Organization")),
    Subject("nasa", provider("National Aeronautics and Space Administration")),
    Subject("jaxa", provider("Japan Aerospace Exploration Agency")),
    Subject("soviet", provider("Soviet Space Program")),
    Subject("electron", exactly("Electron")),
    Subject("falcon heavy", exactly("Falcon Heavy")),
    Subject("space shuttle", rocket("Space Shuttle")),
    Subject("saturn v", exactly("Saturn V")),
    Subject("new shepard", exactly("New Shepard")),
    Subject("pslv xl", exactly("PSLV-XL")),
    Subject("delta iv heavy", exactly("Delta IV Heavy")),
    Subject("falcon 1", exactly("Falcon 1")),
)

FORMS = (
    ("how many {} launches", "count"),
    ("how many times has {} launched?", "count"),
    ("how many {} launches in 2019", "count in 2019"),
    ("number of {} launches", "count"),
    ("{} success rate", "rate"),
    ("what is the success rate of {}", "rate"),
    ("failure rate of {}", "failure rate"),
    ("{} launches per year", "years"),
    ("{} statistics", "figures"),
    ("first {} launch", "first"),
    ("the very first launch by {}", "first"),
    ("last {} launch", "latest"),
    ("latest {}", "latest"),
    ("what was the most recent {} flight?", "latest"),
    ("3 latest {} launches", "latest 3"),
    ("last three {} launches", "latest 3"),
    ("first 2 {} flights", "first 2"),
    ("when was the first {} launch?", "first"),
)
"""How each of them is asked for: with 17 subjects that is 306 phrases."""

FACTS = {
    "when did apollo 11 launch": ("Saturn V | Apollo 11", "Apollo 11 launched on 16 July 1969."),
    "When was Apollo 13 launched?": ("Saturn V | Apollo 13", "Apollo 13 launched on 11 April 1970."),
    "what year did voyager 1 launch": ("Titan IIIE | Voyager 1", "Voyager 1 launched on 5 September 1977."),
    "who launched voyager 2": ("Titan IIIE | Voyager 2", "Lockheed Martin launched Voyager 2."),
    "which company launched falconsat-2?": ("Falcon 1 | FalconSAT-2", "SpaceX launched FalconSAT-2."),
    "where did sputnik 1 launch from": (
        "Sputnik 8K74PS | Sputnik 1",
        "Sputnik 1 launched from 1/5, Baikonur Cosmodrome, Republic of Kazakhstan.",
    ),
    "what rocket launched voyager 2": ("Titan IIIE | Voyager 2", "Voyager 2 launched on Titan IIIE."),
    "was apollo 11 a success": ("Saturn V | Apollo 11", "Yes, Apollo 11 was a success."),
    "did falconsat-2 succeed?": ("Falcon 1 | FalconSAT-2", "No, FalconSAT-2 was a failure."),
    "did falconsat-2 fail?": ("Falcon 1 | FalconSAT-2", "Yes, FalconSAT-2 was a failure."),
    "what happened to falconsat-2": ("Falcon 1 | FalconSAT-2", "FalconSAT-2 was a failure."),
    "when did spacex first launch": ("Falcon 1 | FalconSAT-2", "FalconSAT-2 launched on 24 March 2006."),
}
"""Questions about one launch, which that is, and the sentence that answers."""
