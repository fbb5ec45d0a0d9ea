"""Texts made comparable: typography, white space, case and Unicode form folded, every folded character traceable to its origin.

What is folded: NFKD, case, all quotation marks and apostrophes, all dashes (with the white space around them), runs of white
space, invisible characters. What is not: words, figures, diacritics, other punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from index.types import Span

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_SINGLE = "‘’‚‛`´ʼʹ′‹›＇"
_DOUBLE = "“”„‟«»″＂"
_DASHES = "‐‑‒–—―−﹘﹣－"
_TABLE = str.maketrans(
    dict.fromkeys(_INVISIBLE, "") | dict.fromkeys(_SINGLE, "'") | dict.fromkeys(_DOUBLE, '"') | dict.fromkeys(_DASHES, "-")
)
_SPACED_DASH = re.compile(r"\s*-[\s-]*")
_WORD = re.compile(r"\w+")
_JOINED_BEFORE = re.compile(r"(?:\d[.,\u00a0\u2009\u202f]|\w[-‐‑])\Z")
_JOINED_AFTER = re.compile(r"[.,\u00a0\u2009\u202f]\d|[-‐‑]\w|['’]t\b", re.I)


def folded(text: str) -> str:
    """`text` folded, without white space at its ends."""
    return _spaced(_characters(text)).strip()
