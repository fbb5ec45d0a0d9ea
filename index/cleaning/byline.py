"""Who wrote an article, where a page says so in its own words: bylines, lists of names, biographies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from index.cleaning.data import read_data

_BYLINE = re.compile(
    r"(?:(?:story|text|words|written|report(?:ed|ing)?|analysis|opinion|posted|additional reporting)\s+)?by:?\s+(.+)",
    re.IGNORECASE,
)
_BYLINE_END = re.compile(r"\s*(?:[|•·;(@/–—]|\s-\s|,?\s+(?:in|at|for|updated|published|posted|on)\s|,?\s*\d).*$", re.IGNORECASE)
_NAME_BREAK = re.compile(r"\s*(?:,\s*(?:and|&|with)\s+|,|\s+and\s+|\s+&\s+|\s+with\s+)\s*", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[.’'ʼ-][^\W\d_]*)*")
_HEADING = re.compile(
    r"\W*(?:(?:(?:expert|author|writer|short)?\s*bio(?:graphy)?s?|about(?: the)? (?:author|writer|reporter|expert|contributor)s?|"
    r"(?:the )?authors?|meet the (?:author|writer)|(?:written|posted) by)\b\W*|about the author: .{2,60})",
    re.IGNORECASE,
)
_THE_AUTHOR = re.compile(
    r"the (?:author|writer|columnist|reporter)s? (?:is|are|was|has|have|can be)\b|"
    r"(?:you can )?(?:follow|reach|contact|e-?mail) (?:him|her|them|the (?:author|writer|reporter)) (?:on|at|via)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:said|says|told|added|according to|was (?:killed|arrested|detained|wounded|injured))\b", re.IGNORECASE
)
_POST_OUTLET = re.compile(r"(?:an?|the)\s+(?P<outlet>(?=\S*[^\W\d_])(?-i:[^\W_a-z])[\w.&-]*)\s", re.IGNORECASE)
_LONGEST_BYLINE = 250
_LONGEST_BIOGRAPHY = 1500
_LONGEST_NOTE = 600
"""Characters."""


@dataclass(frozen=True, slots=True)
class _Known:
    particles: frozenset[str]
    no_name: frozenset[str]
    biography: re.Pattern[str]
    cue: re.Pattern[str]


def is_name(text: str) -> bool:
    """Whether a phrase has the form of a person's full name: two to five words, capitalised, none of a section's."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 50:
        return False
    known = _known()
    if any(not _NAME_WORD.fullmatch(word) or word.casefold().strip(".") in known.no_name for word in words):
        return False
    inner = all(word[0].isupper() or word.casefold() in known.particles for word in words)
    return inner and words[0][0].isupper() and words[-1][0].isupper()


def names(line: str) -> tuple[str, ...]:
    """The people of a line that is nothing but a list of two or more full names; else none."""
    parts = [part for part in _NAME_BREAK.split(line.strip().rstrip(".,")) if part]
    return tuple(map(_cased, parts)) if len(parts) > 1 and all(map(is_name, parts)) else ()


def byline(line: str) -> tuple[str, ...]:
    """The people whom a line names as authors ("By …", or a bare list of names); none where it is no byline."""
    if len(line) > _LONGEST_BYLINE:
        return ()
    said = _BYLINE.fullmatch(line.strip())
    if not said:
        return names(line)
    parts = _NAME_BREAK.split(_BYLINE_END.sub("", said.group(1)))
    return tuple(_cased(part.strip(" .")) for part in parts if is_name(part.strip(" .")))


def is_biography_heading(line: str) -> bool:
    """Whether a line announces a biography of the author."""
    return _HEADING.fullmatch(line) is not None


def described(paragraph: str, elsewhere: str, authors: Sequence[str]) -> tuple[str, str | None] | None:
    """Whom a paragraph introduces as its author, and the outlet it names in doing so ("A 19FortyFive … Columnist, …").

    Args:
        elsewhere: The article's other text. Whom it speaks of is its subject: a sentence about them is reporting.
        authors: Known from elsewhere; a paragraph may introduce one of them by part of the name, and nobody else.

    Returns:
        `None` where the paragraph is no biography.
    """
    if len(paragraph) > _LONGEST_BIOGRAPHY:
        return None
    found = _known().biography.match(paragraph)
    name = found["name"].strip() if found else ""
    known = next((author for author in authors if name and set(name.split()) <= set(author.split())), None)
    if not found or not (known or (not authors and is_name(name) and _is_introduced(paragraph, name, elsewhere))):
        return None
    post = _POST_OUTLET.match(found["post"] or "")
    return known or name, post["outlet"] if post else None


def _is_introduced(paragraph: str, name: str, elsewhere: str) -> bool:
    """Whether a paragraph tells of somebody's career who is not in the news: nobody speaks in it, nothing else names them."""
    reported = _REPORTED.search(paragraph) or name.rsplit(maxsplit=1)[-1].casefold() in elsewhere.casefold()
    return not reported and _known().cue.search(paragraph) is not None


def is_about_author(paragraph: str) -> bool:
    """Whether a paragraph speaks of "the author" without a name."""
    return len(paragraph) <= _LONGEST_NOTE and _THE_AUTHOR.match(paragraph) is not None


def first_named(groups: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The first group that names anyone."""
    return next((group for group in groups if group), ())


def _cased(name: str) -> str:
    return name.title() if name.isupper() else name


@cache
def _known() -> _Known:
    data = read_data("people")
    return _Known(
        frozenset(data["particles"]),
        frozenset(data["no_name"]),
        _biography("|".join(data["roles"])),
        re.compile(rf"\b(?:{'|'.join(data['cues'])})", re.IGNORECASE),
    )


def _biography(roles: str) -> re.Pattern[str]:
    """ "A Daily Planet Columnist, Dr. Lois Lane, 34, is a … reporter": post and title may stand before the name."""
    post = rf"(?:(?P<post>.{{2,90}}?\b(?:{roles})),\s+)?"
    title = r"(?:(?:dr|prof|professor|mr|mrs|ms|lt|col|maj|gen|capt|sgt)\.?\s+)?"
    name = r"(?P<name>(?-i:[^\W\d_a-z])[\w’'.-]*(?:\s+[\w’'.-]+){0,4}?)"
    aside = r"(?:,[^,]{2,60},|\s\([^)]{2,40}\))?(?:\s*[:–—-]\s*|\s+)"
    being = r"(?:is|was|serves as|works as|worked as|has been)\s+(?:(?:currently|also|now|formerly)\s+)?(?:an?|the|one of)?\s*"
    doing = r"(?:covers|reports (?:on|from|for)|writes (?:about|on|for)|has (?:written for|covered|reported))\b"
    role = rf"(?:[^.]{{0,120}}?\b)?(?:{roles})s?\b"
    return re.compile(rf"(?:about\s+)?{post}{title}{name}{aside}(?:{being}{role}|{doing})", re.IGNORECASE | re.DOTALL)
