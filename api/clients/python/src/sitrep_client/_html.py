"""How answers and hits show themselves in a notebook. Everything from outside is escaped: an article can never become markup."""

from __future__ import annotations

import secrets
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote as percent

from sitrep_client._print import is_web

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitrep_client._answer import Answer, Citation, Statement
    from sitrep_client._articles import Article, Hit
    from sitrep_client._replies import Found

_CLASSES = "sitrep tex2jax_ignore mathjax_ignore"
"""Notebooks would set dollar signs in an article as mathematics, with links of its own."""

_WORDS_AT_AN_END = 6
"""Words of a quote's beginning and end by which a browser finds it; whole long quotes would make addresses too long."""

_LONGEST_SENTENCE_IN_A_LINK = 120
"""Characters of a quote that is put into an address whole."""


def answer(whole: Answer) -> str:
    """The answer with numbers that link to the quotes below it; or why there is none, and the nearest misses."""
    if not whole.answered:
        near = f"<p>Nearest:</p>{_hits(whole.near_misses)}" if whole.near_misses else ""
        return f'<div class="{_CLASSES}"><p><strong>{_own(whole.text)}</strong></p>{_warnings(whole)}{near}</div>'
    page = f"sitrep-{secrets.token_hex(4)}"
    quotes = {citation.n: citation for citation in whole.citations}
    said = " ".join(_statement(one, quotes, page) for one in whole.statements)
    listed = "".join(_citation(one, page) for one in whole.citations)
    return (
        f'<div class="{_CLASSES}"><p>{said}</p>{_warnings(whole)}<ol style="list-style:none;padding-left:0">{listed}</ol></div>'
    )


def found(page: Found) -> str:
    """The hits of one page with their highlights."""
    return f'<div class="{_CLASSES}"><p>{len(page.hits)} of {page.total} passages</p>{_hits(page.hits)}</div>'


def source_link(url: str, words: str) -> str:
    """An address that makes a browser scroll to the words (a text fragment)."""
    words = " ".join(words.split())
    parts = words.split(" ")
    long = len(words) > _LONGEST_SENTENCE_IN_A_LINK and len(parts) > 2 * _WORDS_AT_AN_END
    ends = [" ".join(parts[:_WORDS_AT_AN_END]), " ".join(parts[-_WORDS_AT_AN_END:])] if long else [words]
    directive = ",".join(percent(end, safe="").replace("-", "%2D") for end in ends)
    return f"{url}{'' if '#' in url else '#'}:~:text={directive}"


def _statement(statement: Statement, quotes: dict[int, Citation], page: str) -> str:
    return _own(statement.text) + "".join(_mark(n, quotes, page) for n in statement.citations)


def _mark(n: int, quotes: dict[int, Citation], page: str) -> str:
    hover = f' title="{escape(quotes[n].quote)}"' if n in quotes else ""
    return f'<sup><a href="#{page}-{n}"{hover}>[{n}]</a></sup>'


def _citation(citation: Citation, page: str) -> str:
    speaker = f"{_own(citation.speaker)}, " if citation.speaker else ""
    also = ", ".join(_own(one.outlet or one.id) for one in citation.also)
    return (
        f'<li id="{page}-{citation.n}">[{citation.n}] <q><bdi>{escape(citation.quote)}</bdi></q><br>'
        f"<small>{speaker}{_source(citation.article, citation.quote)}, characters {citation.start}–{citation.end}"
        f"{f'; also printed by {also}' if also else ''}</small></li>"
    )


def _hits(hits: Iterable[Hit]) -> str:
    shown = (
        f"<li><bdi>{_highlighted(hit)}</bdi><br><small>{_source(hit.article, hit.passage.text)}</small></li>" for hit in hits
    )
    return f"<ul>{''.join(shown)}</ul>"


def _highlighted(hit: Hit) -> str:
    text, shown, at = hit.passage.text, [], 0
    for start, end in hit.highlights:
        shown += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
        at = end
    return "".join([*shown, escape(text[at:])])


def _source(article: Article, words: str) -> str:
    title = _own(article.title or article.id)
    if article.url is not None and is_web(article.url):
        address = escape(source_link(article.url, words))
        title = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{title}</a>'
    outlet = f"<em>{_own(article.outlet)}</em>" if article.outlet else None
    return ", ".join(part for part in (title, outlet, _own(article.published or "no date")) if part)


def _warnings(whole: Answer) -> str:
    return "".join(f"<p><small>{_own(warning)}</small></p>" for warning in whole.warnings)


def _own(text: str) -> str:
    """Escaped, and kept to itself: a name written from right to left does not turn its neighbours round."""
    return f"<bdi>{escape(text)}</bdi>"
