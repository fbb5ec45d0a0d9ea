"""Bolt's app: the same handlers for Socket Mode and HTTP. Each takes a wish down in the store, and only then acknowledges."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from sitrep_slack import inbox, render
from sitrep_slack.inbox import Bot
from sitrep_slack.store import Store
from sitrep_slack.types import Asked

logger = logging.getLogger(__name__)

COMMAND = "/sitrep"
SHORTCUT = "check_quote"

Body = Mapping[str, Any]


class Desk:
    """Where wishes come in."""

    def __init__(self, store: Store, bot: Bot, wake: Callable[[], None]) -> None:
        self._store = store
        self._bot = bot
        self._wake = wake

    def event(self, body: Body) -> None:
        """An event, delivered for the first time or again."""
        event = body.get("event") or {}
        thread = inbox.thread_of(event)
        has_joined = thread is not None and self._store.has_joined(*thread)
        asked = inbox.from_event(event, self._bot, has_joined=has_joined)
        if asked is not None:
            self.take(asked, f"event:{body.get('event_id') or asked.key}")

    def take(self, asked: Asked, delivery: str) -> None:
        """Take a wish down; on disk when this returns."""
        if self._store.claim(delivery, asked, time.time()):
            self._wake()


def create_app(client: AsyncWebClient, bot: Bot, desk: Desk) -> AsyncApp:
    """The app with all its handlers.

    Requests are verified in front of it, over the raw body: Bolt would parse them first.
    """

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=client.token, bot_id=bot.bot_id, bot_user_id=bot.user)

    app = AsyncApp(
        client=client,
        authorize=authorize,
        logger=logging.getLogger("slack_bolt"),
        request_verification_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    _listen_to_events(app, desk)
    _listen_to_people(app, desk)
    app.error(_failed)
    return app


def _listen_to_events(app: AsyncApp, desk: Desk) -> None:
    async def taken(body: Body, next: Callable[[], Awaitable[Any]]) -> None:  # noqa: A002 - Bolt's name
        desk.event(body)
        await next()

    async def nothing_more() -> None:
        """Bolt acknowledges an event before it calls the listener: the work is done in the middleware, which comes first."""

    app.event(re.compile(".*"), middleware=[taken])(nothing_more)


def _listen_to_people(app: AsyncApp, desk: Desk) -> None:
    async def command(body: Body, ack: AsyncAck) -> None:
        asked = inbox.from_command(body)
        desk.take(asked, asked.key)
        await ack()

    async def shortcut(body: Body, ack: AsyncAck) -> None:
        asked = inbox.from_shortcut(body)
        desk.take(asked, asked.key)
        await ack()

    async def pressed(body: Body, ack: AsyncAck) -> None:
        action = body["actions"][0]["action_id"]
        asked = inbox.from_share(body) if action == render.SHARE else inbox.from_vote(body, 1 if action == render.UP else -1)
        desk.take(asked, f"{asked.key}:{body.get('trigger_id')}")
        await ack()

    app.command(COMMAND)(command)
    app.message_shortcut(SHORTCUT)(shortcut)
    app.action(re.compile(f"{render.SHARE}|{render.UP}|{render.DOWN}"))(pressed)


async def _failed(error: Exception) -> BoltResponse:
    """Not acknowledged: Slack delivers it again."""
    logger.error("not taken down: %s", type(error).__name__)
    return BoltResponse(status=500, body="")
