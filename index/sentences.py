"""Where sentences end, in the English of news and official statements.

A full stop ends a sentence unless it belongs to an abbreviation, an initial, a number or a quotation that goes on. The rules
follow the usual description of the problem (Palmer & Hearst 1997; Kiss & Strunk 2006), with lists in place of learned statistics,
because the titles, ranks and place abbreviations of conflict reporting are few and known.
"""

from __future__ import annotations

import re

from index.types import Span

_RANKS = (
    "adm amb art brig capt cmdr cmd col comdr cpl dr fig gen gov hon insp lt maj messrs mr mrs ms msgt mt no nos op "
    "ph pp pres prof rep reps rev sec sen sens sgt spc st supt vol vs ft approx est dist obl reg pvt"
)
_BEFORE_NAME = frozenset(_RANKS.split())
"""Abbreviations that stand before a name or number: never the end of a sentence."""

_BEFORE_NUMBER = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec p pg ca c para art".split())
"""Abbreviations that do not end a sentence when a number follows."""

_ANYWHERE = frozenset("etc inc ltd co corp jr sr bros a.m p.m u.s u.k u.n e.u u.s.s.r d.c e.g i.e cf al n.b".split())
"""Abbreviations that may end a sentence: they do when a word follows that seldom stands anywhere but at a beginning."""

_STARTERS = frozenset(
    "the a an this that these those it its he she they we i you his her their our there here in on at as after before "
    "during since while when where if but and or so yet however meanwhile also although though despite earlier later "
    "according for from with what who why how no not many most some several both one".split()
)

_END = re.compile(r"(?:[.!?…。！？؟]+|\.{3})[\"'”’»)\]]*(?:\[\d{1,3}\])*(?:,,+)?|,,+")
_GLUED = re.compile(r"[^\W\d_]{2,}[.!?][”\"’]?$")
_GLUED_NEXT = re.compile(r"[A-Z][a-z]+[ ,’']")
_WORD_BEFORE = re.compile(r"([\w.&-]*\w)\.$")
_SPOKEN = re.compile(r"(?:[A-Z][\w.’'-]*\s){1,4}(?:said|says|asked|told|added|wrote|replied|noted|stated|argued|warned)\b")
_BULLET = re.compile(r"\s*(?:[-*•‣▪–—·]|\(?\d{1,3}[.)])\s")
_LIST_NUMBER = re.compile(r"(?:^|\n)\s*\(?(?:\d{1,3}|[A-Za-z])$")
_WRAPPED = 55
"""Characters: a line at least this long that runs into the next is taken as wrapped by width, not ended."""


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the sentences of one paragraph, ascending; only white space is left between and around them.

    Args:
        text: The text that offsets count in.
        start, end: The paragraph; default the whole text.
    """
    stop = len(text) if end is None else end
    spans: list[Span] = []
    begin = start
    for cut in _cuts(text, start, stop):
        spans.extend(_trimmed(text, begin, cut))
        begin = cut
    spans.extend(_trimmed(text, begin, stop))
    return spans


def _cuts(text: str, start: int, stop: int) -> list[int]:
    ends = {match.end() for match in _END.finditer(text, start, stop) if _is_end(text, start, match, stop)}
    breaks = {at for at in range(start, stop) if text[at] == "\n" and _is_line_end(text, start, at, stop)}
    return sorted(ends | breaks)


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [(start, end)] if end > start else []


def _is_end(text: str, start: int, match: re.Match[str], stop: int) -> bool:
    at = match.end()
    if at >= stop:
        return False
    rest = text[at : min(stop, at + 80)]
    if match.group().endswith(",,"):  # how some exports join paragraphs
        return True
    if not rest[0].isspace():
        before = text[max(start, at - 30) : at]
        return bool(_GLUED.search(before) and _GLUED_NEXT.match(rest))
    following = rest.lstrip()
    if not following:
        return False
    first = following.lstrip("\"'“‘«([")[:1]
    if not first or first.islower():
        return False
    mark = match.group()
    if mark[-1] in "\"”’'" and _SPOKEN.match(following):
        return False
    if mark == ".":
        return not _is_abbreviation(text[max(start, at - 30) : at], following)
    return True


def _is_abbreviation(before: str, following: str) -> bool:
    if _LIST_NUMBER.search(before[:-1]):
        return True
    found = _WORD_BEFORE.search(before)
    if found is None:
        return False
    word = found.group(1).casefold()
    tail = word.rsplit("-", 1)[-1]
    if word in _BEFORE_NAME or tail in _BEFORE_NAME:
        return True
    if word in _BEFORE_NUMBER:
        return following[0].isdigit()
    if word in _ANYWHERE or re.fullmatch(r"(?:\w\.)+\w", word):
        opening = re.match(r"[^\w]*([\w’']+)", following)
        return opening is None or opening.group(1).casefold() not in _STARTERS
    return len(word) == 1 and found.group(1).isupper() and word != "i"


def _is_line_end(text: str, start: int, at: int, stop: int) -> bool:
    line_start = text.rfind("\n", start, at) + 1 or start
    line = text[line_start:at].rstrip()
    following = text[at + 1 : stop]
    if _BULLET.match(following) or not line:
        return True
    if len(line) < _WRAPPED:
        return not following[:1].islower()
    return line[-1] in ".:;!?”\"" and not following[:1].islower()
