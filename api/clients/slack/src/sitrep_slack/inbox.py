"""What Slack delivers, read as something asked. Pure: whether the bot is in a thread is told to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sitrep_slack import text
from sitrep_slack.types import Asked, Kind, Target

_PEOPLE = frozenset({None, "file_share", "thread_broadcast"})
"""Subtypes of messages that people write; the others tell of edits, joins, topics and other programs."""

_HELP = re.compile(r"(?:help|hilfe|aide|ayuda|\?)?[.!]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bot:
    """Who the bot is in its workspace."""

    user: str
    bot_id: str


def thread_of(event: Mapping[str, Any]) -> tuple[str, str] | None:
    """The thread that a message continues, and that the bot may be in."""
    channel, thread = event.get("channel"), event.get("thread_ts")
    return (channel, thread) if isinstance(channel, str) and isinstance(thread, str) else None


def from_event(event: Mapping[str, Any], bot: Bot, *, has_joined: bool) -> Asked | None:
    """A question out of an event, or `None` for everything that is not the bot's business.

    A mention comes twice, as `app_mention` and as `message`: both are read as the same thing asked, by channel and time.

    Args:
        has_joined: Whether the bot was asked something in the message's thread before.
    """
    if event.get("type") == "app_home_opened":
        return _home(event)
    if event.get("type") not in ("app_mention", "message") or not _is_from_a_person(event, bot):
        return None
    said = str(event.get("text") or "")
    is_direct = event.get("channel_type") == "im" or str(event["channel"]).startswith("D")
    is_mention = event.get("type") == "app_mention" or re.search(rf"<@{re.escape(bot.user)}(\|[^>]*)?>", said) is not None
    is_follow_up = has_joined and not said.lstrip().startswith("<@")  # to someone else
    if not (is_direct or is_mention or is_follow_up):
        return None
    words = text.understood(said, bot.user)
    if not words and not (is_mention or is_direct):
        return None
    return _question(event, words)


def from_command(body: Mapping[str, Any]) -> Asked:
    """`/sitrep question`."""
    words = text.understood(str(body.get("text") or ""))
    return Asked(key=f"command:{body['trigger_id']}", kind=_kind(words), target=_private(body, body), words=words)


def from_shortcut(body: Mapping[str, Any]) -> Asked:
    """“Check this quote” on a message."""
    ids = {"channel_id": body["channel"]["id"], "user_id": body["user"]["id"]}
    words = text.understood(str(body["message"].get("text") or ""))
    return Asked(key=f"shortcut:{body['trigger_id']}", kind=Kind.VERIFY, target=_private(ids, body), words=words)


def from_share(body: Mapping[str, Any]) -> Asked:
    """“Share to channel”: once, however often it is pressed."""
    channel, answer = _pressed_in(body), str(body["actions"][0]["value"])
    target = Target(channel=channel, person=body["user"]["id"], thread=None, response_url=body.get("response_url"))
    return Asked(key=f"share:{answer}:{channel}", kind=Kind.SHARE, target=target, words=answer, since=_stamp(body))


def from_vote(body: Mapping[str, Any], vote: int) -> Asked:
    """A thumb."""
    ids = {"channel_id": _pressed_in(body), "user_id": body["user"]["id"]}
    answer = str(body["actions"][0]["value"])
    key = f"vote:{body.get('trigger_id') or _stamp(body)}"
    return Asked(key=key, kind=Kind.VOTE, target=_private(ids, body), words=answer, vote=vote)


def _home(event: Mapping[str, Any]) -> Asked | None:
    if event.get("tab") != "home" or not event.get("user"):
        return None
    person = str(event["user"])
    key = f"home:{person}:{event.get('event_ts') or ''}"
    return Asked(key=key, kind=Kind.HOME, target=Target(channel=str(event.get("channel") or person), person=person))


def _question(event: Mapping[str, Any], words: str) -> Asked:
    stamp, channel = str(event["ts"]), str(event["channel"])
    target = Target(channel=channel, person=str(event["user"]), thread=str(event.get("thread_ts") or stamp))
    return Asked(key=f"message:{channel}:{stamp}", kind=_kind(words), target=target, words=words, since=stamp)


def _kind(words: str) -> Kind:
    return Kind.HELP if _HELP.fullmatch(words) else Kind.ASK


def _is_from_a_person(event: Mapping[str, Any], bot: Bot) -> bool:
    user = event.get("user")
    is_program = event.get("bot_id") or event.get("bot_profile") or event.get("subtype") not in _PEOPLE or event.get("hidden")
    is_whole = all(isinstance(event.get(name), str) for name in ("user", "channel", "ts"))
    return is_whole and not is_program and user not in (bot.user, "USLACKBOT")


def _private(ids: Mapping[str, Any], body: Mapping[str, Any]) -> Target:
    return Target(channel=ids["channel_id"], person=ids["user_id"], response_url=body.get("response_url") or "")


def _pressed_in(body: Mapping[str, Any]) -> str:
    container = body.get("container") or {}
    return str((body.get("channel") or {}).get("id") or container.get("channel_id") or "")


def _stamp(body: Mapping[str, Any]) -> str:
    return str(body["actions"][0].get("action_ts") or "0")
