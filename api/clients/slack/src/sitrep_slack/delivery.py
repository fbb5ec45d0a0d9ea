"""A reply into Slack: every part once and in order, whatever was posted before an interruption."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from sitrep_slack.errors import BlocksRefused, SlackRefused, SlackUnreachable
from sitrep_slack.types import Job, Kind, Part, Reply, Target
from sitrep_slack.webapi import EVENT, WebApi

logger = logging.getLogger(__name__)

_PRIVATE_MOST = 5
"""Messages that a `response_url` takes."""


class Delivery:
    """Posts replies."""

    def __init__(self, slack: WebApi) -> None:
        self._slack = slack

    async def deliver(self, job: Job, reply: Reply) -> None:
        """Make a reply visible where it belongs; where Slack does not allow it, in a direct message to who asked.

        Raises:
            SlackUnreachable: If it is not known what is visible; call again, later, and nothing comes twice in public.
            SlackRefused: If it can be made visible nowhere.
        """
        target = job.asked.target
        try:
            if target.response_url is not None and job.asked.kind is not Kind.SHARE:
                await self._privately(target, reply)
            else:
                await self._publicly(job, target.channel, target.thread, reply)
        except SlackRefused as error:
            logger.warning("%s: Slack refuses: %s", job.asked.kind, error.code)
            await self._elsewhere(job, reply)
        if job.asked.kind is Kind.SHARE:
            await self._clear(target)

    async def _elsewhere(self, job: Job, reply: Reply) -> None:
        target = job.asked.target
        if job.asked.kind is Kind.SHARE and target.response_url:
            await self._send(target.response_url, reply, "in_channel")
        else:
            await self._publicly(job, await self._slack.direct(target.person), None, reply)

    async def _publicly(self, job: Job, channel: str, thread: str | None, reply: Reply) -> None:
        key = hashlib.sha256(job.asked.key.encode()).hexdigest()[:32]
        there = await self._slack.own(channel, thread, key, job.asked.since) if job.may_be_posted else set()
        for at, part in enumerate(reply.parts):
            is_plain = any(label.startswith(f"{at}.") for label in there)
            if str(at) in there:
                continue
            try:
                if not is_plain:
                    await self._slack.post(channel, thread, _message(part, key, str(at)))
            except BlocksRefused as error:
                logger.error("Slack refuses blocks of ours: %s; sent as plain text", error.code)
                is_plain = True
            if is_plain:
                await self._plainly(channel, thread, part, key, at, there)

    async def _plainly(self, channel: str, thread: str | None, part: Part, key: str, at: int, there: set[str]) -> None:
        for n, words in enumerate(part.plain):
            label = f"{at}.{n}"
            if label not in there:
                await self._slack.post(channel, thread, _quiet({"text": words, "metadata": _metadata(key, label)}))

    async def _privately(self, target: Target, reply: Reply) -> None:
        if not target.response_url or len(reply.parts) > _PRIVATE_MOST:
            raise SlackRefused("no_room_for_a_private_reply")
        await self._send(target.response_url, reply, "ephemeral")

    async def _send(self, url: str, reply: Reply, visible: str) -> None:
        common = {"response_type": visible, "replace_original": False}
        for part in reply.parts:
            try:
                await self._slack.respond(url, _quiet({"text": part.text, "blocks": part.blocks, **common}))
            except BlocksRefused as error:
                logger.error("Slack refuses blocks of ours: %s; sent as plain text", error.code)
                for words in part.plain:
                    await self._slack.respond(url, _quiet({"text": words, **common}))

    async def _clear(self, target: Target) -> None:
        """Take the private copy away once the shared one stands; where that fails nothing is lost."""
        try:
            if target.response_url:
                await self._slack.respond(target.response_url, {"delete_original": True})
        except (SlackRefused, SlackUnreachable):
            logger.info("a private copy stays beside the shared one")


def _message(part: Part, key: str, label: str) -> dict[str, Any]:
    return _quiet({"text": part.text, "blocks": part.blocks, "metadata": _metadata(key, label)})


def _metadata(key: str, label: str) -> dict[str, Any]:
    return {"event_type": EVENT, "event_payload": {"key": key, "part": label}}


def _quiet(message: dict[str, Any]) -> dict[str, Any]:
    """Nothing is unfurled, and no word of the text is looked at for names or links."""
    return {**message, "unfurl_links": False, "unfurl_media": False, "parse": "none", "link_names": False}
