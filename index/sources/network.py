"""Connections to checked addresses only, all of them inside one deadline.

The host name is resolved once, the answer is checked, and the connection goes to that very address: a name that resolves to
something else a moment later (DNS rebinding) gains nothing. Host header, SNI and certificate keep the name.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore2

from index.errors import SourceError

Resolve = Callable[[str, int], Sequence[str]]
"""Host name and port → its addresses, in order of preference."""


def system_addresses(host: str, port: int) -> Sequence[str]:
    """What this machine's resolver says.

    Raises:
        OSError: If the name has no address.
    """
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))


class Deadline:
    """A moment by which everything has to be done."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, above 0.

        Raises:
            httpcore2.ReadTimeout: If it has passed.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("deadline")
        return left


class CheckedBackend(httpcore2.NetworkBackend):
    """Opens TCP connections for `httpcore2`, to addresses that are not refused.

    Args:
        refused: Address → what is wrong with it, or `None`.
    """

    def __init__(self, resolve: Resolve, deadline: Deadline, refused: Callable[[str], str | None]) -> None:
        self._resolve = resolve
        self._deadline = deadline
        self._refused = refused
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline stands in its place
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Resolve, check and connect; every address of the host must be allowed, the first that answers is used.

        Raises:
            SourceError: If one is not.
        """
        failure: Exception = httpcore2.ConnectError(f"{host} has no address")
        addresses = self._checked(host, port)
        for tried, address in enumerate(addresses):
            try:
                seconds = self._deadline.left() / (len(addresses) - tried)
                stream = self._sockets.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
                continue
            return _TimedStream(stream, self._deadline)
        raise failure

    def _checked(self, host: str, port: int) -> Sequence[str]:
        addresses = _in_time(lambda: self._resolve(host, port), self._deadline)
        for address in addresses:
            if wrong := self._refused(address):
                verb = "is" if host == address else "resolves to"
                raise SourceError(host, f"{verb} {address}, {wrong}; only public addresses are fetched")
        return addresses


class _TimedStream(httpcore2.NetworkStream):
    """A connection whose every step has only what is left of the deadline: a server that drips bytes gains no time."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the deadline stands in its place
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - as above
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - as above
    ) -> httpcore2.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _in_time(resolve: Callable[[], Sequence[str]], deadline: Deadline) -> Sequence[str]:
    """Run the resolver, which knows no time limit, beside this thread and wait no longer than the deadline."""
    answers: queue.Queue[Sequence[str] | OSError] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(resolve())
        except OSError as error:
            answers.put(error)
        except ValueError as error:
            answers.put(OSError(str(error)))

    threading.Thread(target=ask, daemon=True, name="resolver").start()
    try:
        answer = answers.get(timeout=deadline.left())
    except queue.Empty as error:
        raise httpcore2.ConnectTimeout("the name was not resolved in time") from error
    if isinstance(answer, OSError):
        raise httpcore2.ConnectError(f"{answer.strerror or answer}") from answer
    return answer
