"""A real client of the tools, at the far end of a real process."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent, Tool

from tests.api.test_cli import environment

COMMAND = [sys.executable, "-m", "api.cli", "mcp"]


class Desk:
    """A client, called from ordinary code."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self._portal = portal
        self._client = client

    def tools(self) -> dict[str, Tool]:
        """The tools that the server lists, by name."""
        return {tool.name: tool for tool in self._portal.call(self._client.list_tools).tools}

    def call(self, name: str, **arguments: Any) -> CallToolResult:
        """What a tool gives; the client checks it against the tool's schema."""
        return self._portal.call(partial(self._client.call_tool, name, arguments))

    def shape(self, name: str, **arguments: Any) -> dict[str, Any]:
        """The structured part of a reply that is no error."""
        reply = self.call(name, **arguments)
        assert not reply.is_error, text(reply)
        assert isinstance(reply.structured_content, dict)
        return reply.structured_content


def text(reply: CallToolResult) -> str:
    """The readable part of a reply."""
    assert [type(one) for one in reply.content] == [TextContent]
    assert isinstance(reply.content[0], TextContent)
    return reply.content[0].text


@contextmanager
def over_stdio(folder: Path, mode: str = "auto") -> Iterator[Desk]:
    """A server of our own, spoken to over its standard input and output."""
    server = StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], env=environment(folder), cwd=Path.cwd())
    with (folder / "told.txt").open("w") as told, start_blocking_portal() as portal:
        client = Client(stdio_client(server, errlog=told), mode=mode, read_timeout_seconds=60)
        with portal.wrap_async_context_manager(client) as entered:
            yield Desk(portal, entered)


@contextmanager
def over_http(address: str, mode: str = "auto", **headers: str) -> Iterator[Desk]:
    """A server that listens already."""
    with start_blocking_portal() as portal:
        line = httpx2.AsyncClient(headers=headers, timeout=60)
        client = Client(streamable_http_client(address, http_client=line), mode=mode, read_timeout_seconds=60)
        with portal.wrap_async_context_manager(line), portal.wrap_async_context_manager(client) as entered:
            yield Desk(portal, entered)


@contextmanager
def listening(folder: Path, *arguments: str, **settings: str) -> Iterator[str]:
    """The address of a server on a free port."""
    command = [*COMMAND, "--http", "--port", "0", *arguments]
    with (folder / "told-http.txt").open("w") as told:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=told, text=True, env=environment(folder) | settings)
        assert server.stdout is not None
        found = re.search(r"http://\S+/mcp", server.stdout.readline())
        assert found, (folder / "told-http.txt").read_text()
        yield found.group()
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)
    assert server.returncode == 0
