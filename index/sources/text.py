"""Plain text: bytes of any usual encoding → one article a file."""

from __future__ import annotations

import codecs
import re

from index.errors import SourceError
from index.types import RawArticle

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

MAX_CONTROL_SHARE = 0.002
"""Control characters per character above which a file is taken for a binary one; print-outs hold a few form feeds."""


def article(data: bytes, origin: str, *, url: str | None = None, charset: str | None = None) -> RawArticle:
    """One article, its text as decoded.

    Raises:
        SourceError: If it is a binary file, or blank.
    """
    return RawArticle(origin=origin, text=decoded(data, origin, charset=charset), url=url)


def decoded(data: bytes, origin: str, *, charset: str | None = None) -> str:
    r"""Text with `\n` line ends: by its byte order mark, else as the server says, else UTF-8, else the likeliest legacy encoding.

    Raises:
        SourceError: If it is a binary file, or blank.
    """
    text = _decoded(data, charset).replace("\r\n", "\n").replace("\r", "\n")
    if len(_CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        raise SourceError(origin, "a binary file, not text")
    if not text.strip():
        raise SourceError(origin, "blank: white space only")
    return text


def marked(data: bytes) -> str | None:
    """The encoding that a byte order mark announces."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def _decoded(data: bytes, charset: str | None) -> str:
    if encoding := marked(data):
        return data.decode(encoding, errors="replace")
    for encoding in (charset, "utf-8"):
        try:
            return data.decode(encoding) if encoding else data.decode("utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")
