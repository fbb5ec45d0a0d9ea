"""Server-sent events: bytes as they come to typed events of an answer. Pure."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2

from sitrep_client._answer import Answer, Citation, Statement
from sitrep_client._articles import Interpreted
from sitrep_client._errors import ReplyInvalid, SitrepError, StreamBroken, TimedOut
from sitrep_client._tries import from_problem

_MOST = 64 * 1024 * 1024
"""Characters of one event; an answer has some thousands, and a stream without line ends must not fill the memory."""

_LINE_END = re.compile(r"\r\n|\n|\r(?!\Z)")
"""A carriage return at the very end may be half of a line end."""


@dataclass(frozen=True, slots=True)
class InterpretedEvent:
    """What was understood of the question; comes first."""

    interpreted: Interpreted


@dataclass(frozen=True, slots=True)
class CitationEvent:
    """A citation; comes before the statements that it carries."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class StatementEvent:
    """One sentence of the answer."""

    statement: Statement


@dataclass(frozen=True, slots=True)
class DoneEvent:
    """The whole answer; comes last."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class OtherEvent:
    """An event that this version does not know."""

    name: str
    data: Any


Event = InterpretedEvent | CitationEvent | StatementEvent | DoneEvent | OtherEvent


@dataclass(slots=True)
class Feed:
    """Bytes in, events out, whatever they are cut into: in the middle of a character, of a line end, of an event.

    UTF-8 is read strictly: a quote with a damaged character in it would no longer be a quote.
    """

    request_id: str
    _decoder: codecs.IncrementalDecoder = field(default_factory=lambda: codecs.getincrementaldecoder("utf-8")("strict"))
    _rest: str = ""
    _name: str = ""
    _data: list[str] = field(default_factory=list)

    def take(self, received: bytes) -> Iterator[Event]:
        """The events that are whole now.

        Raises:
            StreamBroken: If this is no text, no JSON, or an event without an end.
            StatusError: If the server tells of an error.
        """
        try:
            self._rest += self._decoder.decode(received)
        except UnicodeDecodeError:
            raise self._broken("the stream holds bytes that are not UTF-8") from None
        *lines, self._rest = _LINE_END.split(self._rest)
        if len(self._rest) > _MOST:
            raise self._broken("the stream holds a line without an end")
        for line in lines:
            event = self._line(line)
            if event is not None:
                yield event

    def end(self) -> StreamBroken:
        """What to raise when the stream ends here without its last event."""
        return self._broken("the stream ended before the answer was whole")

    def _line(self, line: str) -> Event | None:
        if not line:
            name, data = self._name or "message", "\n".join(self._data)
            self._name, self._data = "", []
            return self._event(name, data) if data else None
        field_name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field_name == "event":
            self._name = value
        elif field_name == "data":
            self._data.append(value)
        return None

    def _event(self, name: str, text: str) -> Event:
        try:
            data = json.loads(text)
        except ValueError:
            raise self._broken(f"the stream holds a {name} event that is not JSON") from None
        if name == "error":
            body = data if isinstance(data, dict) else {}
            status = body.get("status")
            raise from_problem(body, status if isinstance(status, int) else 500, "Error", self.request_id)
        try:
            return _typed(name, data)
        except ReplyInvalid as error:
            raise self._broken(f"the stream holds a damaged {name} event: {error}") from None

    def _broken(self, message: str) -> StreamBroken:
        return StreamBroken(message, status=200, request_id=self.request_id)


def check(response: httpx2.Response, request_id: str) -> None:
    """Make sure that a reply is a stream.

    Raises:
        ReplyInvalid: If it is not.
    """
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "text/event-stream":
        raise ReplyInvalid("the reply is not a stream of events", status=response.status_code, request_id=request_id)


def cut(error: httpx2.RequestError, request_id: str) -> SitrepError:
    """What to raise when the connection fails after the stream has begun."""
    if isinstance(error, httpx2.TimeoutException):
        return TimedOut("the stream fell silent", status=200, request_id=request_id)
    return StreamBroken(f"the stream broke off: {type(error).__name__}", status=200, request_id=request_id)


def _typed(name: str, data: Any) -> Event:
    match name:
        case "interpreted":
            return InterpretedEvent(Interpreted.from_dict(data))
        case "citation":
            return CitationEvent(Citation.from_dict(data))
        case "statement":
            return StatementEvent(Statement.from_dict(data))
        case "done":
            return DoneEvent(Answer.from_dict(data))
        case _:
            return OtherEvent(name, data)
