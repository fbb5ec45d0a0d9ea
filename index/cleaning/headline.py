"""Which of the lines above a copied page's reporting is its headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.cleaning.byline import byline
from index.cleaning.dates import is_date_line

_PROSE_WORDS = 25
"""A line this long is reporting even where no full stop ends it."""
_SENTENCE_WORDS = 6
_QUESTION_WORDS = 20
"""Shorter questions and exclamations may be headlines."""
_TITLE_WORDS = range(2, 31)
_SENTENCE_END = re.compile(r"[.…][”\"’')\]]*$")
_ANY_END = re.compile(r"[.…!?][”\"’')\]]*$")
_WORD = re.compile(r"[^\W\d_]{3,}|\d[\d,.]*\d")
# A section's name ("Military, Defense and National Security") needs none of these; a headline mostly has one.
_SPEAKING = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|will|would|can|could|may|might|must|should|to|at|in|on|as|by|for|from|with|over|after|before|"
    r"amid|into|but|not|no|his|her|its|their|how|why|what|who|says?|said)\b|[’']s\b|[?!“”\"]|\d",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"#{1,6}\s+")
_SITE = re.compile(r"\s+[|–—·•-]\s+(?P<outlet>[^|–—]{2,40})$")


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline found: its words, the number of its last line among those looked at, and the outlet printed behind it."""

    title: str
    line: int
    outlet: str | None


def is_prose(paragraph: str) -> bool:
    """Whether a paragraph is reporting rather than a line of a page's head: a sentence of six words, or anything long."""
    words = len(paragraph.split())
    if words >= _PROSE_WORDS:
        return True
    end = _ANY_END if words > _QUESTION_WORDS else _SENTENCE_END
    return words >= _SENTENCE_WORDS and end.search(paragraph) is not None


def same(one: str, other: str) -> bool:
    """Whether two lines say the same but for case, punctuation and white space."""
    return folded(one) == folded(other)


def headline(above: Sequence[str], body: Sequence[str]) -> Headline | None:
    """The line among `above` that heads `body`: its words return in the reporting, and it is no section's name.

    Returns:
        `None` where nothing stands above the reporting that could be one.
    """
    lines = [_MARKDOWN.sub("", line) for line in above]
    marked = next((i for i, line in enumerate(above) if line.startswith("# ")), None)
    if marked is not None:
        return Headline(lines[marked], marked, None)
    spoken = {word.casefold() for word in _WORD.findall(" ".join(body))}
    places = [place for place, line in enumerate(lines) if _may_be(line)]
    if not places or not body:
        return None
    return _parted(lines, max(places, key=lambda place: _score(lines[place], spoken)))


def _may_be(line: str) -> bool:
    return len(line.split()) in _TITLE_WORDS and any(map(str.isalpha, line)) and not byline(line) and not is_date_line(line)


def _score(line: str, spoken: set[str]) -> float:
    """How likely a line is the headline, 0 to 2: words said again in the reporting, the usual length, words of a statement.

    Of equal ones the first is taken: what stands below a headline in its form is its second line.
    """
    words = [word.casefold() for word in _WORD.findall(line)]
    said = sum(word in spoken for word in words) / max(1, len(words))
    count = len(line.split())
    return said + 0.6 * min(count, 6) / 6 - 0.02 * max(0, count - 14) + (0.4 if _SPEAKING.search(line) else 0.0)


def _parted(lines: Sequence[str], place: int) -> Headline:
    """The headline without " | Outlet" where that was printed; a line that repeats the bare headline below it belongs to it."""
    line = lines[place]
    longer = next((other for other in lines if other.startswith(line) and _SITE.fullmatch(other[len(line) :])), line)
    site = _SITE.search(longer)
    line = longer
    bare = line[: site.start()] if site else line
    again = [i for i, other in enumerate(lines) if same(other, bare)]
    if site and (again or "|" in site.group()):
        return Headline(bare, max(place, *again, 0), site["outlet"].strip())
    return Headline(line, max(place, *again, 0), None)


def folded(line: str) -> str:
    """A line's words alone, case-folded, one space apart."""
    return " ".join(re.findall(r"\w+", line.casefold()))
