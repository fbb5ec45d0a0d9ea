"""The words of a question that carry what is asked, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from index.caches.lexical import stems
from index.types import Span

_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*")
_EMPTY = frozenset(
    "a an the of in on at to for from by with and or but not no nor is are was were be been being am do does did done doing "
    "has have had having it its this that these those they them their theirs he him his she her hers we us our ours i me my you "
    "your yours who whom whose what which when where why how much many there here as than then so such if into about over under "
    "after before during between against up down out off again any some can could would should will shall may might must also "
    "just only very too more most other one ones say says said saying tell tells told according happen happens happened "
    "give gives gave given get got make made please show find know did't don't isn't 's".split()
)
"""Words without a subject of their own; reporting verbs are among them, because every report has one."""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The form that two spellings of one word share; of a compound the joined parts."""
    return " ".join(stems(word))


def content_words(text: str) -> tuple[str, ...]:
    """The words that carry meaning, as typed, in order, each stem once."""
    kept: dict[str, str] = {}
    for match in _WORD.finditer(text):
        word = match.group()
        if (word.casefold() not in _EMPTY or _is_short_form(word, text)) and (key := stem(word)):
            kept.setdefault(key, word)
    return tuple(kept.values())


def _is_short_form(word: str, text: str) -> bool:
    """Whether it stands for a body or a country: "US" is not "us", unless everything is in capitals."""
    return len(word) > 1 and word.isupper() and not text.isupper()


def simple_words(word: str) -> list[str]:
    """The parts of a compound: "T-80BV" is "T" and "80BV"."""
    return re.findall(r"[^\W_]+", word)


@lru_cache(maxsize=16384)
def stem_set(text: str) -> frozenset[str]:
    """Every stem in a text."""
    return frozenset().union(*stems_of(set(tokens(text))).values())


def tokens(text: str) -> list[str]:
    """The runs of characters that have stems of their own (`stems_of`), in order.

    What folding may join or take apart stands within one such run: "1,228", "U.S.", "Kyiv’s".
    """
    for mark in _MARKS:
        text = text.replace(mark, " ")
    plain = text.encode("utf-8", "surrogatepass").translate(_SPACED).decode("utf-8", "surrogatepass")
    return [run for run in plain.split(" ") if run]


_MARKS = "“”„—–…«»"
_ASCII = bytes(range(1, ord("'"))) + b"()*+-/:;<=>?@[\\]^{|}~\x7f"
_SPACED = bytes.maketrans(_ASCII, b" " * len(_ASCII))
"""What stands between tokens. Bytes, because a pattern over text takes three times as long."""


class _Vocabulary:
    """Words met so far and their stems, either way. For any thread: what was forgotten meanwhile is still held by who asked."""

    _KEPT = 200_000  # words, of some 65 MB

    def __init__(self) -> None:
        self._both: tuple[dict[str, tuple[str, ...]], dict[str, list[str]]] = ({}, {})

    def met(self, words: set[str]) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, Sequence[str]]]:
        """The stems of words, these among them, and the words of stems. New ones are analysed together: a quarter of the time."""
        stems_of, words_of = self._both
        if len(stems_of) > self._KEPT:
            stems_of, words_of = self._both = ({}, {})
        for word, held in _analysed(words.difference(stems_of)):
            for one in held:
                words_of.setdefault(one, []).append(word)
            stems_of[word] = held
        return stems_of, words_of


_VOCABULARY = _Vocabulary()


def telling(words: set[str], wanted: AbstractSet[str]) -> dict[str, tuple[str, ...]]:
    """Those of the words that hold a wanted stem, with all stems of theirs. Only new words are looked at one by one."""
    held, spelled = _VOCABULARY.met(words)
    return {word: held[word] for stem in wanted for word in spelled.get(stem, ()) if word in words}


def stems_of(words: set[str]) -> dict[str, tuple[str, ...]]:
    """The stems of each word."""
    held, _ = _VOCABULARY.met(words)
    return {word: held[word] for word in words}


def _analysed(words: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    plain = [word for word in words if word.isascii() and word.isalpha()]  # neither folded into their neighbours nor taken apart
    yield from zip(plain, ((one,) for one in stems("\n".join(plain))), strict=True)
    yield from ((word, tuple(stems(word))) for word in words.difference(plain))


def places(text: str, wanted: frozenset[str]) -> tuple[Span, ...]:
    """Spans of the words in `text` whose stem is wanted; neighbours one space apart are joined."""
    spans: list[Span] = []
    words = [(match.group(), *match.span()) for match in _WORD.finditer(text)]
    marked = telling({word for word, _, _ in words}, wanted)
    for word, start, end in words:
        if word in marked:
            if spans and start - spans[-1][1] == 1 and text[spans[-1][1]] == " ":
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return tuple(spans)
