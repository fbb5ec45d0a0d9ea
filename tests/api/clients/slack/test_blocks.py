"""Answers as blocks: within every limit, whatever is in them, and with their exact words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sitrep_client import Answer, SitrepError, Verification
from sitrep_slack import render
from sitrep_slack.types import Part, Reply

from tests.api.clients.slack import limits, made

_ID = "0" * 24
_AWKWARD = 'ab .!?“”"<>&|*_~`\n🙂\u202e@#'


def answer(quotes: list[str], **changed: Any) -> Answer:
    """An answer of these quotes."""
    return Answer.from_dict(made.answer(quotes, **changed))


def faults(reply: Reply) -> list[str]:
    """What Slack would refuse in any message of it, with blocks and without."""
    found = [fault for part in reply.parts for fault in limits.faults({"text": part.text, "blocks": part.blocks})]
    return found + [fault for part in reply.parts for words in part.plain for fault in limits.faults({"text": words})]


def quotes_of(parts: Iterable[Part]) -> list[str]:
    """The quotes as they stand in blocks."""
    rich = (element for part in parts for block in part.blocks if block["type"] == "rich_text" for element in block["elements"])
    return [one["elements"][0]["text"] for one in rich if one["type"] == "rich_text_quote"]


def test_a_quote_keeps_each_of_its_characters() -> None:
    """Neither Slack's markup nor escapes touch it."""
    quote = "He *said* _that_ <!channel> & <@U1> `x` :bomb: https://a.example ~no~."
    assert quotes_of(render.answered(answer([quote]), _ID).parts) == [quote]


def test_an_article_cannot_ping_or_link_anything() -> None:
    """Title, outlet and address try; fallback and plain text are escaped."""
    url = "https://a.example/x|<!channel>"
    reply = render.answered(answer(["<!here> now"], title="<!channel>", outlet="<@U1>", url=url), _ID)
    assert faults(reply) == []
    whole = json.dumps([[part.text, part.plain] for part in reply.parts])
    assert "<" not in whole
    link = next(one for one in reply.parts[0].blocks[0]["elements"][1]["elements"] if one["type"] == "link")
    assert link == {"type": "link", "url": "https://a.example/x%7C%3C!channel%3E", "text": "<!channel>"}


def test_only_web_addresses_become_links() -> None:
    """An article's address may be anything."""
    reply = render.answered(answer(["now"], url="javascript:alert(1)"), _ID)
    assert "link" not in [one["type"] for one in reply.parts[0].blocks[0]["elements"][1]["elements"]]


def test_a_long_answer_goes_on_in_further_messages_in_order() -> None:
    """Forty quotes of seven hundred characters; the buttons stand under the last one."""
    quotes = [f"{n}: {'word ' * 139}end." for n in range(40)]
    reply = render.answered(answer(quotes), _ID)
    assert len(reply.parts) > 2
    assert quotes_of(reply.parts) == quotes
    assert faults(reply) == []
    rows = [[block["type"] for block in part.blocks].count("actions") for part in reply.parts]
    assert rows == [0] * (len(rows) - 1) + [1]


def test_a_quote_longer_than_a_block_goes_on_at_a_sentence() -> None:
    """Its source stands under the last stretch only."""
    sentences = [f"Sentence number {n} of a very long quote indeed." for n in range(200)]
    reply = render.answered(answer([" ".join(sentences)]), _ID)
    found = quotes_of(reply.parts)
    assert len(found) > 3
    assert all(one.startswith("Sentence") and one.endswith("indeed.") for one in found)
    assert " ".join(found) == " ".join(sentences)
    assert faults(reply) == []


def test_statements_that_are_not_quotes_stand_above_them_with_their_numbers() -> None:
    """As where a language model writes."""
    written = [{"text": "The bridge fell.", "citations": [1, 2]}]
    reply = render.answered(Answer.from_dict(made.answer(["It fell.", "It lies there."], written)), _ID)
    first = reply.parts[0].blocks[0]["elements"][0]
    assert first == {"type": "rich_text_section", "elements": [{"type": "text", "text": "The bridge fell. [1][2]"}]}
    assert quotes_of(reply.parts) == ["It fell.", "It lies there."]


def test_the_plain_words_are_those_of_the_client() -> None:
    """One rendering of citations everywhere."""
    one = answer(["It fell."])
    assert render.answered(one, _ID).parts[0].text == f"[1] {one.citations[0].to_plain()}"


def test_an_error_tells_its_id_and_nothing_that_was_sent() -> None:
    """The id is what an operator looks for."""
    reply = render.failed(SitrepError("the question was: secret", request_id="abc"))
    assert reply.parts[0].text == "No answer: the Sitrep server did not answer. Please try again.\nRequest id: abc"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(alphabet=_AWKWARD, max_size=3000), min_size=1, max_size=12),
    st.text(alphabet=_AWKWARD, max_size=4000),
    st.sampled_from([1, 60]),
)
def test_no_answer_breaks_a_limit(quotes: list[str], title: str, times: int) -> None:
    """Whatever stands in quotes and titles, and however long it is."""
    url = f"https://a.example/{title}"
    reply = render.answered(answer(quotes * (times if len(quotes) < 3 else 1), title=title, url=url), _ID, [render.asked(title)])
    assert faults(reply) == []


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=_AWKWARD, min_size=1, max_size=5000), st.text(alphabet=_AWKWARD, max_size=5000))
def test_no_checked_quotation_breaks_a_limit(quote: str, true: str) -> None:
    """Also where the true words are far longer."""
    found = made.verification("bridge")
    found["matches"] = [{**found["matches"][0], "text": true}] * 3
    reply = render.verified([Verification.from_dict({**found, "quote": quote})] * 5, _ID)
    assert faults(reply) == []
