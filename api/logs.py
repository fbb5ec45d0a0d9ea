"""Log lines: JSON with the request's id for `serve`. Configured once, by the command that serves."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that the running code works for; empty outside of one."""

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, request id and whatever was given as `extra`.

    The words of an exception are left out: they may quote a question. Its class and where it happened stay.
    """

    def __init__(self, *, questions: bool = False) -> None:
        super().__init__()
        self._questions = questions

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := REQUEST_ID.get():
            line["request_id"] = request_id
        line.update({name: value for name, value in vars(record).items() if name not in _OWN})
        if record.exc_info:
            line |= self._exception(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)

    def _exception(
        self, found: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> dict[str, object]:
        kind, error, where = found
        if kind is None:
            return {}
        told: dict[str, object] = {"error": kind.__name__, "where": [step.strip() for step in traceback.format_tb(where)]}
        if self._questions:
            told["error_text"] = str(error)
        return told


def configure(level: str, *, questions: bool = False, stream: TextIO | None = None) -> None:
    """Send every logger's lines to one stream (default standard error) as JSON; earlier handlers are taken off."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines(questions=questions))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = name != "uvicorn.access"  # our own line a request knows its id and leaves out what was asked
