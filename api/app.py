"""The HTTP application: parts put together, nothing decided here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from api import middleware, openapi, problems, services, version
from api.auth import parse_keys
from api.limits import Limiter
from api.metrics import Metrics
from api.pool import Pool
from api.routes import articles, ask, home, operate, search, verify
from api.settings import Settings
from api.state import State
from search.engine import Engine


def create_app(settings: Settings | None = None, engine: Engine | None = None) -> FastAPI:
    """The application.

    Args:
        settings: From the environment unless given.
        engine: Used as it is and left open; without one the settings' library is opened at start and closed at the end.
    """
    settings = settings or Settings()
    state = _state(settings)
    app = FastAPI(
        title="Sitrep",
        version=version.installed(),
        description=openapi.DESCRIPTION,
        openapi_tags=openapi.TAGS,
        docs_url=None,  # the pages that FastAPI offers load their code from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan(state, engine),
    )
    app.state.sitrep = state
    problems.install(app)
    for router in (search.router, ask.router, articles.reading, articles.writing, verify.router):
        app.include_router(router, responses=openapi.PROBLEMS)
    for router in (operate.open_router, operate.guarded, home.router):
        app.include_router(router)
    app.openapi = openapi.described(app)  # type: ignore[method-assign]  # FastAPI's own way to change what it describes
    app.add_middleware(middleware.BodyLimit, limit=settings.max_body_bytes)
    if not state.keys and not settings.allow_open:
        app.add_middleware(middleware.PlainHosts, allowed=[name.strip().lower() for name in settings.allowed_hosts.split(",")])
    app.add_middleware(middleware.Around, metrics=state.metrics)
    return app


def _state(settings: Settings) -> State:
    return State(
        settings=settings,
        keys=parse_keys(settings.keys),
        limiter=Limiter(settings.rate_per_minute),
        metrics=Metrics(),
        questions=Pool(settings.threads, settings.queue, settings.request_timeout_s, "question"),
        writing=Pool(1, 16, settings.add_timeout_s, "writing"),
    )


def _lifespan(state: State, given: Engine | None) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def run(_: FastAPI) -> AsyncIterator[None]:
        engine = await run_in_threadpool(services.open_engine, state.settings) if given is None else given
        state.opened = engine
        try:
            yield
        finally:
            state.opened = None
            state.questions.close()
            state.writing.close()
            if given is None:
                engine.library.close()

    return run
