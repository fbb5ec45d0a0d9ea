"""Hits → the sentences that answer, best first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.library import Library
from index.types import Filters, LexicalQuery, Span
from search.asked import names, speaker_asked
from search.expected import expected, holds
from search.rank import Ranking
from search.reading import BEHIND, Near
from search.retrieve import agrees
from search.terms import stem_set
from search.types import DateWords, Hit, Query

HITS = 12
"""Passages whose sentences are looked at; .80 of the judged questions have an answering sentence in the first 12."""

_EXPECTED = 0.2
_SPEAKER = 0.15
"""What counts beside nearness (`search.reading`): whether a sentence holds what is asked for, a number or a date; and names whose
words are asked for, or stands in their own outlet. The reranker's logit does not: it quotes no better."""

_SHORT = 25  # characters; below that a line is a heading, a name or a remnant
_PRONOUN = re.compile(
    r"[“\"']?(?:(?:He|She|It|They|This|These|That|Those|His|Her|Their|Its|Such|Both)\b"
    r"|(?:Together|Along|With|In|On|For|By|As|After|Before|Since|From|At|Under|Despite|Like|Unlike|Besides)\b[^,.;]{0,80},?\s"
    r"(?:it|they|he|she)\s)"
)
"""A sentence that begins so leans on the one before: "He added", "In a statement he said"."""
_LONGEST = 700  # characters of a quote that was widened by its neighbours


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may answer.

    Attributes:
        near: How near it comes to the question.
        span: In the article's text; one or two neighbouring sentences.
        score: Higher is better; comparable within one question.
    """

    hit: Hit
    near: Near
    span: Span
    score: float

    @property
    def text(self) -> str:
        """Its words as stored."""
        return self.hit.article.text[slice(*self.span)]


def evidence(query: Query, ranking: Ranking, hits: Sequence[tuple[int, Hit]]) -> list[Sentence]:
    """Every sentence of the hits that was looked at, best first; equal scores in the order of the hits.

    Args:
        hits: Row and hit, best first.
    """
    wanted, speaker = expected(query.words), speaker_asked(query.words)
    found = []
    for row, hit in hits:
        text, outlet = hit.article.text, stem_set(hit.article.outlet or "")
        for near in ranking.near.get(row, ()):
            start, end = hit.passage.sentences[near.at]
            if end - start < _SHORT:
                continue
            score = near.nearness - BEHIND * ranking.behind[row]
            if wanted and holds(text[start:end], wanted):
                score += _EXPECTED
            if speaker and not speaker.isdisjoint(stem_set(text[start:end]) | outlet):
                score += _SPEAKER
            found.append(Sentence(hit, near, _whole(hit, near.at), score))
    return sorted(found, key=lambda one: -one.score)


def _whole(hit: Hit, at: int) -> Span:
    """The sentence, widened inside its passage so that it can be quoted alone.

    By the sentence before where it begins with a pronoun that would hang in the air; by those after or before until a quotation
    that is opened is closed and one that is closed is opened.
    """
    spans, text = hit.passage.sentences, hit.article.text
    first = last = at
    if at and _PRONOUN.match(text, spans[at][0]) and _may_join(text, spans[at - 1][0], spans[at][1]):
        first = at - 1
    while last + 1 < len(spans) and _unclosed(text[spans[first][0] : spans[last][1]]) > 0:
        if not _may_join(text, spans[first][0], spans[last + 1][1]):
            break
        last += 1
    if _unclosed(text[spans[first][0] : spans[last][1]]) < 0:
        opened = next((early for early in range(first - 1, -1, -1) if "“" in text[slice(*spans[early])]), None)
        if opened is not None and _may_join(text, spans[opened][0], spans[last][1]):
            first = opened
    return spans[first][0], spans[last][1]


def _unclosed(words: str) -> int:
    """Quotation marks opened and not closed; below zero if one is closed that was not opened."""
    return words.count("“") - words.count("”")


def _may_join(text: str, start: int, end: int) -> bool:
    return end - start <= _LONGEST and "\n\n" not in text[start:end]


def naming(library: Library, query: Query, found: Sequence[Sentence]) -> list[Sentence]:
    """Those whose article holds at least one of the names in the question, under any of their other names."""
    wanted = names(query.words)
    if not wanted:
        return list(found)
    words = [(name, 1.0) for name in (*wanted, *(other for one in query.expansions for other in one.names))]
    articles = tuple(dict.fromkeys(one.hit.article.id for one in found))
    asked = LexicalQuery(words=tuple(words))
    held = {key for key, _ in library.matching_articles(asked, len(articles), Filters(articles=articles))} if articles else set()
    return [one for one in found if one.hit.article.id in held]


def is_from(one: Sentence, wanted: tuple[DateWords, ...]) -> bool:
    """Whether its article is from a time that the question means."""
    published = one.hit.article.published
    return published is not None and agrees(published.when.date().toordinal(), wanted)


def distinct(found: Sequence[Sentence], good: Callable[[Sentence], bool], limit: int) -> list[tuple[Sentence, list[Sentence]]]:
    """The best good sentences, each fact once, with all others that say the same in nearly the same words, good or not."""
    kept: list[tuple[Sentence, list[Sentence]]] = []
    stems: list[frozenset[str]] = []
    for one in found:
        words = stem_set(one.text)
        same = next((at for at, other in enumerate(stems) if _alike(words, other)), None)
        if same is not None:
            kept[same][1].append(one)
        elif len(kept) < limit and good(one) and not any(_overlap(one, other) for other, _ in kept):
            kept.append((one, []))
            stems.append(words)
    return kept


_ALIKE = 0.7
"""Shared stems over all stems (Jaccard): reprints with small edits lie above .8, two reports of one event below .5."""


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)


def _overlap(one: Sentence, other: Sentence) -> bool:
    return one.hit.article.id == other.hit.article.id and one.span[0] < other.span[1] and other.span[0] < one.span[1]
