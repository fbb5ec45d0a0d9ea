"""Sentences → Answer: each statement one stored sentence under its citation, or an abstention that says why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from math import inf

from index.library import Library
from index.types import Span
from search.asked import is_broad
from search.citations import cite, numbered, render
from search.decline import WORDS
from search.errors import UnverifiedQuote
from search.evidence import Sentence, distinct, is_from
from search.quotes import folded
from search.speakers import speaker
from search.types import Answer, Citation, Hit, Query, Reason

_BEHIND = 0.35
"""How far behind the best sentence another may stand and still be printed."""

_AS_NEAR = 0.18
"""How much less near than the best one a sentence may come, and be printed where everything on a subject is asked for."""

NEAR_MISSES = 3
"""Hits that are shown with an abstention."""


def abstained(query: Query, reason: Reason, hits: Sequence[Hit], confidence: float) -> Answer:
    """An answer that keeps silent; the hits are its near misses."""
    return Answer(query=query, reason=reason, text=WORDS[reason], near_misses=tuple(hits), confidence=confidence)


def cited(library: Library, query: Query, found: Sequence[Sentence], limit: int) -> list[Citation]:
    """The best sentences, each re-read from the store; one that cannot be verified is passed over.

    Where the question has dates in words and the best sentence is from that time, others must be too.

    Args:
        limit: Citations at most.
    """
    citations: list[Citation] = []
    for one, same in distinct(found, _good(found, query), limit):
        first, *copies = _earliest_first([one, *same])
        stored = library.get(first.hit.article.id)
        if stored is None:
            continue
        span, said_by = _attributed(stored.text, first)
        try:
            also = [copy.hit.article for copy in copies]
            citations.append(cite(len(citations) + 1, first.hit, *span, stored, speaker=said_by, also=also))
        except UnverifiedQuote:  # the article was replaced between search and answer
            continue
    return citations


def _attributed(text: str, found: Sentence) -> tuple[Span, str | None]:
    """What is quoted, and under whose name: what one says is not quoted under another's.

    Neighbours of another source are left out; where the sentence cannot stand without one, nobody is named.
    """
    core = found.hit.passage.sentences[found.near.at]
    said_by = speaker(text, *core)

    def others(span: Span) -> set[str | None]:
        inside = [one for one in found.hit.passage.sentences if span[0] <= one[0] and one[1] <= span[1] and one != core]
        return {speaker(text, *one) for one in inside}

    if said_by is None or others(found.span) <= {said_by}:
        return found.span, said_by
    return found.least, said_by if others(found.least) <= {said_by, None} else None


def _good(found: Sequence[Sentence], query: Query) -> Callable[[Sentence], bool]:
    best, wanted = found[0], query.dates
    dated = bool(wanted) and is_from(best, wanted)
    as_near = best.near.nearness - _AS_NEAR if is_broad(query.words) else inf
    enough = best.score - _BEHIND
    return lambda one: (one.score >= enough or one.near.nearness >= as_near) and (not dated or is_from(one, wanted))


def _earliest_first(same: Sequence[Sentence]) -> list[Sentence]:
    """Of one dispatch in several papers the one published first, then the others; behind them those that only say alike."""
    words = folded(same[0].core)
    copies = [one for one in same if folded(one.core) == words]
    return sorted(copies, key=_published) + [one for one in same if one not in copies]


def _published(one: Sentence) -> tuple[bool, datetime]:
    published = one.hit.article.published
    return (published is None, published.when if published else datetime.max.replace(tzinfo=UTC))


def extracted(query: Query, citations: Sequence[Citation], confidence: float) -> Answer:
    """An answer in the reports' own words."""
    statements, numbers = numbered([(citation.quote, [citation]) for citation in citations])
    return Answer(
        query=query, reason=None, text=render(statements), statements=statements, citations=numbers, confidence=confidence
    )
