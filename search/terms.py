"""The words of a question that carry what is asked, and where they stand in a text."""

from __future__ import annotations

import re
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
    return frozenset().union(*map(token_stems, tokens(text)))


def tokens(text: str) -> list[str]:
    """The runs of characters that have stems of their own (`token_stems`), in order; `END` stands for itself."""
    return _TOKEN.findall(text)


END = "\x00"
"""Put between texts, so that the tokens of many are found in one go and told apart."""

_TOKEN = re.compile(r"[^\x00-&(-+\-/:-@\[-^{-\x7f“”„—–…«»]+|\x00")
"""What folding may join or take apart stands within one such run: "1,228", "U.S.", "Kyiv’s"."""


@lru_cache(maxsize=131072)
def token_stems(token: str) -> tuple[str, ...]:
    """The stems in one of `tokens`; analysed once and kept."""
    return tuple(stems(token))


def places(text: str, wanted: frozenset[str]) -> tuple[Span, ...]:
    """Spans of the words in `text` whose stem is wanted; neighbours one space apart are joined."""
    spans: list[Span] = []
    for match in _WORD.finditer(text):
        if _is_among(match.group(), wanted):
            if spans and match.start() - spans[-1][1] == 1 and text[spans[-1][1]] == " ":
                spans[-1] = (spans[-1][0], match.end())
            else:
                spans.append(match.span())
    return tuple(spans)


@lru_cache(maxsize=16384)
def _is_among(word: str, wanted: frozenset[str]) -> bool:
    return not wanted.isdisjoint(stem(word).split())
