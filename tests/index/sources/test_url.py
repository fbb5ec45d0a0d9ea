"""Fetching: what is refused, what is bounded, what is sent."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler
from ipaddress import IPv4Network
from pathlib import Path

import pytest

from index.errors import SourceError
from index.sources import Fetcher, FetchRules
from tests.index.sources.reading import LOCAL, refused
from tests.index.sources.server import Page, moved, page, serving

PAGE = "<!doctype html><html><body><p>The bridge fell.</p></body></html>"
PUBLIC = "93.184.216.34"


def _refused(url: str, fetch: Fetcher | None = None) -> str:
    with pytest.raises(SourceError) as caught:
        (fetch or Fetcher(FetchRules(timeout_s=5))).fetch(url)
    assert caught.value.origin == url
    return caught.value.reason


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("127.0.0.1", "is 127.0.0.1, a loopback address; only public addresses are fetched"),
        ("[::1]", "::1, a loopback address"),
        ("10.0.0.1", "10.0.0.1, a private address"),
        ("169.254.169.254", "169.254.169.254, a link-local address"),
        ("[::ffff:127.0.0.1]", "carries 127.0.0.1"),
        ("[64:ff9b::7f00:1]", "carries 127.0.0.1"),
        ("0.0.0.0", "the unspecified address"),
        ("127.1", "resolves to 127.0.0.1, a loopback address"),
        ("2130706433", "resolves to 127.0.0.1, a loopback address"),
        ("localhost", "resolves to"),
    ],
)
def test_addresses_that_are_not_public_are_refused_by_default(host: str, reason: str) -> None:
    """However they are written; a server that runs there is not asked."""
    with serving({"/": page(PAGE)}) as served:
        assert reason in _refused(served.url("/", host))
        assert served.asked == []


def test_the_refusal_of_a_private_address_reaches_the_reader_of_a_place() -> None:
    """`read` yields it; nothing is raised."""
    refusal = refused("http://127.0.0.1:8000/a.html")
    assert refusal.origin == "http://127.0.0.1:8000/a.html"
    assert refusal.reason == "is 127.0.0.1, a loopback address; only public addresses are fetched"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.org/a.txt", "only http:// and https://"),
        ("file:///etc/passwd", "only http:// and https://"),
        ("http:///a", "only http:// and https://"),
        ("http://example.org:22/", "port 22"),
        ("http://example.org:70000/", "port 70000"),
        ("http://exam\x00ple.org/", "no web address"),
    ],
)
def test_addresses_of_other_services_are_refused_unasked(url: str, reason: str) -> None:
    """Scheme, port, form."""

    def resolve(host: str, port: int) -> Sequence[str]:
        raise AssertionError("asked for a name")

    assert reason in _refused(url, Fetcher(resolve=resolve))


def test_credentials_are_refused_and_not_printed() -> None:
    """The password is not in the message."""
    with pytest.raises(SourceError) as caught:
        Fetcher().fetch("https://ann:secret@example.org/a")
    assert "user name or password" in caught.value.reason
    assert "secret" not in str(caught.value)


def test_a_name_is_resolved_once_and_the_checked_address_is_the_one_connected_to() -> None:
    """DNS rebinding: the second answer, which points to this machine's server, is never asked for."""
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    asked = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return next(answers)

    with serving({"/": page(PAGE)}) as served:
        reason = _refused(served.url("/", "rebinding.example"), Fetcher(FetchRules(timeout_s=1), resolve=resolve))
        assert served.asked == []
    assert asked == ["rebinding.example"]
    assert "not fetched within 1 s" in reason or "cannot be reached" in reason


def test_a_name_with_one_private_address_among_public_ones_is_refused() -> None:
    """The order of the answers is the attacker's to choose."""
    fetch = Fetcher(resolve=lambda host, port: [PUBLIC, "10.0.0.1"])
    assert "resolves to 10.0.0.1, a private address" in _refused("http://mixed.example/", fetch)


HERE_ONLY = FetchRules(timeout_s=5, networks=(IPv4Network("127.0.0.1/32"),))
"""As if this machine's test server were a public one; its other addresses stay private."""


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("http://10.0.0.1/", "is 10.0.0.1, a private address"),
        ("http://127.0.0.2/", "is 127.0.0.2, a loopback address"),
        ("http://[::1]/", "::1, a loopback address"),
        ("http://[::ffff:127.0.0.1]/", "carries 127.0.0.1, a loopback address"),
        ("file:///etc/passwd", "only http:// and https://"),
        ("http://ann:secret@example.org/", "user name or password"),
        ("http://exa\x7fmple.org/", "the server does not keep to HTTP"),
    ],
)
def test_a_redirect_is_checked_like_the_first_address(to: str, reason: str) -> None:
    """The message names both where it was to go and why not."""
    with serving({"/": moved(to)}) as served:
        reasons = _refused(served.url("/"), Fetcher(HERE_ONLY))
    assert reason in reasons
    assert "secret" not in reasons
    assert reasons.startswith("redirects to ") or "not keep to HTTP" in reasons


