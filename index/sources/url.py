"""Web addresses → bytes, safely: public addresses only, bounded in size, time and redirects.

No cookies are kept, no credentials sent, no proxy taken from the environment. `robots.txt` is the operator's business.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version

import httpcore2
import httpx2

from index.errors import SourceError
from index.sources.addresses import Network, inside, private
from index.sources.gz import unpack
from index.sources.limits import MEBIBYTE, in_words
from index.sources.network import CheckedBackend, Deadline, Resolve, system_addresses

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = frozenset({80, 443})
_FIRST_FREE_PORT = 1024
_LAST_PORT = 65_535
_BROKEN = (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRules:
    """What a fetch may cost and where it may go.

    Attributes:
        max_bytes: Of one body, as sent and again after decompression.
        timeout_s: Seconds for everything together: names, connections, redirects, the body. 0 < timeout_s.
        max_redirects: Followed for one address; each is checked like the first.
        allow_private: Also addresses of this machine and of private networks, and any port. For intranets and tests: with it,
            whoever chooses the addresses (a feed, a redirect) can make this machine ask its neighbours.
        networks: Private networks that may be asked although others may not, such as `10.20.0.0/16`: an intranet's own servers.
    """

    max_bytes: int = 32 * MEBIBYTE
    timeout_s: float = 30.0
    max_redirects: int = 5
    allow_private: bool = False
    networks: tuple[Network, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a server sent.

    Attributes:
        url: Where it came from in the end, after redirects, without a fragment.
        content_type: In lower case without parameters; empty where the server gave none.
        charset: The encoding in the server's header, if any.
    """

    url: str
    content_type: str
    charset: str | None
    body: bytes


class Fetcher:
    """Fetches web addresses under rules. Nothing is shared between two fetches but the rules.

    Args:
        resolve: Names to addresses; the machine's own resolver unless given.
        tls: Whom to trust; the usual authorities unless given.
    """

    def __init__(
        self, rules: FetchRules | None = None, *, resolve: Resolve = system_addresses, tls: ssl.SSLContext | None = None
    ) -> None:
        self.rules = rules or FetchRules()
        self._resolve = resolve
        self._tls = tls

    def fetch(self, url: str) -> Fetched:
        """The body at `url`.

        Raises:
            SourceError: If it may not be fetched, cannot be, or is larger or slower than the rules allow; `origin` is `url`.
        """
        deadline = Deadline(self.rules.timeout_s)
        at, origin = url, _shown(url)
        try:
            for _ in range(self.rules.max_redirects + 1):
                response = self._asked(self._allowed(at), deadline)
                if isinstance(response, Fetched):
                    return response
                at = response
        except (SourceError, httpx2.InvalidURL, *_BROKEN) as error:
            reason = self._reason(error)
            raise SourceError(origin, reason if at == url else f"redirects to {_shown(at)}: {reason}") from error
        raise SourceError(origin, f"more than {self.rules.max_redirects} redirects")

    def _allowed(self, url: str) -> httpx2.URL:
        try:
            parsed = httpx2.URL(url).copy_with(fragment=None)
        except (httpx2.InvalidURL, ValueError) as error:
            raise SourceError(url, f"no web address ({error})") from error
        if parsed.scheme not in ("http", "https") or not parsed.host:
            raise SourceError(url, "only http:// and https:// addresses are fetched")
        if parsed.userinfo:
            raise SourceError(url, "holds a user name or password: addresses with credentials are not fetched")
        if not self._usable(parsed.port):
            raise SourceError(url, f"port {parsed.port} is no web server's: 80, 443 and those from {_FIRST_FREE_PORT} are asked")
        return parsed

    def _refused(self, address: str) -> str | None:
        return None if self.rules.allow_private or inside(address, self.rules.networks) else private(address)

    def _usable(self, port: int | None) -> bool:
        if port is None or port in _PORTS:
            return True
        return (1 if self.rules.allow_private else _FIRST_FREE_PORT) <= port <= _LAST_PORT

    def _asked(self, url: httpx2.URL, deadline: Deadline) -> Fetched | str:
        """What the server sends, or the address it redirects to."""
        backend = CheckedBackend(self._resolve, deadline, self._refused)
        target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        with (
            httpcore2.ConnectionPool(ssl_context=self._trust, network_backend=backend) as pool,
            pool.stream("GET", target, headers=_headers(url)) as response,
        ):
            headers = httpx2.Headers(response.headers)
            if response.status in _REDIRECTS and "location" in headers:
                return str(url.join(headers["location"]))
            if response.status != httpx2.codes.OK:
                phrase = httpx2.codes.get_reason_phrase(response.status)
                raise SourceError(str(url), f"the server answered {response.status} {phrase}".rstrip())
            body = self._body(headers, response.iter_stream(), str(url))
        content_type, charset = _announced(headers)
        return Fetched(url=str(url), content_type=content_type, charset=charset, body=body)

    def _body(self, headers: httpx2.Headers, pieces: Iterator[bytes], url: str) -> bytes:
        body = bytearray()
        for piece in pieces:
            body += piece
            if len(body) > self.rules.max_bytes:
                raise SourceError(url, f"larger than {in_words(self.rules.max_bytes)}, the most that is fetched of one address")
        match headers.get("content-encoding", "").strip().lower():
            case "" | "identity":
                return bytes(body)
            case "gzip" | "x-gzip":
                return unpack(bytes(body), url, self.rules.max_bytes)
            case other:
                raise SourceError(url, f"sent in the encoding {other!r}, which was not asked for")

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return self._tls or httpx2.create_ssl_context(trust_env=False)

    def _reason(self, error: Exception) -> str:
        match error:
            case SourceError():
                return error.reason
            case httpcore2.TimeoutException():
                return f"not fetched within {self.rules.timeout_s:g} s"
            case httpcore2.NetworkError():
                return f"cannot be reached: {error}"
            case _:
                return f"the server does not keep to HTTP: {error}"


def _headers(url: httpx2.URL) -> list[tuple[bytes, bytes]]:
    return [
        (b"Host", url.netloc),
        (b"User-Agent", f"Sitrep/{_version()}".encode()),
        (b"Accept", b"text/html, application/rss+xml, application/atom+xml, application/pdf, text/plain, */*;q=0.5"),
        (b"Accept-Encoding", b"gzip"),
        (b"Connection", b"close"),
    ]


def _version() -> str:
    try:
        return version("sitrep")
    except PackageNotFoundError:
        return "0"


def _announced(headers: httpx2.Headers) -> tuple[str, str | None]:
    """Content type and charset; a server that gives the type twice means the first."""
    message = Message()
    message["content-type"] = headers.get("content-type", "").partition(",")[0]
    given = message["content-type"].partition(";")[0].strip().lower()
    return given, message.get_content_charset()


def _shown(url: str) -> str:
    """An address as it may be printed: without the password that it should not hold."""
    return re.sub(r"(?<=//)[^/?#]*@", "…@", url)
