"""Logging that never holds a word of a message, an answer or a token."""

from __future__ import annotations

import logging

_TALKATIVE = ("slack_bolt", "slack_sdk", "aiohttp", "httpx2", "httpcore2", "sitrep_client")


def configure(level: int = logging.INFO) -> None:
    """Lines on standard error.

    The libraries below tell whole payloads at DEBUG, and Bolt repeats parts of an event that nobody handles at WARNING:
    they are held at ERROR whatever the bot's own level is, and their tracebacks, which may quote a payload, are left out.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("sitrep_slack").setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)


class _Formatter(logging.Formatter):
    """An exception is told by its kind and place, never by its message: a parser's message quotes what it parsed."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is logging's
        kind, _, trace = ei if isinstance(ei, tuple) else (None, None, None)
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
        return f"{getattr(kind, '__name__', 'error')}{place}"

    def format(self, record: logging.LogRecord) -> str:
        """The line; of other packages' lines only who spoke and where, for their words are not ours to vouch for."""
        if not record.name.startswith("sitrep_slack"):
            kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
            record = logging.LogRecord(
                record.name, record.levelno, record.pathname, record.lineno, f"{record.module}:{record.lineno} {kind}", (), None
            )
        return super().format(record)
