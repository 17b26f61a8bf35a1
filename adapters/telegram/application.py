"""The bot on Telegram: its connection, its life from start to close, and the one place for errors."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
from collections.abc import Callable, Coroutine, Iterable
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from httpx import create_ssl_context
from telegram import Update
from telegram.constants import ChatMemberStatus
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from adapters.telegram import bot_commands, profile
from adapters.telegram.callback_queries import Presses
from adapters.telegram.commands import Messages, asks_us
from adapters.telegram.context import Places, hindrance
from adapters.telegram.inline_queries import InlineQueries
from adapters.telegram.polling import ALLOWED_UPDATES, POLL_SECONDS, PollingRequest
from adapters.telegram.posting import TelegramPoster
from adapters.telegram.rate_limiter import RateLimiter
from adapters.telegram.render import draw
from adapters.telegram.sending import Place, Sender
from adapters.telegram.updates import OrderedUpdates
from commands.cards.card import Card
from commands.dispatcher import Dispatcher
from commands.i18n.translation import _, speaking
from storage.clock import Clock, system_clock
from storage.errors import SettingsError

log = logging.getLogger("launchlog.telegram")

CONNECTIONS = 10
"""Requests in flight at once; the HTTP client gets slower beyond."""

READ_TIMEOUT = 30.0
"""Seconds to wait for the answer to a send; giving up earlier leaves open whether it arrived."""

POOL_TIMEOUT = 30.0
"""Seconds to wait for one of the connections."""

LONGEST_PAUSE = 60.0
"""Most seconds between two attempts to reach Telegram at the start; the first pause is one second."""

POLL_GRACE = 1.0
"""Seconds to tell Telegram which updates were received; cut short, they may be answered again."""

ANSWER_GRACE = 2.0
"""Seconds that answers under way have to come to their end when we are stopped."""

PARTING = 1.0
"""Seconds to say, after that, that an answer does not come."""

GRACE = 0.3
"""Seconds that any other step of closing may take before it is cut short."""

_POLLING = "_Updater__polling_task"
"""Where the library keeps the task that polls."""

_TOKEN = re.compile(r"[A-Za-z0-9:_-]+\Z")

_App = Application[Any, Any, Any, Any, Any, Any]
_Context = CallbackContext[Any, Any, Any, Any]


class TelegramBot:
    """Answers people on Telegram by long polling, beside whatever else runs on the event loop.

    `api_url` names another Bot API server than Telegram's own, such as "http://localhost:8081". `grace` is
    how long, in seconds, answers under way may take when the bot is closed. Raises `SettingsError`, of one
    line, for a token that cannot be one.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        token: str,
        *,
        api_url: str = "",
        clock: Clock = system_clock,
        grace: float = ANSWER_GRACE,
    ) -> None:
        if not _TOKEN.match(token):
            raise SettingsError(_refused())
        self._dispatcher = dispatcher
        self._clock = clock
        self._grace = grace
        # The library warns about a change of its own on every 429 unless it is told that we know.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        self._updates = OrderedUpdates()
        self._limiter = limiter = RateLimiter()
        self._application = _build(token, api_url.rstrip("/"), self._updates, limiter)
        self._sender = Sender(self._application.bot)
        self._introduction: asyncio.Task[None] | None = None
        self._introduced = asyncio.Event()
        self._poster = TelegramPoster(self._application.bot, limiter, clock)
        self._places = Places(self._application.bot)
        messages = Messages(dispatcher, self._sender, self._places, clock)
        presses = Presses(dispatcher, self._sender, self._places, clock)
        self._application.add_handler(MessageHandler(filters.TEXT, messages.handle))
        # A live location goes on moving by edits: only where it was shared from is asked about.
        shared = filters.LOCATION & ~filters.UpdateType.EDITED
        self._application.add_handler(MessageHandler(shared, messages.locate))
        self._application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, messages.move))
        self._application.add_handler(CallbackQueryHandler(presses.handle))
        inline = InlineQueries(dispatcher, self._application.bot, clock)
        self._application.add_handler(InlineQueryHandler(inline.handle))
        self._application.add_handler(ChatMemberHandler(self._stand, ChatMemberHandler.MY_CHAT_MEMBER))
        self._application.add_error_handler(self._failed)

    @property
    def application(self) -> _App:
        """The library's application, for sends that answer nobody and for tests."""
        return self._application

    @property
    def poster(self) -> TelegramPoster:
        """What posts for this bot."""
        return self._poster

    async def start(self) -> None:
        """Connect and begin to answer; waits for Telegram while it is away.

        What Telegram offers and says of us is brought up to date in the background.

        Raises `SettingsError` when Telegram does not accept the token.
        """
        try:
            await self._connect()
            self._make_known()
            await self._application.start()
            await self._poll()
            self._introduction = asyncio.create_task(self._introduce(), name="telegram-introduction")
        except BaseException:
            await self.close()
            raise
        log.info("telegram_ready bot=%s", self._application.bot.username)

    async def wait_ready(self) -> None:
        """Wait until Telegram was told our commands, refused them, or could not be told at first."""
        if self._introduction is not None:
            await self._introduced.wait()

    async def wait_closed(self) -> None:
        """Wait until polling has ended; raises what ended it, which is an error that nobody foresaw."""
        # The library tells nobody when its task ends.
        polling: asyncio.Task[None] | None = getattr(self._application.updater, _POLLING, None)
        if polling is not None:
            await asyncio.wait({polling})
            if not polling.cancelled():
                polling.result()

    async def close(self) -> None:
        """Stop answering and disconnect, within five seconds.

        What is under way gets its answer, or else a sentence; what is not done by then is cancelled.
        """
        if self._introduction is not None:
            self._introduction.cancel()
            await asyncio.wait({self._introduction}, timeout=GRACE)
        updater = self._application.updater
        if updater is not None and updater.running:
            await _cut_short(updater.stop(), POLL_GRACE)
        if self._application.running:
            late = await self._updates.drain(self._grace)
            if late:
                await _cut_short(self._part(late), PARTING)
            await _cut_short(self._application.stop(), GRACE)
            await self._updates.drain(0)
        with contextlib.suppress(TelegramError, RuntimeError):
            await self._application.shutdown()
            await self._application.bot.shutdown()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def _connect(self) -> None:
        """Ask Telegram who we are until it answers."""
        pause, refused = 1.0, False
        while True:
            try:
                await self._application.initialize()
            except InvalidToken:
                refused = True
            except TelegramError as error:
                wait = max(pause, _told_wait(error))
                log.warning("telegram_unreachable error=%r next_try_seconds=%.0f", str(error), wait)
                await asyncio.sleep(wait)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                return
            if refused:  # Raised outside the handler: the library's error quotes the token.
                raise SettingsError(_refused())

    def _make_known(self) -> None:
        """Tell the commands by which name people find us, and whether it can be typed in any chat."""
        me = self._application.bot.bot
        self._dispatcher.addresses.telegram = me.username or ""
        self._dispatcher.addresses.inline = bool(me.supports_inline_queries)
        if not me.supports_inline_queries:
            log.info("inline_mode_off hint=%s", "switch it on with /setinline at @BotFather")

    async def _introduce(self) -> None:
        """Tell Telegram what it does not know yet, again after an outage or a limit."""
        bot, languages = self._application.bot, tuple(self._dispatcher.languages)
        pause = 1.0
        while True:
            try:
                await bot_commands.register(bot, self._dispatcher.commands, languages, self._limiter.pace)
                await profile.introduce(bot, languages, self._limiter.pace)
                return
            except TelegramError as error:
                wait = max(pause, _told_wait(error))
                log.warning("introduction_put_off error=%r next_try_seconds=%.0f", str(error), wait)
            except Exception:
                # Nobody waits for this task: what nobody foresaw is told here or nowhere.
                log.exception("introduction_failed")
                return
            finally:
                self._introduced.set()
            await asyncio.sleep(wait)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _poll(self) -> None:
        updater = self._application.updater
        assert updater is not None
        await updater.start_polling(
            timeout=timedelta(seconds=POLL_SECONDS),
            bootstrap_retries=-1,
            allowed_updates=ALLOWED_UPDATES,
            error_callback=_already_told,
        )

    async def _stand(self, update: Update, _context: _Context) -> None:
        """Take note of where we were let in, thrown out or given rights; who blocks us throws us out."""
        change = update.my_chat_member
        if change is None:
            return
        self._places.note(change.chat.id, change.new_chat_member)
        chat, me = change.chat, change.new_chat_member
        if me.status in {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}:
            await self._dispatcher.left("telegram", chat.id)
            return
        await self._dispatcher.joined("telegram", chat.id)
        if hindrance(me, chat) is None:
            await self._dispatcher.rights_changed("telegram", chat.id, lambda _place: True)

    async def _part(self, updates: Iterable[object]) -> None:
        """Say to everybody who waits that the answer does not come, as we are being stopped."""
        await asyncio.gather(*(self._say(_restarted, update) for update in updates))

    async def _say(self, sentence: Callable[[], str], update: object) -> None:
        """Say a sentence to whoever waits, in their language."""
        if not isinstance(update, Update):
            return
        asked = update.effective_message
        with speaking(await self._dispatcher.language(self._places.person(update))):
            card = Card(sentence())
        if update.callback_query:
            await self._sender.answer(update.callback_query.id, card.title, alert=True)
        elif asked and asks_us(asked):
            await self._sender.send(draw(card, now=self._clock()), Place.beside(asked))

    async def _failed(self, update: object, context: _Context) -> None:
        """Log an error that nobody foresaw, once and with its cause, and tell the person in one sentence."""
        log.error("update_failed error=%r", type(context.error).__name__, exc_info=context.error)
        await self._say(_sorry, update)


