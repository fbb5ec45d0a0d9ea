"""Judged questions and what was found for them → figures. Pure.

hit@k, mrr@10        over answerable questions, from the hits
evidence@10          share of the judged evidence found in the first ten hits
answered             share of answerable questions that were answered at all; false_abstain is the rest
first_citation       share of answerable questions whose first citation is relevant
any_citation         … with at least one relevant citation
citation_precision   share of citations that are relevant: a lower bound, since judgements are incomplete
verbatim             share of citations whose quote stands in the article's text, character for character
abstain_recall       share of unanswerable questions that were declined
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from search import metrics
from search.judging import Judge, Question, stands_in
from search.types import Answer, Found

DEPTH = 10
"""Hits that are looked at."""

RANKS = (1, 3, 5, 10)

Published = Callable[[str], date | None]
"""The day of an article."""

Text = Callable[[str], str]
"""The text of an article; empty if it is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one question brought.

    Attributes:
        hits: Article id and passage text, best first.
        citations: Article id and quote, as printed.
        search_ms, ask_ms: What it took to get them; `None` where it was not measured.
    """

    hits: tuple[tuple[str, str], ...]
    answered: bool
    citations: tuple[tuple[str, str], ...]
    search_ms: float | None = None
    ask_ms: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One question, its run, and the judgement.

    Attributes:
        hits: Whether each of the first `DEPTH` hits is relevant.
        evidence: Share of the judged evidence in them; `None` where none was judged.
        citations: Whether each citation is relevant; empty where the question was declined.
        verbatim: Whether each citation's quote stands in its article.
    """

    question: Question
    run: Run
    hits: tuple[bool, ...]
    evidence: float | None
    citations: tuple[bool, ...]
    verbatim: tuple[bool, ...]


def run_of(found: Found, answer: Answer, *, search_ms: float | None = None, ask_ms: float | None = None) -> Run:
    """What the search and the answer to one question hold, as far as it is judged."""
    return Run(
        hits=tuple((hit.article.id, hit.passage.text) for hit in found.hits),
        answered=answer.answered,
        citations=tuple((citation.hit.article.id, citation.quote) for citation in answer.citations),
        search_ms=search_ms,
        ask_ms=ask_ms,
    )


def judge(question: Question, run: Run, published: Published, text: Text) -> Outcome:
    """Judge one question's run."""
    judged = Judge(question)
    hits = run.hits[:DEPTH]
    seen = {at for article, words in hits for at in judged.found(article, words)}
    kept = run.citations if run.answered else ()
    return Outcome(
        question=question,
        run=run,
        hits=tuple(judged.relevant(article, words, published(article)) for article, words in hits),
        evidence=len(seen) / len(question.evidence) if question.evidence else None,
        citations=tuple(judged.relevant(article, quote, published(article)) for article, quote in kept),
        verbatim=tuple(stands_in(quote, text(article)) for article, quote in run.citations),
    )


def figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Every figure that these questions define, rounded to four places; times in milliseconds, to two."""
    asked = [one for one in outcomes if one.question.answerable]
    beyond = [one for one in outcomes if not one.question.answerable]
    values: dict[str, Iterable[float | None]] = {f"hit@{k}": [metrics.hit_at(one.hits, k) for one in asked] for k in RANKS}
    values |= {
        "mrr@10": [metrics.reciprocal_rank(one.hits, DEPTH) for one in asked],
        "evidence@10": [one.evidence for one in asked],
        "answered": [one.run.answered for one in asked],
        "false_abstain": [not one.run.answered for one in asked],
        "first_citation": [one.citations[:1] == (True,) for one in asked],
        "any_citation": [any(one.citations) for one in asked],
        "citation_precision": [flag for one in asked for flag in one.citations],
        "verbatim": [flag for one in outcomes for flag in one.verbatim],
        "abstain_recall": [not one.run.answered for one in beyond],
    }
    means = {name: metrics.mean([value for value in all_ if value is not None]) for name, all_ in values.items()}
    return {name: round(value, 4) for name, value in means.items() if value is not None} | _times(outcomes)


def _times(outcomes: Sequence[Outcome]) -> dict[str, float]:
    measured = {"search_ms": [one.run.search_ms for one in outcomes], "ask_ms": [one.run.ask_ms for one in outcomes]}
    told: dict[str, float] = {}
    for name, values in measured.items():
        if times := [value for value in values if value is not None]:
            told[f"{name}_p50"] = round(statistics.median(times), 2)
            told[f"{name}_p95"] = round(metrics.percentile(times, 0.95), 2)
    return told


def kinds(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """By kind of answerable question: how many, hit@1, and how many have a relevant citation."""
    by_kind: dict[str, list[Outcome]] = {}
    for one in outcomes:
        if one.question.answerable:
            by_kind.setdefault(one.question.kind, []).append(one)
    return {
        kind: {
            "n": len(group),
            "hit@1": round(sum(metrics.hit_at(one.hits, 1) for one in group) / len(group), 3),
            "any_citation": round(sum(any(one.citations) for one in group) / len(group), 3),
        }
        for kind, group in sorted(by_kind.items())
    }


def misses(outcomes: Sequence[Outcome]) -> list[tuple[str, str, str]]:
    """Id, what went wrong, and the question: of every one that was not answered rightly."""
    return [(one.question.id, wrong, one.question.text) for one in outcomes if (wrong := _wrong(one))]


def _wrong(one: Outcome) -> str | None:
    if not one.question.answerable:
        return "answered the unanswerable" if one.run.answered else None
    rank = metrics.first_relevant(one.hits)
    if rank is None:
        return "no relevant passage in ten"
    return None if any(one.citations) else f"passage at {rank}, no relevant citation"
