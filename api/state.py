"""What one server holds while it runs."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from starlette.requests import Request

from api.auth import Caller, Keys
from api.errors import NotReady
from api.idempotency import Replies
from api.limits import Limiter
from api.metrics import Metrics
from api.pool import Pool
from api.schemas_add import AddedOut
from api.settings import Settings
from search.engine import Engine


@dataclass(slots=True)
class State:
    """One server's parts; `opened` is the engine once its library is open."""

    settings: Settings
    keys: Keys
    limiter: Limiter
    metrics: Metrics
    questions: Pool
    writing: Pool
    replies: Replies[AddedOut] = field(default_factory=Replies)
    opened: Engine | None = None
    since: float = field(default_factory=time.monotonic)

    @property
    def engine(self) -> Engine:
        """The engine.

        Raises:
            NotReady: Until the library is open.
        """
        if self.opened is None:
            raise NotReady
        return self.opened


def state_of(request: Request) -> State:
    """The state of the server that a request reached."""
    state: State = request.app.state.sitrep
    return state


def caller_of(request: Request) -> Caller:
    """Who sent a request; known once `api.guard` has let it in."""
    caller: Caller = request.state.caller
    return caller
