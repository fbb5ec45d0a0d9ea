"""Where sentences end, in the English of news and official statements.

A full stop ends a sentence unless it belongs to an abbreviation, an initial, a number or a quotation that goes on. The rules
follow the usual description of the problem (Palmer & Hearst 1997; Kiss & Strunk 2006), with lists in place of learned statistics,
because the titles, ranks and place abbreviations of conflict reporting are few and known (`index.cutting.abbreviations`).
"""

from __future__ import annotations

import re

from index.cutting.abbreviations import is_abbreviation
from index.types import Span

_END = re.compile(r"(?:[.!?…؟।]+|[。！？]+)[\"'”’»)\]>」』]*(?:\[\d{1,3}\])*(?:,,+|,(?=[^\W\d_]))?|,,+|[)”\]],(?=[^\W\d_])")
_LINE = re.compile(r"\n")
_STARS = re.compile(r"\*(?:\s?\*){2,}")
_WIDE = frozenset("。！？")
"""Marks of scripts that put no space between sentences."""

_BEHIND = 30
_AHEAD = 120
"""Characters that are looked at before and after a mark."""

_GLUED = re.compile(r"(?:[^\W\d_]{2,}|\b(?:19|20)\d\d|\d%)(?P<mark>[.!?][”\"’)]?|[”’]\.)(?:\[\d{1,3}\])*$")
_GLUED_NEXT = re.compile(r"[A-Z][a-z]+[ ,’']|A [a-z]|[“«(@]\w")
_GLUED_CAPITALS = re.compile(r"[A-Z]{2,6}\s")
_ADDRESS = re.compile(r"(?:https?:|www\.|@|/)\S*$")
_SPOKEN = re.compile(
    r"(?:The\s)?(?:[A-Z][\w.’'-]*\s){1,4}(?:said|says|asked|told|added|wrote|replied|noted|stated|argued|warned|stressed)"
    r"(?P<rest>(?:\s(?!that\b)[\w’'-]+){0,4})(?:[.]|$)"
)
_LOWER_NAME = re.compile(r"(?:al|el|as|an|ad|at|ash|ar|az)-[A-Z]")
_OPENING = "\"'“‘«([<{ -–—"
_BULLET = re.compile(r"[^\S\n]*(?:[-*•‣▪–—·]|\(?\d{1,3}[.)])\s")
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
    ends = {cut for match in _END.finditer(text, start, stop) if (cut := _cut(text, start, match, stop)) is not None}
    stars = {at for match in _STARS.finditer(text, start, stop) for at in match.span()}
    breaks = {at for match in _LINE.finditer(text, start, stop) if _is_line_end(text, start, at := match.start(), stop)}
    return sorted(ends | stars | breaks)


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [(start, end)] if end > start else []


def _cut(text: str, start: int, match: re.Match[str], stop: int) -> int | None:
    """Where a sentence ends at this mark, if one does."""
    at, mark = match.end(), match.group()
    if at >= stop:
        return None
    if mark.endswith(",,") or mark[0] in _WIDE:  # ",,": how some exports join paragraphs
        return at
    rest = text[at : min(stop, at + _AHEAD)]
    if mark[-1] == ",":  # so do some, with one; between names it is a comma without its space
        return at if rest[0].isupper() and not is_abbreviation(text[max(start, at - _BEHIND) : at - 1], rest) else None
    if not rest[0].isspace():
        return _glued_cut(text, start, match, rest)
    following = rest.lstrip()
    return at if following and _begins(following) and not _goes_on(text[max(start, at - _BEHIND) : at], mark, following) else None


def _begins(following: str) -> bool:
    """Whether a sentence may begin so."""
    opened = following.lstrip(_OPENING)
    return bool(opened) and (not opened[0].islower() or _LOWER_NAME.match(opened) is not None)


def _goes_on(before: str, mark: str, following: str) -> bool:
    """Whether a mark with white space behind it, and then something that could begin a sentence, ends none."""
    if mark[-1] in "\"”’'" and (spoken := _SPOKEN.match(following)):
        return not (mark[0] == "." and spoken["rest"])  # a full stop seldom stands before "X said": what follows has its own verb
    return mark == "." and is_abbreviation(before, following)


def _glued_cut(text: str, start: int, match: re.Match[str], rest: str) -> int | None:
    """Where a sentence ends without white space behind it: "war.But"."""
    before = text[max(start, match.end() - _BEHIND) : match.end()]
    glued = _GLUED.search(before)
    if glued is None or _ADDRESS.search(before) or is_abbreviation(before, rest):
        return None
    if not (_GLUED_NEXT.match(rest) or (before[glued.start()].islower() and _GLUED_CAPITALS.match(rest))):
        return None
    opens = glued["mark"][-1] == '"' and text.count('"', start, match.end()) % 2 == 1
    return match.end() - 1 if opens else match.end()


def _is_line_end(text: str, start: int, at: int, stop: int) -> bool:
    line_start = max(text.rfind("\n", start, at) + 1, start)
    line = text[line_start:at].rstrip()
    following = text[at + 1 : min(stop, at + 1 + _AHEAD)]
    if _BULLET.match(following) or not line:
        return True
    if len(line) < _WRAPPED:
        return not following[:1].islower()
    return line[-1] in '.:;!?”"' and not following[:1].islower()
