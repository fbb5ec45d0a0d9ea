"""The run of words in a text that comes closest to a quote, by edit distance."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import Final, NamedTuple

from rapidfuzz.distance import Levenshtein

from index.types import Span
from search.quotes import folded, is_whole, traced

_WORD = re.compile(r"\w+")
_UP_TO = re.compile(r"\w[\w.,'’‐‑-]*\Z")
_UP_FROM = re.compile(r"\A[\w.,'’‐‑-]*\w")
_REACH: Final = 40
"""Characters that a compound word or a figure goes on for at most."""
_DRIFT: Final = 2
"""Words: how far an inserted or removed word may shift the rest before it counts for another place."""
_SLACK: Final = 8
"""Words tried on either side of each end of the run."""
_SHARED: Final = 0.4
"""Share of the quote's words that a place must hold; with fewer a similarity of .8 is out of reach, misspellings aside."""
_PLACES: Final = 3
"""Places of the text that are aligned in full, best first."""


class Run(NamedTuple):
    """A span of the text and its similarity to the quote: 1 − edits / length of the longer, on folded text, 0..1."""

    start: int
    end: int
    similarity: float


def closest(text: str, quote: str, start: int = 0, end: int | None = None) -> Run | None:
    """The most similar run of whole words; `None` where no place of the text shares enough words with the quote.

    Cost: linear in the text to find the places that share words with the quote at the same distances, then some 70 edit
    distances in the length of the quote a place.

    Args:
        start, end: Only inside of this part of the text.
    """
    words = [match.span() for match in _WORD.finditer(text, start, len(text) if end is None else end)]
    wanted = folded(quote)
    sought = [_plain(word) for word in _WORD.findall(quote)]
    places = _places([_plain(text[a:b]) for a, b in words], sought)
    runs = [_Fit(text, words, wanted, at, at + len(sought)).best() for at in places]
    return max(runs, key=lambda run: (run.similarity, -run.start), default=None)


def _plain(word: str) -> str:
    return word.casefold() if word.isascii() else folded(word)


def _places(words: list[str], sought: list[str]) -> list[int]:
    """Word numbers where the quote would begin, by the number of words it shares with the text from there."""
    offsets: dict[str, list[int]] = defaultdict(list)
    for offset, word in enumerate(sought):
        offsets[word].append(offset)
    votes: Counter[int] = Counter()
    for at, word in enumerate(words):
        for offset in offsets.get(word, ()):
            votes[at - offset] += 1
    near = {at: sum(votes[at + drift] for drift in range(-_DRIFT, _DRIFT + 1)) for at in votes}
    best = sorted((at for at in near if near[at] >= _SHARED * len(sought)), key=lambda at: (-near[at], -votes[at], at))
    return _apart(best, _DRIFT)[:_PLACES]


def _apart(places: list[int], distance: int) -> list[int]:
    kept: list[int] = []
    for place in places[: _PLACES * (2 * distance + 1)]:
        if all(abs(place - other) > distance for other in kept):
            kept.append(place)
    return kept


class _Fit:
    """The words around a place, folded once; runs of them are compared with the quote."""

    def __init__(self, text: str, words: list[Span], wanted: str, first: int, last: int) -> None:
        low = max(first - _SLACK, 0)
        self._text, self._wanted = text, wanted
        self._words = words[low : last + _SLACK]
        base = self._words[0][0]
        self._plain, origins = traced(text[base : self._words[-1][1]])
        begins = [base + origin[0] for origin in origins]
        self._starts = [bisect_left(begins, start) for start, _ in self._words]
        self._ends = [bisect_left(begins, end) for _, end in self._words]
        self._first, self._last = max(first, 0) - low, min(last - low, len(self._words))

    def best(self) -> Run:
        """Move the end, then the beginning, then both again, each to where the similarity is best."""
        first, last = self._first, max(self._last, self._first + 1)
        for _ in range(2):
            ends = range(max(first + 1, last - _SLACK), min(last + _SLACK, len(self._words)) + 1)
            last = max(ends, key=lambda to: (self._similarity(first, to), -to))
            starts = range(max(0, first - _SLACK), min(last, first + _SLACK + 1))
            first = max(starts, key=lambda of: (self._similarity(of, last), of))
        start, end = _with_marks(self._text, self._words[first][0], self._words[last - 1][1], self._wanted)
        return Run(start, end, _alike(folded(self._text[start:end]), self._wanted))

    def _similarity(self, first: int, last: int) -> float:
        return _alike(self._plain[self._starts[first] : self._ends[last - 1]], self._wanted)


def _alike(words: str, wanted: str) -> float:
    return float(Levenshtein.normalized_similarity(words, wanted))


def _with_marks(text: str, start: int, end: int, wanted: str) -> Span:
    """Take in what belongs to the outer words, and the punctuation that the quote has too."""
    if not is_whole(text, start, end):
        start -= sum(len(rest) for rest in _UP_TO.findall(text[max(0, start - _REACH) : start]))
        end += sum(len(rest) for rest in _UP_FROM.findall(text[end : end + _REACH]))
    while start > 0 and wanted[:1] == folded(text[start - 1]) and not wanted[:1].isalnum():
        start -= 1
    while end < len(text) and wanted[-1:] == folded(text[end]) and not folded(text[start:end]).endswith(wanted[-1:]):
        end += 1
    return start, end
