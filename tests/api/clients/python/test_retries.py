"""Retries, timeouts and errors against a server that misbehaves on a real port; the time that passes is measured."""

from __future__ import annotations

import json
import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sitrep_client import (
    ArgumentInvalid,
    Conflict,
    NotFound,
    RateLimited,
    ReplyInvalid,
    Retries,
    ServerFault,
    StatusError,
    TimedOut,
    Unavailable,
    Unreachable,
)
from sitrep_client._retries import retry_after_s

from tests.api.clients.python.conftest import Make
from tests.api.clients.python.made import ADDED, ANSWER, FOUND, INFO
from tests.api.clients.python.misbehaving import Misbehaving, cut, cut_body, problem, reply

QUICK = Retries(first_s=0.01)


def test_seconds_that_the_server_asks_for_are_waited(make: Make, server: Misbehaving) -> None:
    """One second each time, not more than a tenth longer; then the reply."""
    server.script(problem(429, "rate_limited", Retry_After="1"), problem(503, "saturated", Retry_After="1"), reply(200, INFO))
    assert make(server.url, retries=QUICK).info().model == "m"
    assert len(server.seen) == 3
    assert all(1.0 <= pause < 1.6 for pause in server.pauses())


def test_a_date_is_waited_for_by_the_servers_clock(make: Make, server: Misbehaving) -> None:
    """Its clock is a year behind ours; two seconds are two seconds all the same."""
    then = datetime(2025, 1, 1, tzinfo=UTC)
    date, until = (format_datetime(moment, usegmt=True) for moment in (then, then + timedelta(seconds=2)))

    def act(request: object) -> None:
        assert hasattr(request, "date_time_string")
        request.date_time_string = lambda: date
        problem(503, "not_ready", Retry_After=until)(request)  # type: ignore[arg-type]

    server.script(act, reply(200, INFO))
    make(server.url, retries=QUICK).info()
    assert 2.0 <= server.pauses()[0] < 2.7


def test_pauses_double_where_the_server_names_none(make: Make, server: Misbehaving) -> None:
    """0.2 s and 0.4 s, each up to a quarter shorter."""
    server.script(problem(500, "internal"), problem(502, "x"), reply(200, INFO))
    make(server.url, retries=Retries(first_s=0.2)).info()
    first, second = server.pauses()
    assert 0.15 <= first < 0.35
    assert 0.30 <= second < 0.60


def test_too_long_a_wait_is_left_to_the_caller(make: Make, server: Misbehaving) -> None:
    """The error comes at once and says how long."""
    server.script(problem(429, "rate_limited", Retry_After="3600"))
    since = time.monotonic()
    with pytest.raises(RateLimited) as refused:
        make(server.url).info()
    assert time.monotonic() - since < 1.0
    assert refused.value.retry_after_s == 3600
    assert len(server.seen) == 1


def test_the_last_error_is_told_when_nothing_helps(make: Make, server: Misbehaving) -> None:
    """Three tries; the error carries status, code and the server's request id."""
    server.script(problem(503, "saturated"))
    with pytest.raises(Unavailable) as busy:
        make(server.url, retries=QUICK).search("road")
    error = busy.value
    assert (error.status, error.code, error.request_id, error.detail) == (503, "saturated", "its-own", "told")
    assert len(server.seen) == 3
    assert len({seen.headers["x-request-id"] for seen in server.seen}) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 415, 421, 422])
def test_what_cannot_get_better_is_not_sent_again(make: Make, server: Misbehaving, status: int) -> None:
    """One request."""
    server.script(problem(status, "some_code"))
    with pytest.raises(StatusError) as refused:
        make(server.url, retries=QUICK).search("road")
    assert refused.value.status == status
    assert len(server.seen) == 1


def test_broken_connections_are_tried_again(make: Make, server: Misbehaving) -> None:
    """Hung up on, cut in the middle of a reply, answered."""
    server.script(cut, cut_body, reply(200, FOUND))
    assert make(server.url, retries=QUICK).search("road").total == 1
    assert len(server.seen) == 3


