"""Answer or keep silent: a decision with a reason.

What the question asks for is looked for by the form of words, unless the reranker is sure that it is told; and the best sentences
must come near enough, in meaning and in the reranker's eyes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from math import exp, inf

from search.asked import SEATS, TITLES, names, speaker_asked
from search.evidence import FIRST_READ, Sentence, is_from
from search.expected import Expected, Sought, sought
from search.rarity import Rarity
from search.retrieve import LATE_DAYS
from search.speakers import is_speech, speaker
from search.terms import stem_set
from search.types import DateWords, Query, Reason

THRESHOLD = 0.15
"""Silent below it: few of the answerable questions, most on other subjects."""

_BIAS, _COSINE, _COVERED = -8.2, 16.0, 0.7
"""Of similarity, fitted by logistic regression: declines questions on other subjects."""

_READ_BIAS, _READ = 1.46, 0.4
"""Of the reranker's logits, fitted in the same way, the bias lowered a little: declines questions on a subject that is reported,
where what they ask for is not told."""

_HELPED, _EVEN = 0.1, -2.6
"""What a unit of the logits adds to similarity, and from where: a sentence that surely answers need not come as near."""

_TOLD, _THEN = -2.0, 2.5
"""The logits from which the reranker is believed against the checks that go by the form of words, and, since it reads a date in
passing, against that of the time."""

_FIRST = 3  # of the best sentences: one of them must be from the time, and of the person, asked about
_AS_GOOD = 0.05  # behind the best sentence: what is further behind is about something else

_WITHIN_MONTH = frozenset({"day", "month", "part of month", "conflict day"})
_TO_THE_DAY = frozenset({"day", "conflict day"})
_JUST_BEFORE = timedelta(7)
"""How long before "by 24 December" a report may be to tell how things stood then."""


def confidence(found: Sequence[Sentence], rare: Rarity) -> float:
    """0..1: how sure it is that the best sentences answer."""
    if not found:
        return 0.0
    best = found[0]
    (held,) = rare.found([f"{best.hit.passage.text}\n{best.hit.article.title or ''}"])
    similar = _BIAS + _COSINE * max(one.near.cosine for one in found[:3]) + _COVERED * rare.share(held)
    if best.logit is None:
        return _logistic(similar)
    read = (best.logit + _best_logit(found)) / 2
    return _logistic(min(similar + _HELPED * (read - _EVEN), _READ_BIAS + _READ * read))


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-value))


def _best_logit(found: Sequence[Sentence]) -> float:
    """What the reranker thinks of the one among the first that answers best; -infinity where none was read."""
    return max((one.logit for one in found[:FIRST_READ] if one.logit is not None), default=-inf)


def objection(query: Query, found: Sequence[Sentence], rare: Rarity) -> Reason | None:
    """Why not to answer, if there is a reason."""
    if not found:
        return Reason.NO_MATCH
    unmet = _unmet(query, found, rare)
    if unmet and _best_logit(found) < (_THEN if unmet is Reason.OUT_OF_DATE_RANGE else _TOLD):
        return unmet
    return Reason.WEAK_EVIDENCE if confidence(found, rare) < THRESHOLD else None


def _unmet(query: Query, found: Sequence[Sentence], rare: Rarity) -> Reason | None:
    """What the question asks for and the best sentences lack, as far as the form of words tells."""
    if query.dates and not any(_is_timely(one, query.dates) for one in found[:_FIRST]):
        return Reason.OUT_OF_DATE_RANGE
    if (asked := speaker_asked(query.words)) and not _is_theirs(query, found, asked, rare):
        return Reason.SOMEBODY_ELSE
    wanted = sought(query)
    if wanted and wanted.kind in _MISSING and not _is_held(wanted, found):
        return _MISSING[wanted.kind]
    return None


_MISSING = {
    Expected.NUMBER: Reason.NO_FIGURE,
    Expected.MONEY: Reason.NO_FIGURE,
    Expected.TERM: Reason.NO_FIGURE,
    Expected.PERSON: Reason.NOBODY_NAMED,
}


def _is_held(wanted: Sought, found: Sequence[Sentence]) -> bool:
    near = [one for one in found[:FIRST_READ] if one.score >= found[0].score - _AS_GOOD]
    return any(wanted.held_by(one.core) or wanted.held_by(_said_by(one)) for one in near)


def _is_theirs(query: Query, found: Sequence[Sentence], asked: frozenset[str], rare: Rarity) -> bool:
    """Whether the best sentence can be that person's, and one of the best is also about what else the question names.

    An address or a transcript names its speaker only once; there the name need not be near.
    """
    subject = stem_set(" ".join(name for name in names(query.words) if name.casefold() not in SEATS | TITLES)) - asked
    is_address = is_speech(found[0].hit.passage.text) and not _said_by(found[0])
    return (is_address or _names(found[0], asked, rare)) and any(_names(one, subject, rare) for one in found[:_FIRST])


def _names(found: Sentence, wanted: frozenset[str], rare: Rarity) -> bool:
    article = found.hit.article
    held = stem_set(" ".join((found.hit.passage.text, article.title or "", article.outlet or "", _said_by(found))))
    return all(rare.holds(held, word) for word in wanted)


def _said_by(found: Sentence) -> str:
    return speaker(found.hit.article.text, *found.hit.passage.sentences[found.near.at]) or ""


def _is_timely(found: Sentence, wanted: Sequence[DateWords]) -> bool:
    return any(_is_shortly_before(found, one) or _mentions(found, one) for one in wanted)


def _is_shortly_before(found: Sentence, one: DateWords) -> bool:
    """Whether its article is from then; where it is asked how things stood by some day, not from long before."""
    published = found.hit.article.published
    if published is None or one.after is not None or one.before is None or one.rule not in _TO_THE_DAY:
        return is_from(found, (one,))
    return one.before - _JUST_BEFORE <= published.when.date() <= one.before + timedelta(LATE_DAYS)


def _mentions(found: Sentence, one: DateWords) -> bool:
    """Whether its passage names the year of the date, and the month where one is meant: later reports look back."""
    text = found.hit.passage.text
    days = [day for day in (one.after, one.before) if day]
    return any(str(day.year) in text and (one.rule not in _WITHIN_MONTH or f"{day:%B}" in text) for day in days)


WORDS = {
    Reason.NO_MATCH: "Nothing in the library matches the question.",
    Reason.NAME_ABSENT: "None of the articles that come near names whom or what the question names.",
    Reason.OUT_OF_DATE_RANGE: "None of the articles that come near is from the time asked about, or speaks of it.",
    Reason.NO_FIGURE: "The question asks for a figure, and none of the sentences that come nearest gives one.",
    Reason.NOBODY_NAMED: "The question asks who it was, and none of the sentences that come nearest names anyone else.",
    Reason.SOMEBODY_ELSE: "What comes nearest does not tell what the one whom the question asks about said or did.",
    Reason.WEAK_EVIDENCE: "No sentence in the library answers the question closely enough to be quoted.",
    Reason.EMPTY_LIBRARY: "The library is empty: add articles first.",
}
