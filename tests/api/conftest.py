"""A real library of four small articles, a real engine over it, and a real application; only the encoder is a stand-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.loading import load_settings
from index.cutting.passages import PassageRules
from index.library import Library
from search.engine import Engine
from tests.api.articles import ARTICLES
from tests.fakes import HashEncoder

MakeClient = Callable[..., TestClient]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library that tests only read."""
    with filled(tmp_path_factory.mktemp("shelf") / "library") as library:
        yield library


@pytest.fixture
def own_library(tmp_path: Path) -> Iterator[Library]:
    """A library that one test may change."""
    with filled(tmp_path / "library") as library:
        yield library


def filled(folder: Path) -> Library:
    """A new library with the articles of `tests.api.articles`."""
    library = Library.open(folder, HashEncoder(), rules=PassageRules(), create=True)
    assert len(list(library.add(ARTICLES))) == len(ARTICLES)
    return library


@pytest.fixture
def make_client() -> Iterator[MakeClient]:
    """A function `(engine, **settings)` that starts an application and gives its client."""
    with ExitStack() as open_clients:

        def make(engine: Any, **settings: Any) -> TestClient:
            app = create_app(load_settings(**settings), engine)
            return open_clients.enter_context(TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False))

        yield make


@pytest.fixture
def client(shelf: Library, make_client: MakeClient) -> TestClient:
    """A client of an open server over the shelf."""
    return make_client(Engine(shelf))


@pytest.fixture
def now() -> datetime:
    """A fixed moment, aware."""
    return datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
