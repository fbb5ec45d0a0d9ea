"""Hits → the sentences that answer, best first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.library import Library
from index.types import Article, Filters, LexicalQuery, Span
from search.asked import SEATS, names, speaker_asked
from search.expected import sought
from search.rank import Ranking
from search.reading import BEHIND, Near, window
from search.reranking.reranker import Reranker
from search.retrieve import agrees
from search.terms import stem_set
from search.types import DateWords, Hit, Query

HITS = 12
"""Passages whose sentences are looked at; .80 of the judged questions have an answering sentence in the first 12."""

_EXPECTED = 0.2
_SPEAKER = 0.15
_READER = 0.09
"""What counts beside nearness (`search.reading`): whether a sentence holds what is asked for, a number or a date; whether it
names whose words are asked for, or stands in their own outlet; and, per unit, the reranker's logit."""

_SURE = 7.0
"""The logit from which the reranker is as sure as can be."""

FIRST_READ = 5
"""Of the sentences: as many as are printed at most."""

_SHORT = 25  # characters; below that a line is a heading, a name or a remnant
_PRONOUN = re.compile(
    r"[“\"']?(?:(?:He|She|It|They|This|These|That|Those|His|Her|Their|Its|Such|Both)\b"
    r"|(?:Together|Along|With|In|On|For|By|As|After|Before|Since|From|At|Under|Despite|Like|Unlike|Besides)\b[^,.;]{0,80},?\s"
    r"(?:it|they|he|she)\s)"
)
"""A sentence that begins so leans on the one before: "He added", "In a statement he said"."""
_LONGEST = 700  # characters of a quote that was widened by its neighbours
_AS_NEAR = 0.3
"""How far behind a sentence its neighbour may come and still be quoted with it. Further gains little and makes quotes long."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may answer.

    Attributes:
        near: How near it comes to the question.
        around: The same of every sentence of its passage, in order.
        score: Higher is better; comparable within one question.
        logit: What the reranker thinks of it, where it was read: above 0 it more likely than not answers.
    """

    hit: Hit
    near: Near
    around: Sequence[Near]
    score: float
    logit: float | None = None

    @property
    def span(self) -> Span:
        """In the article's text: the sentence, and neighbours that are quoted with it."""
        return _whole(self.hit, self.around, self.near.at)

    @property
    def least(self) -> Span:
        """The same without neighbours that it could do without."""
        return _whole(self.hit, (), self.near.at)

    @property
    def text(self) -> str:
        """Its words as stored, with those neighbours."""
        return self.hit.article.text[slice(*self.span)]

    @property
    def core(self) -> str:
        """The sentence without its neighbours."""
        return self.hit.article.text[slice(*self.hit.passage.sentences[self.near.at])]


def evidence(query: Query, ranking: Ranking, hits: Sequence[tuple[int, Hit]]) -> list[Sentence]:
    """Every sentence of the hits that was looked at, best first; equal scores in the order of the hits.

    Args:
        hits: Row and hit, best first.
    """
    wanted, speaker = sought(query), speaker_asked(query.words)
    found = []
    for row, hit in hits:
        text, outlet = hit.article.text, stem_set(hit.article.outlet or "")
        for near in ranking.near.get(row, ()):
            start, end = hit.passage.sentences[near.at]
            if end - start < _SHORT:
                continue
            score = near.nearness - BEHIND * ranking.behind[row]
            if wanted and wanted.held_by(text[start:end]):
                score += _EXPECTED
            if speaker and not speaker.isdisjoint(stem_set(text[start:end]) | outlet):
                score += _SPEAKER
            found.append(Sentence(hit, near, ranking.near[row], score, ranking.readings.logits.get((row, near.at))))
    return sorted(found, key=lambda one: -one.score)


