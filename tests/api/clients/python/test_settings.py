"""Address, key, headers, transport: where they come from, and where the key never appears."""

from __future__ import annotations

import logging

import httpx2
import pytest
from sitrep_client import ArgumentInvalid, Client, Retries, StatusError, __version__

from tests.api.clients.python.conftest import Make
from tests.api.clients.python.made import ANSWER, INFO
from tests.api.clients.python.misbehaving import Misbehaving, problem, reply

KEY = "very-secret-key-5b1f"


def test_address_and_key_come_from_the_environment(make: Make, server: Misbehaving, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arguments win over it; an empty key is no key."""
    server.script(reply(200, INFO))
    monkeypatch.setenv("SITREP_URL", f"{server.url}/")
    monkeypatch.setenv("SITREP_API_KEY", f"{KEY}\n")
    make().info()
    make(api_key="other").info()
    make(api_key="").info()
    make(api_key="").with_options(timeout=3).info()
    assert [seen.headers["authorization"] for seen in server.seen] == [f"Bearer {KEY}", "Bearer other", None, None]
    assert {seen.path for seen in server.seen} == {"/v1/info"}


def test_the_default_is_this_machine(make: Make) -> None:
    """As `sitrep serve` binds."""
    assert repr(make()) in ("Client('http://127.0.0.1:8000')", "AsyncClient('http://127.0.0.1:8000')")


def test_a_server_may_stand_under_a_path(make: Make, server: Misbehaving) -> None:
    """Behind a proxy that serves other things as well."""
    server.script(reply(200, INFO))
    make(f"{server.url}/sitrep/").info()
    assert server.seen[0].path == "/sitrep/v1/info"


def test_requests_say_who_sends_them(make: Make, server: Misbehaving) -> None:
    """Name and version; and what the caller adds."""
    server.script(reply(200, INFO))
    make(server.url, headers={"CF-Access-Client-Id": "me"}).info()
    headers = server.seen[0].headers
    assert headers["user-agent"].startswith(f"sitrep-client/{__version__} python/3.")
    assert headers["cf-access-client-id"] == "me"
    assert headers["accept"] == "application/json"


def test_the_key_is_nowhere_to_be_read(make: Make, server: Misbehaving, caplog: pytest.LogCaptureFixture) -> None:
    """Not in a representation, an error or a log; neither is the question, which is nobody's business."""
    caplog.set_level(logging.DEBUG)
    server.script(problem(503, "saturated"), problem(401, "unauthenticated"), reply(200, ANSWER))
    client = make(server.url, api_key=KEY, retries=Retries(first_s=0.01))
    with pytest.raises(StatusError) as refused:
        client.ask("who is the secret source?")
    client.ask("who is the secret source?")
    seen = f"{client!r} {client._settings!r} {refused.value!r} {refused.value} {caplog.text}"
    assert "again in 0.0 s" in caplog.text
    assert KEY not in seen
    assert "secret source" not in seen
    assert "api_key=…" in repr(client)


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "ключ", "nul\x00"])
def test_a_key_that_cannot_be_sent_is_refused_without_showing_it(key: str) -> None:
    """It never becomes a header of another meaning."""
    with pytest.raises(ArgumentInvalid) as refused:
        Client(api_key=key)
    assert key not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["127.0.0.1:8000", "ftp://x.example", "http://", "http://u:pw@x.example", "http://x.example/?a=b", "http://x:port"]
)
def test_an_address_that_cannot_be_used_is_refused(url: str) -> None:
    """At once, and without repeating a password."""
    with pytest.raises(ArgumentInvalid) as refused:
        Client(url)
    assert isinstance(refused.value, ValueError)
    assert "pw@" not in str(refused.value)


def test_a_local_server_is_reached_without_the_proxy(make: Make, server: Misbehaving, monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions to this machine do not leave it, whatever the environment says."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    server.script(reply(200, INFO))
    assert make(server.url).info().model == "m"


def test_a_transport_can_be_given(make: Make) -> None:
    """As in-process servers and tests want it."""
    transport = httpx2.MockTransport(lambda request: httpx2.Response(200, json=INFO | {"model": str(request.url)}))
    assert make("https://far.example", transport=transport).info().model == "https://far.example/v1/info"


def test_an_http_client_that_was_given_stays_open(server: Misbehaving) -> None:
    """It is its owner's to close."""
    server.script(reply(200, INFO))
    with httpx2.Client() as http:
        with Client(server.url, http=http) as client:
            client.info()
        assert not http.is_closed
    own = Client(server.url)
    own.close()
    with pytest.raises(RuntimeError):
        own.info()


@pytest.mark.parametrize("article_id", ["", "half \ud800"])
def test_an_id_that_cannot_be_sent_is_refused(make: Make, article_id: str) -> None:
    """An empty one would be the list of all."""
    with pytest.raises(ArgumentInvalid):
        make().remove(article_id)


@pytest.mark.parametrize("wrong", [["text"], {"text": object()}, 3, [{"text": {1, 2}}]])
def test_what_is_no_article_is_refused(make: Make, wrong: object) -> None:
    """Before anything is sent."""
    with pytest.raises((ArgumentInvalid, TypeError)):
        make("http://127.0.0.1:9").add(wrong)
