"""What a source yielded → the article that the library keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from index import dates
from index.clean import paragraphs, repaired
from index.errors import SourceError
from index.extract import Extracted, extract
from index.identity import article_id, canonical_url
from index.page import Page, read_page
from index.types import Article, Published, RawArticle


def prepare(raw: RawArticle, *, now: datetime) -> Article:
    """Clean one article; its text is fixed from here on.

    Args:
        now: Aware UTC: when it enters the library. A publication date more than a day later is not believed.

    Raises:
        SourceError: If nothing readable remains.
    """
    return _from_html(raw, now) if raw.html is not None else _from_text(raw, now)


def _from_text(raw: RawArticle, now: datetime) -> Article:
    # A body whose headline was handed over beside it is no page: it keeps every character that parts no word.
    exact = raw.title is not None
    text = repaired(raw.text or "", keep_invisible=exact)
    page = read_page(paragraphs(text), title=_line(raw.title), exact=exact)
    return _article(raw, page, canonical_url(raw.url), None, now)
