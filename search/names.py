"""One place, person or force under all the names that this library prints it by.

Three sources, tried in turn for every name in a question: actors (`actors.json`, ours), places (the gazetteer), and spellings:
words of the library that sound the same when transliterated (Zelensky, Zelenskyy; Luhansk, Lugansk) or, for a word the library
does not hold at all, that are one slip of the pen away. Only names that occur in the library are used, and all are echoed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from index.library import Library
from search.gazetteer import Gazetteer, folded
from search.terms import content_words, stem
from search.types import Expansion

_NAMES = 4
"""Other names a word at most, the most frequent ones: each costs time and dilutes."""

_SELDOM = 0.005
"""Share of the passages with the word itself; a spelling that is rarer is a slip of some writer."""

_GIVEN_NAMES = frozenset(
    "vladimir volodymyr sergei sergey serhii serhiy alexander oleksandr dmitry dmytro andriy andrei boris joe angela olaf "
    "emmanuel viktor victor valery valerii yevgeny ramzan denis igor ihor mikhail maria marina nikolai mykola pavel petro oleg "
    "oleh ahmed ali hassan hussein ibrahim mohammed mohammad muhammad omar said yulia olena olga svitlana".split()
)
"""Towns are called so too."""

_WORDS_TOO = frozenset(
    "nice reading mobile most same bar split march may august black white green union general post orange "
    "sana talent beria".split()
)

_ATTESTED = 3
"""Spellings of a name that must be on record before it may stand for a place whose present name sounds quite different."""

_CAPITALISED = re.compile(r"\b[A-Z][\w’'-]{2,}(?:\s+(?:al-|ez-|el-)?[A-Z][\w’'-]+){0,2}")
_ALIKE = 72  # of 100: "Kiev" and "Kyiv" 75, "Artemivsk" and "Artyomovsk" 84, "Wagner" and "Talent" 33
_SHORTEST = 5  # letters of a word whose spelling is varied


class Names:
    """Other names that a library prints things by. Safe to share by threads."""

    def __init__(self, library: Library, gazetteer: Gazetteer | None) -> None:
        self._library = library
        self._gazetteer = gazetteer
        self._heard: dict[str, dict[str, list[str]]] = {}
        self._generation = -1

    def expansions(self, words: str) -> tuple[Expansion, ...]:
        """Other names for what the words name, each with why."""
        found: dict[str, Expansion] = {}
        for text, names, kind in (*_actors(words), *_places(self._gazetteer, words), *self._spellings(words)):
            if text.casefold() not in found and (held := self._held(text, names, _SELDOM if kind == "spelling" else 0.0)):
                found[text.casefold()] = Expansion(text=text, names=held, kind=kind)
        return tuple(found.values())

    def _held(self, text: str, names: Iterable[str], seldom: float) -> tuple[str, ...]:
        """Those that occur, most frequent first, none that is matched by the word itself."""
        own = stem(text)
        counts = self._library.frequency([text, *(name for name in dict.fromkeys(names) if stem(name) != own)])
        enough = max(1.0, seldom * counts.pop(text))
        occurring = (name for name, count in counts.items() if count >= enough)
        held = sorted(occurring, key=lambda name: (-counts[name], not name.isascii(), name))
        return tuple({folded(name): name for name in reversed(held)}.values())[::-1][:_NAMES]

    def _spellings(self, words: str) -> Iterator[tuple[str, tuple[str, ...], str]]:
        for word in content_words(words):
            plain = folded(re.sub(r"[’']s$", "", word))
            if len(plain) < _SHORTEST or not plain.isalpha():
                continue
            unknown = not self._library.frequency([word])[word]
            if word[0].isupper() or unknown:
                near = self._same_sound(plain) or (_slips(self._library, plain) if unknown else [])
                if near:
                    yield word, tuple(near), "spelling"

    def _same_sound(self, word: str) -> list[str]:
        wanted = sound(word)
        return [term for prefix in _openings(word) for term in self._by_sound(prefix).get(wanted, []) if term != word]

    def _by_sound(self, prefix: str) -> dict[str, list[str]]:
        """The library's words that begin so, by how they sound; kept until the library changes."""
        if self._generation != self._library.generation:
            self._heard, self._generation = {}, self._library.generation
        kept = self._heard
        if prefix not in kept:
            heard: dict[str, list[str]] = {}
            for term, _ in self._library.vocabulary(prefix):
                if len(term) >= _SHORTEST and term.isalpha():
                    heard.setdefault(sound(term), []).append(term)
            kept[prefix] = heard
        return kept[prefix]


