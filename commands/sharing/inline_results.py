"""Launches offered while somebody types a query in any chat, page by page."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from commands.cards.addresses import Addresses
from commands.cards.card import Button, Card
from commands.cards.launch import detail_card
from commands.cards.text import net_text, status_words
from commands.caveats import caveats
from commands.codec import callback_data
from commands.codec.actions import RunCommand, ShowLaunch, ShowPage
from commands.codec.layout import Recall
from commands.definitions.commands import PREVIOUS
from commands.definitions.filters import NAME_FIELDS
from commands.i18n.formatting import beside, either, sentences
from commands.i18n.translation import _, current
from commands.launch_lookup import Finding
from commands.parsing.arguments import split_words
from commands.parsing.query import Asking
from commands.rate_limit import Pace
from storage.catalogue import Catalogue, Generation
from storage.errors import AskError, StaleButtonError
from storage.models import Launch
from storage.query import MAX_OFFSET, LaunchQuery, View

PAGE = 20
"""Launches offered at once."""

MOST_CALLED = 5
"""Launches of exactly the name that was typed, which come before all others."""

BURST, PER_SECOND = 40, 8.0
"""Queries that a person may make at once, and gets back a second: everyone types faster than they ask."""

KEPT_PAGES = 64
"""Pages kept in memory."""

KEPT_SECONDS = 60.0
"""How long a page is kept: a launch whose time has come is offered after that at the latest."""

MOST_NAMED = 2
"""Names that a line above the results has room for."""

_UNFINISHED = re.compile(r"(?:^|\s)[^\W\d]\w*[:=][\"“”„]?$")
"""A filter whose value is still to be typed."""

_SLOT = "x"


@dataclass(frozen=True, slots=True)
class Offer:
    """One launch: its name, how it ended and when and by whom in a line, and its card for any chat.

    `thumbnail` is an address, or empty. The card's buttons are links, or share something.
    """

    launch_id: str
    title: str
    line: str
    card: Card
    thumbnail: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A page of inline results, and the offset of the next page, empty on the last.

    Where there are none, `notice` says in a few words why, and else what an answer has to admit; `action`
    leads to what can be done about it.
    A page that is not `lasting` may be another a moment later.
    """

    offers: tuple[Offer, ...] = ()
    next_offset: str = ""
    notice: str = ""
    action: str = ""
    lasting: bool = True


