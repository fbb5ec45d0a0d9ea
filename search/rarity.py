"""How rare each word of a question is in the library, and how much of the question a text holds by that measure."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from index.library import Library
from search.terms import content_words, simple_words, stem, stem_set
from search.types import Query


@dataclass(frozen=True, slots=True)
class Rarity:
    """The question's words and how rare each is (ln of inverse frequency, BM25's own formula).

    Attributes:
        weights: By stem.
        others: By stem, what stands for it as well: the stems of each other name of a place or actor, all of them needed.
    """

    weights: dict[str, float]
    others: dict[str, tuple[frozenset[str], ...]]

    def found(self, held: frozenset[str]) -> frozenset[str]:
        """Which of the question's words, or other names for them, are among the stems held."""
        return frozenset(word for word in self.weights if self.holds(held, word))

    def share(self, found: frozenset[str]) -> float:
        """0..1: how much of the question, by rarity, these of its words are."""
        whole = sum(self.weights.values())
        return sum(self.weights[word] for word in found) / whole if whole else 0.0

    def holds(self, held: frozenset[str], word: str) -> bool:
        """Whether a stem, or another name for it, is among those held."""
        return word in held or (word in self.others and any(map(held.issuperset, self.others[word])))


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