def test_a_redirect_back_to_the_same_name_is_resolved_and_checked_anew() -> None:
    """The name's second answer is another address of this machine."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    with serving({"/": moved("/next"), "/next": page(PAGE)}) as served:
        fetch = Fetcher(HERE_ONLY, resolve=lambda host, port: next(answers))
        assert "resolves to 127.0.0.2, a loopback address" in _refused(served.url("/", "sly.example"), fetch)
        assert [path for path, _ in served.asked] == ["/"]


def test_redirects_are_followed_up_to_the_limit() -> None:
    """Five are, six are not; relative ones are relative to where they stand."""
    pages = {f"/{n}": moved(f"{n + 1}", 301 + n % 3) for n in range(6)} | {"/6": page(PAGE)}
    with serving(pages) as served:
        fetched = Fetcher(LOCAL).fetch(served.url("/1#top"))
        assert (fetched.url, fetched.body) == (served.url("/6"), PAGE.encode())
        assert _refused(served.url("/0"), Fetcher(LOCAL)) == "more than 5 redirects"


def test_what_is_sent_names_the_program_and_carries_nothing_else() -> None:
    """Host with its port, no cookies even when one was set, no proxy from the environment."""
    with serving({"/": moved("/next"), "/next": page(PAGE, Set_Cookie="a=b")}) as served, pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
            patch.setenv(name, "http://127.0.0.1:9")
        fetch = Fetcher(LOCAL, resolve=lambda host, port: ["127.0.0.1"])
        fetch.fetch(served.url("/", "news.example"))
        fetch.fetch(served.url("/next", "news.example"))
        assert [path for path, _ in served.asked] == ["/", "/next", "/next"]
        for _, headers in served.asked:
            assert set(headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
            assert headers["host"] == f"news.example:{served.port}"
            assert headers["user-agent"].startswith("Sitrep/")


def test_the_next_address_of_a_name_is_tried_when_the_first_does_not_answer() -> None:
    """As with a name that has an IPv6 address where none is reachable."""
    with serving({"/": page(PAGE)}) as served:
        fetch = Fetcher(LOCAL, resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])
        assert fetch.fetch(served.url("/", "two.example")).body == PAGE.encode()


def _certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's and a client's side of a certificate for news.example."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl command")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.example",
         "-addext", "subjectAltName=DNS:news.example", "-keyout", folder / "key", "-out", folder / "crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "crt", folder / "key")
    return server, ssl.create_default_context(cafile=str(folder / "crt"))


def test_https_checks_the_certificate_for_the_name_though_the_address_was_pinned(tmp_path: Path) -> None:
    """SNI is the name; another name, or an unknown authority, is refused."""
    server, client = _certificate(tmp_path)
    names: list[str | None] = []
    server.sni_callback = lambda connection, name, settings: names.append(name)
    with serving({"/": page(PAGE)}, tls=server) as served:
        fetch = Fetcher(LOCAL, resolve=lambda host, port: ["127.0.0.1"], tls=client)
        assert fetch.fetch(served.url("/", "news.example", "https")).body == PAGE.encode()
        assert names == ["news.example"]
        assert "certificate verify failed" in _refused(served.url("/", "other.example", "https"), fetch)
        distrusting = Fetcher(LOCAL, resolve=lambda host, port: ["127.0.0.1"])
        assert "certificate verify failed" in _refused(served.url("/", "news.example", "https"), distrusting)


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
        assert "larger than 1 MiB" in _refused(served.url("/"), Fetcher(rules))


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
        reason = _refused(served.url("/"), Fetcher(FetchRules(allow_private=True, timeout_s=0.6)))
        assert reason == "not fetched within 0.6 s"
        assert 0.5 < time.monotonic() - began < 1.5


def test_redirects_share_one_deadline() -> None:
    """Three hops of 0.3 s each against 0.6 s."""

    def slow(to: str) -> Page:
        return lambda handler: (time.sleep(0.3), moved(to)(handler))[1]

    with serving({"/": slow("/1"), "/1": slow("/2"), "/2": slow("/3"), "/3": page(PAGE)}) as served:
        reason = _refused(served.url("/"), Fetcher(FetchRules(allow_private=True, timeout_s=0.6)))
    assert "not fetched within 0.6 s" in reason


def test_a_resolver_that_hangs_is_not_waited_for() -> None:
    """The system's resolver knows no time limit of its own."""

    def resolve(host: str, port: int) -> Sequence[str]:
        time.sleep(2)
        return [PUBLIC]

    began = time.monotonic()
    assert "not fetched within 0.3 s" in _refused("http://slow.example/", Fetcher(FetchRules(timeout_s=0.3), resolve=resolve))
    assert time.monotonic() - began < 1


def test_a_name_without_an_address_is_refused_with_the_resolvers_words() -> None:
    """Reserved by RFC 2606 never to exist."""

    def resolve(host: str, port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    assert _refused("http://no.invalid/", Fetcher(resolve=resolve)) == "cannot be reached: Name or service not known"


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
        assert "larger than 32 MiB when decompressed" in _refused(served.url("/bomb"), Fetcher(LOCAL))
        assert "breaks off" in _refused(served.url("/half"), Fetcher(LOCAL))
        assert "'br', which was not asked for" in _refused(served.url("/other"), Fetcher(LOCAL))


def _cut_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"<html>half")
    handler.close_connection = True


def test_a_body_that_breaks_off_and_a_server_that_speaks_no_http_are_refused() -> None:
    """Half a page is no page."""
    with serving({"/half": _cut_off, "/junk": lambda handler: handler.wfile.write(b"hello\r\n\r\n") and None}) as served:
        assert "does not keep to HTTP" in _refused(served.url("/half"), Fetcher(LOCAL))
        assert "does not keep to HTTP" in _refused(served.url("/junk"), Fetcher(LOCAL))
        port = served.port
    assert "cannot be reached" in _refused(f"http://127.0.0.1:{port}/", Fetcher(LOCAL))


@pytest.mark.parametrize(
    ("status", "reason"), [(404, "404 Not Found"), (500, "500 Internal Server Error"), (204, "204"), (304, "304")]
)
def test_an_answer_that_is_no_page_is_refused_with_its_status(status: int, reason: str) -> None:
    """Only 200 carries an article."""
    with serving({"/": page(b"", status=status)}) as served:
        assert f"the server answered {reason}" in _refused(served.url("/"), Fetcher(LOCAL))
