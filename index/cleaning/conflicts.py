"""Day of the war: "day 408 of the Russian invasion" to a date. Conflicts and their first days are data (`conflicts.json`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from index.cleaning.data import read_data

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_CARDINALS = "one two three four five six seven eight nine ten".split()
_NUMBER = r"(?P<number>\d{1,2},\d{3}|\d{1,5})"
_ORDINAL = rf"(?:{_NUMBER}(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINALS)}))"
_DAY_NUMBER = rf"\bday\s+(?:number\s+|no\.?\s*|#\s*)?(?:{_NUMBER}|(?P<word>{'|'.join(_CARDINALS)}))\b"
_OF = r"\s+(?:(?:of|in|into|since|after)\s+)?(?P<what>[^.;:!?\n]{3,80})"
_COUNTED_OF = tuple(re.compile(pattern + _OF, re.IGNORECASE) for pattern in (_DAY_NUMBER, rf"\b{_ORDINAL}\s+day"))
_OF_COUNTED = (re.compile(_DAY_NUMBER, re.IGNORECASE), re.compile(rf"[’']s?\s+{_ORDINAL}\s+day\b", re.IGNORECASE))
_WORDS_BEFORE = 4
_LONGEST_WAR = 20_000
"""Days."""
_TOKEN = re.compile(r"[^\W\d_]+")
_DETERMINERS = frozenset(["a", "an", "the", "its", "his", "her", "their", "this", "that", "s", "on", "in", "of"])
_LINKS = frozenset(["in", "of", "on", "against", "between", "with", "over", "and", "for"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A conflict whose days are counted.

    Attributes:
        first_day: Day 1.
        words: Its parties and places, case-folded.
        alone: Phrases that mean this conflict where no party is named.
    """

    name: str
    first_day: date
    words: frozenset[str]
    alone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    nouns: frozenset[str]
    adjectives: frozenset[str]
    conflicts: tuple[Conflict, ...]


def conflict_day(text: str) -> date | None:
    """The date of the first "day N of the war" in a text or a question whose conflict is known.

    Where the conflict is not named there ("day 82 of the war"), it is the one that the text speaks of most.
    """
    return next((day for _, day in sorted(_days(text))), None)


def _days(text: str) -> Iterator[tuple[int, date]]:
    for found, conflict in (*_named_behind(text), *_named_before(text)):
        number = _number(found["number"], found["word"])
        if conflict and 1 <= number <= _LONGEST_WAR:
            yield found.start(), conflict.first_day + timedelta(days=number - 1)


def _named_behind(text: str) -> Iterator[tuple[re.Match[str], Conflict | None]]:
    """ "day 408 of the Russian invasion", "the 100th day of the war in Ukraine"."""
    for pattern in _COUNTED_OF:
        for found in pattern.finditer(text):
            yield found, _which(found["what"], text)


def _named_before(text: str) -> Iterator[tuple[re.Match[str], Conflict | None]]:
    """ "Ukraine war day 408", "the war's 500th day": as many words as still name a conflict, no verb with them."""
    for pattern in _OF_COUNTED:
        for found in pattern.finditer(text):
            clause = re.split(r"[.;:!?\n]", text[max(0, found.start() - 80) : found.start()])[-1]
            words = clause.split()[-_WORDS_BEFORE:]
            phrases = (" ".join(words[at:]) for at in range(len(words)))
            yield found, next(filter(None, (_which(phrase, text) for phrase in phrases)), None)


def _number(digits: str | None, word: str | None) -> int:
    if digits:
        return int(digits.replace(",", ""))
    spelled = (word or "").casefold()
    return 1 + (_ORDINALS if spelled in _ORDINALS else _CARDINALS).index(spelled)


def _which(phrase: str, text: str) -> Conflict | None:
    """The conflict that "the Russian invasion of Ukraine" or "the war" means; `None` for "the summit on the war"."""
    known = _known()
    tokens = _TOKEN.findall(phrase)
    folded = [token.casefold() for token in tokens]
    at = next((i for i, token in enumerate(folded) if token in known.nouns), None)
    if at is None:
        return None
    everyone = frozenset().union(*(conflict.words for conflict in known.conflicts))
    before = [token for token in folded[:at] if token not in _DETERMINERS and token not in known.adjectives]
    after = _named_after(tokens[at + 1 :], everyone)
    if any(token not in everyone for token in (*before, *after)):
        return None
    if before or after:
        return next((conflict for conflict in known.conflicts if conflict.words.issuperset((*before, *after))), None)
    return _alone(" ".join(folded[: at + 1]), text)


def _named_after(tokens: Sequence[str], everyone: frozenset[str]) -> list[str]:
    """The names that follow the noun: "invasion *of Ukraine*", "war *between Israel and Hamas*", until another clause begins."""
    named: list[str] = []
    for token in tokens:
        folded = token.casefold()
        if folded in everyone or (token[0].isupper() and named == [] and len(token) > 1):
            named.append(folded)
        elif folded not in _LINKS and folded not in _DETERMINERS:
            break
    return named


def _alone(phrase: str, text: str) -> Conflict | None:
    """The conflict where the phrase names no party: the one whose words the text holds most, else the one it is said of alone."""
    spoken = Counter(token.casefold() for token in _TOKEN.findall(text))
    counts = [(sum(spoken[word] for word in conflict.words), conflict) for conflict in _known().conflicts]
    most, conflict = max(counts, key=lambda pair: pair[0])
    if most:
        return conflict
    return next((each for each in _known().conflicts if any(words in phrase for words in each.alone)), None)


@cache
def _known() -> _Known:
    data = read_data("conflicts")
    conflicts = tuple(
        Conflict(
            name=each["name"],
            first_day=date.fromisoformat(each["first_day"]),
            words=frozenset(each["words"]),
            alone=tuple(each["alone"]),
        )
        for each in data["conflicts"]
    )
    return _Known(frozenset(data["nouns"]), frozenset(data["adjectives"]), conflicts)
