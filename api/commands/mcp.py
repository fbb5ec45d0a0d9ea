"""`sitrep mcp`: the tools for language models, over standard input and output or over HTTP."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import anyio

from api import logs, services
from api.errors import SettingsInvalid
from api.pool import Pool
from api.terminal import note

if TYPE_CHECKING:
    from mcp.server import Server

    from api.settings import Settings
    from search.engine import Engine


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve until the client or a signal ends it."""
    given = {name: value for name in ("host", "port") if (value := getattr(arguments, name)) is not None}
    if given and not arguments.http:
        raise SettingsInvalid("--host and --port say where to listen: they go with --http")
    settings = settings.model_copy(update=given)
    if arguments.http:
        _http(settings)
    else:
        _stdio(settings)
    return 0


def _http(settings: Settings) -> None:
    from api.listening import bind, listen, refuse_open
    from api.model_context.http import PATH, create_app

    refuse_open(settings)
    bound = bind(settings.host, settings.port)
    engine = _opened(settings)
    with engine.library, bound, closing(_pool(settings)) as pool:
        listen(create_app(_server(settings, engine, pool), settings), bound, PATH)


def _stdio(settings: Settings) -> None:
    with _only_the_protocol():
        engine = _opened(settings)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a thread waits for input and cannot be called back from there
    with engine.library, closing(_pool(settings)) as pool:
        anyio.run(_talk, _server(settings, engine, pool))


async def _talk(server: Server) -> None:
    from mcp.server.stdio import stdio_server

    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


@contextmanager
def _only_the_protocol() -> Iterator[None]:
    """What libraries print while they load goes to standard error; afterwards the protocol's own guard stands."""
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def _opened(settings: Settings) -> Engine:
    engine = services.open_engine(settings, say=note, say_encoder=note)
    logs.configure(settings.log_level, questions=settings.log_questions)
    return engine


def _pool(settings: Settings) -> Pool:
    return Pool(settings.threads, settings.queue, settings.request_timeout_s, "tool")


def _server(settings: Settings, engine: Engine, pool: Pool) -> Server:
    from api.model_context.server import create_server

    return create_server(settings, engine, pool)
