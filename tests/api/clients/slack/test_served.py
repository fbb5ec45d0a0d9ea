"""The bot on the real server over real articles: the quotes in Slack are the articles' own words.

`SITREP_TEST_LIBRARY` names another library than the sample articles; its 200 longest answers are then held to Slack's limits.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import IO
from urllib.parse import quote

import httpx2
import pytest
from sitrep_client import Client
from sitrep_slack import render

from tests.api.clients.slack import limits
from tests.api.clients.slack.conftest import StartBot, until
from tests.api.clients.slack.standin import Slack
from tests.api.clients.slack.test_blocks import quotes_of
from tests.api.clients.slack.test_bot import say
from tests.api.clients.slack.workspace import BOT
from tests.api.test_cli import environment
from tests.api.test_serve import address, start, stop
from tests.conftest import SEEDS

LONGEST = 200
_CITATIONS = 20
"""The most that the bot can be set to."""


@pytest.fixture(scope="module")
def sitrep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`sitrep serve`; its address."""
    folder = tmp_path_factory.mktemp("served-to-slack")
    library = os.environ.get("SITREP_TEST_LIBRARY")
    if library is None:
        command = [sys.executable, "-m", "api.cli", "add", str(SEEDS / "articles")]
        subprocess.run(command, env=environment(folder), check=True, timeout=120, capture_output=True)
    server = start(folder, **({"SITREP_LIBRARY": library} if library else {}))
    try:
        url = address(server)
        threading.Thread(target=_read_on, args=(server.stderr,), daemon=True).start()
        yield url
    finally:
        stop(server)


def _read_on(stream: IO[str]) -> None:
    """A log that nobody reads fills its pipe, and the server would wait."""
    for _ in stream:
        pass


def test_questions_through_a_killed_bot_get_the_articles_own_words(slack: Slack, start_bot: StartBot, sitrep: str) -> None:
    """Each once; every quote is a slice of an article, and a follow-up and a repeat behave."""
    with Client(sitrep) as client:
        titles = [article.title or "" for article in client.articles() if article.title][:12]
    bot = start_bot(sitrep=sitrep)
    bot.wait_for("connected")
    events = [slack.written("C1", f"<@{BOT}> what was said about: {title}") for title in titles]
    for at, event in enumerate(events):
        body = say(slack, {**event, "type": "app_mention"})
        say(slack, event)
        if at == len(events) // 2:
            bot.kill()
            bot = start_bot(sitrep=sitrep)
            slack.deliver("events_api", body)
    until(lambda: len(slack.posts) >= len(events), 60)
    assert bot.stop() == 0
    assert sorted(post.thread or "" for post in slack.posts) == sorted(event["ts"] for event in events)
    assert any("[1] “" in post.text for post in slack.posts)


def test_what_slack_shows_is_what_the_server_cites(slack: Slack, start_bot: StartBot, sitrep: str) -> None:
    """Numbers and quotes as in the reply over HTTP, and each quote at its offsets in the stored text."""
    with Client(sitrep) as client:
        title = next(article.title for article in client.articles() if article.title)
        question = f"what was said about {title}"
        told = client.ask(question, limit=5)
    start_bot(sitrep=sitrep).wait_for("connected")
    say(slack, slack.written("D1", question))
    post = until(lambda: slack.posts)[0]
    rich = [block["elements"] for block in post.message["blocks"] if block["type"] == "rich_text"]
    shown = [(elements[1]["elements"][0]["text"], elements[0]["elements"][0]["text"]) for elements in rich]
    assert told.citations
    assert shown == [(f"[{one.n}] — ", one.quote) for one in told.citations]
    for one in told.citations:
        article = httpx2.get(f"{sitrep}/v1/articles/{quote(one.article.id, safe='')}").json()
        assert article["text"][one.start : one.end] == one.quote


def test_a_quotation_is_checked_in_the_real_articles(slack: Slack, start_bot: StartBot, sitrep: str) -> None:
    """Words of a stored article stand there exactly."""
    with Client(sitrep) as client:
        card = next(iter(client.articles()))
        words = " ".join(client.article(card.id).text.split("\n")[0].split()[:12])
    start_bot(sitrep=sitrep).wait_for("connected")
    shortcut = slack.shortcut(f"“{words}”")
    slack.deliver("interactive", shortcut)
    message = until(lambda: slack.answers_to(shortcut["response_url"]))[0]
    assert "These words stand in an article" in message["text"]


@pytest.mark.slow
def test_the_longest_answers_of_a_library_keep_within_every_limit(sitrep: str) -> None:
    """Asked by the titles of all articles, with as many citations as can be set; nothing of a quote is lost on the way."""
    with Client(sitrep) as client:
        titles = [article.title for article in client.articles() if article.title]
        answers = [client.ask(f"what was said about {title}"[:500], limit=_CITATIONS) for title in titles]
    answers.sort(key=lambda one: sum(len(citation.quote) for citation in one.citations), reverse=True)
    longest = answers[:LONGEST]
    sizes: list[int] = []
    for one in longest:
        reply = render.answered(one, "0" * 24, [render.asked(one.interpreted.words)], private=True)
        for part in reply.parts:
            assert limits.faults({"text": part.text, "blocks": part.blocks}) == []
            assert all(limits.faults({"text": words}) == [] for words in part.plain)
        if one.answered:
            assert " ".join(quotes_of(reply.parts)).split() == " ".join(citation.quote for citation in one.citations).split()
        sizes.append(len(reply.parts))
    sys.stdout.write(f"\n{len(longest)} answers of {len(answers)} asked, {max(sizes)} messages at most\n")
