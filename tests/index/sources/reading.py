"""What a place yields, sorted into articles and refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import SourceError
from index.sources import Fetcher, FetchRules, read
from index.types import RawArticle, Refusal

LOCAL = FetchRules(allow_private=True, timeout_s=5)


def both(place: str | Path, fetch: Fetcher | None = None) -> tuple[list[RawArticle], list[Refusal]]:
    """Articles and refusals, each in order."""
    found = list(read(str(place), fetch=fetch))
    return [one for one in found if isinstance(one, RawArticle)], [one for one in found if isinstance(one, Refusal)]


def only(place: str | Path, fetch: Fetcher | None = None) -> RawArticle:
    """The one article of a place that holds nothing else."""
    articles, refusals = both(place, fetch)
    assert refusals == []
    assert len(articles) == 1
    return articles[0]


def refused(place: str | Path, fetch: Fetcher | None = None) -> Refusal:
    """The one refusal of a place that holds nothing else."""
    articles, refusals = both(place, fetch)
    assert articles == []
    assert len(refusals) == 1
    return refusals[0]


def reason_of(url: str, fetch: Fetcher | None = None) -> str:
    """Why an address is not fetched."""
    with pytest.raises(SourceError) as caught:
        (fetch or Fetcher(FetchRules(timeout_s=5))).fetch(url)
    assert caught.value.origin == url
    return caught.value.reason
