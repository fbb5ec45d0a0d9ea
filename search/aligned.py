"""The run of words in a text that comes closest to a quote, by edit distance."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Final, NamedTuple

from rapidfuzz.distance import Levenshtein

from index.types import Span
from search.quotes import folded, is_whole

_WORD = re.compile(r"\w+")
_DRIFT: Final = 2
"""Words: how far an inserted or removed word may shift the rest before it counts for another place."""
_SLACK: Final = 8
"""Words tried on either side of each end of the run."""
_PLACES: Final = 3
"""Places of the text that are aligned in full, best first."""


class Run(NamedTuple):
    """A span of the text and its similarity to the quote: 1 − edits / length of the longer, on folded text, 0..1."""

    start: int
    end: int
    similarity: float


def closest(text: str, quote: str) -> Run | None:
    """The most similar run of whole words; `None` where no word of the quote stands in the text.

    Cost: linear in the text to find the places that share words with the quote at the same distances, then some 70 edit
    distances in the length of the quote.
    """
    words = [match.span() for match in _WORD.finditer(text)]
    wanted = folded(quote)
    sought = _WORD.findall(wanted)
    places = _places([text[a:b].casefold() for a, b in words], sought)
    runs = [_fitted(text, words, wanted, at, at + len(sought)) for at in places]
    return max(runs, key=lambda run: (run.similarity, -run.start), default=None)


def _places(words: list[str], sought: list[str]) -> list[int]:
    """Word numbers where the quote would begin, by votes of the words they share; a rare word's vote weighs more."""
    offsets: dict[str, list[int]] = defaultdict(list)
    for offset, word in enumerate(sought):
        offsets[word].append(offset)
    common = Counter(word for word in words if word in offsets)
    votes: dict[int, float] = defaultdict(float)
    for at, word in enumerate(words):
        for offset in offsets.get(word, ()):
            votes[at - offset] += 1 / common[word]
    near = {at: sum(votes.get(at + drift, 0.0) for drift in range(-_DRIFT, _DRIFT + 1)) for at in votes}
    best = sorted(near, key=lambda at: (-near[at], at))
    return _apart(best, _DRIFT)[:_PLACES]


def _apart(places: list[int], distance: int) -> list[int]:
    kept: list[int] = []
    for place in places[: _PLACES * (2 * distance + 1)]:
        if all(abs(place - other) > distance for other in kept):
            kept.append(place)
    return kept


def _fitted(text: str, words: list[Span], wanted: str, first: int, last: int) -> Run:
    """Move the end, then the beginning, then the end again, each to where the similarity is best."""
    first = min(max(first, 0), len(words) - 1)
    last = min(max(last, first + 1), len(words))
    for _ in range(2):
        last = max(_around(last, first + 1, len(words)), key=lambda to: (_similarity(text, words, wanted, first, to), -to))
        first = max(_around(first, 0, last - 1), key=lambda of: (_similarity(text, words, wanted, of, last), of))
    start, end = _with_marks(text, words[first][0], words[last - 1][1], wanted)
    return Run(start, end, _alike(text[start:end], wanted))


def _around(at: int, low: int, high: int) -> range:
    return range(max(low, at - _SLACK), min(high, at + _SLACK) + 1)


def _similarity(text: str, words: list[Span], wanted: str, first: int, last: int) -> float:
    return _alike(text[words[first][0] : words[last - 1][1]], wanted)


def _alike(words: str, wanted: str) -> float:
    return float(Levenshtein.normalized_similarity(folded(words), wanted))


def _with_marks(text: str, start: int, end: int, wanted: str) -> Span:
    """Take in what belongs to the outer words, and the punctuation that the quote has too."""
    while start > 0 and not text[start - 1].isspace() and not is_whole(text, start, end):
        start -= 1
    while end < len(text) and not text[end].isspace() and not is_whole(text, start, end):
        end += 1
    while start > 0 and wanted[:1] == folded(text[start - 1]) and not wanted[:1].isalnum():
        start -= 1
    while end < len(text) and wanted[-1:] == folded(text[end]) and not folded(text[start:end]).endswith(wanted[-1:]):
        end += 1
    return start, end
