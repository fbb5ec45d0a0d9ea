"""Slack's Web API as the bot needs it: a few calls, and two kinds of no."""

from __future__ import annotations

from typing import Any, cast

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sitrep_slack.errors import BlocksRefused, SlackRefused, SlackUnreachable
from sitrep_slack.inbox import Bot
from sitrep_slack.types import Block

EVENT = "sitrep_reply"
"""The type of the metadata by which the bot knows its own messages again."""

_LATER = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
_PAGE = 200
_PAGES_MOST = 20
_FIVE_HUNDRED = 500

Message = dict[str, Any]


class WebApi:
    """The calls. A lost reply is never sent again here: a message could come twice. Rate limits are: nothing was taken then."""

    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client

    async def post(self, channel: str, thread: str | None, message: Message) -> None:
        """Post a message.

        Raises:
            SlackUnreachable: If it is not known whether it was taken.
            BlocksRefused: If the blocks are not accepted.
            SlackRefused: If nothing is.
        """
        await _asked(self.client.chat_postMessage(channel=channel, thread_ts=thread, **message))

    async def own(self, channel: str, thread: str | None, key: str, since: str) -> set[str]:
        """The labels of messages with this key that stand there already."""
        found: set[str] = set()
        cursor: str | None = None
        for _ in range(_PAGES_MOST):
            page = await self._page(channel, thread, since, cursor)
            found |= {label for message in page.get("messages", []) if (label := _label(message, key)) is not None}
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        return found

    async def respond(self, url: str, message: Message) -> None:
        """Send to a `response_url`; errors as for `post`."""
        hook = AsyncWebhookClient(url, timeout=self.client.timeout, retry_handlers=patience())
        try:
            reply = await hook.send_dict(message)
        except (TimeoutError, aiohttp.ClientError, SlackApiError) as error:
            raise SlackUnreachable(type(error).__name__) from None
        if reply.status_code >= _FIVE_HUNDRED:
            raise SlackUnreachable(str(reply.status_code))
        if reply.status_code != 200:
            code = str(reply.body).strip()[:60]
            raise BlocksRefused(code) if code in _BLOCKS else SlackRefused(code or str(reply.status_code))

    async def direct(self, person: str) -> str:
        """The channel of direct messages with somebody."""
        return str((await _asked(self.client.conversations_open(users=person)))["channel"]["id"])

    async def who_am_i(self) -> Bot:
        """The bot's own user, by its token."""
        told = await _asked(self.client.auth_test())
        return Bot(user=str(told["user_id"]), bot_id=str(told["bot_id"]))

    async def socket(self, app_token: str) -> str:
        """The address to connect to for Socket Mode, good for one connection."""
        return str((await _asked(self.client.apps_connections_open(app_token=app_token)))["url"])

    async def home(self, person: str, blocks: list[Block]) -> None:
        """Publish a person's Home tab."""
        await _asked(self.client.views_publish(user_id=person, view={"type": "home", "blocks": blocks}))

    async def _page(self, channel: str, thread: str | None, since: str, cursor: str | None) -> dict[str, Any]:
        where: dict[str, Any] = {"channel": channel, "oldest": since, "limit": _PAGE, "include_all_metadata": True}
        where |= {"cursor": cursor} if cursor else {}
        if thread is None:
            return await _asked(self.client.conversations_history(**where))
        return await _asked(self.client.conversations_replies(ts=thread, **where))


def patience() -> list[AsyncRetryHandler]:
    """Wait as long as Slack's `Retry-After` says, five times."""
    return [AsyncRateLimitErrorRetryHandler(max_retry_count=5)]


async def _asked(call: Any) -> dict[str, Any]:
    try:
        return cast(dict[str, Any], (await call).data)
    except SlackApiError as error:
        raise _error(error) from None
    except (TimeoutError, aiohttp.ClientError) as error:
        raise SlackUnreachable(type(error).__name__) from None


def _error(error: SlackApiError) -> SlackUnreachable | SlackRefused:
    """What Slack's no means; its text may repeat what was sent and is left out."""
    response = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    code = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status >= _FIVE_HUNDRED or code in _LATER or not code:
        return SlackUnreachable(code or str(status))
    return BlocksRefused(code) if code in _BLOCKS else SlackRefused(code)


def _label(message: dict[str, Any], key: str) -> str | None:
    metadata = message.get("metadata") or {}
    told = metadata.get("event_payload") or {}
    return str(told.get("part")) if metadata.get("event_type") == EVENT and told.get("key") == key else None
