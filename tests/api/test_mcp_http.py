"""Who may reach the tools over HTTP, and what cannot be started."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from api.loading import load_settings
from api.model_context.http import hosts
from tests.api.mcp_desk import COMMAND, listening, over_http
from tests.api.test_cli import SEED, environment, sitrep

PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
ACCEPT = {"Accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one article."""
    folder = tmp_path_factory.mktemp("tools-http")
    (folder / "seed.txt").write_text(SEED, "utf-8")
    assert sitrep(folder, "add", str(folder / "seed.txt")).returncode == 0
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """An open server on this machine."""
    with listening(folder) as address:
        yield address


@pytest.fixture(scope="module")
def guarded(folder: Path) -> Iterator[str]:
    """A server for every address, with keys."""
    with listening(folder, "--host", "0.0.0.0", SITREP_API_KEYS="reader:read", SITREP_RATE_PER_MINUTE="20") as address:
        yield address.replace("0.0.0.0", "127.0.0.1")


def post(address: str, **headers: str) -> httpx2.Response:
    """A ping, with headers."""
    return httpx2.post(address, json=PING, headers=ACCEPT | headers, timeout=30)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "rebound.example"}, 421),
        ({"Host": "rebound.example:80"}, 421),
        ({"Host": "localhost.rebound.example"}, 421),
        ({"Origin": "https://page.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:6274"}, 200),
    ],
)
def test_an_open_server_answers_to_its_own_names_only(address: str, headers: dict[str, str], status: int) -> None:
    """A page on the web can point its name at this machine, and send from it: neither is let in."""
    assert post(address, **headers).status_code == status


def test_a_reply_is_json_with_an_id_and_is_not_kept(address: str) -> None:
    """One object, no stream and no session."""
    reply = post(address)
    assert reply.json() == {"jsonrpc": "2.0", "id": 1, "result": {}}
    assert reply.headers["cache-control"] == "no-store"
    assert len(reply.headers["x-request-id"]) == 32
    assert "mcp-session-id" not in reply.headers


def test_nothing_but_the_protocol_is_there(address: str) -> None:
    """The tools read; the rest of the HTTP interface is `serve`'s."""
    assert httpx2.get(address.removesuffix("/mcp") + "/v1/info").status_code == 404


def test_with_keys_only_their_holders_are_let_in(guarded: str) -> None:
    """A problem that says what to send; any name will do for the address, since a page has no key."""
    refused = post(guarded, Authorization="Bearer guess")
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthenticated")
    assert refused.headers["www-authenticate"] == 'Bearer realm="sitrep"'
    assert post(guarded, Authorization="Bearer reader", Host="sitrep.example").status_code == 200


def test_a_client_with_a_key_calls_a_tool_until_its_rate_is_used_up(guarded: str) -> None:
    """Then it is told to wait."""
    with over_http(guarded, Authorization="Bearer reader") as desk:
        assert desk.shape("verify", quote="under heavy fire")["verdict"] == "exact"
    statuses = [post(guarded, Authorization="Bearer reader").status_code for _ in range(21)]
    assert statuses[-1] == 429


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--http", "--host", "0.0.0.0"], "set SITREP_API_KEYS"),
        (["--port", "9000"], "they go with --http"),
        (["--library", "missing"], "no library at"),
        (["--http", "--port", "0", "--library", "missing"], "no library at"),
    ],
)
def test_what_cannot_be_started_is_one_line(folder: Path, arguments: list[str], told: str) -> None:
    """Exit status 2, nothing on standard output."""
    done = subprocess.run(
        [*COMMAND, *arguments], env=environment(folder), capture_output=True, text=True, timeout=60, check=False, input=""
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("settings", "guarding"),
    [
        ({}, True),
        ({"api_keys": " , "}, True),
        ({"api_keys": "a-key"}, False),
        ({"allow_open": True}, False),
        ({"api_keys": "a-key", "allowed_hosts": "sitrep.example"}, True),
    ],
)
def test_names_are_checked_unless_keys_are(settings: dict[str, object], guarding: bool) -> None:
    """Or the settings open the server; names that are listed are always checked."""
    assert hosts(load_settings(**settings)).enable_dns_rebinding_protection is guarding


def test_names_may_be_added() -> None:
    """With and without a port, as hosts and as origins; ours stay."""
    allowed = hosts(load_settings(allowed_hosts="Sitrep.example, ", host="127.0.0.2"))
    assert {"sitrep.example", "sitrep.example:*", "127.0.0.1:*", "127.0.0.2:*", "[::1]:*"} <= set(allowed.allowed_hosts)
    assert {"https://sitrep.example", "http://localhost:*"} <= set(allowed.allowed_origins)
    assert "" not in allowed.allowed_hosts
