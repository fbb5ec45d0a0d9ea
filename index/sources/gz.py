"""gzip, whose damage is told in words."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from index.errors import SourceError
from index.sources.limits import size


def unpacked(stream: BinaryIO) -> BinaryIO:
    """The decompressed bytes of a gzip stream; read it inside `readable`."""
    return cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb"))


def unpack(data: bytes, origin: str, limit: int) -> bytes:
    """Decompressed bytes, never holding more than `limit` of them.

    Raises:
        SourceError: If they are more, or the data is damaged or breaks off.
    """
    with readable(origin):
        plain = unpacked(io.BytesIO(data)).read(limit + 1)
    if len(plain) > limit:
        raise SourceError(origin, f"larger than {size(limit)} when decompressed")
    return plain


@contextmanager
def readable(origin: str) -> Iterator[None]:
    """Turn the ways in which reading breaks down into a `SourceError` that names them."""
    try:
        yield
    except EOFError as error:
        raise SourceError(origin, "the gzip data breaks off before its end: copy the file again") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise SourceError(origin, f"damaged gzip data ({_lower(str(error))})") from error
    except OSError as error:
        raise SourceError(origin, f"cannot be read: {_lower(error.strerror or str(error))}") from error


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
