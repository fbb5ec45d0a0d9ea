"""What happens in a workspace, as Slack tells an app of it."""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from typing import Any

BOT, BOT_ID = "U0BOT", "B0BOT"

Json = dict[str, Any]


class Workspace:
    """Makes events; remembers which messages stand in which channel."""

    url: str

    def __init__(self) -> None:
        self.messages: dict[str, set[str]] = defaultdict(set)
        self.ids = itertools.count(1)
        self._clock = itertools.count(1)

    def stamp(self) -> str:
        """The timestamp of the next message, unique and growing."""
        return f"1790000000.{next(self._clock):06d}"

    def written(self, channel: str, text: str, user: str = "U1", thread: str | None = None, **more: Any) -> Json:
        """A message that somebody writes, as an event tells of it."""
        ts = self.stamp()
        self.messages[channel].add(ts)
        event: Json = {"type": "message", "channel": channel, "user": user, "text": text, "ts": ts, "event_ts": ts, **more}
        event["channel_type"] = "im" if channel.startswith("D") else "channel"
        return {**event, "thread_ts": thread} if thread else event

    def body(self, event: Json) -> Json:
        """An event with its envelope; the id stays the same whenever it is delivered again."""
        return {
            "type": "event_callback",
            "team_id": "T1",
            "api_app_id": "A1",
            "event": event,
            "event_id": f"Ev{next(self.ids):09d}",
            "event_time": int(time.time()),
            "authorizations": [{"team_id": "T1", "user_id": BOT, "is_bot": True}],
        }

    def response_url(self) -> str:
        """A new one."""
        return f"{self.url}/response/{next(self.ids)}"

    def command(self, words: str, user: str = "U1", channel: str = "C1") -> Json:
        """`/sitrep words`, as Slack sends it."""
        return {
            "command": "/sitrep",
            "text": words,
            "user_id": user,
            "channel_id": channel,
            "team_id": "T1",
            "trigger_id": f"trigger.{next(self.ids)}",
            "response_url": self.response_url(),
        }

    def shortcut(self, text: str, user: str = "U1", channel: str = "C1") -> Json:
        """“Check this quote” on a message."""
        return {
            "type": "message_action",
            "callback_id": "check_quote",
            "trigger_id": f"trigger.{next(self.ids)}",
            "user": {"id": user},
            "team": {"id": "T1"},
            "channel": {"id": channel},
            "message": {"type": "message", "user": "U9", "text": text, "ts": self.stamp()},
            "response_url": self.response_url(),
        }

    def pressed(self, action: str, value: str, user: str = "U1", channel: str = "C1") -> Json:
        """A button under a message of the bot's."""
        return {
            "type": "block_actions",
            "trigger_id": f"trigger.{next(self.ids)}",
            "user": {"id": user},
            "team": {"id": "T1"},
            "channel": {"id": channel},
            "container": {"type": "message", "channel_id": channel},
            "actions": [{"type": "button", "action_id": action, "value": value, "action_ts": self.stamp(), "block_id": "b"}],
            "response_url": self.response_url(),
        }
