"""Fetching: size, time, and servers that misbehave."""

from __future__ import annotations

import gzip
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler

import pytest

from index.sources import Fetcher, FetchRules
from tests.index.sources.reading import LOCAL, reason_of
from tests.index.sources.server import Page, moved, page, serving

PAGE = "<!doctype html><html><body><p>The bridge fell.</p></body></html>"


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while True:
        handler.wfile.write(b"a" * 65536)


def test_an_endless_body_ends_at_the_size_bound() -> None:
    """One megabyte here; the reason says it."""
    with serving({"/": _endless}) as served:
        rules = FetchRules(allow_private=True, timeout_s=20, max_bytes=1024 * 1024)
        assert "larger than 1 MiB" in reason_of(served.url("/"), Fetcher(rules))


def _dripping_body(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while True:
        handler.wfile.write(b"a")
        time.sleep(0.05)


def _dripping_header(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        handler.wfile.write(b"a")
        time.sleep(0.05)


def _silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(3)


@pytest.mark.parametrize("behaviour", [_dripping_body, _dripping_header, _silent])
def test_a_server_that_drips_is_left_when_the_time_is_up(behaviour: Page) -> None:
    """Every read succeeds in time; all together do not."""
    with serving({"/": behaviour}) as served:
        began = time.monotonic()
        reason = reason_of(served.url("/"), Fetcher(FetchRules(allow_private=True, timeout_s=0.6)))
        assert reason == "not fetched within 0.6 s"
        assert 0.5 < time.monotonic() - began < 1.5


def test_redirects_share_one_deadline() -> None:
    """Three hops of 0.3 s each against 0.6 s."""

    def slow(to: str) -> Page:
        def send(handler: BaseHTTPRequestHandler) -> None:
            time.sleep(0.3)
            moved(to)(handler)

        return send

    with serving({"/": slow("/1"), "/1": slow("/2"), "/2": slow("/3"), "/3": page(PAGE)}) as served:
        reason = reason_of(served.url("/"), Fetcher(FetchRules(allow_private=True, timeout_s=0.6)))
    assert "not fetched within 0.6 s" in reason


def test_a_resolver_that_hangs_is_not_waited_for() -> None:
    """The system's resolver knows no time limit of its own."""

    def resolve(host: str, port: int) -> Sequence[str]:
        time.sleep(2)
        return ["93.184.216.34"]

    began = time.monotonic()
    assert "not fetched within 0.3 s" in reason_of("http://slow.example/", Fetcher(FetchRules(timeout_s=0.3), resolve=resolve))
    assert time.monotonic() - began < 1


def test_a_name_without_an_address_is_refused_with_the_resolvers_words() -> None:
    """Reserved by RFC 2606 never to exist."""

    def resolve(host: str, port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    assert reason_of("http://no.invalid/", Fetcher(resolve=resolve)) == "cannot be reached: Name or service not known"


def test_a_body_in_gzip_is_unpacked_and_a_bomb_or_half_of_one_is_refused() -> None:
    """A hundred megabytes of nothing in a hundred kilobytes; a body whose end is missing though the length was right."""
    whole = gzip.compress(PAGE.encode() * 50)
    pages = {
        "/": page(whole, Content_Encoding="gzip"),
        "/bomb": page(gzip.compress(b"a" * 100_000_000), Content_Encoding="gzip"),
        "/half": page(whole[:-30], Content_Encoding="gzip"),
        "/other": page(whole, Content_Encoding="br"),
    }
    with serving(pages) as served:
        assert Fetcher(LOCAL).fetch(served.url("/")).body == PAGE.encode() * 50
        assert "larger than 32 MiB when decompressed" in reason_of(served.url("/bomb"), Fetcher(LOCAL))
        assert "breaks off" in reason_of(served.url("/half"), Fetcher(LOCAL))
        assert "'br', which was not asked for" in reason_of(served.url("/other"), Fetcher(LOCAL))


def _cut_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"<html>half")
    handler.close_connection = True


def _junk(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"hello\r\n\r\n")


def test_a_body_that_breaks_off_and_a_server_that_speaks_no_http_are_refused() -> None:
    """Half a page is no page."""
    with serving({"/half": _cut_off, "/junk": _junk}) as served:
        assert "does not keep to HTTP" in reason_of(served.url("/half"), Fetcher(LOCAL))
        assert "does not keep to HTTP" in reason_of(served.url("/junk"), Fetcher(LOCAL))
        port = served.port
    assert "cannot be reached" in reason_of(f"http://127.0.0.1:{port}/", Fetcher(LOCAL))


@pytest.mark.parametrize(
    ("status", "reason"), [(404, "404 Not Found"), (500, "500 Internal Server Error"), (204, "204"), (304, "304")]
)
def test_an_answer_that_is_no_page_is_refused_with_its_status(status: int, reason: str) -> None:
    """Only 200 carries an article."""
    with serving({"/": page(b"", status=status)}) as served:
        assert f"the server answered {reason}" in reason_of(served.url("/"), Fetcher(LOCAL))
