"""A 2.3.0 detailed record as versions 2.0.0 and 2.2.0 of the API write it."""

from __future__ import annotations

from typing import Final, Literal

from playground.launch_library.older_stages import boosters, spacecraft
from playground.launch_library.places import COUNTS, Record

OlderVersion = Literal["2.0.0", "2.2.0"]

IN_FLIGHT: Final = {
    "id": 6,
    "name": "Launch in Flight",
    "abbrev": "In Flight",
    "description": "The rocket has lifted off.",
}


def older_list(record: Record, version: OlderVersion) -> Record:
    """Everything flat: provider, mission, pad and location as plain texts, the orbit abbreviated."""
    mission, pad = record["mission"] or {}, record["pad"]
    flat = {
        **_opening(record, version),
        "mission": mission.get("name"),
        "mission_type": mission.get("type"),
        "pad": pad["name"],
        "location": pad["location"]["name"],
        **_landing(record),
        "launcher": record["rocket"]["configuration"]["full_name"],
        "orbit": (mission.get("orbit") or {}).get("abbrev"),
        "image": _picture(record["image"]),
        "infographic": record["infographic"],
    }
    if version == "2.2.0":
        flat["lsp_name"] = record["launch_service_provider"]["name"]
        flat["type"] = "list"
    return flat


def older_normal(record: Record, version: OlderVersion) -> Record:
    """The default mode."""
    shape = {
        **_opening(record, version),
        **({"inhold": False, "tbdtime": False, "tbddate": False} if version == "2.0.0" else {}),
        "probability": record["probability"],
        **({"weather_concerns": record["weather_concerns"]} if version == "2.2.0" else {}),
        "holdreason": "",
        "failreason": record["failreason"],
        "hashtag": record["hashtag"],
        "launch_service_provider": _agency_brief(record, record["launch_service_provider"], version),
        "rocket": {
            "id": record["rocket"]["id"],
            "configuration": _configuration(record, version),
        },
        "mission": _mission(record, version),
        "pad": _pad(record, version),
        "webcast_live": record["webcast_live"],
        "image": _picture(record["image"]),
        "infographic": record["infographic"],
        "program": [_program(record, program, version) for program in record["program"] or ()],
    }
    if version == "2.2.0":
        shape |= {key: value for key, value in record.items() if "launch_attempt_count" in key}
        shape["type"] = "normal"
    return shape


def older_detailed(record: Record, version: OlderVersion) -> Record:
    """With links, boosters, spacecraft and the provider in full."""
    normal = older_normal(record, version)
    stages = {
        "launcher_stage": boosters(record, _address(record, version)),
        "spacecraft_stage": spacecraft(record, _address(record, version)),
    }
    kind = {"type": "detailed"} if version == "2.2.0" else {}
    return {
        **normal,
        "launch_service_provider": _agency(record, record["launch_service_provider"], version),
        "rocket": {
            **normal["rocket"],
            "configuration": {**_configuration(record, version), **_configuration_details(record, version)},
            **stages,
        },
        "infoURLs": record["info_urls"],
        "vidURLs": record["vid_urls"],
        **kind,
    }


def _opening(record: Record, version: OlderVersion) -> Record:
    status = IN_FLIGHT if record["status"]["id"] == 9 else record["status"]
    opening = {
        "id": record["id"],
        "url": f"{_address(record, version)}/launch/{record['id']}/",
        "slug": record["slug"],
        "name": record["name"],
        "net": record["net"],
        "window_end": record["window_end"],
        "window_start": record["window_start"],
    }
    if version == "2.0.0":
        return {**opening, "launch_library_id": None, "status": _short(status)}
    return {
        **opening,
        "status": status,
        "last_updated": record["last_updated"],
        "net_precision": record["net_precision"],
    }


def _short(status: Record) -> Record:
    return {"id": status["id"], "name": status["abbrev"]}


def _landing(record: Record) -> Record:
    """Of the first booster. landing_success is taken as 1 for a success and 2 for a failure."""
    for stage in record["rocket"].get("launcher_stage", ()):
        landing = stage["landing"]
        if landing is not None and landing["attempt"]:
            return {
                "landing": landing["landing_location"]["abbrev"],
                "landing_success": 1 if landing["success"] else 2,
            }
    return {"landing": None, "landing_success": None}


def _agency_brief(record: Record, agency: Record, version: OlderVersion) -> Record:
    return {
        "id": agency["id"],
        "url": f"{_address(record, version)}/agencies/{agency['id']}/",
        "name": agency["name"],
        "type": None if agency["type"] is None else agency["type"]["name"],
    }


