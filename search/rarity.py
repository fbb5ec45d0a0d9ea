"""How rare each word of a question is in the library, and how much of the question a text holds by that measure."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from index.library import Library
from search.terms import content_words, simple_words, stem, stem_set, telling, tokens
from search.types import Query

_END = "\x00"
"""Between two texts whose tokens are found in one go."""


class Rarity:
    """The question's words and how rare each is (ln of inverse frequency, BM25's own formula). For one question, in one thread.

    Attributes:
        weights: By stem.
        others: By stem, what stands for it as well: the stems of each other name of a place or actor, all of them needed.
    """

    def __init__(self, weights: dict[str, float], others: dict[str, tuple[frozenset[str], ...]]) -> None:
        self.weights = weights
        self.others = others
        self._counting = frozenset(weights).union(*(name for names in others.values() for name in names))
        self._found: dict[frozenset[str], frozenset[str]] = {}
        self._shares: dict[frozenset[str], float] = {}

    def found(self, texts: Sequence[str]) -> list[frozenset[str]]:
        """Which of the question's words, or other names for them, stand in each text.

        Hundreds of sentences are asked a question and nearly every token of theirs holds nothing: each is judged once for all.
        """
        every = tokens(f" {_END} ".join(text.replace(_END, " ") for text in texts))
        told = telling(set(every), self._counting)
        looked_at = told.keys() | {_END}
        held: list[set[str]] = [set()]
        for token in filter(looked_at.__contains__, every):
            if token == _END:
                held.append(set())
            else:
                held[-1].update(told[token])
        return [self._words(frozenset(one)) for one in held][: len(texts)]

    def _words(self, held: frozenset[str]) -> frozenset[str]:
        if (found := self._found.get(held)) is None:
            found = self._found[held] = frozenset(word for word in self.weights if self.holds(held, word))
        return found

    def share(self, found: frozenset[str]) -> float:
        """0..1: how much of the question, by rarity, these of its words are."""
        if (share := self._shares.get(found)) is None:
            whole = sum(self.weights.values())
            share = self._shares[found] = sum(self.weights[word] for word in found) / whole if whole else 0.0
        return share

    def holds(self, held: frozenset[str], word: str) -> bool:
        """Whether a stem, or another name for it, is among those held."""
        return word in held or any(map(held.issuperset, self.others.get(word, ())))


def rarity(library: Library, query: Query) -> Rarity:
    """Weigh the content words of a query by the library's own frequencies."""
    words = {stem(part): part for word in content_words(query.words) for part in simple_words(word)}
    size = len(library)
    counts = library.frequency(list(words.values()))
    weights = {key: log(1 + (size - counts[word] + 0.5) / (counts[word] + 0.5)) for key, word in words.items() if key}
    others: dict[str, tuple[frozenset[str], ...]] = {}
    for one in query.expansions:
        for key in stem_set(one.text) & weights.keys():
            others[key] = others.get(key, ()) + tuple(stem_set(name) for name in one.names)
    return Rarity(weights, others)
