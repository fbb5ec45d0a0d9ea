"""gzip, whose damage is told in words."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from typing_extensions import Buffer

from index.errors import SourceError
from index.sources.limits import size


def unpacked(stream: BinaryIO) -> BinaryIO:
    """The decompressed bytes of a gzip stream; read it inside `readable`."""
    return cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb"))


class Capped(io.RawIOBase):
    """A stream that refuses to give more than `limit` bytes: a small file may unpack to terabytes.

    Raises:
        SourceError: On the read that would exceed the limit.
    """

    def __init__(self, stream: BinaryIO, origin: str, limit: int) -> None:
        super().__init__()
        self._stream = stream
        self._origin = origin
        self._limit = limit
        self._given = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill `buffer` as far as the stream goes."""
        view = memoryview(buffer).cast("B")
        data = self._stream.read(len(view))
        self._given += len(data)
        if self._given > self._limit:
            raise SourceError(self._origin, f"larger than {size(self._limit)} when decompressed")
        view[: len(data)] = data
        return len(data)


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
