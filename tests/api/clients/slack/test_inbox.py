"""What Slack delivers, read as something asked, or left alone."""

from __future__ import annotations

from typing import Any

import pytest
from sitrep_slack.inbox import Bot, from_event
from sitrep_slack.quotes import quotations
from sitrep_slack.types import Kind

BOT = Bot(user="U0BOT", bot_id="B0BOT")


def event(**changed: Any) -> dict[str, Any]:
    """A message in a channel."""
    return {"type": "message", "channel": "C1", "channel_type": "channel", "user": "U1", "ts": "5.1", "text": "hello"} | changed


def test_both_events_of_a_mention_are_one_thing_asked() -> None:
    """By channel and time."""
    told = [event(text="<@U0BOT> why", type=kind) for kind in ("app_mention", "message")]
    first, second = (from_event(one, BOT, has_joined=False) for one in told)
    assert first is not None
    assert first == second
    assert (first.key, first.words, first.target.thread) == ("message:C1:5.1", "why", "5.1")


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"text": "<@U7> <@U0BOTX> why"},
        {"text": "<@U0BOT> why", "bot_id": "B7"},
        {"text": "<@U0BOT> why", "subtype": "message_changed"},
        {"text": "<@U0BOT> why", "user": "U0BOT"},
        {"text": "<@U0BOT> why", "user": None},
        {"text": "<@U0BOT> why", "hidden": True},
        {"type": "reaction_added"},
    ],
)
def test_what_is_not_asked_of_the_bot_is_left_alone(changed: dict[str, Any]) -> None:
    """Nobody's question, or a program's."""
    assert from_event(event(**changed), BOT, has_joined=False) is None


@pytest.mark.parametrize(
    ("words", "kind"), [("help", Kind.HELP), ("", Kind.HELP), ("Help!", Kind.HELP), ("help for Kherson", Kind.ASK)]
)
def test_help_is_one_word(words: str, kind: Kind) -> None:
    """A question may begin with it."""
    found = from_event(event(text=f"<@U0BOT> {words}"), BOT, has_joined=False)
    assert found is not None
    assert found.kind is kind


def test_a_file_shared_with_words_is_a_question_and_one_without_in_a_thread_is_not() -> None:
    """Slack marks messages with files by a subtype."""
    shared = event(subtype="file_share", thread_ts="1.1", text="and this")
    assert from_event(shared, BOT, has_joined=True) is not None
    assert from_event({**shared, "text": ""}, BOT, has_joined=True) is None


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("He said “we hold the town” and «on tient la ville»", ["we hold the town", "on tient la ville"]),
        ("> we hold\n> the town\nsays he", ["we hold the town"]),
        ('the "so-called" line', ['the "so-called" line']),
        ("we hold the town", ["we hold the town"]),
        ("„Wir halten die Stadt“, sagte er", ["Wir halten die Stadt"]),
    ],
)
def test_quotations_are_found_by_their_marks(message: str, found: list[str]) -> None:
    """Three words at least; a message without any is one itself."""
    assert quotations(message) == found