class Offers:
    """Answers queries as they are typed, at their own pace, each page once a minute.

    `monotonic` gives seconds that never run backwards.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        finding: Finding,
        asking: Asking,
        addresses: Addresses,
        recall: Recall,
        pace: Pace,
        monotonic: Callable[[], float],
    ) -> None:
        self._catalogue = catalogue
        self._finding = finding
        self._asking = asking
        self._addresses = addresses
        self._recall = recall
        self._monotonic = monotonic
        self._pace = pace
        self._kept: OrderedDict[tuple[str, int, str], tuple[Generation, float, Offered]] = OrderedDict()

    async def page(self, text: str, offset: str, asker: str) -> Offered:
        """Return what is offered for a text, from an offset on that a page before gave.

        Raises `TooFastError` and `StoreError`.
        """
        text, start = " ".join(text.split()), _start(offset)
        key = text, start, current().code
        generation, now = await self._catalogue.generation(), self._monotonic()
        if (kept := self._kept.get(key)) and kept[0] == generation and now - kept[1] < KEPT_SECONDS:
            self._kept.move_to_end(key)
            return kept[2]
        self._pace.take(asker)
        try:
            offered = await self._look_up(text, start)
        except AskError as error:
            offered = await refused(error)
        self._kept[key] = generation, now, offered
        self._kept.move_to_end(key)
        if len(self._kept) > KEPT_PAGES:
            self._kept.popitem(last=False)
        return offered

    async def _look_up(self, text: str, start: int) -> Offered:
        called, query = await self._read(text)
        found: tuple[Launch, ...] = ()
        following = ""
        if query is not None:
            first = start or query.offset
            page = await self._catalogue.flown(query.having(view=View.NORMAL, limit=PAGE, offset=first))
            names = {launch.id for launch in called}
            found = tuple(launch for launch in page.items if launch.id not in names)
            # As `LaunchQuery` holds no larger offset, a page beyond would be the same again.
            more = first + PAGE < min(page.count, MAX_OFFSET)
            following = str(first + PAGE) if more else ""
        found = found if start else (*called, *found)
        if not found and not start:
            return await self._nothing(query)
        calling = zip(found, await self._finding.calling(*found), strict=True)
        offers = tuple([await self._offer(launch, words) for launch, words in calling])
        if start or query is None or not (admitted := await caveats(query, self._catalogue)):
            return Offered(offers, following)
        return Offered(offers, following, sentences(admitted.words), await _way_to(query))

    async def _nothing(self, query: LaunchQuery | None) -> Offered:
        """Return that there is no such launch, as far as is known, and the way to the card that says more."""
        near = await self._finding.naming.near((*NAME_FIELDS, None), query.search) if query else ()
        if near:
            names = either(dict.fromkeys(each.text for each in near[:MOST_NAMED]))
            notice = _("Did you mean: {choices}?").format(choices=names)
            return Offered(notice=notice, action=await _way_to(query))
        words = () if query is None else (await caveats(query, self._catalogue)).words
        notice = sentences(words) or _("Nothing found. Try fewer or different words.")
        return Offered(notice=notice, action=await _way_to(query))

    async def _read(self, text: str) -> tuple[tuple[Launch, ...], LaunchQuery | None]:
        """Return the launches that the text names, and the query that it is; raises `AskError`.

        There is no query where the text is a launch's id, or names a launch and is none.
        """
        match await self._shared(text):
            case Launch() as launch:
                return (launch,), None
            case LaunchQuery() as query:
                return (), query
        called = (await self._finding.called(text))[:MOST_CALLED]
        if called and called[0].id == text.casefold():
            return called, None
        try:
            words = _UNFINISHED.sub("", text)
            return called, await self._asking.query(PREVIOUS, split_words(PREVIOUS, words))
        except AskError:
            if called:
                return called, None
            raise

    async def _shared(self, text: str) -> Launch | LaunchQuery | None:
        """Return what was shared by its action, for want of words; None where the text is no such action."""
        try:
            action = await callback_data.decode(text, self._recall)
        except StaleButtonError:
            return None
        match action:
            case ShowPage(query):
                return query
            case ShowLaunch(launch_id):
                return await self._catalogue.launch(launch_id)
        return None

    async def _offer(self, launch: Launch, words: str) -> Offer:
        who = [launch.provider.shown] if launch.provider else []
        line = beside([status_words(launch.status), net_text(launch), *who])
        picture = launch.picture
        thumbnail = (picture.thumbnail_url or picture.url) if picture else ""
        return Offer(launch.id, launch.name, line, await self._card(launch, words), thumbnail)

    async def _card(self, launch: Launch, words: str) -> Card:
        """Return the card of a launch for a chat that the bot is perhaps not in: its buttons are links."""
        card = detail_card(launch)
        links = (tuple(button for button in row if button.url) for row in card.buttons)
        opening = self._addresses.deep_link(await _without_keeping(ShowLaunch(launch.id)))
        first = (Button(_("Open in the bot"), url=opening), Button(_("Share"), share=words))
        rows = (first if opening else first[1:], *links)
        return replace(card, buttons=tuple(row for row in rows if row), selects=())


async def refused(error: AskError, *, lasting: bool = True) -> Offered:
    """Return a notice that the query failed, with a link to help."""
    action = await _without_keeping(RunCommand("help"))
    return Offered(notice=error.sentence, action=action, lasting=lasting)


async def _way_to(query: LaunchQuery | None) -> str:
    """Return the way to the card that shows a query, or to the help if it is none or too long."""
    action = await _without_keeping(RunCommand("help") if query is None else ShowPage(query.at(0)))
    return action or await _without_keeping(RunCommand("help"))


async def _without_keeping(action: ShowLaunch | ShowPage | RunCommand) -> str:
    """Return the action string, or "" for one that would have to be kept: half-typed words never are."""
    needed = False

    async def keep(_text: str) -> str:
        nonlocal needed
        needed = True
        return ""

    text = await callback_data.encode(action, _SLOT, keep)
    return "" if needed else text


def _start(offset: str) -> int:
    """Return the offset that a page before gave; whatever else comes starts anew."""
    return min(int(offset), MAX_OFFSET) if re.fullmatch(r"[0-9]{1,10}", offset) else 0
