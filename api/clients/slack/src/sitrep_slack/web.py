"""HTTP: one address for events, commands and buttons, each request verified before anything reads it."""

from __future__ import annotations

import logging
import time

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from sitrep_slack.signature import is_from_slack

PATH = "/slack/events"
LARGEST = 1024 * 1024
"""Bytes of a request; Slack's are a tenth of it at most."""

logger = logging.getLogger(__name__)


def create_front(app: AsyncApp, secret: str) -> web.Application:
    """The HTTP side of the app."""

    async def receive(request: web.Request) -> web.Response:
        body = await request.read()
        if not is_from_slack(secret, body, request.headers, time.time()):
            logger.warning("a request without Slack's signature")
            return web.Response(status=401, text="")
        try:
            words = body.decode()
        except UnicodeDecodeError:
            return web.Response(status=400, text="")
        asked = AsyncBoltRequest(body=words, query=request.query_string, headers=dict(request.headers))
        return await to_aiohttp_response(await app.async_dispatch(asked))

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    front = web.Application(client_max_size=LARGEST)
    front.router.add_post(PATH, receive)
    front.router.add_get("/healthz", healthz)
    return front
