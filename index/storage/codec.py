"""Articles, passages and vectors as the columns of a row, and back."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from index.types import Article, Passage, Precision, Published, Span, Vectors

Row = tuple[Any, ...]

ARTICLE = "number, id, url, title, outlet, authors, published, precision, found, language, text, added_at"
PASSAGE = '"row", article, ordinal, start, "end", heading, sentences'

_DIGEST_BYTES = 16
_STEPS = 127


def article_columns(article: Article) -> dict[str, Any]:
    """Every column of `articles` but the numbers that the library gives."""
    when = article.published
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "outlet": article.outlet,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "published": when and when.when.isoformat(),
        "precision": when and when.precision.value,
        "found": when and when.found,
        "day": when and when.when.date().toordinal(),
        "language": article.language,
        "text": article.text,
        "added_at": article.added_at.isoformat(),
        "digest": article_digest(article),
    }


def article_from(row: Row) -> Article:
    """The inverse, from the columns named in `ARTICLE`."""
    _, key, url, title, outlet, authors, published, precision, found, language, text, added_at = row
    return Article(
        id=key,
        url=url,
        title=title,
        outlet=outlet,
        authors=tuple(json.loads(authors)),
        published=published and Published(when=datetime.fromisoformat(published), precision=Precision(precision), found=found),
        language=language,
        text=text,
        added_at=datetime.fromisoformat(added_at),
    )


def article_digest(article: Article) -> bytes:
    """16 bytes that differ when anything but `added_at` does."""
    when = article.published
    told = [
        article.id,
        article.url,
        article.title,
        article.outlet,
        list(article.authors),
        when and [when.when.isoformat(), when.precision.value, when.found],
        article.language,
        article.text,
    ]
    return hashlib.blake2b(json.dumps(told).encode(), digest_size=_DIGEST_BYTES).digest()


def passage_from(row: Row, article: Article) -> Passage:
    """A passage from the columns named in `PASSAGE`."""
    _, _, ordinal, start, end, heading, sentences = row
    return Passage(article=article, ordinal=ordinal, start=start, end=end, heading=heading, sentences=spans_from(sentences))


def spans_to(spans: Sequence[Span]) -> bytes:
    """Offsets as little-endian 32-bit pairs."""
    return bytes(np.asarray(spans, dtype="<i4").tobytes())


def spans_from(blob: bytes) -> tuple[Span, ...]:
    """The inverse of `spans_to`."""
    return tuple(struct.iter_unpack("<ii", blob))  # several times as fast as by way of numpy, and hundreds are read a question


def vector_to(vector: Vectors) -> bytes:
    """One vector as little-endian float32."""
    return np.ascontiguousarray(vector, dtype="<f4").tobytes()


def vectors_from(blobs: Sequence[bytes], dimension: int) -> Vectors:
    """float32, shape (number of blobs, dimension)."""
    return np.frombuffer(b"".join(blobs), dtype="<f4").reshape(-1, dimension)


def quantised(vectors: Vectors) -> bytes:
    """Rows as int8, each scaled so that its greatest component is 127.

    The scale is not kept: the rows are of unit length, so dividing by the length gives it back.
    """
    if not len(vectors):
        return b""
    peak = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), np.finfo(np.float32).tiny)
    return bytes(np.rint(vectors / peak * _STEPS).astype(np.int8).tobytes())


def dequantised(blob: bytes, dimension: int) -> Vectors:
    """float32 unit rows, shape (rows, dimension); cosine with what was stored above .9999 at 384 dimensions."""
    steps = np.frombuffer(blob, dtype=np.int8).reshape(-1, dimension).astype(np.float32)
    length = np.sqrt(np.einsum("ij,ij->i", steps, steps))
    steps /= np.maximum(length, 1.0)[:, None]
    return steps
