"""Keys: who may read, who may write, and who is asked."""

from __future__ import annotations

import hashlib

import pytest
from starlette.testclient import TestClient

from api.auth import Keys, Scope, is_loopback, is_plain_host, parse_keys
from api.errors import Forbidden, SettingsInvalid, Unauthenticated
from index.library import Library
from search.engine import Engine
from tests.api.conftest import MakeClient

HEX = hashlib.sha256(b"hashed-key").hexdigest()


def bearer(key: str) -> dict[str, str]:
    """The header that sends a key."""
    return {"Authorization": f"Bearer {key}"}


def test_without_keys_everybody_may_everything() -> None:
    """An open server knows callers by their address."""
    caller = Keys().admit(None, Scope.WRITE, "127.0.0.1")
    assert (caller.name, caller.scope) == ("127.0.0.1", Scope.WRITE)


@pytest.mark.parametrize(
    ("configured", "sent", "scope"),
    [
        ("alpha", "alpha", Scope.WRITE),
        ("alpha:write", "alpha", Scope.WRITE),
        ("alpha:read", "alpha", Scope.READ),
        (" one , two:read ", "two", Scope.READ),
        (f"sha256:{HEX}", "hashed-key", Scope.WRITE),
        (f"sha256:{HEX.upper()}:read", "hashed-key", Scope.READ),
        ("with:colon", "with:colon", Scope.WRITE),
    ],
)
def test_a_configured_key_is_known(configured: str, sent: str, scope: Scope) -> None:
    """Each way of writing a key in the setting."""
    assert parse_keys(configured).admit(f"Bearer {sent}", Scope.READ).scope is scope


@pytest.mark.parametrize(
    "sent", [None, "", "alpha", "Basic alpha", "Bearer", "Bearer ", "Bearer alphA", "Bearer alpha:write", f"Bearer {HEX}"]
)
def test_any_other_key_is_not(sent: str | None) -> None:
    """Missing, of another scheme, misspelt, or the hash in place of the key."""
    with pytest.raises(Unauthenticated):
        parse_keys(f"alpha,sha256:{HEX}").admit(sent, Scope.READ)


def test_a_reading_key_does_not_write() -> None:
    """Forbidden, which is told apart from unknown."""
    with pytest.raises(Forbidden):
        parse_keys("alpha:read").admit("Bearer alpha", Scope.WRITE)


def test_a_malformed_hash_is_named_by_its_place_only() -> None:
    """The message holds nothing of the entry."""
    with pytest.raises(SettingsInvalid, match="entry 2") as caught:
        parse_keys("good,sha256:abc")
    assert "abc" not in str(caught.value)


def test_neither_key_nor_whole_hash_becomes_the_callers_name() -> None:
    """What is counted and remembered cannot be used as a key."""
    caller = parse_keys("alpha").admit("Bearer alpha", Scope.READ)
    assert caller.name == hashlib.sha256(b"alpha").hexdigest()[:12]


@pytest.mark.parametrize("path", ["/v1/search?q=x", "/v1/articles", "/v1/articles/road", "/v1/info", "/metrics"])
def test_with_keys_reading_needs_one(shelf: Library, make_client: MakeClient, path: str) -> None:
    """401 with the scheme, then 200 with the key."""
    client = make_client(Engine(shelf), api_keys="reader:read")
    refused = client.get(path)
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthenticated")
    assert refused.headers["www-authenticate"].startswith("Bearer")
    assert client.get(path, headers=bearer("reader")).status_code == 200


def test_with_keys_writing_needs_a_writing_one(shelf: Library, make_client: MakeClient) -> None:
    """403 for a reader, on adding and on removing; the body is not looked at first."""
    client = make_client(Engine(shelf), api_keys="reader:read,writer")
    for method, path in (("POST", "/v1/articles"), ("DELETE", "/v1/articles/nothing")):
        assert client.request(method, path, content=b"{").status_code == 401
        assert client.request(method, path, content=b"{", headers=bearer("reader")).json()["code"] == "forbidden"
    assert client.delete("/v1/articles/nothing", headers=bearer("writer")).status_code == 404


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/openapi.json"])
def test_health_and_description_need_no_key(shelf: Library, make_client: MakeClient, path: str) -> None:
    """What tells nothing of the library stays open."""
    assert make_client(Engine(shelf), api_keys="reader").get(path).status_code == 200


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("10.0.0.1", False),
        ("", False),
    ],
)
def test_loopback_addresses_are_told_from_others(host: str, expected: bool) -> None:
    """A server without keys binds to these only."""
    assert is_loopback(host) is expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("[::1]", True),
        ("localhost:8000", True),
        ("LOCALHOST", True),
        ("evil.example:8000", False),
        ("evil.example", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.", False),
        ("sitrep.newsroom.example", True),
    ],
)
def test_names_that_a_web_page_could_point_here_are_told_from_others(header: str, expected: bool) -> None:
    """DNS rebinding needs a name with a dot."""
    assert is_plain_host(header, ["sitrep.newsroom.example"]) is expected


def test_an_open_server_refuses_such_names(client: TestClient) -> None:
    """421 as a problem, on every path."""
    reply = client.get("/v1/search", params={"q": "x"}, headers={"Host": "evil.example"})
    assert (reply.status_code, reply.json()["code"]) == (421, "host_refused")


def test_a_server_with_keys_answers_to_any_name(shelf: Library, make_client: MakeClient) -> None:
    """There the key protects it."""
    client = make_client(Engine(shelf), api_keys="k")
    assert client.get("/healthz", headers={"Host": "sitrep.example"}).status_code == 200
