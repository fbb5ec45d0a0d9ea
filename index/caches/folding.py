"""Spellings that must meet: the same words however a paper prints quotation marks, big numbers or initials."""

from __future__ import annotations

import re
import unicodedata

_MARKS = str.maketrans(dict.fromkeys("‘’‚‛ʼʹʻ`´′＇", "'") | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None))
_THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_INITIALS = re.compile(r"\b[A-Z](?:\.[A-Z])+\b\.?")
_POSSESSIVE = re.compile(r"(?<=\w)'[sS]\b")


def exact_form(text: str) -> str:
    """Text for matching word for word: one apostrophe, `1,228` as `1228`, `U.S.` as `US`, no invisible characters.

    Case and diacritics are left to the analyser.
    """
    text = unicodedata.normalize("NFC", text).translate(_MARKS)
    text = _THOUSANDS.sub("", text)
    return _INITIALS.sub(lambda match: match.group().replace(".", ""), text)


def stem_form(text: str) -> str:
    """Text for matching by stems: as `exact_form`, and `Kyiv's` as `Kyiv`."""
    return _POSSESSIVE.sub("", exact_form(text))
