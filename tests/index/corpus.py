"""Real articles for the tests of what cuts and encodes them; read from `../shared`, never kept."""

from __future__ import annotations

import gzip
import json
import random
from datetime import UTC, datetime
from typing import Any

from index.cleaning.prepare import prepare
from index.sources import read
from index.types import Article, RawArticle
from tests.conftest import SEEDS
from tests.shared import shared

_NOW = datetime(2026, 6, 1, tzinfo=UTC)


def sample_articles() -> list[Article]:
    """The samples of `seeds/articles`, prepared as `add` prepares them."""
    return [prepare(one, now=_NOW) for one in read(str(SEEDS / "articles")) if isinstance(one, RawArticle)]


def real_seeds() -> list[Article]:
    """The two raw articles of `../shared/seeds`."""
    return [prepare(one, now=_NOW) for one in read(str(shared("seeds"))) if isinstance(one, RawArticle)]


def real_articles(count: int, seed: int = 7) -> list[Article]:
    """Articles drawn from `../shared/eval/corpus.jsonl.gz`, each time the same."""
    with gzip.open(shared("eval/corpus.jsonl.gz"), "rt", encoding="utf-8") as lines:
        drawn = random.Random(seed).sample([line for line in lines if '"text": "' in line], count)
    return [_article(json.loads(line)) for line in drawn]


def _article(fields: dict[str, Any]) -> Article:
    """As printed: cleaning is another test's."""
    return Article(
        id=fields["id"],
        url=fields.get("url"),
        title=fields.get("title"),
        outlet=fields.get("outlet"),
        authors=(),
        published=None,
        language="en",
        text=fields["text"],
        added_at=_NOW,
    )
