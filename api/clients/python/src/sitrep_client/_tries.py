"""One call from its first try to its reply or its error: the part that sync and async share."""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Mapping
from typing import Any, Generic, TypeVar
from uuid import uuid4

import httpx2

from sitrep_client._calls import Call
from sitrep_client._errors import Fault, SitrepError, StatusError, TimedOut, Unreachable, kind_of
from sitrep_client._retries import passes, retry_after_s
from sitrep_client._settings import USER_AGENT, Settings

logger = logging.getLogger("sitrep_client")

T = TypeVar("T")
Outcome = httpx2.Response | httpx2.RequestError
"""A reply, read to its end unless it streams; or why there is none."""

_UNCERTAIN = frozenset({500, 502, 504})
"""Statuses after which a write may have been done all the same; 429 and 503 say that it was not begun."""


class Tries(Generic[T]):
    """What has been tried of a call. `pause_after` until it says `None`, then `value`."""

    def __init__(self, call: Call[T], settings: Settings) -> None:
        self.request_id = uuid4().hex
        self._call = call
        self._settings = settings
        self._tried = 0
        self._lost = False
        self._last: Outcome | None = None

    def request(self, http: httpx2.Client | httpx2.AsyncClient) -> httpx2.Request:
        """The request of the next try; all tries have one id."""
        call, settings = self._call, self._settings
        headers = {
            "Accept": "application/json",
            "User-Agent": USER_AGENT,
            "X-Request-ID": self.request_id,
            **({"Content-Type": "application/json"} if call.body is not None else {}),
            **({"Authorization": f"Bearer {settings.key}"} if settings.key else {}),
            **settings.headers,
            **call.headers,
        }
        url = f"{settings.url}{call.path}"
        params = dict(call.params) or None
        return http.build_request(call.method, url, headers=headers, params=params, content=call.body, timeout=settings.timeout)

    def pause_after(self, outcome: Outcome) -> float | None:
        """Take note of how a try went: seconds until the next one, or `None` when this was the last."""
        self._tried += 1
        self._last = outcome
        if not passes(outcome) and not self._is_still_at_work(outcome):
            return None
        self._lost = self._lost or not isinstance(outcome, httpx2.Response) or outcome.status_code in _UNCERTAIN
        wanted = retry_after_s(outcome.headers) if isinstance(outcome, httpx2.Response) else None
        pause = self._settings.retries.pause_s(self._tried, wanted, random.random())  # noqa: S311 - spreads load, guards nothing
        if pause is not None:
            logger.info("%s %s: %s; again in %.1f s", self._call.method, _route(self._call.path), _seen(outcome), pause)
        return pause

    def value(self) -> T:
        """What the last try gave.

        Raises:
            Unreachable: If there was no reply.
            StatusError: If the server said no.
            ReplyInvalid: If the reply is not what a Sitrep server sends.
        """
        outcome = self._last
        if not isinstance(outcome, httpx2.Response):
            raise self._unreachable(outcome) from outcome
        is_gone = self._call.method == "DELETE" and self._lost and outcome.status_code == 404
        if not outcome.is_success and not is_gone:
            raise status_error(outcome, self.request_id)
        try:
            return self._call.read(outcome)
        except SitrepError as error:
            error.status, error.request_id = outcome.status_code, self.request_id
            raise

    def _is_still_at_work(self, outcome: Outcome) -> bool:
        """Whether a write whose reply was lost is still being done: its key is then known and taken."""
        is_conflict = isinstance(outcome, httpx2.Response) and outcome.status_code == 409
        return is_conflict and self._lost and "Idempotency-Key" in self._call.headers

    def _unreachable(self, error: httpx2.RequestError | None) -> Unreachable:
        kind = TimedOut if isinstance(error, httpx2.TimeoutException) else Unreachable
        said = f"{type(error).__name__}: {error}".rstrip(": ")
        tries = f" after {self._tried} tries" if self._tried > 1 else ""
        return kind(f"no reply from {self._settings.url.host}{tries}: {said}", request_id=self.request_id)


def status_error(response: httpx2.Response, request_id: str) -> StatusError:
    """The error for a reply that is not a success; of a body that is not a problem of ours nothing is repeated."""
    try:
        body = json.loads(response.content)
    except ValueError:
        body = None
    known = body if isinstance(body, dict) and isinstance(body.get("code"), str) else {}
    answered = response.headers.get("x-request-id") or request_id
    return from_problem(known, response.status_code, response.reason_phrase, answered, retry_after_s(response.headers))


def from_problem(
    body: Mapping[str, Any], status: int, title: str, request_id: str, retry_after_s: float | None = None
) -> StatusError:
    """The error that a problem describes (RFC 9457)."""
    sent = body.get("errors")
    faults = [one for one in sent if isinstance(one, dict)] if isinstance(sent, list) else []
    return kind_of(status)(
        status=status,
        title=str(body.get("title") or title),
        detail=str(body.get("detail") or ""),
        code=body.get("code"),
        request_id=str(body.get("request_id") or request_id),
        faults=tuple(Fault(**{name: str(one.get(name, "")) for name in ("field", "message", "code")}) for one in faults),
        retry_after_s=retry_after_s,
    )


def _route(path: str) -> str:
    """The path without an article's id, which may be an address that somebody looked at."""
    return "/".join(path.split("/")[:3])


def _seen(outcome: Outcome) -> str:
    return str(outcome.status_code) if isinstance(outcome, httpx2.Response) else type(outcome).__name__
