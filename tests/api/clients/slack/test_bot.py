"""The bot over real sockets: each way to ask, and the one state that each ends in."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from tests.api.clients.slack.archive import Archive
from tests.api.clients.slack.bots import BotProcess
from tests.api.clients.slack.conftest import StartBot, until
from tests.api.clients.slack.standin import Slack
from tests.api.clients.slack.workspace import BOT, BOT_ID

CALM_S = 0.7
"""Seconds in which a bot that wanted to say more would have said it."""


def say(slack: Slack, event: dict[str, Any]) -> dict[str, Any]:
    """Deliver an event; the body, to deliver it again."""
    body = slack.body(event)
    slack.deliver("events_api", body)
    return body


def buttons(message: dict[str, Any]) -> dict[str, str]:
    """Label and value of the buttons under a message."""
    rows = [block for block in message["blocks"] if block["type"] == "actions"]
    return {one["action_id"]: one["value"] for row in rows for one in row["elements"]}


def has_asked(archive: Archive, times: int) -> bool:
    """Whether the server was asked so often."""
    return archive.asked.total() == times


def test_a_mention_is_answered_once_in_its_thread_though_it_comes_twice(slack: Slack, bot: BotProcess) -> None:
    """`app_mention` and `message` tell of one question."""
    event = slack.written("C1", f"<@{BOT}> what about the bridge")
    say(slack, {**event, "type": "app_mention"})
    say(slack, event)
    until(lambda: slack.posts)
    time.sleep(CALM_S)
    assert [(post.channel, post.thread) for post in slack.posts] == [("C1", event["ts"])]
    assert "They said: what about the bridge." in slack.posts[0].text
    assert all(one.acknowledged_in is not None and one.acknowledged_in < 3 for one in slack.deliveries)


def test_a_quote_stands_in_its_block_with_its_number_and_its_source(slack: Slack, bot: BotProcess) -> None:
    """The same number, order and offsets as in the client's own Markdown."""
    say(slack, slack.written("D1", "what about the bridge"))
    post = until(lambda: slack.posts)[0]
    quote, source = post.message["blocks"][0]["elements"]
    assert quote == {
        "type": "rich_text_quote",
        "elements": [{"type": "text", "text": "They said: what about the bridge."}],
    }
    assert "".join(one["text"] for one in source["elements"]) == "[1] — A bridge, Sample, 2022-05-16, characters 10–43"
    assert [one.get("url") for one in source["elements"] if one["type"] == "link"] == ["https://sample.example/a1"]


def test_the_same_event_delivered_again_is_not_answered_again(slack: Slack, bot: BotProcess) -> None:
    """Slack redelivers with the same `event_id`."""
    body = say(slack, slack.written("D1", "what about the bridge"))
    until(lambda: slack.posts)
    slack.deliver("events_api", body)
    time.sleep(CALM_S)
    assert len(slack.posts) == 1


def test_a_thread_goes_on_without_a_new_mention_but_only_there(slack: Slack, bot: BotProcess) -> None:
    """A thread that the bot was never asked in, and a message to somebody else, are none of its business."""
    first = slack.written("C1", f"<@{BOT}> one")
    say(slack, first)
    until(lambda: len(slack.posts) == 1)
    say(slack, slack.written("C1", "two", thread=first["ts"]))
    until(lambda: len(slack.posts) == 2)
    say(slack, slack.written("C1", "three, in another thread", thread=slack.written("C1", "hello")["ts"]))
    say(slack, slack.written("C1", "<@U7> four, to somebody else", thread=first["ts"]))
    say(slack, slack.written("C1", "five, to nobody"))
    time.sleep(CALM_S)
    assert [post.thread for post in slack.posts] == [first["ts"], first["ts"]]
    assert "They said: two." in slack.posts[1].text


def test_programs_edits_and_the_bot_itself_are_not_answered(slack: Slack, bot: BotProcess, archive: Archive) -> None:
    """Two bots would otherwise talk for ever."""
    for more in ({"bot_id": "B9"}, {"subtype": "message_changed"}, {"subtype": "channel_join"}, {"subtype": "bot_message"}):
        say(slack, slack.written("D1", "a question", **more))
    say(slack, slack.written("D1", "a question", user=BOT, bot_id=BOT_ID))
    say(slack, slack.written("D1", "a question", user="USLACKBOT"))
    time.sleep(CALM_S)
    assert slack.posts == []
    assert archive.asked == {}


