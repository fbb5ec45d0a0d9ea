"""What a source yielded → the article that the library keeps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from index.cleaning import dates
from index.cleaning.clean import paragraphs, repaired
from index.cleaning.dateline import in_page
from index.cleaning.extract import Extracted, extract
from index.cleaning.identity import article_id, canonical_url
from index.cleaning.language import given_code, spoken
from index.cleaning.page import Page, read_page
from index.errors import SourceError
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


def _from_html(raw: RawArticle, now: datetime) -> Article:
    found = extract(raw.html or "", raw.url)
    if found is None:
        raise SourceError(raw.origin, "the page is no HTML that can be read")
    lines = [line for paragraph in found.paragraphs if (line := repaired(paragraph).strip())]
    page = read_page(lines, title=_line(raw.title or found.metadata.title))
    return _article(raw, page, found.metadata.url or canonical_url(raw.url), found, now)


def _article(raw: RawArticle, page: Page, url: str | None, found: Extracted | None, now: datetime) -> Article:
    text = "\n\n".join(page.body)
    if not any(map(str.isalnum, text)):
        raise SourceError(raw.origin, "nothing readable remains: no reporting was found among what the page or file prints")
    said = found.metadata if found else None
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    return Article(
        id=raw.id or article_id(url, text),
        url=url,
        title=page.title,
        outlet=_line(raw.outlet) or _line(said.outlet if said else None) or page.outlet or host or None,
        authors=raw.authors or (said.authors if said else ()) or page.authors,
        published=dates.not_in_future(_dates(raw, page, url, found), now),
        language=given_code(raw.language) or (said.language if said else None) or spoken(text),
        text=text,
        added_at=now,
    )


def _dates(raw: RawArticle, page: Page, url: str | None, found: Extracted | None) -> Iterator[Published | None]:
    """What may be the publication date, the most trustworthy first."""
    yield dates.understand(raw.published, "given")
    yield from found.metadata.dates if found else ()
    yield dates.from_url(url)
    yield in_page(page.title, page.opening, page.body, url)


def _line(words: str | None) -> str | None:
    return " ".join(repaired(words).split()) or None if words else None
