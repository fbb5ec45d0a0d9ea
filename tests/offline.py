"""A process without a network, for what must work offline."""

from __future__ import annotations

NO_SOCKETS = """
import socket

def _refused(*_: object, **__: object) -> None:
    raise OSError("this process may not use the network")

socket.socket.connect = socket.socket.connect_ex = socket.create_connection = socket.getaddrinfo = _refused
"""
"""Python statements to run first in a subprocess: every connection and every look-up fails."""
