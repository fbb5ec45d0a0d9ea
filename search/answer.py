"""Sentences → Answer: each statement one stored sentence under its citation, or an abstention that says why."""

from __future__ import annotations

from collections.abc import Sequence

from index.library import Library
from search.citations import cite, numbered, render
from search.decline import WORDS
from search.errors import UnverifiedQuote
from search.evidence import Sentence, distinct
from search.speakers import speaker
from search.types import Answer, Citation, Hit, Query, Reason

_BEHIND = 0.35
"""How far behind the best sentence another may stand and still be printed."""

NEAR_MISSES = 3


def abstained(query: Query, reason: Reason, hits: Sequence[Hit], confidence: float) -> Answer:
    """An answer that keeps silent, with the nearest misses."""
    return Answer(query=query, reason=reason, text=WORDS[reason], near_misses=tuple(hits[:NEAR_MISSES]), confidence=confidence)


def cited(library: Library, found: Sequence[Sentence], limit: int) -> list[Citation]:
    """The best sentences, each re-read from the store; one that cannot be verified is passed over.

    Args:
        limit: Citations at most.
    """
    enough = found[0].score - _BEHIND if found else 0.0
    citations = []
    for one, same in distinct([sentence for sentence in found if sentence.score >= enough], limit):
        stored = library.get(one.hit.article.id)
        if stored is None:
            continue
        said_by = speaker(stored.text, *one.span)
        try:
            also = [other.hit.article for other in same]
            citations.append(cite(len(citations) + 1, one.hit, *one.span, stored, speaker=said_by, also=also))
        except UnverifiedQuote:  # the article was replaced between search and answer
            continue
    return citations


def extracted(query: Query, citations: Sequence[Citation], confidence: float) -> Answer:
    """An answer in the reports' own words."""
    statements, numbers = numbered([(citation.quote, [citation]) for citation in citations])
    return Answer(
        query=query, reason=None, text=render(statements), statements=statements, citations=numbers, confidence=confidence
    )
