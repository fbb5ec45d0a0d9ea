"""Quote ▸ verified span: the only place where a Citation is built, and the only place where citations get their numbers.

Pure: nothing is read but the arguments. Whoever prints an answer (API, page, command line, stream) prints the numbers given here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from index.types import Article
from search.errors import UnverifiedQuote
from search.quotes import folded
from search.types import Citation, Hit, Statement

_SOURCE_MARK = re.compile(r"(?<=\S)\[\d{1,3}\]")
_UNDATED = datetime.max.replace(tzinfo=UTC)


def cite(
    n: int, hit: Hit, start: int, end: int, stored: Article, *, speaker: str | None = None, also: Iterable[Article] = ()
) -> Citation:
    """Build a citation, its quote re-read from `stored`.

    Args:
        n: The number as printed, from 1.
        hit: Whose passage holds the quote.
        start, end: Span in the article's text.
        stored: The article as the library holds it now.
        speaker: Must stand in the stored text as printed.
        also: Other articles; kept where they print the same words (white space, case and typography aside).

    Raises:
        UnverifiedQuote: If the span is out of range, blank, outside of the hit's passage, or its words differ from the hit's.
    """
    reason = _objection(hit, start, end, stored) or _number_objection(n) or _speaker_objection(speaker, stored)
    if reason is not None:
        raise UnverifiedQuote(hit.article.id, start, end, reason)
    quote = stored.text[start:end]
    return Citation(n=n, hit=hit, start=start, end=end, quote=quote, speaker=speaker, also=_printing(quote, stored.id, also))


def _objection(hit: Hit, start: int, end: int, stored: Article) -> str | None:
    passage = hit.passage
    if stored.id != hit.article.id:
        return f"the stored article is {stored.id}"
    if not 0 <= start < end <= len(stored.text):
        return f"the span is empty or outside of the text of {len(stored.text)} characters"
    if not passage.start <= start < end <= passage.end:
        return f"the span is not inside the passage at {passage.start}–{passage.end}"
    quote = stored.text[start:end]
    if not quote.strip():
        return "the span holds nothing but white space"
    if quote != passage.text[start - passage.start : end - passage.start]:
        return "the stored words are not the passage's"
    return None


def _number_objection(n: int) -> str | None:
    return None if n >= 1 else f"{n} is no number to print"


def _speaker_objection(speaker: str | None, stored: Article) -> str | None:
    is_printed = speaker is None or (speaker.strip() and speaker in stored.text)
    return None if is_printed else "the speaker is not named in the stored text"


def _printing(quote: str, own: str, others: Iterable[Article]) -> tuple[Article, ...]:
    words = folded(quote)
    found = {other.id: other for other in others if other.id != own and words in folded(other.text)}
    return tuple(sorted(found.values(), key=lambda other: (_when(other), other.id)))


def _when(article: Article) -> datetime:
    return article.published.when if article.published else _UNDATED


def numbered(cited: Sequence[tuple[str, Sequence[Citation]]]) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Statements and citations with the numbers to print: from 1, in order of first mention, without gaps.

    The same words get one number: a span cited twice, and equally a dispatch printed by two outlets, where the first cited stays
    and the other article joins its `also`. Citations that no statement mentions do not appear.

    Args:
        cited: Each statement's text and the citations that carry it; their own `n` is not looked at.
    """
    kept: dict[str, Citation] = {}
    statements = []
    for text, citations in cited:
        numbers = []
        for citation in citations:
            key = folded(citation.quote)
            if key not in kept:
                kept[key] = replace(citation, n=len(kept) + 1)
            else:
                kept[key] = _joined(kept[key], citation)
            numbers.append(kept[key].n)
        statements.append(Statement(text=text, citations=tuple(dict.fromkeys(numbers))))
    return tuple(statements), tuple(kept.values())


def _joined(first: Citation, second: Citation) -> Citation:
    return replace(first, also=_printing(first.quote, first.hit.article.id, (*first.also, second.hit.article, *second.also)))


def render(statements: Sequence[Statement], between: str = " ") -> str:
    """One text with [n] marks after each statement. Endnote marks of the source are left out: they would be taken for ours."""
    return between.join(without_marks(statement.text) + marks(statement) for statement in statements)


def without_marks(words: str) -> str:
    """The words without endnote marks of the source."""
    return _SOURCE_MARK.sub("", words).strip()


def marks(statement: Statement) -> str:
    """` [1][2]`, or nothing."""
    numbers = "".join(f"[{n}]" for n in statement.citations)
    return f" {numbers}" if numbers else ""
