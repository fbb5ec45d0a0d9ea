"""What a page prints around its reporting: controls, advertisements, captions, lists of references.

Every rule judges a whole line by its whole form, so that a sentence that merely mentions such words is never touched.
The forms are data (`clutter.json`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from index.cleaning.data import read_data

# Copying leaves the word without a space before what follows: "AdvertisementConnect with us".
_GLUED = re.compile(r"(?:Advertisement|ADVERTISEMENT)(?=[A-Z]|$)")
_PICTURE = r"(?:image|photo(?:graph)?|picture|pic|video|illustration|map|graphic)s?"
_NAMED = r"(?-i:(?:[^\W_a-z]|@)[^\s.!?;]*+)(?:\s*(?:/|,|\bvia\b|\bfor\b|\bof\b|\bthe\b|\band\b|\b(?-i:[^\W_a-z])[^\s!?;]*+))*+"
"""Possessive: a long list of names is read one way, or it would be read in every way that its commas allow."""
_CREDIT = re.compile(
    rf"(?:^|[\s(\[.|])(?:file\s+)?(?:{_PICTURE}\s+(?:by|courtesy(?:\s+of)?(?:\s+the)?|via|from|source)\s+{_NAMED}|"
    rf"(?:{_PICTURE}\s+(?:credits?|courtesy(?:\s+of)?|source)\s*[:©]?|{_PICTURE}\s*[:©]|credits?\s*:)\s*[^\W\d_][^.!?;]{{0,80}}(?:\.\w+)?)"
    r"[.)\]]*$",
    re.IGNORECASE,
)
_CAPTION_START = re.compile(
    rf"(?:in this (?:file )?)?(?:{_PICTURE}|pictured|caption|file {_PICTURE})\s*(?::|credit\b)|(?:file|pool) {_PICTURE}\s*[:.(]",
    re.IGNORECASE,
)
_LONGEST_CAPTION = 60
"""Words. Captions of news agencies run to about fifty; a longer line is reporting with a credit at its end."""
_LONGEST_CHROME = 400
"""Characters: a cookie notice."""

# " dot " for ".": some newsrooms write so what they do not wish to link.
_URL = re.compile(r"(?:https?:\s?/\s?/|www\.)\S+(?:\s+dot\s+\S+)*|(?<!\S)\S++(?:\s+dot\s+\S++)+")
_URL_MARKS = ("http", "www.", " dot ")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_NOTE = re.compile(r"\[{1,2}(?:\d{1,3}|[ivxlc]+)\]|\d{1,3}[.)]\s")
_LEAST_NOTES = 3
_TEASERS = re.compile(r"(?<!\w)(?:LATEST|MORE|RELATED|OTHER|TOP) (?:NEWS|STORIES|ARTICLES)\b")
_STAMP = re.compile(
    r"\d{1,2} (?i:january|february|march|april|may|june|july|august|september|october|november|december) \d{4}, \d{2}:\d{2}"
    r"|(?:Today|Yesterday) at \d{2}:\d{2}|\d{1,2} (?:hours?|minutes?|days?) ago"
)
_LEAST_TEASERS = 3
_WORDS_AN_ADDRESS = 4
_WORDS_OF_REFERENCE = 12


@dataclass(frozen=True, slots=True)
class _Forms:
    chrome: re.Pattern[str]
    agency: re.Pattern[str]


def is_chrome(line: str) -> bool:
    """Whether a line is a page's control, advertisement or notice and nothing else."""
    rest = _GLUED.sub("", line).strip()
    if not rest:
        return bool(line.strip())
    return len(line) <= _LONGEST_CHROME and _forms().chrome.fullmatch(rest) is not None


def is_caption(line: str) -> bool:
    """Whether a line is the caption of a picture: it ends in a credit or begins by naming the picture."""
    if len(line.split()) > _LONGEST_CAPTION:
        return False
    return bool(_CREDIT.search(line) or _forms().agency.search(line) or _CAPTION_START.match(line))


def is_reference(line: str) -> bool:
    """Whether a line is a list of web addresses, numbered or not, with next to no words of its own."""
    if not any(mark in line for mark in _URL_MARKS):
        return False
    without, addresses = _URL.subn(" ", line)
    words = len(_WORDS.findall(without))
    return addresses > 0 and words <= min(_WORDS_AN_ADDRESS * addresses, _WORDS_OF_REFERENCE)


def without_clutter(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs without chrome, captions and references; a paragraph of several lines loses only those lines."""
    split = (_without_teasers(paragraph).split("\n") for paragraph in _without_notes(paragraphs))
    kept = ("\n".join(line for line in lines if not _is_clutter(line)) for lines in split)
    return [paragraph for paragraph in kept if paragraph.strip()]


def _without_teasers(paragraph: str) -> str:
    """The paragraph without a list of other headlines and their hours that was copied onto its end, label included."""
    label = _TEASERS.search(paragraph)
    stamps = list(_STAMP.finditer(paragraph, label.end())) if label else []
    if label is None or len(stamps) < _LEAST_TEASERS:
        return paragraph
    return " ".join(part for part in (paragraph[: label.start()].strip(), paragraph[stamps[-1].end() :].strip()) if part)


def _without_notes(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs up to a list of numbered references, and what stands behind it without a number."""
    numbered = [_NOTE.match(paragraph) is not None for paragraph in paragraphs]
    addresses = [at for at, paragraph in enumerate(paragraphs) if numbered[at] and is_reference(paragraph)]
    if len(addresses) < _LEAST_NOTES:
        return list(paragraphs)
    return [paragraph for at, paragraph in enumerate(paragraphs) if at < addresses[0] or not numbered[at]]


def _is_clutter(line: str) -> bool:
    return is_chrome(line) or is_caption(line) or is_reference(line)


@cache
def _forms() -> _Forms:
    """What chrome and captions look like.

    Closed forms are said only by a page of itself and may end in a full stop; a line of an open form that does is a sentence.
    """
    data = read_data("clutter")
    closed, opened, agency = ("|".join(data[name]) for name in ("closed", "open", "agencies"))
    named = rf"[(\[]?(?:{agency})(?: Photo)?\s*/\s*[^.]{{3,50}}$"
    return _Forms(
        re.compile(rf"\W*(?:(?:{closed})\W*|(?:{opened})(?<![.!?…])[^\w.!?]*)", re.IGNORECASE),
        re.compile(rf"(?:[(\[]|[.!?…\"”’)]\s+|—\s*|©\s*|\bvia\s+)[^.()\[\]]{{0,60}}\b(?:{agency})[.)\]]*$|^{named}"),
    )