def _agency(record: Record, agency: Record, version: OlderVersion) -> Record:
    founded = agency["founding_year"]
    return {
        **_agency_brief(record, agency, version),
        "featured": agency["featured"],
        "country_code": ",".join(country["alpha_3_code"] for country in agency["country"]),
        "abbrev": agency["abbrev"],
        "description": agency["description"],
        "administrator": agency["administrator"],
        "founding_year": None if founded is None else str(founded),
        "launchers": agency["launchers"],
        "spacecraft": agency["spacecraft"],
        "launch_library_url": None,
        **{key: agency[key] for key in COUNTS},
        "info_url": agency["info_url"],
        "wiki_url": agency["wiki_url"],
        "logo_url": None,
        "image_url": None,
        "nation_url": None,
    }


def _configuration(record: Record, version: OlderVersion) -> Record:
    configuration = record["rocket"]["configuration"]
    families = configuration["families"]
    return {
        "id": configuration["id"],
        **({"launch_library_id": None} if version == "2.0.0" else {}),
        "url": f"{_address(record, version)}/config/launcher/{configuration['id']}/",
        "name": configuration["name"],
        "family": families[0]["name"] if families else "",
        "full_name": configuration["full_name"],
        "variant": configuration["variant"],
    }


def _configuration_details(record: Record, version: OlderVersion) -> Record:
    configuration = record["rocket"]["configuration"]
    maker = configuration["manufacturer"]
    return {
        "active": configuration["active"],
        "reusable": configuration["reusable"],
        "description": configuration["description"],
        "manufacturer": None if maker is None else _agency(record, maker, version),
        "alias": configuration["alias"],
        "image_url": _picture(configuration["image"]),
        "info_url": configuration["info_url"],
        "wiki_url": configuration["wiki_url"],
    }


def _mission(record: Record, version: OlderVersion) -> Record | None:
    mission = record["mission"]
    if mission is None:
        return None
    orbit = mission["orbit"]
    shape = {
        "id": mission["id"],
        **({"launch_library_id": None} if version == "2.0.0" else {}),
        "name": mission["name"],
        "description": mission["description"],
        "launch_designator": record["launch_designator"],
        "type": mission["type"],
        "orbit": None if orbit is None else {key: orbit[key] for key in ("id", "name", "abbrev")},
    }
    if version == "2.2.0":
        agencies = [_agency(record, agency, version) for agency in mission["agencies"]]
        shape |= {"agencies": agencies, "info_urls": mission["info_urls"], "vid_urls": mission["vid_urls"]}
    return shape


def _pad(record: Record, version: OlderVersion) -> Record:
    pad = record["pad"]
    agencies, newer = pad["agencies"], version == "2.2.0"
    return {
        "id": pad["id"],
        "url": f"{_address(record, version)}/pad/{pad['id']}/",
        "agency_id": agencies[0]["id"] if agencies else None,
        "name": pad["name"],
        **({"description": pad["description"]} if newer else {}),
        "info_url": pad["info_url"],
        "wiki_url": pad["wiki_url"],
        "map_url": pad["map_url"],
        "latitude": _text(pad["latitude"]),
        "longitude": _text(pad["longitude"]),
        "location": _location(record, version),
        **({"country_code": _country_code(pad["country"])} if newer else {}),
        "map_image": pad["map_image"],
        "total_launch_count": pad["total_launch_count"],
        **({"orbital_launch_attempt_count": pad["orbital_launch_attempt_count"]} if newer else {}),
    }


def _location(record: Record, version: OlderVersion) -> Record:
    location = record["pad"]["location"]
    extra = {"description": location["description"], "timezone_name": location["timezone_name"]}
    return {
        "id": location["id"],
        "url": f"{_address(record, version)}/location/{location['id']}/",
        "name": location["name"],
        "country_code": _country_code(location["country"]),
        **(extra if version == "2.2.0" else {}),
        "map_image": location["map_image"],
        "total_launch_count": location["total_launch_count"],
        "total_landing_count": location["total_landing_count"],
    }


def _program(record: Record, program: Record, version: OlderVersion) -> Record:
    extra = {"mission_patches": program["mission_patches"], "type": program["type"]}
    return {
        "id": program["id"],
        "url": f"{_address(record, version)}/program/{program['id']}/",
        "name": program["name"],
        "description": program["description"],
        "agencies": [_agency_brief(record, agency, version) for agency in program["agencies"]],
        "image_url": _picture(program["image"]),
        "start_date": program["start_date"],
        "end_date": program["end_date"],
        "info_url": program["info_url"],
        "wiki_url": program["wiki_url"],
        **(extra if version == "2.2.0" else {}),
    }


def _text(degrees: float | None) -> str | None:
    return None if degrees is None else str(degrees)


def _country_code(country: Record | None) -> str:
    return "???" if country is None else str(country["alpha_3_code"])


def _picture(image: Record | None) -> str | None:
    return None if image is None else str(image["image_url"])


def _address(record: Record, version: OlderVersion) -> str:
    """The address of the API in this version, found from the record's own link."""
    return f"{str(record['url']).partition('/2.3.0/')[0]}/{version}"
