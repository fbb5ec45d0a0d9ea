"""Quotes with something left out: “the road […] was cut”. Every part must stand, in order, in one article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from index.cutting.sentences import sentences
from index.types import Span
from search.quotes import folded, locate

_LEFT_OUT = re.compile(r"\s*(?:[\[(]\s*(?:…|\.(?:\s?\.){2})\s*[\])]|…|\.(?:\s?\.){2,3})\s*")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|den(?:y|ies|ied|ying)|fail(?:s|ed|ing)?|refus(?:e|es|ed|ing))\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_PART_WORDS = 2
_QUOTE_WORDS = 5
_OCCURRENCES = 50


class Elided(NamedTuple):
    """Where an elided quote stands, from its first part to its last.

    Attributes:
        is_faithful: Nothing that was left out of a quoted sentence turns its meaning round.
    """

    start: int
    end: int
    is_faithful: bool


def is_negated(text: str) -> bool:
    """Whether a word of the text says no."""
    return _NEGATION.search(text) is not None


def parts(quote: str) -> list[str]:
    """The words between the marks of omission; one part when nothing is left out inside the quote."""
    return [part for part in _LEFT_OUT.split(quote) if _WORD.search(part)]


def locate_elided(text: str, pieces: Sequence[str]) -> Elided | None:
    """The tightest span of `text` that holds all pieces in order; `None` where there is none, or too few words to tell."""
    counts = [len(_WORD.findall(piece)) for piece in pieces]
    if len(pieces) < 2 or min(counts) < _PART_WORDS or sum(counts) < _QUOTE_WORDS:
        return None
    plain = folded(text)
    if not all(folded(piece) in plain for piece in pieces):
        return None
    places = [list(locate(text, piece))[:_OCCURRENCES] for piece in pieces]
    chains = [chain for first in places[0] if (chain := _chain(first, places[1:]))]
    if not chains:
        return None
    tightest = min(chains, key=lambda chain: chain[-1][1] - chain[0][0])
    return Elided(tightest[0][0], tightest[-1][1], _is_faithful(text, tightest))


def _chain(first: Span, following: Sequence[Sequence[Span]]) -> list[Span]:
    chain = [first]
    for places in following:
        after = next((place for place in places if place[0] >= chain[-1][1]), None)
        if after is None:
            return []
        chain.append(after)
    return chain


def _is_faithful(text: str, chain: Sequence[Span]) -> bool:
    """Whole sentences may be left out; what is left out of a sentence that is quoted in part must not hold its “not”."""
    quoted_in_part = [
        span
        for span in sentences(text, chain[0][0], chain[-1][1])
        if any(start < span[1] and span[0] < end for start, end in chain)
    ]
    gaps = [(left[1], right[0]) for left, right in pairwise(chain)]
    left_out = [text[max(a, c) : min(b, d)] for a, b in gaps for c, d in quoted_in_part]
    return not any(is_negated(words) for words in left_out)
