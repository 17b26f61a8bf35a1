"""Questions about one launch of the bundled history, and the title and the sentence that each has to give."""

from __future__ import annotations

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
