"""Where a quote stands, as one line: the order, words and numbers of the client's own Markdown. Pure."""

from __future__ import annotations

from sitrep_client import Article, Citation, Hit, Match

from sitrep_slack import text
from sitrep_slack.blocks import Span

ALSO_MOST = 3


def cited(citation: Citation) -> list[Span]:
    """`[1] — speaker, title, outlet, date, characters a–b`, the title linked."""
    place = f"characters {citation.start}–{citation.end}"
    also = _outlets(citation.also)
    return [
        Span(f"[{citation.n}] — "),
        *_parts([citation.speaker], citation.article, place),
        *([Span(f"; also {also}")] if also else []),
    ]


def stands(match: Match) -> list[Span]:
    """Where a checked quotation stands."""
    return [Span("— "), *_parts([], match.article, f"characters {match.start}–{match.end}")]


def near(hit: Hit) -> list[Span]:
    """Where a near miss stands."""
    return [Span("— "), *_parts([], hit.article, None)]


def plain(spans: list[Span]) -> str:
    """The line without its link, and the address after it."""
    address = next((span.url for span in spans if span.url), None)
    return "".join(span.words for span in spans) + (f", {address}" if address and len(address) <= 1000 else "")


def _parts(first: list[str | None], article: Article, place: str | None) -> list[Span]:
    title = text.line(article.title or "") or article.id
    known = [
        *(Span(one) for one in first if one),
        Span(title, _address(article.url)),
        *([Span(text.line(article.outlet), italic=True)] if article.outlet else []),
        *(Span(one) for one in (article.published, place) if one),
    ]
    return [span for at, one in enumerate(known) for span in ([Span(", "), one] if at else [one])]


def _outlets(articles: tuple[Article, ...]) -> str:
    names = list(dict.fromkeys(text.line(one.outlet) for one in articles if one.outlet))
    rest = len(names) - ALSO_MOST
    return ", ".join(names[:ALSO_MOST]) + (f" and {rest} more" if rest > 0 else "")


def _address(url: str | None) -> str | None:
    """The address where it may become a link; what could end one early is percent-encoded."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return None
    broken = {"|": "%7C", "<": "%3C", ">": "%3E", " ": "%20", '"': "%22"}
    return "".join(broken.get(character, character) for character in text.literal(url)).replace("\n", "").replace("\t", "")
