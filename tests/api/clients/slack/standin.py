"""A stand-in for Slack on loopback: Web API, `response_url`s, Socket Mode and HTTP deliveries, as strict as the real one.

It runs in a thread of its own, so that tests read from top to bottom. What it finds wrong it keeps in `wrong`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web
from sitrep_slack.signature import signature

from tests.api.clients.slack import limits
from tests.api.clients.slack.workspace import BOT, BOT_ID, Json, Workspace

T = TypeVar("T")

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-of-the-tests", "xapp-of-the-tests", "secret-of-the-tests"
PATIENCE_S = 3.0
"""Seconds after which Slack takes a delivery for lost."""

Fault = Callable[[int], str | None]


@dataclass
class Post:
    """A message of the bot's that Slack has taken."""

    channel: str
    thread: str | None
    message: Json
    ts: str

    @property
    def text(self) -> str:
        """Its top-level text."""
        return str(self.message["text"])


@dataclass
class Delivery:
    """Something that Slack wants acknowledged."""

    kind: str
    payload: Json
    envelope: str
    first: float = 0.0
    attempts: int = 0
    acknowledged_in: float | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)


class Slack(Workspace):
    """One workspace with one app in it."""

    def __init__(self, http_to: str | None = None, patience_s: float = PATIENCE_S) -> None:
        super().__init__()
        self.posts: list[Post] = []
        self.private: dict[str, list[Json]] = defaultdict(list)
        self.homes: list[Json] = []
        self.wrong: list[str] = []
        self.deliveries: list[Delivery] = []
        self.calls: dict[str, int] = defaultdict(int)
        self.fault: Fault = lambda _: None
        self.refused: dict[str, str] = {}
        self.lose_every = 0
        """Every how many acknowledgements get lost on their way, the first time."""
        self._acks = itertools.count(1)
        self.http_to = http_to
        self._patience_s = patience_s
        self._open: dict[str, Delivery] = {}
        self._socket: web.WebSocketResponse | None = None
        self._connected = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.url = self.run(self._start())

    def run(self, what: Coroutine[Any, Any, T], timeout: float = 120) -> T:
        """Run something in the stand-in's thread."""
        return self.start(what).result(timeout)

    def start(self, what: Coroutine[Any, Any, T]) -> Future[T]:
        """Begin something in the stand-in's thread."""
        return asyncio.run_coroutine_threadsafe(what, self._loop)

    def close(self) -> None:
        """Stop serving."""
        self.run(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def deliver(self, kind: str, payload: Json) -> None:
        """Deliver until it is acknowledged, as Slack does: again after three seconds or over the next connection."""
        self.run(self.delivered(kind, payload))

    async def delivered(self, kind: str, payload: Json) -> None:
        """The same, within the stand-in's thread."""
        delivery = Delivery(kind, payload, f"envelope-{next(self.ids)}")
        self.deliveries.append(delivery)
        while not delivery.done.is_set():
            delivery.first = time.monotonic()
            await (self._send_http(delivery) if self.http_to else self._send_socket(delivery))
            delivery.attempts += 1

    async def _send_socket(self, delivery: Delivery) -> None:
        await self._connected.wait()
        assert self._socket is not None
        self._open[delivery.envelope] = delivery
        envelope = {
            "envelope_id": delivery.envelope,
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "events_api",
            "retry_attempt": delivery.attempts,
            "retry_reason": "timeout" if delivery.attempts else "",
        }
        try:
            await self._socket.send_json(envelope)
            await asyncio.wait_for(delivery.done.wait(), self._patience_s)
        except (ConnectionError, TimeoutError):
            await asyncio.sleep(0.05)

    async def _send_http(self, delivery: Delivery) -> None:
        words = json.dumps(delivery.payload)
        is_event = delivery.kind == "events_api"
        form = delivery.payload if delivery.kind == "slash_commands" else {"payload": words}
        raw = words.encode() if is_event else urlencode(form).encode()
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json" if is_event else "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(SECRET, stamp, raw),
            **(
                {"X-Slack-Retry-Num": str(delivery.attempts), "X-Slack-Retry-Reason": "http_timeout"} if delivery.attempts else {}
            ),
        }
        try:
            patience = aiohttp.ClientTimeout(self._patience_s)
            async with (
                aiohttp.ClientSession(timeout=patience) as session,
                session.post(str(self.http_to), data=raw, headers=headers) as reply,
            ):
                if reply.status == 200:
                    self._acknowledge(delivery)
        except (aiohttp.ClientError, TimeoutError):
            await asyncio.sleep(0.05)

    def _acknowledge(self, delivery: Delivery) -> None:
        if self.lose_every and delivery.attempts == 0 and next(self._acks) % self.lose_every == 0:
            return
        delivery.acknowledged_in = time.monotonic() - delivery.first
        delivery.done.set()

    async def _start(self) -> str:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_post("/response/{id}", self._respond)
        app.router.add_get("/socket", self._serve_socket)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _serve_socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._socket = socket
        self._connected.set()
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                told = json.loads(message.data)
                delivery = self._open.pop(told.get("envelope_id"), None)
                if delivery is not None:
                    self._acknowledge(delivery)
        if self._socket is socket:
            self._connected.clear()
        return socket

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls[method] += 1
        asked = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        wanted = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if token != wanted:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        answer = getattr(self, "_" + method.replace(".", "_"))
        reply: web.StreamResponse = await answer(asked, request)
        return reply

    async def _auth_test(self, _: Json, __: web.Request) -> web.Response:
        return web.json_response({"ok": True, "user_id": BOT, "bot_id": BOT_ID, "team_id": "T1", "url": self.url})

    async def _apps_connections_open(self, _: Json, __: web.Request) -> web.Response:
        return web.json_response({"ok": True, "url": self.url.replace("http", "ws") + "/socket"})

    async def _conversations_open(self, asked: Json, _: web.Request) -> web.Response:
        return web.json_response({"ok": True, "channel": {"id": f"D{asked['users']}"}})

    async def _views_publish(self, asked: Json, _: web.Request) -> web.Response:
        view = asked["view"] if isinstance(asked["view"], dict) else json.loads(asked["view"])
        self.wrong += limits.faults({"text": "-", "blocks": view["blocks"]}, limits.VIEW)
        self.homes.append({"user": asked["user_id"], **view})
        return web.json_response({"ok": True})

    async def _chat_postMessage(self, asked: Json, request: web.Request) -> web.StreamResponse:  # noqa: N802 - Slack's name
        fault = self.fault(self.calls["chat.postMessage"])
        if fault == "500":
            return web.Response(status=500, text="")
        if fault == "429":
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"})
        refused = self.refused.get(asked["channel"]) or (fault if fault and fault != "lost" else None)
        if refused and (asked.get("blocks") or refused != "invalid_blocks"):
            return web.json_response({"ok": False, "error": refused})
        self._check(asked)
        post = Post(asked["channel"], asked.get("thread_ts"), asked, self.stamp())
        self.posts.append(post)
        if fault == "lost":
            assert request.transport is not None
            request.transport.abort()
        return web.json_response({"ok": True, "ts": post.ts, "channel": post.channel})

    def _check(self, asked: Json) -> None:
        self.wrong += limits.faults(asked)
        if asked.get("unfurl_links") is not False or asked.get("unfurl_media") is not False:
            self.wrong.append("unfurls")
        thread = asked.get("thread_ts")
        if thread is not None and thread not in self.messages[asked["channel"]]:
            self.wrong.append(f"thread_not_found {thread}")

    async def _conversations_replies(self, asked: Json, _: web.Request) -> web.Response:
        return self._page(asked, [post for post in self.posts if post.thread == asked["ts"]])

    async def _conversations_history(self, asked: Json, _: web.Request) -> web.Response:
        return self._page(asked, [post for post in self.posts if post.thread is None])

    def _page(self, asked: Json, posts: list[Post]) -> web.Response:
        here = [post for post in posts if post.channel == asked["channel"] and post.ts > asked.get("oldest", "0")]
        at, size = int(asked.get("cursor") or 0), min(int(asked.get("limit", 100)), 15)  # small pages: the bot has to turn them
        is_whole = str(asked.get("include_all_metadata", "")).lower() in ("1", "true")
        shown = [
            {"ts": post.ts, "text": post.text, **({"metadata": post.message.get("metadata")} if is_whole else {})}
            for post in here[at : at + size]
        ]
        cursor = str(at + size) if at + size < len(here) else ""
        return web.json_response({"ok": True, "messages": shown, "response_metadata": {"next_cursor": cursor}})

    async def _respond(self, request: web.Request) -> web.Response:
        number, message = request.match_info["id"], await request.json()
        if len(self.private[number]) >= 5:
            return web.Response(status=404, text="used_url")
        if self.refused.get("response"):
            return web.Response(status=404, text=self.refused["response"])
        if not message.get("delete_original"):
            self.wrong += limits.faults(message)
        self.private[number].append(message)
        return web.Response(text="ok")

    def answers_to(self, url: str) -> list[Json]:
        """What came to a `response_url`."""
        return self.private[url.rsplit("/", 1)[1]]


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        found: Json = await request.json()
        return found
    return {**request.query, **dict(await request.post())}
