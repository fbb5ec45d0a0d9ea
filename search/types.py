"""Question to answer, in words: Query ▸ Hit ▸ Citation ▸ Answer. Each later object holds the earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from index.types import Article, Filters, Passage, Span


class Mode(StrEnum):
    """Which signals find the candidates."""

    HYBRID = "hybrid"
    SEMANTIC = "semantic"
    KEYWORD = "keyword"


class Sort(StrEnum):
    """The order of hits; ties keep the order of relevance."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Facet(StrEnum):
    """What the matching passages can be counted by."""

    OUTLET = "outlet"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """Dates that the query's own words name.

    Attributes:
        span: Where they stand in the query as typed.
        text: Those words.
        after, before: The days they mean, both included; `None` is open.
        rule: How they were read: "day", "month", "part of month", "year", "range", "conflict day" or "relative".
    """

    span: Span
    text: str
    after: date | None
    before: date | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """Other names that a word of the query is searched by as well."""

    text: str
    names: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query, understood.

    Attributes:
        typed: As it came, white space trimmed.
        words: What is left to search by meaning and by words, operators taken out.
        phrases: Must stand in the passage, word for word.
        without: Words or phrases that must not.
        filters: From operators and from the caller, combined; hard.
        dates: What date words mean; a wish unless `filters` says otherwise.
        expansions: Other names of places and actors.
    """

    typed: str
    words: str
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    filters: Filters = Filters()
    dates: tuple[DateWords, ...] = ()
    expansions: tuple[Expansion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that matches.

    Attributes:
        score: Higher is better; the fused score described in `search.fuse`, comparable within one answer only.
        rank: From 1.
        highlights: Spans relative to `passage.text`, ascending, not overlapping.
        why: Named parts of the score, for `explain`.
    """

    passage: Passage
    score: float
    rank: int
    highlights: tuple[Span, ...] = ()
    why: tuple[tuple[str, float], ...] = ()

    @property
    def article(self) -> Article:
        """The article that the passage is a slice of."""
        return self.passage.article


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    """How many matching passages share a value, and of how many articles.

    Attributes:
        by_outlet: The passages once more by outlet, most first; of months only.
    """

    value: str
    passages: int
    articles: int
    by_outlet: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of hits.

    Attributes:
        total: Passages ranked for this query, on all pages together.
        facets: Counts over all of them, most first (months ascending); empty unless asked for.
        next_cursor: Opaque; `None` on the last page.
    """

    query: Query
    hits: tuple[Hit, ...]
    total: int
    facets: tuple[tuple[Facet, tuple[FacetCount, ...]], ...] = ()
    next_cursor: str | None = None
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A quote that was re-read from the stored text. Only `search.citations.cite` builds one.

    Attributes:
        n: The number as printed, from 1.
        start, end: Span in `hit.article.text`; `quote` is exactly that slice.
        speaker: Who is reported to have said it, as printed, where the sentence names one.
        also: Other articles that print the same words, earliest first.
    """

    n: int
    hit: Hit
    start: int
    end: int
    quote: str
    speaker: str | None = None
    also: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence of an answer and the citations, by number, that carry it."""

    text: str
    citations: tuple[int, ...]


class Reason(StrEnum):
    """Why there is no answer."""

    NO_MATCH = "no_match"
    NAME_ABSENT = "name_absent"
    OUT_OF_DATE_RANGE = "out_of_date_range"
    NO_FIGURE = "no_figure"
    NOBODY_NAMED = "nobody_named"
    SOMEBODY_ELSE = "somebody_else"
    WEAK_EVIDENCE = "weak_evidence"
    EMPTY_LIBRARY = "empty_library"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said, or that nothing good enough was found.

    Attributes:
        reason: `None` when answered.
        text: The statements as one text with [n] marks; when abstained, one sentence that says why.
        near_misses: The best hits, when abstained.
        warnings: What went wrong on the way without spoiling the answer (a language model out of reach, sentences dropped).
        confidence: 0..1, calibrated on judged questions; see `search.decline`.
    """

    query: Query
    reason: Reason | None
    text: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    near_misses: tuple[Hit, ...] = ()
    warnings: tuple[str, ...] = ()
    confidence: float = 0.0
    took_ms: float = 0.0

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return self.reason is None
