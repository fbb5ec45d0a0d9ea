"""Whether a full stop belongs to an abbreviation, an initial or a list number rather than to the end of a sentence."""

from __future__ import annotations

import re

_RANKS = (
    "adm amb brig capt cmdr cmd col comdr cpl dr gen gov hon insp lt maj messrs mr mrs ms msgt mt ph pp pres prof rep reps rev "
    "sec sen sens sgt spc st supt ft obl pvt intl"
)
_BEFORE_NAME = frozenset(_RANKS.split())
"""Written with a capital they stand before a name: never the end of a sentence."""

_BEFORE_NUMBER = frozenset(
    "jan feb mar apr jun jul aug sep sept oct nov dec p pp pg ca c para art no nos fig vol approx est op sec col".split()
)
"""They do not end a sentence when a number follows."""

_BETWEEN = frozenset("mr mrs ms dr vs approx e.g i.e cf viz".split())
"""In either case they never end a sentence."""

_ANYWHERE = frozenset("etc inc ltd co corp jr sr bros a.m p.m u.s u.k u.n e.u u.s.s.r d.c al n.b".split())
"""They may end a sentence: they do when a word follows that seldom stands anywhere but at a beginning."""

_OPENERS = (
    "the a an this that these those it its he she they we i you his her their there here in on at as after before "
    "during since while when where if but and or so yet however meanwhile also although though despite earlier later "
    "according for from with what who why how no not many most some several both one then now today still by let even "
    "once until all each any every more because our such"
)
_STARTERS = frozenset(_OPENERS.split())

_CYRILLIC = frozenset(
    "г гг им ул просп пр пл пос обл р-н р-ну тыс млн млрд руб долл ген полк проф акад см ср т.е т.д т.п вул буд грн тис".split()
)

_WORD_BEFORE = re.compile(r"([\w.&-]*\w)\.$")
_LIST_NUMBER = re.compile(r"(?:(?:^|\n)\s*\(?(?:\d{1,3}|[A-Za-z])|\b[a-z]{4,}[.!?;:]\s+\(?\d{1,2})$")
_INITIAL_BEFORE = re.compile(r"\b[A-Z]\.\s*$")
_LETTERS = re.compile(r"(?:\w\.)+\w")
_FIRST_WORD = re.compile(r"[^\w]*([\w’']+)(\.?)")


def is_abbreviation(before: str, following: str) -> bool:
    """Whether the full stop that `before` ends with is part of a shortened word.

    Args:
        before: Some characters up to the full stop, it included; from the start of the paragraph where that is near.
        following: Some characters after the white space.
    """
    if _LIST_NUMBER.search(before[:-1]):
        return True
    found = _WORD_BEFORE.search(before)
    if found is None:
        return False
    word = found.group(1)
    tail = word.rsplit("-", 1)[-1]
    key = tail.casefold()
    if key in _BETWEEN or (key in _BEFORE_NAME and tail[0].isupper() and not tail[1:].isupper()):
        return True
    if key in _BEFORE_NUMBER:
        return following[0].isdigit()
    if key in _CYRILLIC:
        return not before[: found.start()].rstrip()[-1:].isdigit()
    if key in _ANYWHERE or _LETTERS.fullmatch(word) or _is_initial(word, before[: found.start()]):
        return not _is_starter(following)
    return False


def _is_initial(word: str, lead: str) -> bool:
    return len(word) == 1 and word.isupper() and (word != "I" or _INITIAL_BEFORE.search(lead) is not None)


def _is_starter(following: str) -> bool:
    """Whether it opens with a word that begins sentences; "A." and "I." are more initials."""
    opening = _FIRST_WORD.match(following)
    return opening is not None and opening[1].casefold() in _STARTERS and not (len(opening[1]) == 1 and opening[2])