def _actors(words: str) -> Iterator[tuple[str, tuple[str, ...], str]]:
    for group in _groups():
        for name in group:
            if match := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.I if len(name) > 4 else 0):
                yield match.group(), tuple(other for other in group if other != name), "actor"
                break


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in json.loads((files("search") / "actors.json").read_text("utf-8")))


def _places(gazetteer: Gazetteer | None, words: str) -> Iterator[tuple[str, tuple[str, ...], str]]:
    if gazetteer is None:
        return
    for match in _CAPITALISED.finditer(words):
        parts = match.group().split()
        pairs = [" ".join(pair) for pair in pairwise(parts)]
        for typed in dict.fromkeys((match.group(), *pairs, *parts)):
            name = re.sub(r"[’']s$", "", typed)
            if len(name) < 4 or name.casefold() in _GIVEN_NAMES | _WORDS_TOO:
                continue
            if others := _attested(name, gazetteer.other_names(name)):
                yield name, others, "place"


def _attested(name: str, others: Sequence[str]) -> tuple[str, ...]:
    """Other names that look like this one, or of which the gazetteer knows several spellings."""

    own = folded(name)
    long = [(other, folded(other)) for other in others if len(other) > 3 and other.casefold() not in _WORDS_TOO]

    def alike(one: str, other: str) -> bool:
        return fuzz.ratio(one, other, score_cutoff=_ALIKE) > 0

    return tuple(typed for typed, one in long if alike(one, own) or sum(alike(one, other) for _, other in long) > _ATTESTED)


def _slips(library: Library, word: str) -> list[str]:
    allowed = 1 if len(word) < 8 else 2
    close = [
        (DamerauLevenshtein.distance(word, term, score_cutoff=allowed), -count, term)
        for term, count in library.vocabulary(word[:2])
        if abs(len(term) - len(word)) <= allowed and term.isalpha()
    ]
    return [term for distance, _, term in sorted(close)[:1] if distance <= allowed]


_ONE_SOUND = {
    c: c + others for c, others in zip("ghkiyjectwv", ("h", "kg", "h", "yj", "ij", "yi", "yj", "t", "c", "v", "w"), strict=True)
}


def _openings(word: str) -> list[str]:
    """First letters that a word of this sound may have."""
    return list(_ONE_SOUND.get(word[0], word[0]))


_SOUNDS = (
    (r"(?:iyi|yi|iy|yy|ii|ij|yj|ey|ei|ie|ye|je|y|j)", "i"),
    (r"sch|shch|sh", "s"),
    (r"kh|gh|g|h", "h"),
    (r"zh", "z"),
    (r"ts|tz|cz|c", "c"),
    (r"ph", "f"),
    (r"w", "v"),
    (r"ou|oo", "u"),
    (r"io|yo|jo", "o"),
    (r"(.)\1+", r"\1"),
    (r"i+", "i"),
    (r"(?<=.)i(?=[aou])", ""),
    (r"(?<=[^aeiou])e(?=[^aeiou])", "i"),
)


@cache
def sound(word: str) -> str:
    """A key that transliterations of one Slavic or Arabic name share: `zelenskyy`, `zelensky` and `zelenskiy` are one."""
    for pattern, replacement in _SOUNDS:
        word = re.sub(pattern, replacement, word)
    return word
