"""Tables for pandas; the only file that knows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sitrep_client._errors import ExtraMissing

if TYPE_CHECKING:
    import pandas

    from sitrep_client._answer import Citation
    from sitrep_client._articles import Article, Hit

_ARTICLE = ("article", "title", "outlet", "authors", "published", "published_at", "language", "url")


def table(rows: Iterable[dict[str, Any]]) -> pandas.DataFrame:
    """The rows; dates as pandas' own, in UTC, missing where unknown.

    Raises:
        ExtraMissing: If pandas is not installed.
    """
    try:
        import pandas
    except ImportError:
        raise ExtraMissing("pandas", "pandas") from None
    held = list(rows)
    frame = pandas.DataFrame(held, columns=list(held[0]) if held else list(_ARTICLE))
    frame["published_at"] = pandas.to_datetime(frame["published_at"], utc=True)
    return frame


def citation_row(citation: Citation) -> dict[str, Any]:
    """A citation as a row."""
    own = {"n": citation.n, "quote": citation.quote, "speaker": citation.speaker, "start": citation.start, "end": citation.end}
    return own | {"also": len(citation.also)} | _article(citation.article)


def hit_row(hit: Hit) -> dict[str, Any]:
    """A hit as a row."""
    passage = hit.passage
    own = {"rank": hit.rank, "score": hit.score, "text": passage.text, "passage": passage.id}
    return own | {"start": passage.start, "end": passage.end} | _article(hit.article)


def _article(article: Article) -> dict[str, Any]:
    at = article.published_at
    values = (article.id, article.title, article.outlet, ", ".join(article.authors), article.published, at)
    return dict(zip(_ARTICLE, (*values, article.language, article.url), strict=True))
