"""A stand-in for Slack, a light archive, and a bot between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.api.clients.slack.archive import Archive
from tests.api.clients.slack.bots import BotProcess
from tests.api.clients.slack.standin import Slack

StartBot = Callable[..., BotProcess]


@pytest.fixture
def slack() -> Iterator[Slack]:
    """A workspace; what breaks a rule of Slack's fails the test at its end."""
    standin = Slack()
    yield standin
    standin.close()
    assert standin.wrong == []


@pytest.fixture
def archive() -> Iterator[Archive]:
    """A light Sitrep server."""
    server = Archive()
    yield server
    server.close()


@pytest.fixture
def start_bot(slack: Slack, archive: Archive, tmp_path: Path) -> Iterator[StartBot]:
    """Starts bots on one store; those still running at the end are killed."""
    with ExitStack() as running:

        def start(*arguments: str, **settings: Any) -> BotProcess:
            bot = BotProcess(slack.url, settings.pop("sitrep", archive.url), tmp_path, *arguments, **settings)
            running.callback(bot.kill)
            return bot

        yield start


@pytest.fixture
def bot(start_bot: StartBot) -> BotProcess:
    """A bot connected by Socket Mode."""
    started = start_bot()
    started.wait_for("connected")
    return started


def until(true: Callable[[], Any], within_s: float = 20) -> Any:
    """Wait for something to become true, and give it."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        found = true()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it did not become true in time")
