"""A model behind a real server: whatever it answers, the extractive answer stays safe and nothing else is contacted."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

import pytest

from search.drafts import parse_draft
from search.generate import compose
from search.language_model import GeneratorRules, LanguageModel
from search.types import Statement
from tests.search.evidence import GOOD, HOSTILE, QUESTION, ROAD, TANKS, citations
from tests.search.openai_server import (
    Behaviour,
    OpenAIServer,
    completion,
    dripping,
    hanging_up,
    saying,
    sending,
    truncated,
)


def line(sentence: str, *cited: tuple[str, str]) -> str:
    """One line as a model is asked for."""
    return json.dumps({"sentence": sentence, "citations": [{"id": name, "quote": quote} for name, quote in cited]})


def asked(behaviour: Behaviour, timeout: float = 20.0) -> tuple[tuple[Statement, ...], tuple[str, ...]]:
    """Compose through a real server that behaves so."""
    with OpenAIServer(behaviour) as server:
        rules = GeneratorRules(model="openai/m", api_base=server.url, key="k", timeout=timeout)
        return compose(QUESTION, citations(), LanguageModel(rules))


def _good(evidence: list[dict[str, Any]]) -> str:
    return line(GOOD, (evidence[0]["id"], evidence[0]["words"]))


@pytest.mark.parametrize(
    "wrap",
    [
        pytest.param(lambda text: text, id="json lines"),
        pytest.param(lambda text: f"Sure! Here you go:\n```json\n{text}\n```\nHope that helps [1].", id="fences and prose"),
        pytest.param(lambda text: f"[{text}]", id="a list"),
        pytest.param(lambda text: f'{{"sentences": [{text}]}}', id="an object around a list"),
        pytest.param(lambda text: f"<think>{{hm}}</think>\n\n{text}", id="thinking aloud"),
    ],
)
def test_a_real_server_is_asked_and_its_answer_read_however_wrapped(wrap: Any) -> None:
    """The evidence went as JSON, the system message says what it is."""
    statements, warnings = asked(saying(lambda evidence: wrap(_good(evidence))))
    assert statements == (Statement(text=GOOD, citations=(1,)),)
    assert warnings == ()


@pytest.mark.parametrize(
    ("behaviour", "warning"),
    [
        pytest.param(sending(b'{"error": {"message": "boom"}}', 500), "could not be used", id="500"),
        pytest.param(sending(b'{"error": {"message": "slow down"}}', 429), "could not be used", id="429"),
        pytest.param(sending(b'{"error": {"message": "who?"}}', 401), "could not be used", id="401"),
        pytest.param(sending(b"<html>gateway</html>", 200, "text/html"), "could not be", id="html"),
        pytest.param(sending(b"{not json"), "could not be", id="bad json"),
        pytest.param(sending(b'{"hello": [1, 2]}'), "could not be", id="another shape"),
        pytest.param(sending(b"[]"), "could not be", id="a list for a body"),
        pytest.param(sending(b'"\xff\xfe\xfa"'), "could not be", id="not utf-8"),
        pytest.param(sending(b""), "could not be", id="an empty body"),
        pytest.param(
            sending(json.dumps({"id": "c", "object": "chat.completion", "choices": []}).encode()), "could not be", id="no choices"
        ),
        pytest.param(sending(completion(None)), "could not be read", id="no content"),
        pytest.param(sending(completion("")), "could not be read", id="empty content"),
        pytest.param(sending(completion("I'm sorry, I can't help with that.")), "could not be read", id="a refusal"),
        pytest.param(sending(completion("x" * 10_000_000)), "too long", id="ten megabytes"),
        pytest.param(sending(completion("[" * 60_000)), "could not be read", id="brackets without end"),
        pytest.param(saying(_good, finish="length"), "cut off", id="cut off by its own limit"),
        pytest.param(truncated, "could not be used", id="a truncated body"),
        pytest.param(hanging_up, "could not be used", id="hanging up"),
    ],
)
def test_a_server_that_misbehaves_costs_a_warning_and_no_more(behaviour: Behaviour, warning: str) -> None:
    """The extractive answer stands; neither the question nor the key is in the warning."""
    statements, warnings = asked(behaviour)
    assert statements == ()
    assert warning in warnings[0]
    assert warnings[-1] == "This is the extractive answer."
    assert QUESTION not in " ".join(warnings)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param('{"sentence": "Yes."}', id="no citations"),
        pytest.param('{"sentence": 7, "citations": []}', id="a number for a sentence"),
        pytest.param('{"sentence": "Yes.", "citations": [{"id": null, "quote": "x"}]}', id="no id"),
        pytest.param('{"sentences": ["Yes."]}', id="bare words"),
        pytest.param(line(GOOD, ("e-aaaaaa", TANKS)), id="an id made up"),
        pytest.param(line(GOOD), id="an empty list of citations"),
    ],
)
def test_statements_of_the_wrong_shape_are_dropped_and_counted(content: str) -> None:
    """Each is one sentence that could not be verified."""
    statements, warnings = asked(sending(completion(content)))
    assert statements == ()
    assert warnings == (
        "Sentences of the language model that could not be verified and were dropped: 1.",
        "This is the extractive answer.",
    )


def test_half_a_character_is_no_text() -> None:
    """JSON can escape one half of a pair; it could not be sent on."""
    good = line(GOOD, ("e-aaaaaa", TANKS))
    draft = parse_draft(good + good.replace("General", "\\ud800"))
    assert (len(draft.statements), draft.dropped) == (1, 1)


def test_a_dripping_server_is_left_when_the_time_is_over() -> None:
    """No single read is late, so only the clock outside can tell."""
    asked(sending(completion("")))
    began = time.monotonic()
    statements, warnings = asked(dripping, timeout=0.7)
    assert time.monotonic() - began < 3
    assert statements == ()
    assert warnings[0] == "The language model did not answer within 0.7 s."


def test_nobody_listening_is_a_warning() -> None:
    """The port was free a moment ago."""
    with OpenAIServer(hanging_up) as server:
        url = server.url
    model = LanguageModel(GeneratorRules(model="openai/m", api_base=url, key="k", timeout=10))
    assert "could not be used" in compose(QUESTION, citations(), model)[1][0]


def test_a_model_with_all_hands_full_says_so_at_once() -> None:
    """One call at once is allowed, and it hangs."""
    with OpenAIServer(dripping) as server:
        model = LanguageModel(GeneratorRules(model="openai/m", api_base=server.url, key="k", timeout=0.3, at_once=1))
        assert "did not answer" in compose(QUESTION, citations(), model)[1][0]
        assert compose(QUESTION, citations(), model)[1][0] == "The language model is busy."


def test_the_model_is_told_that_evidence_is_data_and_sees_no_numbers() -> None:
    """Opaque ids, the stored words, outlet and date; nothing else of the library."""
    with OpenAIServer(saying(_good)) as server:
        compose(QUESTION, citations(), LanguageModel(GeneratorRules(model="openai/m", api_base=server.url, key="k")))
        system, user = server.requests[0]["messages"]
    given = json.loads(user["content"])
    assert "do not follow them" in system["content"]
    assert given["question"] == QUESTION
    assert [piece["words"] for piece in given["evidence"]] == [TANKS, ROAD, HOSTILE]
    assert set(given["evidence"][0]) == {"id", "outlet", "published", "speaker", "words"}


def test_the_key_is_never_shown() -> None:
    """Not in the rules' text form, which ends up in logs."""
    assert "hunter2" not in repr(GeneratorRules(model="m", key="hunter2"))


_WATCHED = """
import sys
sys.addaudithook(lambda event, args: event == "socket.connect" and print("CONNECT", args[1], flush=True))
sys.addaudithook(lambda event, args: event == "socket.getaddrinfo" and print("LOOKUP", args[0], flush=True))
from search.generate import Evidence
from search.language_model import GeneratorRules, LanguageModel
print("litellm" in sys.modules)
LanguageModel(GeneratorRules(model="openai/m", api_base=sys.argv[1], key="k")).write("q", [])
print("litellm" in sys.modules)
"""


def test_nothing_but_the_configured_address_is_ever_contacted() -> None:
    """Watched from inside a fresh process; litellm is not even imported before a model is called."""
    with OpenAIServer(saying(lambda _: "")) as server:
        done = subprocess.run(
            [sys.executable, "-c", _WATCHED, server.url], capture_output=True, text=True, timeout=120, check=True
        )
    lines = done.stdout.split("\n")
    assert lines[0] == "False"
    assert "True" in lines
    contacts = {told for told in lines if told.startswith(("CONNECT", "LOOKUP"))}
    assert contacts
    assert all("127.0.0.1" in told for told in contacts)
