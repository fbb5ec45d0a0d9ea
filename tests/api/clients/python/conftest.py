"""A real server over the sample articles, servers that misbehave, and both clients for each test."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from sitrep_client import AsyncClient, Client

from tests.api.clients.python.blocking import Blocking
from tests.api.clients.python.misbehaving import Misbehaving
from tests.api.test_cli import environment
from tests.api.test_serve import address, start, stop
from tests.conftest import SEEDS

WRITER = "writer-key-of-the-tests"
READER = "reader-key-of-the-tests"

Make = Callable[..., Any]


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`sitrep serve` over the sample articles, with one key that may write and one that may read."""
    folder = tmp_path_factory.mktemp("served-to-clients")
    command = [sys.executable, "-m", "api.cli", "add", str(SEEDS / "articles")]
    subprocess.run(command, env=environment(folder), check=True, timeout=120, capture_output=True)
    server = start(folder, SITREP_API_KEYS=f"{WRITER},{READER}:read")
    try:
        yield address(server)
    finally:
        stop(server)


@pytest.fixture(params=["sync", "async"])
def make(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Makes clients: `Client` in one run of the test, `AsyncClient` waited for in the other."""
    monkeypatch.delenv("SITREP_API_KEY", raising=False)
    monkeypatch.delenv("SITREP_URL", raising=False)
    with ExitStack() as opened:
        runner = opened.enter_context(asyncio.Runner()) if request.param == "async" else None

        def made(*values: Any, **named: Any) -> Any:
            client: Any = Client(*values, **named) if runner is None else Blocking(AsyncClient(*values, **named), runner)
            return opened.enter_context(client)

        yield made


@pytest.fixture
def client(make: Make, server_url: str) -> Any:
    """A client of the real server that may write."""
    return make(server_url, api_key=WRITER)


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    """A server that does what a test tells it to, request by request."""
    with Misbehaving() as server:
        yield server
