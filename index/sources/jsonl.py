"""JSON lines: one article a line, read one line at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator

from index.errors import SourceError
from index.sources.described import described, words
from index.sources.gz import readable
from index.sources.limits import MAX_ARTICLE_BYTES, ByteStream, in_words
from index.types import RawArticle, Refusal

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_SKIPPED_BYTES = 65_536


def articles(stream: ByteStream, origin: str) -> Iterator[RawArticle | Refusal]:
    """One article, or the reason why not, for every line that is not blank.

    Where the stream itself breaks off (a truncated gzip file), the lines above are kept and the last refusal says so.
    """
    number = 0
    try:
        for number, line in enumerate(_lines(stream, origin), 1):
            yield from _article(line, f"{origin}:{number}")
    except SourceError as error:
        yield Refusal(origin=f"{origin}:{number + 1}", reason=f"{error.reason}; the lines above it are kept")
        return
    if number == 0:
        yield Refusal(origin=origin, reason="empty")


def _lines(stream: ByteStream, origin: str) -> Iterator[bytes | None]:
    """Each line, or `None` for one that is longer than is read: it is passed over piece by piece."""
    while True:
        with readable(origin):
            line = stream.readline(MAX_ARTICLE_BYTES + 1)
            too_long = len(line) > MAX_ARTICLE_BYTES
            while too_long and line and not line.endswith(b"\n"):
                line = stream.readline(_SKIPPED_BYTES)
        if too_long:
            yield None
        elif line:
            yield line
        else:
            return


def _article(line: bytes | None, origin: str) -> Iterator[RawArticle | Refusal]:
    try:
        if line is None:
            raise SourceError(origin, f"longer than {in_words(MAX_ARTICLE_BYTES)}, the most that is read of one article")
        if line.strip():
            yield _parsed(line, origin)
    except SourceError as error:
        yield Refusal(origin=error.origin, reason=error.reason)


def _parsed(line: bytes, origin: str) -> RawArticle:
    fields = _fields(line, origin)
    text, html = words(fields, "text", origin), words(fields, "html", origin)
    if text and html:
        raise SourceError(origin, "has both `text` and `html`: give one of them")
    if not text and not html:
        raise SourceError(origin, "has neither `text` nor `html`, or it is blank")
    return described(fields, origin, text=text, html=html)


def _fields(line: bytes, origin: str) -> dict[str, object]:
    try:
        value = json.loads(line.rstrip().removeprefix(_BYTE_ORDER_MARK).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise SourceError(origin, f"not UTF-8 (byte {error.object[error.start]:#04x} at offset {error.start})") from error
    except json.JSONDecodeError as error:
        raise SourceError(origin, f"not valid JSON at column {error.colno}: {error.msg[:1].lower()}{error.msg[1:]}") from error
    except (ValueError, RecursionError) as error:
        raise SourceError(origin, "not readable as JSON: a number too long, or lists nested too deep") from error
    if not isinstance(value, dict):
        raise SourceError(origin, 'not an object: a line must look like {"text": …}')
    return value