def test_a_command_is_answered_privately_and_can_be_shared_once(slack: Slack, bot: BotProcess) -> None:
    """Pressed twice, it stands in the channel once, and the private copy is taken away."""
    command = slack.command("what about the bridge")
    slack.deliver("slash_commands", command)
    message = until(lambda: slack.answers_to(command["response_url"]))[0]
    assert message["response_type"] == "ephemeral"
    assert message["blocks"][0]["elements"][0]["text"] == "You asked: what about the bridge"
    assert slack.posts == []
    presses = [slack.pressed("sitrep_share", buttons(message)["sitrep_share"]) for _ in range(2)]
    for press in presses:
        slack.deliver("interactive", press)
    until(lambda: slack.answers_to(presses[0]["response_url"]))
    time.sleep(CALM_S)
    assert [(post.channel, post.thread) for post in slack.posts] == [("C1", None)]
    assert slack.posts[0].message["blocks"][0]["elements"][0]["text"] == "Shared by <@U1>: what about the bridge"
    assert "sitrep_share" not in buttons(slack.posts[0].message)
    assert slack.answers_to(presses[0]["response_url"]) == [{"delete_original": True}]


def test_a_thumb_is_kept_with_the_answer(slack: Slack, bot: BotProcess, start_bot: StartBot) -> None:
    """The last opinion of each person; `sitrep-slack votes` prints them."""
    say(slack, slack.written("D1", "what about the bridge"))
    answer = buttons(until(lambda: slack.posts)[0].message)["sitrep_vote_up"]
    for action in ("sitrep_vote_up", "sitrep_vote_down"):
        press = slack.pressed(action, answer, channel="D1")
        slack.deliver("interactive", press)
        until(partial(slack.answers_to, press["response_url"]))
    printing = start_bot("votes")
    assert printing.ended() == 0
    lines = printing.said().splitlines()
    assert len(lines) == 1
    assert '"vote": -1' in lines[0]
    assert "They said: what about the bridge." in lines[0]


def test_the_quotations_of_a_message_are_checked_each(slack: Slack, bot: BotProcess) -> None:
    """Near: the true words are shown; absent: it says so."""
    shortcut = slack.shortcut("He wrote “the bridge was shut on Monday” and\n&gt; we will never give up\nand so on.")
    slack.deliver("interactive", shortcut)
    message = until(lambda: slack.answers_to(shortcut["response_url"]))[0]
    assert "Checked: “we will never give up”\n\nNo article holds these words." in message["text"]
    assert "Not these words. The true words are:\n\n“The bridge was closed on Monday.”" in message["text"]


def test_silence_and_errors_are_visible(slack: Slack, bot: BotProcess) -> None:
    """Nothing found comes with what is nearest; an error with its request id."""
    say(slack, slack.written("D1", "nothing of the kind"))
    say(slack, slack.written("D1", "a refused question"))
    until(lambda: len(slack.posts) == 2)
    silent, failed = sorted((post.text for post in slack.posts), reverse=True)
    assert silent.startswith("Nothing was reported about this.\n\nNearest, but not an answer:\n\n“A near miss of a sentence.”")
    assert failed == "No answer: The request is not valid. Please try again.\nRequest id: request-of-the-archive"


def test_a_server_that_is_away_is_told_with_a_request_id(slack: Slack, start_bot: StartBot) -> None:
    """The id is made by the client, so there is one even without a reply."""
    start_bot(sitrep="http://127.0.0.1:9").wait_for("connected")
    say(slack, slack.written("D1", "a question"))
    assert "Request id: " in until(lambda: slack.posts)[0].text


def test_an_empty_mention_and_the_word_help_get_help(slack: Slack, bot: BotProcess) -> None:
    """So that nobody is left with silence."""
    say(slack, slack.written("C1", f"<@{BOT}>"))
    command = slack.command("help")
    slack.deliver("slash_commands", command)
    assert "mention me" in until(lambda: slack.posts)[0].text
    assert "mention me" in until(lambda: slack.answers_to(command["response_url"]))[0]["text"]


def test_the_home_tab_helps_and_tells_what_the_archive_holds(slack: Slack, bot: BotProcess) -> None:
    """Published when somebody opens it."""
    say(slack, {"type": "app_home_opened", "user": "U1", "tab": "home", "channel": "D1", "event_ts": slack.stamp()})
    home = until(lambda: slack.homes)[0]
    assert home["user"] == "U1"
    assert "1,234 articles, published 2022-02-24 to 2023-12-31" in home["blocks"][-1]["elements"][0]["text"]


