"""Fetching: what is refused, what is bounded, what is sent."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Sequence
from ipaddress import IPv4Network
from pathlib import Path

import pytest

from index.errors import SourceError
from index.sources import Fetcher, FetchRules
from tests.index.sources.reading import LOCAL, reason_of, refused
from tests.index.sources.server import moved, page, serving

PAGE = "<!doctype html><html><body><p>The bridge fell.</p></body></html>"
PUBLIC = "93.184.216.34"


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
        assert reason in reason_of(served.url("/", host))
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

    assert reason in reason_of(url, Fetcher(resolve=resolve))


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
        reason = reason_of(served.url("/", "rebinding.example"), Fetcher(FetchRules(timeout_s=1), resolve=resolve))
        assert served.asked == []
    assert asked == ["rebinding.example"]
    assert "not fetched within 1 s" in reason or "cannot be reached" in reason


def test_a_name_with_one_private_address_among_public_ones_is_refused() -> None:
    """The order of the answers is the attacker's to choose."""
    fetch = Fetcher(resolve=lambda host, port: [PUBLIC, "10.0.0.1"])
    assert "resolves to 10.0.0.1, a private address" in reason_of("http://mixed.example/", fetch)


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
        reasons = reason_of(served.url("/"), Fetcher(HERE_ONLY))
    assert reason in reasons
    assert "secret" not in reasons
    assert reasons.startswith("redirects to ") or "not keep to HTTP" in reasons


def test_a_redirect_back_to_the_same_name_is_resolved_and_checked_anew() -> None:
    """The name's second answer is another address of this machine."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    with serving({"/": moved("/next"), "/next": page(PAGE)}) as served:
        fetch = Fetcher(HERE_ONLY, resolve=lambda host, port: next(answers))
        assert "resolves to 127.0.0.2, a loopback address" in reason_of(served.url("/", "sly.example"), fetch)
        assert [path for path, _ in served.asked] == ["/"]


def test_redirects_are_followed_up_to_the_limit() -> None:
    """Five are, six are not; relative ones are relative to where they stand."""
    pages = {f"/{n}": moved(f"{n + 1}", 301 + n % 3) for n in range(6)} | {"/6": page(PAGE)}
    with serving(pages) as served:
        assert Fetcher(LOCAL).fetch(served.url("/6#top")).url == served.url("/6")
        fetched = Fetcher(LOCAL).fetch(served.url("/1#top"))
        assert (fetched.url, fetched.body) == (served.url("/6"), PAGE.encode())
        assert reason_of(served.url("/0"), Fetcher(LOCAL)) == "more than 5 redirects"


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


def test_an_address_that_keeps_silent_costs_its_share_of_the_time_only() -> None:
    """A full backlog takes no connection: the other address is reached in what is left."""
    with (
        socket.create_server(("127.0.0.2", 0), backlog=0) as silent,
        serving({"/": page(PAGE)}, port=silent.getsockname()[1]) as served,
    ):
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(silent.getsockname())
        fetch = Fetcher(FetchRules(allow_private=True, timeout_s=2), resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])
        assert fetch.fetch(served.url("/", "two.example")).body == PAGE.encode()
        for one in waiting:
            one.close()


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
        assert "certificate verify failed" in reason_of(served.url("/", "other.example", "https"), fetch)
        distrusting = Fetcher(LOCAL, resolve=lambda host, port: ["127.0.0.1"])
        assert "certificate verify failed" in reason_of(served.url("/", "news.example", "https"), distrusting)
