"""Answer or keep silent: a decision with a reason.

The checks are tried in order; the first that objects gives the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from search.evidence import Sentence, is_from
from search.expected import Expected, expected, holds
from search.rarity import Rarity
from search.terms import stem_set
from search.types import DateWords, Query, Reason

THRESHOLD = 0.35
"""Silent below it: 4 % of the answerable questions of the dev set, nine in ten of 160 questions on other subjects."""

_BIAS, _COSINE, _COVERED = -8.2, 16.0, 0.7
"""Fitted by logistic regression to those questions: what the best sentences mean counts for nearly all."""

_WITHIN_MONTH = frozenset({"day", "month", "part of month", "conflict day"})
_READ = 5  # sentences: as many as are printed
_AS_GOOD = 0.1  # behind the best sentence: a figure further behind is one of something else


def confidence(found: Sequence[Sentence], rare: Rarity) -> float:
    """0..1: how sure it is that the best sentences answer."""
    if not found:
        return 0.0
    best = found[0]
    held = stem_set(best.hit.passage.text) | stem_set(best.hit.article.title or "")
    return 1 / (1 + exp(-(_BIAS + _COSINE * max(one.near.cosine for one in found[:3]) + _COVERED * rare.share(held))))


def objection(query: Query, found: Sequence[Sentence], rare: Rarity) -> Reason | None:
    """Why not to answer, if there is a reason."""
    if not found:
        return Reason.NO_MATCH
    if query.dates and not any(is_from(one, query.dates) or _mentions(one, query.dates) for one in found[:_READ]):
        return Reason.OUT_OF_DATE_RANGE
    if confidence(found, rare) < THRESHOLD:
        return Reason.WEAK_EVIDENCE
    wanted = expected(query.words)
    near = [one for one in found[:_READ] if one.score >= found[0].score - _AS_GOOD]
    if wanted in (Expected.NUMBER, Expected.MONEY) and not any(holds(one.text, wanted) for one in near):
        return Reason.NO_FIGURE
    return None


def _mentions(found: Sentence, wanted: tuple[DateWords, ...]) -> bool:
    """Whether its passage names the year of one of the dates, and the month where one is meant: later reports look back."""
    text = found.hit.passage.text
    for one in wanted:
        for day in (one.after, one.before):
            if day and str(day.year) in text and (one.rule not in _WITHIN_MONTH or day.strftime("%B") in text):
                return True
    return False


WORDS = {
    Reason.NO_MATCH: "Nothing in the library matches the question.",
    Reason.NAME_ABSENT: "None of the articles that come near names whom or what the question names.",
    Reason.OUT_OF_DATE_RANGE: "None of the articles that come near is from the time asked about, or speaks of it.",
    Reason.NO_FIGURE: "The question asks for a figure, and none of the sentences that come nearest gives one.",
    Reason.WEAK_EVIDENCE: "No sentence in the library answers the question closely enough to be quoted.",
    Reason.EMPTY_LIBRARY: "The library is empty: add articles first.",
}
