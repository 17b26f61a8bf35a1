"""The envelope around a page of results, with links to its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

BASE_URL = "https://ll.thespacedevs.com/2.0.0/launch/previous/"
"""Where the links lead unless told otherwise."""

Parameters = Sequence[tuple[str, str]]
"""Names and values of a query string, unescaped."""


def envelope(
    parameters: Parameters,
    *,
    count: int,
    limit: int,
    offset: int,
    results: Sequence[dict[str, Any]],
    base_url: str = BASE_URL,
) -> dict[str, Any]:
    """Return `count`, `next`, `previous` and `results` as Launch Library answers a list.

    `count` is how many launches there are in all, `limit` and `offset` are those of this page. The links
    keep all other parameters, known or not, and are null where there is no such page.
    """
    following = offset + limit
    return {
        "count": count,
        "next": _link(base_url, parameters, limit, following) if following < count else None,
        "previous": _link(base_url, parameters, limit, offset - limit) if offset > 0 else None,
        "results": list(results),
    }


def _link(base_url: str, parameters: Parameters, limit: int, offset: int) -> str:
    """Return the link to another page: sorted by name, no offset on the first page.

    A name that is given several times keeps its values in their order.
    """
    kept = [(name, value) for name, value in parameters if name not in {"limit", "offset"}]
    kept.append(("limit", str(limit)))
    if offset > 0:
        kept.append(("offset", str(offset)))
    kept.sort(key=lambda pair: pair[0])
    return f"{base_url}?{urlencode(kept, quote_via=quote, safe='', errors='replace')}"
