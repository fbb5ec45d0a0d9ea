"""HTTP: the same bot behind an address, and nobody but Slack gets in."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator

import httpx2
import pytest
from sitrep_slack.signature import is_from_slack, signature

from tests.api.clients.slack.conftest import StartBot, until
from tests.api.clients.slack.standin import SECRET, Slack
from tests.api.clients.slack.workspace import BOT


@pytest.fixture
def address(slack: Slack, start_bot: StartBot) -> Iterator[str]:
    """Where a bot listens that Slack delivers to."""
    bot = start_bot("http", "--port", "0")
    found = re.search(r"http://\S+", bot.wait_for("listening"))
    assert found
    slack.http_to = f"{found.group()}/slack/events"
    yield slack.http_to
    assert "traceback" not in bot.said().lower()


def test_events_commands_and_buttons_work_as_by_socket(slack: Slack, address: str) -> None:
    """The handlers are the same."""
    event = slack.written("C1", f"<@{BOT}> what about the bridge")
    slack.deliver("events_api", slack.body({**event, "type": "app_mention"}))
    slack.deliver("events_api", slack.body(event))
    command = slack.command("and the road")
    slack.deliver("slash_commands", command)
    shortcut = slack.shortcut("the bridge was shut on Monday")
    slack.deliver("interactive", shortcut)
    until(lambda: slack.posts and slack.answers_to(command["response_url"]) and slack.answers_to(shortcut["response_url"]))
    assert len(slack.posts) == 1
    assert "They said: and the road." in slack.answers_to(command["response_url"])[0]["text"]


def test_slack_may_check_the_address(address: str) -> None:
    """The challenge comes back."""
    raw = json.dumps({"type": "url_verification", "challenge": "c123", "token": "t"}).encode()
    stamp = str(int(time.time()))
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(SECRET, stamp, raw)}
    reply = httpx2.post(address, content=raw, headers={**headers, "Content-Type": "application/json"})
    assert (reply.status_code, reply.json()["challenge"]) == (200, "c123")


def test_what_slack_did_not_sign_is_not_read(slack: Slack, address: str) -> None:
    """No signature, another body, another secret, too old, no number for a time: 401 each, and nothing is answered."""
    raw = json.dumps(slack.body(slack.written("D1", "what about the bridge"))).encode()
    now, old = str(int(time.time())), str(int(time.time()) - 301)
    for stamp, signed in (
        (now, ""),
        (now, signature(SECRET, now, raw + b" ")),
        (now, signature("another secret", now, raw)),
        (old, signature(SECRET, old, raw)),
        ("soon", signature(SECRET, "soon", raw)),
        ("٣", signature(SECRET, "٣", raw)),
    ):
        headers = {b"X-Slack-Request-Timestamp": stamp.encode(), b"X-Slack-Signature": signed.encode()}
        assert httpx2.post(address, content=raw, headers=headers).status_code == 401
    assert httpx2.post(address, content=b"\xff{").status_code == 401
    time.sleep(0.5)
    assert slack.posts == []


def test_the_signature_is_that_of_slacks_own_example() -> None:
    """Secret, body and signature as printed in Slack's page on verifying requests."""
    secret, stamp = "8f742231b10e8888abcd99yyyzzz85a5", "1531420618"
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
        b"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
        b"%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signed = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signed}
    assert is_from_slack(secret, body, headers, now=1531420618.0 + 300)
    assert not is_from_slack(secret, body, headers, now=1531420618.0 + 301)


def test_an_operator_can_ask_whether_it_lives(address: str) -> None:
    """Without a signature, and without a word about anything."""
    assert httpx2.get(address.replace("/slack/events", "/healthz")).json() == {"status": "ok"}
