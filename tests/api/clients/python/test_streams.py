"""Streams that are cut into pieces, damaged, silent or left."""

from __future__ import annotations

import json
import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sitrep_client import (
    Answer,
    CitationEvent,
    DoneEvent,
    InterpretedEvent,
    OtherEvent,
    ReplyInvalid,
    Retries,
    StatementEvent,
    StreamBroken,
    TimedOut,
    Unavailable,
)
from sitrep_client._events import Event, Feed

from tests.api.clients.python.conftest import Make
from tests.api.clients.python.made import ANSWER, STREAM, event
from tests.api.clients.python.misbehaving import Misbehaving, cut, problem, reply, slowly, stream

KINDS = [InterpretedEvent, CitationEvent, StatementEvent, DoneEvent]


def fed(pieces: list[bytes]) -> list[Event]:
    """What a feed makes of the pieces."""
    feed = Feed("r1")
    return [one for piece in pieces for one in feed.take(piece)]


@given(cuts=st.lists(st.integers(0, len(STREAM)), max_size=40), ends=st.sampled_from([b"\n", b"\r\n", b"\r"]))
@example(cuts=list(range(2 * len(STREAM))), ends=b"\r\n")
def test_pieces_may_be_cut_anywhere(cuts: list[int], ends: bytes) -> None:
    """In the middle of a Cyrillic letter, of a line end, of an event; with all three line ends."""
    sent = STREAM.replace(b"\n", ends) + b": the end\n"
    at = sorted({0, *(one for one in cuts if one < len(sent)), len(sent)})
    events = fed([sent[start:end] for start, end in pairwise(at)])
    assert [type(one) for one in events] == KINDS
    assert events[-1] == DoneEvent(Answer.from_dict(ANSWER))


def test_byte_by_byte_over_the_wire(make: Make, server: Misbehaving) -> None:
    """The quote comes out whole."""
    server.script(stream(STREAM[at : at + 1] for at in range(len(STREAM))))
    with make(server.url).ask_stream("road?") as events:
        assert [type(one) for one in events] == KINDS
        assert events.answer().citations[0].quote == "Дорога відкрита"


def test_the_answer_can_be_had_without_its_events(make: Make, server: Misbehaving) -> None:
    """And the request says that it wants a stream."""
    server.script(stream([STREAM]))
    assert make(server.url).ask_stream("road?").answer() == Answer.from_dict(ANSWER)
    assert server.seen[0].headers["accept"] == "text/event-stream"
    assert json.loads(server.seen[0].body) == {"question": "road?"}


def test_nothing_is_sent_before_the_first_event_is_asked_for(make: Make, server: Misbehaving) -> None:
    """Leaving at once leaves no trace."""
    server.script(stream([STREAM]))
    with make(server.url).ask_stream("road?") as events:
        pass
    assert server.seen == []
    with pytest.raises(StreamBroken, match="left"):
        events.answer()


def test_the_first_event_comes_before_the_last_is_sent(make: Make, server: Misbehaving) -> None:
    """Half a second of silence lies between them."""
    half = STREAM.index(b"event: citation")
    server.script(stream(slowly([STREAM[:half], STREAM[half:]], server.left, 0.5)))
    since = time.monotonic()
    with make(server.url).ask_stream("road?") as events:
        steps = iter(events)
        assert isinstance(next(steps), InterpretedEvent)
        assert time.monotonic() - since < 0.4
        assert len(list(steps)) == 3
    assert time.monotonic() - since >= 0.5


def test_unknown_events_and_fields_are_no_obstacle(make: Make, server: Misbehaving) -> None:
    """A newer server may say more."""
    newer = event("progress", {"share": 0.5}) + b"id: 7\nretry: 3\nfuture: x\n\n" + event("done", {**ANSWER, "mood": "good"})
    server.script(stream([newer]))
    first, last = make(server.url).ask_stream("road?")
    assert first == OtherEvent("progress", {"share": 0.5})
    assert last == DoneEvent(Answer.from_dict(ANSWER))


DAMAGES: dict[str, bytes] = {
    "ends early": STREAM[: STREAM.index(b"event: done")],
    "ends in an event": STREAM[:-2],
    "is empty": b"",
    "is not JSON": b"event: done\ndata: {\n\n",
    "is not UTF-8": STREAM.replace("Дорога".encode(), b"\xd0\xd0"),
    "lacks a field": event("done", {"status": "answered"}),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_stream_is_an_error(make: Make, server: Misbehaving, damage: str) -> None:
    """Never half an answer; and the error knows the request."""
    server.script(stream([DAMAGES[damage]]))
    with pytest.raises(StreamBroken) as broken, make(server.url).ask_stream("road?") as events:
        events.answer()
    assert broken.value.request_id == server.seen[0].headers["x-request-id"]


def test_a_broken_line_is_an_error(make: Make, server: Misbehaving) -> None:
    """The connection is lost in the middle; what was whole before has been given."""
    server.script(stream([STREAM[: STREAM.index(b"event: statement")]], whole=False))
    steps = iter(make(server.url).ask_stream("road?"))
    assert [type(next(steps)) for _ in range(2)] == KINDS[:2]
    with pytest.raises(StreamBroken, match="broke off"):
        next(steps)


def test_a_silent_stream_times_out(make: Make, server: Misbehaving) -> None:
    """After the time set for the next bytes."""
    server.script(stream(slowly([STREAM[:100]], server.left, 5)))
    since = time.monotonic()
    with pytest.raises(TimedOut), make(server.url, timeout=0.3).ask_stream("road?") as events:
        events.answer()
    assert 0.3 <= time.monotonic() - since < 1.5


def test_an_error_event_is_the_error_it_tells_of(make: Make, server: Misbehaving) -> None:
    """Status, code and request id are the server's."""
    told = {"title": "Too busy", "status": 503, "detail": "wait", "code": "saturated", "request_id": "its-own"}
    server.script(stream([event("error", told)]))
    with pytest.raises(Unavailable) as busy, make(server.url).ask_stream("road?") as events:
        list(events)
    assert (busy.value.status, busy.value.code, busy.value.request_id) == (503, "saturated", "its-own")


def test_opening_is_tried_again(make: Make, server: Misbehaving) -> None:
    """Until the stream has begun it is a request like any other."""
    server.script(cut, problem(503, "saturated", Retry_After="0"), stream([STREAM]))
    with make(server.url, retries=Retries(first_s=0.01)).ask_stream("road?") as events:
        assert events.answer().answered
    assert len(server.seen) == 3


def test_a_reply_that_is_no_stream_is_said_so(make: Make, server: Misbehaving) -> None:
    """A server, or a proxy, that does not stream."""
    server.script(reply(200, ANSWER, Content_Type="application/json"))
    with pytest.raises(ReplyInvalid, match="not a stream"), make(server.url).ask_stream("road?") as events:
        list(events)
