"""Article → passages: sentence-aligned slices that fit both a token budget and the encoder's window."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from typing import Any

from index.cutting.sections import essence, paragraphs, sections
from index.cutting.sentences import sentences
from index.cutting.tokens import counter
from index.types import Article, Passage, Span

__all__ = ["PassageRules", "encoder_input", "paragraphs", "split"]

_TITLE_CHARACTERS = 110
_OUTLET_CHARACTERS = 40
_SPECIAL_PIECES = 2  # [CLS] and [SEP]
_JOINING = frozenset("\u200d\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageRules:
    """How articles are cut. A library remembers the rules it was made with.

    Attributes:
        max_tokens: Upper bound of a passage, in tokens of `vocabulary`.
        vocabulary: A tiktoken encoding.
        window: Upper bound of what is encoded (title line and passage), in the encoder's word pieces, special ones included.
        repeats: A paragraph that already stands in this many articles of the same outlet is left out of further passages.
        version: Raised when the cutting itself changes.
    """

    max_tokens: int = 200
    vocabulary: str = "o200k_base"
    window: int = 256
    repeats: int = 5
    version: int = 3

    def as_json(self) -> dict[str, Any]:
        """Plain values for the manifest."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> PassageRules:
        """The inverse of `as_json`."""
        return cls(**values)


def split(
    article: Article, rules: PassageRules, count: Callable[[str], int], without: Collection[Span] = frozenset()
) -> list[Passage]:
    """Cut an article into passages.

    Every sentence outside headings and `without` stands in exactly one passage, in order. A single sentence over the budget is
    divided at clauses, then at words.

    Args:
        count: Word pieces of a text, special ones not included (`Encoder.count`).
        without: Paragraph spans to leave out.
    """
    cutter = _Cutter(article, rules, count)
    found: list[Passage] = []
    for heading, group in sections(article.text, without):
        for spans in cutter.pack(heading, group):
            found.append(
                Passage(
                    article=article,
                    ordinal=len(found),
                    start=spans[0][0],
                    end=spans[-1][1],
                    heading=heading,
                    sentences=tuple(spans),
                )
            )
    return found


def encoder_input(passage: Passage) -> tuple[str, list[Span]]:
    """What is encoded for a passage: a line with title, outlet and heading, then its text; and each sentence's span in that."""
    lead = _lead(passage.article, passage.heading)
    shift = len(lead) - passage.start
    return lead + passage.text, [(start + shift, end + shift) for start, end in passage.sentences]


def _lead(article: Article, heading: str | None) -> str:
    title = _shorten(article.title or "", _TITLE_CHARACTERS)
    outlet = _shorten(article.outlet or "", _OUTLET_CHARACTERS)
    parts = [part for part in (title, outlet, _shorten(essence(heading or ""), _OUTLET_CHARACTERS)) if part]
    return ". ".join(parts) + "\n" if parts else ""


def _shorten(text: str, limit: int) -> str:
    """At most `limit` characters, fewer in scripts that the encoder spells letter by letter: the passage needs the room."""
    text = " ".join(text.split())
    spent = 0
    for at, character in enumerate(text):
        spent += 1 if character.isascii() else 2 * len(unicodedata.normalize("NFD", character))
        if spent > limit:
            return text[:at].rsplit(" ", 1)[0]
    return text


class _Cutter:
    """Packs the sentences of a section into passages of about equal length."""

    def __init__(self, article: Article, rules: PassageRules, count: Callable[[str], int]) -> None:
        self._article = article
        self._text = article.text
        self._tokens = counter(rules.vocabulary)
        self._pieces = count
        self._rules = rules

    def pack(self, heading: str | None, blocks: list[Span]) -> list[list[Span]]:
        room = self._rules.window - _SPECIAL_PIECES - self._pieces(_lead(self._article, heading))
        spans = _joined(self._text, [span for block in blocks for span in sentences(self._text, *block)])
        sized = [part for span in spans for part in self._divide(span, room)]
        runs = _balanced([size for _, size in sized])
        return [fit for first, last in runs for fit in self._fitting([span for span, _ in sized[first:last]], room)]

    def _size(self, start: int, end: int, room: int) -> float:
        """Share of the budget that a slice takes; it fits up to 1."""
        words = self._text[start:end]
        return max(self._tokens(words) / self._rules.max_tokens, self._pieces(words) / room)

    def _fitting(self, run: list[Span], room: int) -> list[list[Span]]:
        """Tokens of a whole can exceed the sum of its parts by a few; such a run is halved."""
        if len(run) == 1 or self._size(run[0][0], run[-1][1], room) <= 1:
            return [run]
        half = len(run) // 2
        return self._fitting(run[:half], room) + self._fitting(run[half:], room)

    def _divide(self, span: Span, room: int) -> list[tuple[Span, float]]:
        start, end = span
        size = self._size(start, end, room)
        if size <= 1 or end - start == 1:
            return [(span, size)]
        cut = _middle(self._text, start, end)
        left = (start, start + len(self._text[start:cut].rstrip()))
        right = (end - len(self._text[cut:end].lstrip()), end)
        return self._divide(left, room) + self._divide(right, room)


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Wordless remnants, such as a note number on a line of its own, go with the sentence before."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not any(c.isalnum() and not c.isdigit() for c in text[start:end]) and text[start : start + 1] == "[":
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _balanced(sizes: list[float]) -> list[tuple[int, int]]:
    """Consecutive runs with sums of at most 1, as few as greedy packing needs, evened out so that none is a mere remainder."""
    greedy = _fill(sizes, 1.0)
    if len(greedy) < 2:
        return greedy
    for share in range(20):
        limit = sum(sizes) / len(greedy) * (1 + share / 20)
        runs = _fill(sizes, min(limit, 1.0))
        if len(runs) == len(greedy):
            return runs
    return greedy


def _fill(sizes: list[float], limit: float) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    first, total = 0, 0.0
    for at, size in enumerate(sizes):
        if at > first and total + size > limit:
            runs.append((first, at))
            first, total = at, 0.0
        total += size
    return [*runs, (first, len(sizes))] if sizes else []


def _middle(text: str, start: int, end: int) -> int:
    """The best place near the middle to divide an overlong sentence: after a clause mark, else a space, else anywhere."""
    middle = (start + end) // 2
    reach = (end - start) // 4
    for pattern in (r"[;:—–]\s|,\s", r"\s"):
        places = [match.end() for match in re.compile(pattern).finditer(text, middle - reach, middle + reach)]
        if places:
            return min(places, key=lambda place: abs(place - middle))
    while middle + 1 < end and _continues(text, middle):
        middle += 1
    return middle


def _continues(text: str, at: int) -> bool:
    """Whether a character is drawn together with the one before: an accent, a joined emoji."""
    return unicodedata.combining(text[at]) > 0 or text[at] in _JOINING or text[at - 1] == "\u200d"