def _build(token: str, api_url: str, updates: OrderedUpdates, limiter: RateLimiter) -> _App:
    builder = ApplicationBuilder().token(token).job_queue(None).rate_limiter(limiter)
    builder = builder.concurrent_updates(updates)
    # The certificates take 50 ms to read, so both kinds of connections share them.
    certificates = {"verify": create_ssl_context()}
    builder = builder.request(
        HTTPXRequest(
            connection_pool_size=CONNECTIONS,
            read_timeout=READ_TIMEOUT,
            pool_timeout=POOL_TIMEOUT,
            httpx_kwargs=certificates,
        )
    ).get_updates_request(PollingRequest(connection_pool_size=2, httpx_kwargs=certificates))
    if api_url:
        builder = builder.base_url(f"{api_url}/bot").base_file_url(f"{api_url}/file/bot")
    return builder.build()


def _told_wait(error: TelegramError) -> float:
    """Return for how many seconds Telegram asks to wait, 0 where it does not."""
    told = error.retry_after if isinstance(error, RetryAfter) else timedelta()
    return told.total_seconds() if isinstance(told, timedelta) else float(told)


def _already_told(_error: TelegramError) -> None:
    """Leave a polling error to `PollingRequest`, which has logged it in one line."""


async def _cut_short(step: Coroutine[Any, Any, None], seconds: float) -> None:
    """Run one step of closing; cancel it as often as it takes when it lasts longer than `seconds`.

    The library's own stop catches one cancellation and then asks Telegram once more.
    """
    task = asyncio.ensure_future(step)
    await asyncio.wait({task}, timeout=seconds)
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=GRACE)
    if not task.cancelled() and (error := task.exception()):
        log.info("close_step_failed error=%r", type(error).__name__)


def _refused() -> str:
    return "Telegram does not accept TELEGRAM_TOKEN: copy the token that @BotFather gave you once more"


def _restarted() -> str:
    return _("I am being restarted. Please ask again in a minute.")


def _sorry() -> str:
    return _("Something went wrong here. Please try again in a moment.")