def read_first(reranker: Reranker | None, query: Query, found: Sequence[Sentence]) -> list[Sentence]:
    """The same, the first few read with the question unless ranking has had them read already; best first again.

    A sentence that was not read counts like the worst of those that were.
    """
    if reranker is None or not reranker.tells:
        return [replace(one, logit=None) for one in found]
    unread = [one for one in found[:FIRST_READ] if one.logit is None]
    logits = reranker.scores(query.words, [window(one.hit.passage, one.near.at) for one in unread])
    now = {id(one): float(logit) for one, logit in zip(unread, logits, strict=True)}
    read = [replace(one, logit=now.get(id(one), one.logit)) for one in found]
    worst = min((one.logit for one in read if one.logit is not None), default=0.0)
    weighed = [replace(one, score=one.score + _READER * min(worst if one.logit is None else one.logit, _SURE)) for one in read]
    return sorted(weighed, key=lambda one: -one.score)


def _whole(hit: Hit, near: Sequence[Near], at: int) -> Span:
    """The sentence, widened inside its paragraph so that it answers and can be quoted alone.

    By a neighbour that comes about as near to the question, for many facts are told in two sentences; by the sentence before
    where it begins with a pronoun that would hang in the air; by those after or before until a quotation that is opened is closed
    and one that is closed is opened.

    Args:
        near: Every sentence of the passage, in order; none to do without neighbours that are only as near.
    """
    spans, text = hit.passage.sentences, hit.article.text

    def joined(first: int, last: int) -> bool:
        return first >= 0 and last < len(spans) and _may_join(text, spans[first][0], spans[last][1])

    first = last = at
    if joined(at, at + 1) and _as_near(near, at, at + 1):
        last += 1
    if joined(at - 1, last) and (_PRONOUN.match(text, spans[at][0]) or _as_near(near, at, at - 1)):
        first -= 1
    while joined(first, last + 1) and _unclosed(text[spans[first][0] : spans[last][1]]) > 0:
        last += 1
    if _unclosed(text[spans[first][0] : spans[last][1]]) < 0:
        opened = next((early for early in range(first - 1, -1, -1) if "“" in text[slice(*spans[early])]), None)
        if opened is not None and joined(opened, last):
            first = opened
    return spans[first][0], spans[last][1]


def _as_near(near: Sequence[Near], at: int, neighbour: int) -> bool:
    return bool(near) and near[neighbour].nearness > near[at].nearness - _AS_NEAR


def _unclosed(words: str) -> int:
    """Quotation marks opened and not closed; below zero if one is closed that was not opened."""
    return words.count("“") - words.count("”")


def _may_join(text: str, start: int, end: int) -> bool:
    return end - start <= _LONGEST and "\n\n" not in text[start:end]


def naming(library: Library, query: Query, found: Sequence[Sentence]) -> list[Sentence]:
    """Those whose article holds at least one of the names in the question, under any of their other names.

    Where no article does and only governments are named, all: reports call those by many other words.
    """
    wanted = names(query.words)
    if not wanted:
        return list(found)
    words = [(name, 1.0) for name in (*wanted, *(other for one in query.expansions for other in one.names))]
    articles = tuple(dict.fromkeys(one.hit.article.id for one in found))
    asked = LexicalQuery(words=tuple(words))
    held = {key for key, _ in library.matching_articles(asked, len(articles), Filters(articles=articles))} if articles else set()
    kept = [one for one in found if one.hit.article.id in held or _is_by(one.hit.article, wanted)]
    return kept if kept or any(name.casefold() not in SEATS for name in wanted) else list(found)


def _is_by(article: Article, wanted: Sequence[str]) -> bool:
    """Whether its outlet or one of its authors is among the names; a country in the outlet's name is not meant."""
    by = stem_set(" ".join((article.outlet or "", *article.authors)))
    return any(stem_set(name) <= by for name in wanted if name.casefold() not in SEATS)


def is_from(one: Sentence, wanted: tuple[DateWords, ...]) -> bool:
    """Whether its article is from a time that the question means."""
    published = one.hit.article.published
    return published is not None and agrees(published.when.date().toordinal(), wanted)


def distinct(found: Sequence[Sentence], good: Callable[[Sentence], bool], limit: int) -> list[tuple[Sentence, list[Sentence]]]:
    """The best good sentences, each fact once, with all others that say the same in nearly the same words, good or not."""
    kept: list[tuple[Sentence, list[Sentence]]] = []
    stems: list[frozenset[str]] = []
    for one in found:
        words = stem_set(one.core)
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
