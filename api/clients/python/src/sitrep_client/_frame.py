"""Tables for pandas; the only file that knows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sitrep_client._errors import ExtraMissing

if TYPE_CHECKING:
    import pandas

    from sitrep_client._answer import Citation
    from sitrep_client._articles import Article, Hit

_CITATION = ("n", "quote", "speaker", "start", "end", "also")
_HIT = ("rank", "score", "text", "passage", "start", "end")
_ARTICLE = ("article", "title", "outlet", "authors", "published", "published_at", "language", "url")


def citations(cited: Iterable[Citation]) -> pandas.DataFrame:
    """One row a citation; `also` counts the other articles that print the same words."""
    rows = [(one.n, one.quote, one.speaker, one.start, one.end, len(one.also), *_article(one.article)) for one in cited]
    return _table((*_CITATION, *_ARTICLE), rows)


def hits(found: Iterable[Hit]) -> pandas.DataFrame:
    """One row a hit."""
    rows = [
        (one.rank, one.score, one.passage.text, one.passage.id, one.passage.start, one.passage.end, *_article(one.article))
        for one in found
    ]
    return _table((*_HIT, *_ARTICLE), rows)


def _table(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> pandas.DataFrame:
    try:
        import pandas
    except ImportError:
        raise ExtraMissing("pandas", "pandas") from None
    frame = pandas.DataFrame(rows, columns=list(columns))
    frame["published_at"] = pandas.to_datetime(frame["published_at"], utc=True)
    return frame


def _article(article: Article) -> tuple[Any, ...]:
    authors = ", ".join(article.authors)
    known = (article.id, article.title, article.outlet, authors, article.published, article.published_at)
    return (*known, article.language, article.url)
