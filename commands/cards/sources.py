"""Where a launch can be watched again, and where the news of how it ended is from."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from commands.cards.safe_text import web_address
from commands.i18n.translation import current
from storage.models import Launch, Update, Webcast

_OFFICIAL = "official"
"""How Launch Library's word for a webcast of those who launch begins."""

_RE_STREAM = "re-stream"

_NAMED_BY_ACCOUNT = frozenset({"x.com", "twitter.com", "t.me"})
"""Sites where the first part of a path says whose news it is."""

_LAST = 10**6


def replay(launch: Launch) -> Webcast | None:
    """Return the film of a launch to be watched now, None where there is none.

    An official one before all others, one in the language that is spoken before one in another, and a
    re-stream last; then as Launch Library orders them, the lowest priority first.
    """
    films = [film for film in launch.webcasts or () if web_address(film.url)]
    return min(films, key=_preference, default=None)


def _preference(film: Webcast) -> tuple[bool, bool, bool, int]:
    kind = (film.type or "").casefold()
    foreign = (film.language or "").partition("-")[0].casefold() != current().code
    priority = _LAST if film.priority is None else film.priority
    return not kind.startswith(_OFFICIAL), _RE_STREAM in kind, foreign, priority


def source(launch: Launch) -> str:
    """Return the address of the news of a result, "" where none is known.

    That is the page of the latest update since lift-off, or else the first one to read on that is no
    encyclopedia's.
    """
    since = launch.net - timedelta(hours=1)
    news = [each for each in launch.updates or () if each.created_on is not None and each.created_on >= since]
    latest = sorted(news, key=_age, reverse=True)
    pages = (*(each.info_url or "" for each in latest), *filter(_is_news, launch.info_urls or ()))
    return next((page for page in pages if web_address(page)), "")


def source_name(address: str) -> str:
    """Return what the page of an address is known by: its site, and on some sites whose page it is."""
    parts = urlsplit(address)
    site = (parts.hostname or "").removeprefix("www.")
    account = parts.path.strip("/").partition("/")[0]
    return f"{site}/{account}" if site in _NAMED_BY_ACCOUNT and account not in {"", "i"} else site


def _is_news(address: str) -> bool:
    return not (urlsplit(address).hostname or "").endswith("wikipedia.org") if web_address(address) else False


def _age(update: Update) -> float:
    return update.created_on.timestamp() if update.created_on else 0.0
