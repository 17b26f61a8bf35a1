"""What people call things that Launch Library calls otherwise: former names, short names, countries.

A nickname stands for every name that has one of its fragments, word by word. Where the catalogue has
none of them, the nickname means nothing.
"""

from __future__ import annotations

from storage.catalogue import NameKind

NICKNAMES: dict[NameKind, dict[str, str]] = {
    NameKind.PROVIDER: {
        "soviet|soviets|ussr|soviet union|sowjet|cccp": "Soviet Space Program",
        "usa|u.s.a.|u.s.|us|america|american|americans|united states|united states of america": "SpaceX"
        "|United States Air Force|United Launch Alliance|National Aeronautics and Space Administration"
        "|Lockheed|Rocket Lab|Orbital Sciences|Orbital ATK|Northrop Grumman|Virgin Galactic|Virgin Orbit"
        "|United Space Alliance|International Launch Services|Sea Launch|Blue Origin|US Navy|US Army"
        "|Army Ballistic Missile Agency|General Dynamics|Rockwell International|Astra Space"
        "|Firefly Aerospace|EXOS Aerospace|Martin Marietta|Boeing|ABL Space Systems|Convair"
        "|Relativity Space|Sandia National Laboratories|Space Services Inc|Stoke Space"
        "|Sierra Space|Stratolaunch",
        "russia|russian|russians": "Russian Federal Space Agency|Russian Space Forces|Khrunichev"
        "|Russian Aerospace Defence Forces|Progress Rocket Space Center|Strategic Rocket Forces"
        "|Production Corporation Polyot|GK Launch Services|Makeyev Rocket Design Bureau|RKK Energiya"
        "|ISC Kosmotras",
        "roskosmos|rosaviakosmos|rka": "Russian Federal Space Agency",
        "khrunichev": "Khrunichev",
        "china|chinese|prc": "China Aerospace|China Rocket|Seventh Ministry|Ministry of Aerospace Industry"
        "|Ministry of Space Industry|ExPace|iSpace|Galactic Energy|LandSpace|CAS Space|OneSpace"
        "|Orienspace|Space Pioneer|i Space",
        "casc": "CASC",
        "europe|european|europeans": "European Space Agency|Arianespace|European Launcher Development"
        "|European Space Research|Avio|Starsem|Isar Aerospace|HyImpulse|Payload Aerospace",
        "india|indian|indians": "Indian Space Research|Antrix|Skyroot|Agnikul",
        "japan|japanese": "Japan Aerospace|Mitsubishi Heavy Industries|Agency of Japan|Space One"
        "|Institute of Space and Astronautical Science|Interstellar Technologies"
        "|National Space Development Agency of Japan",
        "mitsubishi": "Mitsubishi",
        "north korea|north korean|dprk": "Korean Committee of Space Technology"
        "|National Aerospace Development Administration",
        "south korea|south korean|korea|korean": "Korea Aerospace Research Institute"
        "|Agency for Defense Development|Innospace",
        "iran|iranian": "Iranian Space Agency|Islamic Revolutionary Guard",
        "israel|israeli": "Israeli Space Agency|Israel Aerospace",
        "france|french": "National Center of Space Research|Arianespace|Starsem",
        "italy|italian": "Italian Space Agency|National Research Council|Avio",
        "britain|british|uk|united kingdom|great britain": "Royal Aircraft Establishment"
        "|Science and Engineering Research",
        "germany|german": "German Aerospace Center|HyImpulse|Isar Aerospace",
        "brazil|brazilian": "Brazilian Space Agency",
        "australia|australian": "Weapons Research Establishment|Gilmour|Equatorial Launch Australia",
        "spain|spanish": "Payload Aerospace",
        "taiwan|taiwanese": "TiSPACE",
        "air force|us air force|u.s. air force": "United States Air Force",
        "navy|us navy|u.s. navy": "US Navy",
        "us army|u.s. army": "US Army|Army Ballistic Missile Agency",
        "lockheed": "Lockheed",
        "northrop|northrop grumman": "Northrop Grumman",
        "polyot": "Polyot",
        "spx": "SpaceX",
    },
    NameKind.ROCKET: {
        "f9|falcon nine": "Falcon 9",
        "fh": "Falcon Heavy",
        "x 15": "X 15",
        "shuttle|shuttles|sts|space transportation system|space shuttle program": "Space Shuttle",
        "sls": "Space Launch System",
        "ariane 6": "Ariane 62|Ariane 64",
        "ariane v": "Ariane 5",
        "h2": "H II|H IIA|H IIB",
        "energia": "Energiya",
        "buran": "Energiya Buran",
        "lvm3|lvm 3|gslv mk 3|gslv mark 3|gslv mk iii": "LVM 3|Launch Vehicle Mark 3",
        "zenith": "Zenit",
        "cyclone": "Tsiklon",
        "rockot": "Rokot",
        "moon rocket": "Saturn V",
        "vulcan centaur": "Vulcan",
        "new shepherd": "New Shepard",
    },
    NameKind.LOCATION: {
        "cape|the cape|canaveral|ccsfs|ccafs|cape kennedy": "Cape Canaveral",
        "ksc": "Kennedy Space Center",
        "kourou|csg|guiana|guyana|french guyana": "French Guiana",
        "vafb|vsfb|vandenburg": "Vandenberg",
        "tyuratam|tyura tam|baikonour|baykonur|leninsk": "Baikonur",
        "sriharikota|shar|sdsc": "Satish Dhawan",
        "boca chica|starbase|south texas": "Starbase",
        "wallops|wallops island": "Wallops",
        "kodiak": "Alaska",
        "mahia|rocket lab launch complex 1": "Mahia Peninsula",
        "kwajalein|omelek|kwaj": "Kwajalein",
        "jslc": "Jiuquan",
        "xslc": "Xichang",
        "tslc": "Taiyuan",
        "wslc|wslg|hainan": "Wenchang",
        "woomera": "Woomera",
        "san marco|malindi": "Broglio",
        "hammaguir": "French Algeria",
        "yasny|dombarovsky": "Dombarovskiy",
        "van horn|west texas": "Corn Ranch",
        "odyssey|at sea|the sea|the ocean": "Sea Launch|Haiyang",
        "air launch|air launches|air launched|mid air": "Air launch",
        "florida": "FL USA",
        "california": "CA USA",
        "texas": "TX USA",
        "new mexico": "NM USA",
        "usa|u.s.a.|u.s.|us|america|american|americans|united states|united states of america": "USA"
        "|White Sands",
        "europe|european": "French Guiana|Arenosillo|Andøya|SaxaVord|Esrange",
        "russia|russian": "Russian Federation",
        "china|chinese|prc": "Republic of China|Haiyang",
        "japan|japanese": "Japan|Space Port Kii",
        "india|indian": "India",
        "iran|iranian": "Iran",
        "israel|israeli": "Israel",
        "north korea|north korean|dprk": "Democratic People's Republic of Korea|Tonghae",
        "south korea|south korean|korea|korean": "South Korea",
        "brazil|brazilian": "Brazil",
        "kazakhstan": "Kazakhstan",
        "new zealand": "New Zealand",
        "france|french": "French",
        "australia|australian": "Woomera|South Australia|Queensland|Arnhem|Bowen",
    },
    NameKind.PAD: {
        "gagarin s start|gagarins start|gagarin start": "1 5 Baikonur",
        "stage zero": "Orbital Launch Pad|Orbital Launch Mount",
    },
    NameKind.ORBIT: {
        "moon|the moon|lunar": "Lunar",
        "lunar orbit": "Lunar Orbit",
        "mars|martian": "Mars",
        "venus": "Venus",
        "geo|geostationary|geosynchronous|gso": "Geostationary|Geosynchronous|GEO",
        "sso|sun sync|sunsync": "Sun Synchronous",
        "low orbit": "Low Earth Orbit",
        "deep space": "Heliocentric",
        "heo": "Elliptical",
        "lagrange point": "L2|L1",
    },
    NameKind.PROGRAM: {
        "iss|international space station": "International Space Station",
        "gps": "Global Positioning System",
    },
}  # fmt: skip
"""Nicknames, "|" between two of them, and the fragments that they stand for."""
