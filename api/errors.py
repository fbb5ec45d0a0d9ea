"""What can go wrong at the surfaces, and how every error below is told over HTTP.

SitrepError
└── ApiError                 raised in api/ only
    ├── SettingsInvalid      an environment variable or an argument that cannot be used
    ├── ArticleAbsent        no article with that id
    ├── PathAbsent           nothing at that path
    ├── MethodRefused        the path exists, the method does not
    ├── Unauthenticated      a key is needed, or the one given is unknown
    ├── Forbidden            the key may not do this
    ├── HostRefused          the request names a host that this open server does not answer for
    ├── MediaUnsupported     a body that is not JSON
    ├── BodyTooLarge
    ├── RequestInvalid       the body or the parameters do not have the shape asked for
    ├── KeyReused            one Idempotency-Key with two different bodies
    ├── RateLimited
    ├── Saturated            too many questions at once
    ├── TookTooLong
    ├── NotReady             the library is not open yet
    └── Unexpected           a fault of ours
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index import errors as below
from index.errors import SitrepError


class ApiError(SitrepError):
    """The surfaces' own errors."""

    def headers(self) -> Mapping[str, str]:
        """Headers that the reply must carry."""
        return {}


class SettingsInvalid(ApiError):
    """A setting or an argument that cannot be used."""


class ArticleAbsent(ApiError):
    """No article with that id."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"no article {article_id!r} in this library")
        self.article_id = article_id


class PathAbsent(ApiError):
    """Nothing at that path."""

    def __init__(self) -> None:
        super().__init__("nothing at this path: /openapi.json lists what there is")


class MethodRefused(ApiError):
    """The path exists, the method does not."""

    def __init__(self, allow: str) -> None:
        super().__init__(f"this path answers to {allow}" if allow else "this path does not answer to that method")
        self.allow = allow

    def headers(self) -> Mapping[str, str]:
        """`Allow`, as RFC 9110 demands."""
        return {"Allow": self.allow} if self.allow else {}


class Unauthenticated(ApiError):
    """A key is needed, or the one given is unknown."""

    def __init__(self) -> None:
        super().__init__("send a key that this server knows: Authorization: Bearer KEY")

    def headers(self) -> Mapping[str, str]:
        """The scheme to use."""
        return {"WWW-Authenticate": 'Bearer realm="sitrep"'}


class Forbidden(ApiError):
    """The key may not do this."""

    def __init__(self, scope: str) -> None:
        super().__init__(f"this key may not {scope}")
        self.scope = scope


class HostRefused(ApiError):
    """The request names a host that this open server does not answer for."""

    def __init__(self) -> None:
        super().__init__(
            "a server without keys answers to addresses and plain names only: set SITREP_API_KEYS or SITREP_ALLOWED_HOSTS"
        )


class MediaUnsupported(ApiError):
    """A body that is not JSON."""

    def __init__(self) -> None:
        super().__init__("send the body as Content-Type: application/json")


class BodyTooLarge(ApiError):
    """The body exceeds the limit."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"a body may have {limit} bytes: send it in parts")
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a request: where, and what."""

    field: str
    message: str
    code: str


class RequestInvalid(ApiError):
    """The body or the parameters do not have the shape asked for."""

    def __init__(self, faults: tuple[Fault, ...], message: str = "the request does not have the shape asked for") -> None:
        super().__init__(message)
        self.faults = faults


class KeyReused(ApiError):
    """One Idempotency-Key with two different bodies, or twice at the same time."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Idempotency-Key: {reason}")


class Waiting(ApiError):
    """An error that passes; the reply says when to try again."""

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s

    def headers(self) -> Mapping[str, str]:
        """Whole seconds, at least one."""
        return {"Retry-After": str(max(1, self.retry_after_s))}


class RateLimited(Waiting):
    """Too many requests of one client."""

    def __init__(self, per_minute: int, retry_after_s: int) -> None:
        super().__init__(f"more than {per_minute} requests a minute", retry_after_s)


class Saturated(Waiting):
    """Too many questions at once."""

    def __init__(self) -> None:
        super().__init__("every thread is busy and the queue is full", 1)


class TookTooLong(Waiting):
    """The time for one request is up."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not done within {seconds:g} seconds", 5)


class NotReady(Waiting):
    """The library is not open yet."""

    def __init__(self) -> None:
        super().__init__("the library is being opened", 2)


class Unexpected(ApiError):
    """A fault of ours; the log has it under the request's id."""

    def __init__(self) -> None:
        super().__init__("a fault of ours: the server's log has it under this request's id")


@dataclass(frozen=True, slots=True)
class Told:
    """How an error is told.

    Attributes:
        detail: Said instead of the error's own words where those name folders or processes of the server.
    """

    status: int
    code: str
    title: str
    detail: str | None = None


TABLE: Mapping[type[SitrepError], Told] = {
    below.LibraryMissing: Told(503, "library_missing", "No library", "the server's library is not there"),
    below.LibraryBusy: Told(
        503, "library_busy", "Library busy", "another process is writing to the library: try again when it is done"
    ),
    below.LibraryIncompatible: Told(
        503, "library_incompatible", "Library incompatible", "the library was made with other rules: rebuild it"
    ),
    below.LibraryCorrupt: Told(503, "library_corrupt", "Library damaged", "the library is damaged: restore a backup"),
    below.SourceError: Told(422, "source_unreadable", "Input unreadable"),
    below.EncoderUnavailable: Told(
        503, "encoder_unavailable", "Encoder unavailable", "the encoder cannot be loaded: see the server's log"
    ),
    below.TextTooLong: Told(422, "text_too_long", "Text too long"),
    below.EmptyQuery: Told(422, "empty_query", "Nothing asked"),
    below.QueryTooLong: Told(422, "query_too_long", "Query too long"),
    below.InvalidFilter: Told(422, "invalid_filter", "Invalid filter"),
    below.CursorExpired: Told(422, "cursor_expired", "Cursor expired"),
    SettingsInvalid: Told(500, "settings_invalid", "Settings invalid", "the server's settings cannot be used: see its log"),
    ArticleAbsent: Told(404, "article_absent", "No such article"),
    PathAbsent: Told(404, "path_absent", "Nothing here"),
    MethodRefused: Told(405, "method_refused", "Method not allowed"),
    Unauthenticated: Told(401, "unauthenticated", "Key needed"),
    Forbidden: Told(403, "forbidden", "Not allowed"),
    HostRefused: Told(421, "host_refused", "Wrong host"),
    MediaUnsupported: Told(415, "media_unsupported", "Not JSON"),
    BodyTooLarge: Told(413, "body_too_large", "Body too large"),
    RequestInvalid: Told(422, "request_invalid", "Request invalid"),
    KeyReused: Told(409, "key_reused", "Idempotency-Key in use"),
    RateLimited: Told(429, "rate_limited", "Too many requests"),
    Saturated: Told(503, "saturated", "Too busy"),
    TookTooLong: Told(504, "timeout", "Took too long"),
    NotReady: Told(503, "not_ready", "Not ready"),
    Unexpected: Told(500, "internal", "Internal error"),
}
"""Every leaf of the tree; `tests/api/test_errors.py` walks the subclasses and fails on one that is not here."""


def told(error: SitrepError) -> Told:
    """How this error is told: by its own class, else by the nearest one above it, else as a fault of ours."""
    return next((TABLE[kind] for kind in type(error).__mro__ if kind in TABLE), TABLE[Unexpected])
