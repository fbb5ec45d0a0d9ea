"""Article → passages: sentence-aligned slices that fit both a token budget and the encoder's window."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from index.sentences import sentences
from index.tokens import counter
from index.types import Article, Passage, Span

_PARAGRAPH = re.compile(r"\S(?:.*?\S)??(?=\s*\n[ \t]*\n|\s*\Z)", re.S)
_HEADING_CHARACTERS = 100
_TITLE_CHARACTERS = 110
_OUTLET_CHARACTERS = 40
_SPECIAL_PIECES = 2  # [CLS] and [SEP]


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
    version: int = 1

    def as_json(self) -> dict[str, Any]:
        """Plain values for the manifest."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> PassageRules:
        """The inverse of `as_json`."""
        return cls(**values)


def paragraphs(text: str) -> list[Span]:
    """Spans of the blocks between blank lines, without the white space around them."""
    return [match.span() for match in _PARAGRAPH.finditer(text)]


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
    for heading, group in _sections(article.text, without):
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
    parts = [part for part in (title, outlet, _shorten(heading or "", _OUTLET_CHARACTERS)) if part]
    return ". ".join(parts) + "\n" if parts else ""


def _shorten(text: str, limit: int) -> str:
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0]


def _sections(text: str, without: Collection[Span]) -> Iterator[tuple[str | None, list[Span]]]:
    """Runs of paragraphs under one heading, unbroken by a paragraph that is left out."""
    blocks = paragraphs(text)
    heading: str | None = None
    run: list[Span] = []
    for at, block in enumerate(blocks):
        is_heading = _is_heading(text, block, blocks[at + 1] if at + 1 < len(blocks) else None)
        if is_heading or block in without:
            if run:
                yield heading, run
            run = []
        if is_heading:
            heading = text[slice(*block)]
        elif block not in without:
            run.append(block)
    if run:
        yield heading, run


def _is_heading(text: str, block: Span, following: Span | None) -> bool:
    """A short line without a stop, above a paragraph that has one. A line with a number stays: it may be a reported figure."""
    words = text[slice(*block)]
    if following is None or len(words) > _HEADING_CHARACTERS or "\n" in words:
        return False
    if words[-1] in ".!?…:;,”\"'’" or any(c.isdigit() for c in words) or not words[:1].isupper():
        return False
    below = text[slice(*following)]
    return len(below) > len(words) and len(below) >= 80 and any(mark in below for mark in ".!?")


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
    return middle