def test_retries_can_be_turned_off(make: Make, server: Misbehaving) -> None:
    """One request; the error knows the id that was sent."""
    server.script(cut)
    with pytest.raises(Unreachable) as broken:
        make(server.url).with_options(retries=Retries(most=0)).info()
    assert [seen.headers["x-request-id"] for seen in server.seen] == [broken.value.request_id]


def test_nobody_there_is_unreachable(make: Make) -> None:
    """After three tries, in words that name the host."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unreachable, match=r"no reply from 127\.0\.0\.1 after 3 tries") as refused:
        make(f"http://127.0.0.1:{port}", retries=QUICK).info()
    assert not isinstance(refused.value, TimedOut)
    assert refused.value.status is None


def test_silence_ends_at_the_timeout(make: Make, server: Misbehaving) -> None:
    """Two tries of 0.3 s each, then the error; the copy shares the connections and not the patience."""
    server.script(server.hang())
    patient = make(server.url)
    since = time.monotonic()
    with pytest.raises(TimedOut) as silent:
        patient.with_options(timeout=0.3, retries=Retries(most=1, first_s=0.01)).ask("road?")
    assert 0.6 <= time.monotonic() - since < 2.0
    assert silent.value.request_id == server.seen[0].headers["x-request-id"]


def test_an_add_is_sent_again_under_the_same_key(make: Make, server: Misbehaving) -> None:
    """The reply was lost; the second request is word for word the first, a later add has another key."""
    server.script(cut, reply(200, ADDED))
    client = make(server.url, retries=QUICK)
    assert client.add({"text": "Дорога."}).added == 1
    client.add({"text": "Дорога."})
    first, again, later = (seen.headers["idempotency-key"] for seen in server.seen)
    assert first == again != later
    assert server.seen[0].body == server.seen[1].body == '[{"text":"Дорога."}]'.encode()


def test_a_write_that_is_still_being_done_is_waited_for(make: Make, server: Misbehaving) -> None:
    """409 after a lost reply means that the first request is at work; 409 at once is a conflict."""
    server.script(cut, problem(409, "key_reused"), reply(200, ADDED))
    client = make(server.url, retries=QUICK)
    assert client.add({"text": "Road."}).added == 1
    server.script(problem(409, "key_reused"))
    with pytest.raises(Conflict):
        client.add({"text": "Road."}, idempotency_key="mine")
    assert len(server.seen) == 4


def test_a_removal_whose_reply_was_lost_is_a_removal(make: Make, server: Misbehaving) -> None:
    """404 at the second try: the first one did it. 404 at the first, or after a try that was never begun: there was none."""
    client = make(server.url, retries=QUICK)
    server.script(cut, problem(404, "article_absent"))
    client.remove("a1")
    server.script(problem(404, "article_absent"))
    with pytest.raises(NotFound):
        client.remove("a1")
    server.script(problem(504, "timeout", Retry_After="0"), problem(404, "article_absent"))
    client.remove("a1")
    server.script(problem(503, "library_busy", Retry_After="0"), problem(404, "article_absent"))
    with pytest.raises(NotFound):
        client.remove("a1")


def test_many_articles_go_in_several_requests(make: Make, server: Misbehaving) -> None:
    """1,001 articles: 500, 500, 1; each with its own key; verdicts numbered through."""

    def added(request: object) -> None:
        count = len(json.loads(server.seen[-1].body))
        verdicts = [{"n": n + 1, "id": str(n), "verdict": "added"} for n in range(count)]
        reply(200, {**ADDED, "verdicts": verdicts, "added": count})(request)  # type: ignore[arg-type]

    server.script(added)
    done = make(server.url).add(({"text": f"Report {n}."} for n in range(1001)), idempotency_key="k")
    assert [len(json.loads(seen.body)) for seen in server.seen] == [500, 500, 1]
    assert [seen.headers["idempotency-key"] for seen in server.seen] == ["k", "k-1", "k-2"]
    assert done.added == 1001
    assert [verdict.n for verdict in done.verdicts] == list(range(1, 1002))
    assert make(server.url).add([]).verdicts == ()
    assert len(server.seen) == 3


def test_large_articles_go_in_several_requests(make: Make, server: Misbehaving) -> None:
    """Three of 3 MiB: two requests, both below 8 MiB."""
    server.script(reply(200, ADDED))
    make(server.url).add({"text": "x" * 3 * 1024 * 1024} for _ in range(3))
    assert [len(json.loads(seen.body)) for seen in server.seen] == [2, 1]
    assert all(len(seen.body) <= 8 * 1024 * 1024 for seen in server.seen)


@pytest.mark.parametrize("page", [b"<html>Log in</html>", b"", b"[]", b'{"hits": []}', b'{"hits": 3}', b"\xff\xfe"])
def test_another_servers_page_is_not_a_reply(make: Make, server: Misbehaving, page: bytes) -> None:
    """Status 200 and not what was asked for."""
    server.script(reply(200, page))
    with pytest.raises(ReplyInvalid) as wrong:
        make(server.url).search("road")
    assert (wrong.value.status, wrong.value.request_id) == (200, server.seen[0].headers["x-request-id"])
    assert "Log in" not in str(wrong.value)


@pytest.mark.parametrize("body", [b"<h1>Bad gateway, call Bob</h1>", b"", b"[1]", b'{"code": 3}', b'{"errors": 5}'])
def test_a_proxys_error_page_is_an_error_by_its_status(make: Make, server: Misbehaving, body: bytes) -> None:
    """Nothing of the page is repeated."""
    server.script(reply(500, body))
    with pytest.raises(ServerFault) as fault:
        make(server.url, retries=QUICK).info()
    assert (fault.value.status, fault.value.code) == (500, None)
    assert "Bob" not in str(fault.value)


def test_redirections_are_not_followed_with_the_key(make: Make, server: Misbehaving) -> None:
    """The key goes where it was meant to go."""
    server.script(reply(307, b"", Location="http://elsewhere.example/v1/info"))
    with pytest.raises(StatusError) as moved:
        make(server.url, api_key="k").info()
    assert moved.value.status == 307
    assert len(server.seen) == 1


def test_a_list_that_goes_round_in_circles_ends(make: Make, server: Misbehaving) -> None:
    """The second page names itself."""
    server.script(reply(200, {**FOUND, "next_cursor": "c"}))
    with pytest.raises(ReplyInvalid, match="circles"):
        list(make(server.url).search_iter("road"))
    assert len(server.seen) == 2


def test_what_is_not_given_is_left_to_the_server(make: Make, server: Misbehaving) -> None:
    """The body holds the question alone."""
    server.script(reply(200, ANSWER))
    make(server.url).ask("road?", filters={})
    assert json.loads(server.seen[0].body) == {"question": "road?"}


@pytest.mark.parametrize(("told", "seconds"), [("2", 2.0), ("0.5", 0.5), ("", None), ("soon", None), ("-3", None), ("٣", None)])
def test_retry_after_is_a_number_or_nothing(told: str, seconds: float | None) -> None:
    """What cannot be read is as if it were not there."""
    assert retry_after_s(httpx2.Headers([(b"retry-after", told.encode())])) == seconds


def test_a_date_that_has_passed_is_now() -> None:
    """Not a negative wait."""
    assert retry_after_s(httpx2.Headers({"retry-after": "Wed, 01 Jan 2020 00:00:00 GMT"})) == 0.0


@given(tried=st.integers(1, 40), wanted=st.none() | st.floats(0, 200), chance=st.floats(0, 1))
def test_a_pause_is_never_shorter_than_asked_nor_longer_than_set(tried: int, wanted: float | None, chance: float) -> None:
    """Between 75 % of the doubling and its end; between the server's wish and a tenth more; or no further try."""
    pause = Retries(most=30, first_s=0.5, longest_s=8, patience_s=60).pause_s(tried, wanted, chance)
    if tried > 30 or (wanted is not None and wanted > 60):
        assert pause is None
    elif wanted is not None:
        assert pause is not None
        assert wanted <= pause <= wanted * 1.1 + 1e-9
    else:
        assert pause is not None
        assert 0.375 <= pause <= 8


def test_negative_patience_is_refused() -> None:
    """Nothing is sent."""
    with pytest.raises(ArgumentInvalid):
        Retries(most=-1)
