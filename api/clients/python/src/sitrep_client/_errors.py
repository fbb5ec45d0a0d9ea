"""What can go wrong. Every error knows the id of its request, by which the server's log knows it.

SitrepError                     catch this one to catch them all
├── ArgumentInvalid             an address, a key or an argument that cannot be used; nothing was sent
├── ExtraMissing                an optional package is not installed; says which extra brings it
├── Unreachable                 no reply: refused, broken off, name unknown
│   └── TimedOut
├── ReplyInvalid                a reply that is not what a Sitrep server sends
│   └── StreamBroken            a stream that ended before its answer was whole
└── StatusError                 the server said no: status, code, title, detail, faults
    ├── RequestRefused          4xx: the request cannot be met as it is
    │   ├── Unauthenticated     401: a key is needed, or the one given is unknown
    │   ├── Forbidden           403: the key may not do this
    │   ├── NotFound            404: no such article
    │   ├── Conflict            409: one Idempotency-Key with two bodies
    │   ├── RequestInvalid      422: a field or a value that the server refuses; `faults` names them
    │   └── RateLimited         429: `retry_after_s` says when to come back
    └── ServerFault             5xx
        └── Unavailable         503, 504: busy, not ready, or too slow; comes back by itself
"""

from __future__ import annotations

from dataclasses import dataclass


class SitrepError(Exception):
    """The root of everything that this package raises.

    Attributes:
        status: The HTTP status, where there was a reply.
        code: The server's name for the problem, for programs: "article_absent", "rate_limited" …
        request_id: What the server's log knows the request by; sent by the client, so known even without a reply.
    """

    def __init__(
        self, message: str, *, status: int | None = None, code: str | None = None, request_id: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.request_id = request_id

    def __str__(self) -> str:
        marks = [self.code, f"request {self.request_id}" if self.request_id else None]
        known = ", ".join(mark for mark in marks if mark)
        return f"{super().__str__()} ({known})" if known else super().__str__()

    def __reduce__(self) -> tuple[object, ...]:
        return _bare, (type(self), self.args), self.__dict__


def _bare(kind: type[SitrepError], args: tuple[object, ...]) -> SitrepError:
    """An error as it was before it was pickled; its attributes are set afterwards."""
    return kind.__new__(kind, *args)


class ArgumentInvalid(SitrepError, ValueError):
    """An address, a key or an argument that cannot be used; nothing was sent."""


class ExtraMissing(SitrepError, ImportError):
    """An optional package is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed: pip install 'sitrep-client[{extra}]'")
        self.package = package
        self.extra = extra


class Unreachable(SitrepError):
    """No reply: the connection was refused or broken off, or the name is unknown."""


class TimedOut(Unreachable):
    """The server did not answer in time."""


class ReplyInvalid(SitrepError):
    """A reply that is not what a Sitrep server sends: another server's page, or damaged on the way."""


class StreamBroken(ReplyInvalid):
    """A stream that ended, or became unreadable, before its answer was whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with a request: the field, and what is wrong with it."""

    field: str
    message: str
    code: str


class StatusError(SitrepError):
    """The server answered, and the answer is no.

    Attributes:
        title: What kind of problem, in words.
        detail: What is wrong this time; empty where the reply did not come from Sitrep.
        faults: What is wrong with which field, for `RequestInvalid`.
        retry_after_s: Seconds after which to try again, where the server says so.
    """

    def __init__(
        self,
        *,
        status: int,
        title: str,
        detail: str = "",
        code: str | None = None,
        request_id: str | None = None,
        faults: tuple[Fault, ...] = (),
        retry_after_s: float | None = None,
    ) -> None:
        told = "; ".join([detail, *(f"{fault.field}: {fault.message}" for fault in faults)]).strip("; ")
        super().__init__(f"{status} {title}: {told}" if told else f"{status} {title}", status=status, code=code)
        self.request_id = request_id
        self.title = title
        self.detail = detail
        self.faults = faults
        self.retry_after_s = retry_after_s


class RequestRefused(StatusError):
    """The request cannot be met as it is; sending it again does not help."""


class Unauthenticated(RequestRefused):
    """A key is needed, or the one given is unknown."""


class Forbidden(RequestRefused):
    """The key may not do this."""


class NotFound(RequestRefused):
    """No such article."""


class Conflict(RequestRefused):
    """One Idempotency-Key with two different bodies."""


class RequestInvalid(RequestRefused):
    """A field or a value that the server refuses; `faults` names them."""


class RateLimited(RequestRefused):
    """Too many requests; `retry_after_s` says when to come back."""


class ServerFault(StatusError):
    """A fault of the server's own."""


class Unavailable(ServerFault):
    """Busy, not ready, or too slow; comes back by itself."""


_BY_STATUS: dict[int, type[StatusError]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    422: RequestInvalid,
    429: RateLimited,
    503: Unavailable,
    504: Unavailable,
}


def kind_of(status: int) -> type[StatusError]:
    """The class for an HTTP status that is not a success."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:
        return ServerFault
    return RequestRefused if status >= 400 else StatusError
