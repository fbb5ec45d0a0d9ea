"""A judged question, and whether a passage or a quote answers it. Pure.

Text is folded here in the judge's own way, not in that of `search.quotes`: what judges must not change with what is judged.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.errors import SourceError

ENOUGH = 0.6
"""The share of an evidence quote that a passage must hold in one run; passages may cut a quote in two."""

_TYPOGRAPHY = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‒": "-", "–": "-", "—": "-"})
_WHITE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words of an article that answer, as its text prints them."""

    article: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One line of a file of judged questions.

    Attributes:
        accept: Patterns; a passage that one of them matches counts as well, if its article lies in the range.
        after, before: The publication dates that the question's words mean, both included; never sent to the search.
    """

    id: str
    text: str
    kind: str
    answerable: bool
    evidence: tuple[Evidence, ...] = ()
    accept: tuple[re.Pattern[str], ...] = ()
    after: date | None = None
    before: date | None = None

    @property
    def aside(self) -> bool:
        """Whether it belongs to the third that is kept aside while tuning: the number in its id is divisible by three."""
        number = re.search(r"\d+", self.id)
        return number is not None and int(number.group()) % 3 == 0


def question(fields: Mapping[str, Any], origin: str) -> Question:
    """Read one judged question from its JSON object.

    Raises:
        SourceError: If a field is missing or cannot be read, naming `origin`.
    """
    try:
        dates = fields.get("filters") or {}
        return Question(
            id=str(fields["id"]),
            text=str(fields["question"]),
            kind=str(fields.get("kind", "?")),
            answerable=bool(fields.get("answerable", True)),
            evidence=tuple(Evidence(article=one["doc"], quote=one["quote"]) for one in fields.get("evidence", ())),
            accept=tuple(re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in fields.get("accept", ())),
            after=_day(dates.get("after")),
            before=_day(dates.get("before")),
        )
    except KeyError as error:
        raise SourceError(origin, f"no field {error}: not a judged question") from error
    except (AttributeError, TypeError, ValueError, re.error) as error:
        raise SourceError(origin, f"not a judged question: {error}") from error


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


class Judge:
    """Judges what was found for one question."""

    def __init__(self, asked: Question) -> None:
        self._asked = asked
        self._quotes = [(one.article, folded(one.quote)) for one in asked.evidence]

    def found(self, article: str, text: str) -> set[int]:
        """Which of the question's evidence, by position, the text of a passage holds."""
        plain = folded(text)
        return {at for at, (wanted, quote) in enumerate(self._quotes) if wanted == article and holds(plain, quote)}

    def relevant(self, article: str, text: str, published: date | None) -> bool:
        """Whether the text answers: it holds evidence, or is accepted and was published when the question means."""
        if self.found(article, text):
            return True
        return self._in_range(published) and any(one.search(text) or one.search(folded(text)) for one in self._asked.accept)

    def _in_range(self, published: date | None) -> bool:
        after, before = self._asked.after, self._asked.before
        if after is None and before is None:
            return True
        return published is not None and (after is None or after <= published) and (before is None or published <= before)


def holds(passage: str, quote: str) -> bool:
    """Whether a run of at least `ENOUGH` of the quote's characters stands in the passage; both folded."""
    length = math.ceil(ENOUGH * len(quote))
    return any(quote[start : start + length] in passage for start in range(len(quote) - length + 1))


def folded(text: str) -> str:
    """Compatibility form, straight quotes, plain hyphens, single spaces, no case."""
    return _WHITE.sub(" ", unicodedata.normalize("NFKC", text).translate(_TYPOGRAPHY)).casefold().strip()


def stands_in(quote: str, text: str) -> bool:
    """Whether a quote stands in a text character for character; runs of white space may differ."""
    return quote in text or _WHITE.sub(" ", quote) in _WHITE.sub(" ", text)
