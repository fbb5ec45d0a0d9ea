"""Whether a written sentence says more than the quotes under it: figures, names, polarity, vocabulary.

A cheap check, made of words alone. It cannot tell whether a sentence follows from its quotes; it can tell when the sentence
brings in what none of them holds, which is what an invented sentence does. When in doubt it says no: the extractive one stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from search.elision import is_negated
from search.quotes import folded
from search.speakers import is_reported

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_TOKEN = re.compile(r"\w+(?:['’]\w+)?")
_STEM: Final = 5
"""Letters in which two forms of a word agree: "withdrew" needs its own word, "withdrawing" meets "withdrawal"."""
_SHARE: Final = 0.6
"""Of a sentence's content words, those its quotes must hold."""
_TO_NINE = "zero _ two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBER_WORDS: Final = {word: str(value) for value, word in enumerate(f"{_TO_NINE} {_TEENS}".split())} | {
    word: f"{value}0" for value, word in enumerate(_TENS.split())
}
_LARGE = "dozen dozens score scores hundred hundreds thousand thousands million millions billion billions half"
_AMOUNTS: Final = frozenset(_LARGE.split())
_COMMON = (
    "a about according added after again against all also although among an and announced another any are around as asked at be "
    "because been before being between both but by claimed could did do does during each earlier either even every few for from "
    "had has have he her here him his how however i if in including into is it its just last later many may meanwhile might more "
    "most much must near no nor not now of off on one only or other our out over per reported said same say says she should "
    "since so some stated still such than that the their them then there these they this those though through to told too toward "
    "towards two under until up upon us very was we were what when where which while who whom why will with within without would "
    "yet you"
)
_FUNCTION: Final = frozenset(_COMMON.split())


def is_supported(sentence: str, quotes: Sequence[str], whole: Sequence[str], printed: Iterable[str] = ()) -> bool:
    """Whether every figure and name of `sentence` stands in its quotes, with the same polarity and mostly the same words.

    Args:
        quotes: Verified; together they must carry the sentence.
        whole: The sentences they were taken from: where "denied that" stands before a quote, the quote alone would hide it.
        printed: What is printed beside the quotes anyway (outlet, speaker): may be named, but carries no figure.
    """
    evidence = " ".join(quotes)
    words = set(_stems(f"{evidence} {' '.join(printed)}"))
    return (
        _figures(sentence) <= _figures(evidence)
        and is_negated(sentence) == is_negated(" ".join(whole))
        and all(stem in words for stem in _names(sentence))
        and _share(sentence, words) >= _SHARE
    )


def keeps_speaker(sentence: str, speaker: str | None) -> bool:
    """Whether what somebody said is still told as said: the speaker is named, or a word of saying stands there.

    "Wagner claimed that the town fell" must not become "The town fell".
    """
    if speaker is None or is_reported(sentence):
        return True
    return bool(set(_names(speaker)) & set(_stems(sentence)))


def _figures(text: str) -> set[str]:
    digits = {match.group().replace(",", "") for match in _FIGURE.finditer(text)}
    tokens = {token.casefold() for token in re.findall(r"[A-Za-z]+", text)}
    return digits | {_NUMBER_WORDS[token] for token in tokens & _NUMBER_WORDS.keys()} | (tokens & _AMOUNTS)


def _stems(text: str) -> list[str]:
    return [_stem(token) for token in _TOKEN.findall(text)]


def _stem(token: str) -> str:
    return folded(token).removesuffix("'s")[:_STEM]


def _names(sentence: str) -> list[str]:
    """Capitalised words, stemmed. The first word too, unless it is one that begins sentences: a name often stands there."""
    tokens = _TOKEN.findall(sentence)
    return [_stem(token) for at, token in enumerate(tokens) if token[:1].isupper() and (at or folded(token) not in _FUNCTION)]


def _share(sentence: str, words: set[str]) -> float:
    content = [token for token in _TOKEN.findall(sentence) if folded(token) not in _FUNCTION]
    return sum(_stem(token) in words for token in content) / len(content) if content else 0.0
