"""The bot as one process: store, workers, and Slack by Socket Mode or HTTP, until it is asked to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from aiohttp import web
from sitrep_client import AsyncClient
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sitrep_slack.answering import Answering
from sitrep_slack.app import Desk, create_app
from sitrep_slack.errors import SettingsInvalid, SlackRefused, SlackUnreachable
from sitrep_slack.settings import Settings
from sitrep_slack.store import Store
from sitrep_slack.web import create_front
from sitrep_slack.webapi import WebApi, patience
from sitrep_slack.work import Workers

logger = logging.getLogger(__name__)

T = TypeVar("T")

DAY_S = 86_400
_CONNECT_S = 5.0
_PING_S = 5.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where HTTP is served."""

    host: str
    port: int


async def serve(settings: Settings, http: Address | None) -> None:
    """Run until SIGTERM or SIGINT; what is being answered then is answered first.

    Args:
        http: Serve HTTP there; `None`: Socket Mode.

    Raises:
        SettingsInvalid: If a token is missing or unknown to Slack.
        StoreBusy: If another bot works with the store.
    """
    if (settings.signing_secret if http else settings.app_token) is None:
        raise SettingsInvalid(f"{'SLACK_SIGNING_SECRET' if http else 'SLACK_APP_TOKEN'} is not set")
    stopping = _told_to_stop()
    async with AsyncExitStack() as open_things:
        client = AsyncWebClient(settings.bot_token, base_url=settings.slack_api, retry_handlers=patience())
        slack = WebApi(client)
        bot = await _patiently(slack.who_am_i, "SLACK_BOT_TOKEN")
        store = Store(settings.store, waiting=settings.waiting, waiting_per_person=settings.waiting_per_person)
        open_things.callback(store.close)
        sitrep = await open_things.enter_async_context(AsyncClient(settings.sitrep_url, api_key=settings.sitrep_key))
        workers = Workers(store, Answering(sitrep, store, settings), slack, settings.workers)
        app = create_app(client, bot, Desk(store, bot, workers.wake))
        await open_things.enter_async_context(_working(workers, store, settings, stopping))
        await open_things.enter_async_context(_connected(app, slack, settings, http))
        await stopping.wait()


def _told_to_stop() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    return stopping


async def _patiently(ask: Callable[[], Awaitable[T]], token: str) -> T:
    """What Slack tells about a token, as soon as it can be reached."""
    while True:
        try:
            return await ask()
        except SlackRefused as error:
            raise SettingsInvalid(f"Slack refuses {token}: {error.code}") from None
        except SlackUnreachable as error:
            logger.warning("Slack cannot be reached: %s", error)
            await asyncio.sleep(_CONNECT_S)


@asynccontextmanager
async def _working(workers: Workers, store: Store, settings: Settings, stopping: asyncio.Event) -> AsyncIterator[None]:
    running = asyncio.create_task(workers.run())
    running.add_done_callback(lambda _: stopping.set())  # a store that fails ends the bot: its supervisor starts it again
    tidying = asyncio.create_task(_tidy(store, settings.keep_days))
    try:
        yield
    finally:
        tidying.cancel()
        workers.stop()
        await running


async def _tidy(store: Store, keep_days: int) -> None:
    while True:
        store.forget(time.time() - keep_days * DAY_S)
        await asyncio.sleep(DAY_S / 24)


@asynccontextmanager
async def _connected(app: AsyncApp, slack: WebApi, settings: Settings, http: Address | None) -> AsyncIterator[None]:
    async with _by_socket(app, slack, settings.app_token or "") if http is None else _by_http(app, settings, http):
        yield


@asynccontextmanager
async def _by_socket(app: AsyncApp, slack: WebApi, token: str) -> AsyncIterator[None]:
    handler = AsyncSocketModeHandler(app, token, ping_interval=_PING_S)
    handler.client.wss_uri = await _patiently(lambda: slack.socket(token), "SLACK_APP_TOKEN")
    await handler.client.connect()  # type: ignore[no-untyped-call]
    logger.info("connected by Socket Mode")
    try:
        yield
    finally:
        await handler.client.close()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def _by_http(app: AsyncApp, settings: Settings, http: Address) -> AsyncIterator[None]:
    runner = web.AppRunner(create_front(app, settings.signing_secret or ""), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, http.host, http.port)
    await site.start()
    logger.info("listening on %s", ", ".join(f"http://{name[0]}:{name[1]}" for name in runner.addresses))
    try:
        yield
    finally:
        await runner.cleanup()
