"""The words everyone shares: Article ▸ Passage, and the filters that choose among them.

Each later object holds the earlier one (Passage holds its Article; `search.types` goes on with Hit, Citation, Answer), so
provenance is never looked up again. All are frozen. Offsets are half-open, in Unicode code points, the unit of `len(str)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Rows of unit length, shape (n, dimension), unless a docstring says otherwise."""

Span = tuple[int, int]
"""Half-open code point offsets (start, end)."""


class Precision(StrEnum):
    """How much of a publication date is known; the rest of its `when` is zero-filled, in UTC."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When an article was published, as far as that is known.

    Attributes:
        when: Aware. With DAY precision midnight UTC of the day as printed, with MONTH the first of the month.
        precision: Never UNKNOWN here: an unknown date is `None` in its place.
        found: Where it was read: "given", "metadata", "rdfa", "json-ld", "time", "url", "text" or "conflict day".
    """

    when: datetime
    precision: Precision
    found: str

    def iso(self) -> str:
        """ISO 8601 to its precision: `2022-05-16T09:30:00+00:00`, `2022-05-16` or `2022-05`."""
        match self.precision:
            case Precision.MINUTE:
                return self.when.isoformat(timespec="seconds")
            case Precision.MONTH:
                return self.when.strftime("%Y-%m")
            case _:
                return self.when.date().isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """What a source yielded, before cleaning. Exactly one of `text` and `html` is given.

    Attributes:
        origin: Where it was read, for messages and refusals: a path, `path:line`, or a URL.
        published: As the source printed it; understood by `index.cleaning.dates`.
    """

    origin: str
    text: str | None = None
    html: str | None = None
    id: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An input that was not taken, and why. The rest of its source is kept.

    Attributes:
        origin: A path, `path:line`, or a URL.
        reason: One sentence that says what is wrong and, where it helps, what to do.
    """

    origin: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One piece of reporting, cleaned. `text` is fixed from here on: every offset counts in it.

    Attributes:
        id: The source's own, else derived from the canonical URL, else from the text.
        text: Paragraphs separated by one blank line.
        language: ISO 639-1, or `None` where it is not known.
        added_at: Aware UTC; when this text entered the library.
    """

    id: str
    url: str | None
    title: str | None
    outlet: str | None
    authors: tuple[str, ...]
    published: Published | None
    language: str | None
    text: str = field(repr=False)
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence-aligned slice of an article, short enough for the encoder's window.

    Attributes:
        ordinal: Position among the article's passages, from 0.
        start, end: Span in `article.text`.
        heading: The nearest heading above it, not part of its text.
        sentences: Spans in `article.text`, ascending, inside `start`..`end`; only white space between them.
    """

    article: Article
    ordinal: int
    start: int
    end: int
    heading: str | None
    sentences: tuple[Span, ...]

    @property
    def id(self) -> str:
        """`article id#ordinal`."""
        return f"{self.article.id}#{self.ordinal}"

    @property
    def text(self) -> str:
        """Exactly `article.text[start:end]`."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which passages may be returned. Empty fields do not restrict; fields are combined with AND, values within one with OR.

    Attributes:
        after, before: Publication dates, both ends included. An article without a date passes neither.
        outlets: Compared case-folded; an outlet also matches when it contains the value as whole words: "guardian" matches
            "The Guardian".
        without_outlets: As `outlets`, to leave out.
    """

    after: date | None = None
    before: date | None = None
    outlets: tuple[str, ...] = ()
    without_outlets: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is restricted at all."""
        return self != Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderFingerprint:
    """What must agree between a library and the encoder that reads it.

    Attributes:
        weights: SHA-256 of the weights file, hexadecimal.
        dimension: Length of a vector.
        window: Word pieces the model reads at most, special ones included.
    """

    model: str
    revision: str
    weights: str
    dimension: int
    window: int


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text's vectors from a single forward pass.

    Attributes:
        vector: float32, shape (dimension,), unit length: the whole text.
        spans: float32, shape (number of spans asked for, dimension), unit rows: the mean of the token vectors under each span.
    """

    vector: Vectors
    spans: Vectors


class Encoder(Protocol):
    """Text to unit vectors. Implemented by `index.encoding.encoder`; a deterministic fake stands in `tests/fakes.py`."""

    @property
    def fingerprint(self) -> EncoderFingerprint:
        """What a library made with this encoder records."""
        ...

    def encode_passages(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[Encoded]:
        """Encode texts and, from the same pass, the given spans of each (code points into that text).

        Raises:
            TextTooLong: If a text exceeds the window; nothing is ever cut off unseen.
        """
        ...

    def encode_question(self, text: str) -> Vectors:
        """One vector, shape (dimension,). A question longer than the window is cut to it."""
        ...

    def count(self, text: str) -> int:
        """Word pieces of `text`, special ones not included."""
        ...


class Verdict(StrEnum):
    """What `add` did with an article."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """An article that is safe on disk.

    Attributes:
        passages: How many the library holds of it.
    """

    article_id: str
    verdict: Verdict
    passages: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may become a hit.

    Attributes:
        row: The library's number for the passage; given once, never to another.
        score: Higher is better: a cosine in -1..1 from `nearest`, BM25 from 0 up from `matching`.
    """

    row: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LexicalQuery:
    """What to match by words. Empty fields do not restrict; without `words` and `phrases` every passage matches, score 0.

    Attributes:
        words: Surface words and their weights (above 0); any of them may match, stemmed, in text, title or heading.
        phrases: Each must occur in the text, word for word: not stemmed; case, diacritics and shapes of quotation marks ignored.
        without: Words or phrases that must not occur in the text, compared as `phrases`.
        any_of: Groups of words or phrases; of each group at least one must occur, compared as `phrases`.
    """

    words: tuple[tuple[str, float], ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A library in figures.

    Attributes:
        generation: Rises with every change.
        rules: The passage rules as plain values.
        bytes_on_disk: Of everything in the library's folder.
        first, last: The earliest and the latest day of publication; `None` where no article has one.
    """

    articles: int
    passages: int
    sentences: int
    undated: int
    generation: int
    fingerprint: EncoderFingerprint
    rules: dict[str, object]
    schema: int
    created: datetime
    bytes_on_disk: int
    first: date | None
    last: date | None
