"""Names as people write them, each with its kind: as a filter and in plain words they mean the same."""

from __future__ import annotations

from storage.properties import Property

SAME: dict[Property, tuple[str, ...]] = {
    Property.PROVIDER: (
        "spacex", "SpX", "space x", "nasa", "N.A.S.A.", "ula", "united launch alliance", "rocket lab",
        "rocketlab", "blue origin", "arianespace", "esa", "isro", "jaxa", "roscosmos", "roskosmos", "casc",
        "casic", "cnes", "mitsubishi", "mhi", "lockheed", "lockheed martin", "northrop grumman", "boeing",
        "khrunichev", "virgin orbit", "virgin galactic", "sea launch", "starsem", "eurockot",
        "galactic energy", "landspace", "expace", "i-space", "firefly", "astra", "usaf", "us air force",
        "navy", "soviet", "ussr", "cccp", "russia", "russian", "usa", "us", "american", "united states",
        "europe", "european", "china", "chinese", "japan", "japanese", "india", "iran", "israel",
        "north korea", "south korea", "france", "italy", "uk", "isa",
    ),
    Property.ROCKET: (
        "atlas 5", "atlas v", "atlas", "atlas ii", "atlas 2", "delta 2", "delta ii", "delta iv", "delta 4",
        "delta 4 heavy", "delta", "soyuz", "soyuz 2", "soyuz-2.1a", "soyuz u", "soyuz fg", "falcon 9", "F9",
        "falcon9", "falcon nine", "falcon heavy", "fh", "falcon 1", "falcon", "cz-5", "cz 2d",
        "long march 5", "long march 2", "long march", "lm-3b", "chang zheng 4", "gslv mk3", "gslv mk iii",
        "lvm3", "gslv", "pslv", "pslv-xl", "ariane 5", "ariane v", "ariane 6", "ariane 4", "ariane", "vega",
        "proton", "proton m", "proton-k", "space shuttle", "shuttle", "sts", "saturn v", "saturn 5",
        "saturn 1b", "saturn", "titan", "titan ii", "titan iv", "titan 4", "h2a", "h-iia", "h-ii", "h3",
        "zenit", "zenith", "kosmos-3m", "tsiklon", "cyclone", "molniya-m", "voskhod", "vostok", "electron",
        "new shepard", "new glenn", "starship", "vulcan", "vulcan centaur", "antares", "minotaur",
        "minotaur 4", "pegasus", "scout", "thor", "thor delta", "angara", "rokot", "rockot", "dnepr",
        "energia", "buran", "sls", "kuaizhou", "ceres-1", "zhuque-2", "x-15", "terran 1", "nuri", "safir",
        "unha", "black arrow", "juno i", "diamant", "kairos",
    ),
    Property.LOCATION: (
        "kourou", "french guiana", "ksc", "kennedy", "kennedy space center", "cape", "cape canaveral",
        "canaveral", "boca chica", "starbase", "sriharikota", "satish dhawan", "baikonur", "baykonur",
        "tyuratam", "plesetsk", "vandenberg", "vafb", "wallops", "jiuquan", "xichang", "taiyuan", "wenchang",
        "hainan", "tanegashima", "uchinoura", "mahia", "new zealand", "vostochny", "kapustin yar",
        "kwajalein", "semnan", "palmachim", "woomera", "alcantara", "alcântara", "florida", "california",
        "texas", "kazakhstan", "corn ranch", "van horn",
    ),
    Property.PAD: (
        "LC-39A", "lc39a", "SLC-40", "slc 4e", "pad 39a", "launch complex 39b", "slc-41", "ela-3",
        "gagarin's start",
    ),
}  # fmt: skip
