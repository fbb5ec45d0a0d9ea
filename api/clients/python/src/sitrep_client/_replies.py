"""What the server replies: found passages, verdicts on what was sent, checked quotations, figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitrep_client._articles import Article, Hit, Interpreted
from sitrep_client._reading import Shape

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount(Shape):
    """How many matching passages, and of how many articles, share a value.

    Attributes:
        by_outlet: A month's passages by outlet; `None` for other facets.
    """

    value: str
    passages: int
    articles: int
    by_outlet: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Shape):
    """One page of hits. Iterating gives the hits.

    Attributes:
        total: Passages ranked for this query, on all pages together.
        facets: Counts by "outlet" or "month", where asked for.
        next_cursor: Where the next page begins; `None` on the last.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[FacetCount, ...]] | None = None
    interpreted: Interpreted
    next_cursor: str | None
    took_ms: float
    request_id: str | None = None

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def to_frame(self) -> pandas.DataFrame:
        """A pandas table, one row a hit.

        Raises:
            ExtraMissing: If pandas is not installed.
        """
        from sitrep_client._frame import hits

        return hits(self.hits)

    def _repr_html_(self) -> str:
        from sitrep_client._html import found

        return found(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage(Shape):
    """One page of article cards in the order of their ids; iterating gives the cards."""

    articles: tuple[Article, ...]
    total: int
    next_cursor: str | None
    request_id: str | None = None

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles)

    def __len__(self) -> int:
        return len(self.articles)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle(Shape):
    """An article to add; one of `text` and `html` is needed.

    Attributes:
        id: Kept; unset: made from the address, else from the text.
        published: As printed; ISO 8601 is understood best.
    """

    id: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    text: str | None = None
    html: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict(Shape):
    """What became of one article that was sent.

    Attributes:
        n: Its place in what was sent, from 1.
        verdict: "added", "unchanged", "replaced" or "refused".
        reason: Why it was refused.
    """

    n: int
    id: str | None
    verdict: str
    reason: str | None = None
    passages: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Added(Shape):
    """A verdict an article, in the order sent, and how many there were of each. What is called added is on disk."""

    verdicts: tuple[Verdict, ...]
    added: int
    unchanged: int
    replaced: int
    refused: int
    request_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Shape):
    """Where a quotation stands: `text` is the true words, the article's text from `start` to `end`; similarity 0 to 1."""

    article: Article
    start: int
    end: int
    text: str
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification(Shape):
    """What became of a quotation.

    Attributes:
        verdict: "exact", "normalised" (but for typography), "near" (see `matches` for the true words) or "absent".
    """

    quote: str
    verdict: str
    matches: tuple[Match, ...]
    request_id: str | None = None

    @property
    def stands(self) -> bool:
        """Whether the words stand in an article, typography aside."""
        return self.verdict in ("exact", "normalised")


@dataclass(frozen=True, slots=True, kw_only=True)
class Info(Shape):
    """What a server is and holds.

    Attributes:
        generation: Grows with every change of the library.
        oldest, newest: Days of publication, YYYY-MM-DD.
        weights: SHA-256 of the encoder's weights.
        generator: The language model that writes answers; `None`: answers are the reports' own words.
        up_s: Seconds since the server started.
    """

    articles: int
    passages: int
    sentences: int
    undated: int
    generation: int
    oldest: str | None
    newest: str | None
    model: str
    dimension: int
    weights: str
    schema_version: int
    created: str
    bytes_on_disk: int
    version: str
    generator: str | None
    up_s: float
    request_id: str | None = None
