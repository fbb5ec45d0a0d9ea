"""Texts made comparable: typography, white space, case and Unicode form folded, every folded character traceable to its origin.

Folded: Unicode form (NFKD), case, quotation marks and apostrophes, dashes and ellipses with the white space around them, runs of
white space, invisible characters. Never folded: words, figures (10² stays apart from 102), diacritics, other punctuation.
The mapping is character by character, so that what is compared and what is traced cannot disagree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from index.types import Span

_INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_SINGLE: Final = "‘’‚‛`´ʼʹ′‹›＇"
_DOUBLE: Final = "“”„‟«»″＂"
_DASHES: Final = "‐‑‒–—―−﹘﹣－"
_RUN = re.compile(r"(?P<ellipsis>\s*\.(?:\s*\.){2,}\s*)|(?P<dash>\s*-[\s-]*)|(?P<space>\s+)")
_SIGNS: Final = {"ellipsis": "…", "dash": "-", "space": " "}
_ELLIPSIS = re.compile(r"\s*\.(?:\s*\.){2,}\s*")
_DASH = re.compile(r"\s*-[\s-]*")
_SPACE = re.compile(r"[^\S ]\s*|\s{2,}")
_BEGINS_INSIDE = re.compile(r"(?:\w\w|\d[.,\u00a0\u2009\u202f]\d|\w[-‐‑]\w)\Z")
_ENDS_INSIDE = re.compile(r"\w\w|\d[.,\u00a0\u2009\u202f]\d|\w[-‐‑]\w|\d\s?%|n['’]t\b", re.IGNORECASE)
_REACH: Final = 8
"""Characters looked at on either side of a span; a figure or word that goes on shows it within three, invisible ones aside."""
_HIDDEN = re.compile(f"[{_INVISIBLE}]")


class _Characters(dict[int, str]):
    """What each character is folded to, worked out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _character(chr(code))
        return self[code]


def _character(character: str) -> str:
    for signs, plain in ((_INVISIBLE, ""), (_SINGLE, "'"), (_DOUBLE, '"'), (_DASHES, "-")):
        if character in signs:
            return plain
    if character.isnumeric() and not character.isdecimal():
        return character
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())


@cache
def _characters() -> _Characters:
    return _Characters()


def folded(text: str) -> str:
    """`text` folded, without white space at its ends."""
    # One pattern a sign, the same as `_RUN` in effect: without a call a match it takes a third of the time.
    plain = _ELLIPSIS.sub("…", text.translate(_characters()))
    return _SPACE.sub(" ", _DASH.sub("-", plain)).strip()


def traced(text: str) -> tuple[str, list[Span]]:
    """`text` folded, white space at its ends kept, and where each folded character stands in `text`."""
    table = _characters()
    parts = [table[ord(character)] for character in text]
    origins = [(at, at + 1) for at, part in enumerate(parts) for _ in part]
    plain = "".join(parts)
    pieces: list[str] = []
    spans: list[Span] = []
    done = 0
    for match in _RUN.finditer(plain):
        start, end = match.span()
        pieces += [plain[done:start], _SIGNS[match.lastgroup or ""]]
        spans += [*origins[done:start], (origins[start][0], origins[end - 1][1])]
        done = end
    return "".join([*pieces, plain[done:]]), spans + origins[done:]


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether the span neither begins nor ends inside a word or a figure.

    "able to hold" inside of "unable to hold", "228" inside of "1,228", "can" inside of "can't", "fire" inside of "cease-fire" are
    not whole: a quote that is cut there may say the opposite of its source.
    """
    before = _HIDDEN.sub("", text[max(0, start - _REACH) : start])
    after = _HIDDEN.sub("", text[end : end + _REACH])
    if after and unicodedata.combining(after[0]):
        return False
    return not (_BEGINS_INSIDE.search(before + text[start]) or _ENDS_INSIDE.match(text[end - 1] + after))


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends; `start`..`start` where there is nothing else."""
    words = text[start:end]
    lead = len(words) - len(words.lstrip())
    return start + lead, start + lead + len(words.strip())


def locate_exact(text: str, quote: str) -> Iterator[Span]:
    """Spans where `quote` stands in `text` character for character, as whole words, ascending."""
    at = text.find(quote) if quote else -1
    while at >= 0:
        if is_whole(text, at, at + len(quote)):
            yield at, at + len(quote)
        at = text.find(quote, at + 1)


def locate(text: str, quote: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Spans of `text` that fold to the same as `quote` does, as whole words, ascending.

    Args:
        start, end: Only inside of this part of the text.
    """
    wanted, part = folded(quote), text[start:end]
    if not wanted or wanted not in folded(part):
        return
    plain, origins = traced(part)
    at = plain.find(wanted)
    while at >= 0:
        span = trimmed(text, start + origins[at][0], start + origins[at + len(wanted) - 1][1])
        if is_whole(text, *span) and folded(text[slice(*span)]) == wanted:
            yield span
        at = plain.find(wanted, at + 1)
