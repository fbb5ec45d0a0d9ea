"""Search and answer; reads like the diagram in ARCHITECTURE.md."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime

from index.library import Library
from index.types import Filters
from search import facets as facet_counts
from search import paging
from search.answer import NEAR_MISSES, abstained, cited, extracted
from search.citations import numbered, render
from search.decline import confidence, objection
from search.evidence import HITS, evidence, naming, read_first
from search.gazetteer import Gazetteer
from search.generate import Generator, compose
from search.names import Names
from search.query import NOT_VERBATIM, is_question, understand
from search.rank import Ranked, Ranking, Signals, rank
from search.rarity import Rarity, rarity
from search.reranking.reranker import Reranker
from search.retrieve import Meant, Pool, matching, meaning, retrieve
from search.terms import content_words, places, simple_words, stem
from search.types import Answer, Facet, Found, Hit, Mode, Query, Reason, Sort
from search.verify import Verification, verify

_SORTED = 100
"""How many of the most relevant are put in the order of their dates when that is asked for; all where no words tell relevance."""


class Engine:
    """Questions to a library. Safe to use from many threads."""

    def __init__(
        self,
        library: Library,
        *,
        generator: Generator | None = None,
        gazetteer: Gazetteer | None = None,
        reranker: Reranker | None = None,
        signals: Signals = Signals(),
    ) -> None:
        """Ask `library`.

        Args:
            generator: Writes prose, where there is one.
            gazetteer: Knows places by their other names, where there is one.
            reranker: Reads the nearest sentences with the question, where there is one.
            signals: What ranking goes by; others than the default are for measuring what each is worth.
        """
        self.library = library
        self.generator = generator
        self.gazetteer = gazetteer
        self.reranker = reranker
        self._signals = signals
        self._names = Names(library, gazetteer)

    def search(
        self,
        text: str,
        *,
        filters: Filters = Filters(),
        limit: int = 10,
        cursor: str | None = None,
        mode: Mode = Mode.HYBRID,
        facets: Sequence[Facet] = (),
        sort: Sort = Sort.RELEVANCE,
        explain: bool = False,
        per_article: int | None = 2,
        expand: bool = True,
        now: datetime | None = None,
    ) -> Found:
        """One page of hits.

        Args:
            text: The query box, operators included.
            limit: Hits a page, from 1.
            cursor: From the page before.
            per_article: Most passages of one article on the first page; `None` for no bound. Not with an order by date.
            expand: Search also by other names of places and actors; those used are in the query that comes back.
            now: What "last week" counts from; default the clock.

        Raises:
            EmptyQuery, QueryTooLong, InvalidFilter, CursorExpired
        """
        began = time.perf_counter()
        self.library.refresh()
        generation = self.library.generation
        query, meant = self._understood(text, filters, expand, now, mode)
        asked = paging.digest(query.typed, query.filters, mode, sort, per_article, limit, expand)
        at = paging.position(cursor, generation, asked) if cursor else 0
        pool, ranking, _ = self._ranked(query, meant, mode, sort)
        shown = matching(pool, query)
        order = _by_date([one for one in ranking.order if shown[one.place]], pool, sort, _SORTED if query.words else len(pool))
        crowd = per_article if sort is Sort.RELEVANCE else None  # an order by date is not to be broken
        order = paging.spread(order, [int(pool.facts.article[one.place]) for one in order], limit, crowd)
        page = order[at : at + limit]
        more = at + limit < len(order)
        return Found(
            query=query,
            hits=_lit(query, [hit for _, hit in self._hits(ranking, page, at, explain)]),
            total=len(order),
            facets=facet_counts.counted(self.library.facts([one.row for one in order]), facets) if facets else (),
            next_cursor=paging.cursor(generation, asked, at + limit) if more else None,
            took_ms=(time.perf_counter() - began) * 1000,
        )

    def ask(
        self,
        question: str,
        *,
        filters: Filters = Filters(),
        limit: int = 5,
        generate: bool | None = None,
        expand: bool = True,
        now: datetime | None = None,
    ) -> Answer:
        """The sentences that answer, with verified citations; or an abstention.

        Args:
            limit: Citations at most, from 1.
            generate: Write prose with the language model; default: where one is configured.

        Raises:
            EmptyQuery, QueryTooLong, InvalidFilter
        """
        began = time.perf_counter()
        self.library.refresh()
        query, meant = self._understood(question, filters, expand, now)
        answer = self._answer(query, meant, limit)
        if answer.reason is Reason.NO_MATCH and query.phrases and is_question(query):
            loose = replace(query, phrases=())
            answer = self._answer(loose, meaning(self.library, loose, Mode.HYBRID), limit)
            answer = replace(answer, warnings=(NOT_VERBATIM,))
        if answer.answered and self.generator is not None and generate is not False:
            answer = _composed(answer, self.generator)
        return replace(answer, took_ms=(time.perf_counter() - began) * 1000)

    def verify(self, quote: str, *, article: str | None = None, url: str | None = None) -> Verification:
        """Whether these words stand in the library; see `search.verify`."""
        return verify(self.library, quote, article=article, url=url)

    def _understood(
        self, text: str, filters: Filters, expand: bool, now: datetime | None, mode: Mode = Mode.HYBRID
    ) -> tuple[Query, Future[Meant]]:
        query = understand(text, (now or datetime.now(UTC)).date(), filters)
        meant = meaning(self.library, query, mode)
        if expand and len(self.library):
            query = replace(query, expansions=self._names.expansions(query.words))
        return query, meant

    def _answer(self, query: Query, meant: Future[Meant], limit: int) -> Answer:
        if not len(self.library):
            return abstained(query, Reason.EMPTY_LIBRARY, (), 0.0)
        pool, ranking, rare = self._ranked(query, meant, Mode.HYBRID)
        hits = self._hits(ranking, ranking.order[:HITS], 0, explain=False)
        candidates = evidence(query, ranking, hits)
        found = read_first(self.reranker, query, naming(self.library, query, candidates))
        sure = confidence(found, rare)
        reason = Reason.NAME_ABSENT if candidates and not found else objection(query, found, rare)
        if reason is None:
            citations = cited(self.library, query, found, limit)
            if citations:
                return extracted(query, citations, sure)
        shown = set(pool.rows[matching(pool, query)].tolist())
        misses = [hit for row, hit in hits if row in shown][:NEAR_MISSES]
        return abstained(query, reason or Reason.NO_MATCH, _lit(query, misses), sure)

    def _ranked(
        self, query: Query, meant: Future[Meant], mode: Mode, sort: Sort = Sort.RELEVANCE
    ) -> tuple[Pool, Ranking, Rarity]:
        pool = retrieve(self.library, query, meant, mode, sort)
        rare = rarity(self.library, query)
        reranker = self.reranker if mode is Mode.HYBRID and query.words else None
        return pool, rank(self.library, query, pool, rare, self._signals, reranker), rare

    def _hits(self, ranking: Ranking, page: Sequence[Ranked], before: int, explain: bool) -> list[tuple[int, Hit]]:
        known = ranking.passages
        passages = known | self.library.passages([one.row for one in page if one.row not in known])
        held = [one for one in page if one.row in passages]
        return [
            (
                one.row,
                Hit(
                    passage=passages[one.row],
                    score=one.score,
                    rank=before + number,
                    why=ranking.why(one) if explain else (),
                ),
            )
            for number, one in enumerate(held, 1)
        ]


def _lit(query: Query, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """With the words of the query marked: not worth its time where only sentences are looked at."""
    wanted = frozenset(stem(part) for word in content_words(query.words) for part in simple_words(word))
    return tuple(replace(hit, highlights=places(hit.passage.text, wanted)) for hit in hits)


def _by_date(order: list[Ranked], pool: Pool, sort: Sort, most: int) -> list[Ranked]:
    if sort is Sort.RELEVANCE:
        return order
    sign = -1 if sort is Sort.NEWEST else 1
    dated = sorted(order[:most], key=lambda one: (pool.facts.day[one.place] == 0, sign * int(pool.facts.day[one.place])))
    return dated + order[most:]


def _composed(answer: Answer, generator: Generator) -> Answer:
    written, warnings = compose(answer.query.typed, answer.citations, generator)
    warnings = answer.warnings + warnings
    if not written:
        return replace(answer, warnings=warnings)
    by_number = {citation.n: citation for citation in answer.citations}
    statements, citations = numbered([(one.text, [by_number[n] for n in one.citations]) for one in written])
    return replace(answer, statements=statements, citations=citations, text=render(statements), warnings=warnings)
