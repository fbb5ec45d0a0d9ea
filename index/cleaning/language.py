"""The language of a text where neither its source nor its page names it: by function words, which are data (`language.json`)."""

from __future__ import annotations

import re
from collections import Counter

from index.cleaning.data import read_data

_WORD = re.compile(r"[^\W\d_]+")
_WORDS_READ = 400
_LEAST_WORDS = 20
_LEAST_SHARE = 0.15
"""Of all words; in news in the languages known here the twenty words make up a fifth to two fifths."""
_LEAST_LEAD = 1.5
"""Times the next language's share: below it two neighbours cannot be told apart and neither is claimed."""


def spoken(text: str) -> str | None:
    """ISO 639-1 of a text's language, `None` where it is short, mixed or not among those known."""
    words = Counter(word.casefold() for word in _WORD.findall(text[: _WORDS_READ * 8])[:_WORDS_READ])
    if words.total() < _LEAST_WORDS:
        return None
    known: dict[str, list[str]] = read_data("language")["words"]
    shares = sorted(((sum(words[word] for word in common) / words.total(), code) for code, common in known.items()), reverse=True)
    (first, code), (second, _) = shares[:2]
    return code if first >= _LEAST_SHARE and first >= _LEAST_LEAD * second else None


def given_code(given: str | None) -> str | None:
    """ISO 639-1 out of "en", "en-GB", "en_US" or a language's name in English; `None` where nothing usable is given."""
    said = (given or "").strip().casefold()
    if re.fullmatch(r"[a-z]{2}(?:[-_].+)?", said):
        return said[:2]
    codes: dict[str, str] = read_data("language")["names"]
    return codes.get(said)