def test_blocks_that_slack_refuses_are_sent_again_as_plain_text(slack: Slack, bot: BotProcess) -> None:
    """The answer is read, if less well."""
    slack.fault = lambda n: "invalid_blocks" if n == 1 else None
    say(slack, slack.written("D1", "what about the bridge"))
    post = until(lambda: slack.posts)[0]
    assert "blocks" not in post.message
    assert "“They said: what about the bridge.” — Sample, “A bridge”, 2022-05-16, characters 10–43" in post.text


def test_a_message_that_was_taken_though_its_reply_was_lost_is_not_sent_again(slack: Slack, bot: BotProcess) -> None:
    """The bot looks whether it stands there before it posts again; a server error it waits out."""
    slack.fault = {1: "lost", 2: "500", 3: "429"}.get
    first, second = (slack.written("D1", f"question {n}") for n in (1, 2))
    say(slack, first)
    until(lambda: slack.calls["conversations.replies"])
    say(slack, second)
    until(lambda: len(slack.posts) == 2)
    time.sleep(CALM_S)
    assert [post.thread for post in slack.posts] == [first["ts"], second["ts"]]


def test_where_the_bot_may_not_write_it_writes_to_the_person(slack: Slack, bot: BotProcess) -> None:
    """A refused channel and an expired `response_url` do not end in silence."""
    slack.refused = {"C1": "not_in_channel", "response": "expired_url"}
    say(slack, slack.written("C1", f"<@{BOT}> question 1"))
    slack.deliver("slash_commands", slack.command("question 2"))
    until(lambda: len(slack.posts) == 2)
    assert [post.channel for post in slack.posts] == ["DU1", "DU1"]


def test_who_asks_too_much_at_once_is_told_so(slack: Slack, start_bot: StartBot) -> None:
    """Every question beyond those that may wait ends in one visible line."""
    start_bot(SITREP_SLACK_WAITING_PER_PERSON="1", SITREP_SLACK_WORKERS="1", sitrep="http://127.0.0.1:9").wait_for("connected")
    for n in range(3):
        say(slack, slack.written("D1", f"question {n}"))
    until(lambda: len(slack.posts) == 3)
    assert sum(post.text.startswith("Too many questions") for post in slack.posts) == 2


def test_a_question_that_takes_the_bot_down_is_given_up_visibly(slack: Slack, archive: Archive, start_bot: StartBot) -> None:
    """Three bots die over it; the fourth does not try, and says so under the job's number."""
    for n in range(1, 4):
        bot = start_bot()
        bot.wait_for("connected")
        if n == 1:
            say(slack, slack.written("D1", "the server hangs over this"))
        until(partial(has_asked, archive, n))
        bot.kill()
    start_bot()
    assert until(lambda: slack.posts)[0].text.endswith("Request id: job-1")
    assert archive.asked.total() == 3


def test_a_second_bot_on_the_same_store_does_not_start(bot: BotProcess, start_bot: StartBot) -> None:
    """Two would answer twice."""
    second = start_bot()
    assert second.ended() == 2
    assert "another bot works with" in second.said()


def test_a_bot_that_is_asked_to_stop_leaves_nothing_half_done(slack: Slack, bot: BotProcess, start_bot: StartBot) -> None:
    """What is begun is finished, what waits is answered by the next one, and nothing twice."""
    for n in range(6):
        say(slack, slack.written("D1", f"question {n}"))
    assert bot.stop() == 0
    start_bot().wait_for("connected")
    until(lambda: len(slack.posts) >= 6)
    time.sleep(CALM_S)
    assert len({post.thread for post in slack.posts}) == len(slack.posts) == 6


def test_no_word_of_a_message_is_logged(slack: Slack, bot: BotProcess) -> None:
    """Not of questions, quotes, answers; nor of events that nobody handles, nor of what fails."""
    slack.fault = lambda n: "invalid_blocks" if n == 1 else None
    say(slack, slack.written("D1", "Xylophone plans"))
    say(slack, slack.written("D1", "refused Xylophone"))
    say(slack, {"type": "team_join", "user": {"id": "U5", "name": "Xylophone"}})
    shortcut = slack.shortcut("Xylophone in the message")
    slack.deliver("interactive", shortcut)
    until(lambda: len(slack.posts) == 2 and slack.answers_to(shortcut["response_url"]))
    for line in ("ask: answered", "ask: error", "verify: checked", "refuses blocks"):
        bot.wait_for(line)
    assert "xylophone" not in bot.said().lower()
