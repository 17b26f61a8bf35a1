"""Which addresses Telegram takes for links, and how it writes them back."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

SCHEMES = frozenset({"http", "https", "tg", "ton", "tonsite"})
HOST = re.compile(r"^(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]+$")
USER_LINK = re.compile(r"^tg://user\?id=(\d{1,16})$")


def mentioned_user(url: str) -> int | None:
    """Give the user id of a `tg://user?id=` link, or None for any other."""
    found = USER_LINK.match(url.strip())
    return int(found.group(1)) if found else None


def checked_link(url: str) -> str | None:
    """Write a link as Telegram does (scheme added, host in lower case), or None where it is none."""
    return None if link_problem(url) else _normal(url.strip())


def link_problem(url: str) -> str:
    """Say in Telegram's words why this is no link, or "" when it is one."""
    address = url.strip()
    scheme, separator, rest = address.partition("://")
    if not address or (separator and not rest):
        return "URL host is empty"
    if separator and scheme.lower() not in SCHEMES:
        return "Unsupported URL protocol"
    if scheme.lower() in {"tg", "ton", "tonsite"} and separator:
        return ""
    if any(character.isspace() for character in address):
        return "Wrong HTTP URL"
    try:
        host = urlsplit(address if separator else f"http://{address}").hostname or ""
    except ValueError:
        return "Wrong HTTP URL"
    return "" if _is_host(host) else "Wrong HTTP URL"


def _is_host(host: str) -> bool:
    if host == "localhost" or HOST.match(host):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _normal(address: str) -> str:
    scheme, separator, rest = address.partition("://")
    if not separator:
        scheme, rest = "http", address
    if scheme.lower() in {"tg", "ton", "tonsite"}:
        return f"{scheme.lower()}://{rest}"
    cut = re.search(r"[/?#]", rest)
    at = cut.start() if cut else len(rest)
    host, path = rest[:at], rest[at:]
    return f"{scheme.lower()}://{host.lower()}{path if path.startswith('/') else '/' + path}"
