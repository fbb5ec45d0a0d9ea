"""A real server over the sample articles, and Debian's Chromium before it."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Locator, Page, Route, expect, sync_playwright

from api.app import create_app
from api.loading import load_settings
from index.library import Library
from search.engine import Engine
from search.gazetteer import Gazetteer
from search.reranking.reranker import load_reranker
from tests.conftest import ENCODER_CACHE

ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()

QUESTION = "/?q=what+was+said+about+Bakhmut+supply+routes+in+April+2023"
UNANSWERED = "/?q=who+won+the+football+match+in+Marseille"


@contextmanager
def serving(library: Library, **settings: Any) -> Iterator[str]:
    """A server on a free port, its address."""
    engine = Engine(library, gazetteer=Gazetteer.open(ENCODER_CACHE), reranker=load_reranker(cache=ENCODER_CACHE))
    app = create_app(load_settings(**settings), engine)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@dataclass
class Visit:
    """A page and what went on in it."""

    page: Page
    base: str
    requested: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """To a path of the server; its page once it stands."""
        self.page.goto(self.base + path)
        return self.settled()

    def settled(self) -> Page:
        """The page when it waits for nothing more."""
        expect(self.page.locator("[aria-busy], .waiting")).to_have_count(0)
        return self.page


def without_ours(page: Page) -> None:
    """Lets a page have the server's own rendering: scripts may run, ours is not started."""

    def served(route: Route) -> None:
        reply = route.fetch()
        body = reply.text().replace('<script type="module">', '<script type="text/plain">')
        route.fulfill(response=reply, body=body)

    page.route("**/*", served)


def drag_to_the_end(picture: Locator, share: float) -> None:
    """The pointer is dragged over the picture of months, from that share of its width to its end."""
    box, mouse = picture.bounding_box(), picture.page.mouse
    assert box is not None
    mouse.move(box["x"] + box["width"] * share, box["y"] + 40)
    mouse.down()
    mouse.move(box["x"] + box["width"] - 2, box["y"] + 40, steps=4)
    mouse.up()


Visitor = Callable[..., Visit]


@pytest.fixture(scope="session")
def seeds(seed_library: Library) -> Iterator[str]:
    """A server over the sample articles."""
    with serving(seed_library) as base:
        yield base


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; absent, the tests that need it are skipped, but fail under CI=true."""
    path = shutil.which("chromium")
    if path is None:
        told = "needs Chromium: apt-get install chromium"
        pytest.fail(told) if os.environ.get("CI") == "true" else pytest.skip(told)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser, seeds: str) -> Iterator[Visitor]:
    """A function `(width=1280, base=…, **how)` that opens a page. At the end nothing may have gone wrong or to another host."""
    visits = []

    def visit(width: int = 1280, base: str = seeds, **how: Any) -> Visit:
        page = chromium.new_context(viewport={"width": width, "height": 900}, **how).new_page()
        one = Visit(page, base)
        page.on("request", lambda request: one.requested.append(request.url))
        page.on("pageerror", lambda error: one.errors.append(str(error)))
        page.on("dialog", lambda dialog: one.errors.append(f"dialog {dialog.message}"))
        visits.append(one)
        return one

    yield visit
    for one in visits:
        one.page.context.close()
        assert one.errors == []
        assert [url for url in one.requested if not url.startswith((one.base, "blob:" + one.base, "data:"))] == []
