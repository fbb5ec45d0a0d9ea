"""Whom and what a question names: a sentence about somebody else is no answer, however alike it is."""

from __future__ import annotations

import re

from search.terms import stem_set

_NAME = re.compile(r"(?<!^)(?<![.?!:]\s)\b[A-Z][\w’'-]+")
_NOT_NAMES = frozenset("january february march april may june july august september october november december".split())
_SPEAKER = re.compile(
    r"\bwhat (?:did|does|has|have|had)\s+((?:[A-Z][\w.’'-]*\s+){1,4})"
    r"(?:say|said|tell|told|claim|claimed|allege|state|announce|promise|think|call|write|report|ask|demand|suggest|argue)\b"
)


def names(question: str) -> tuple[str, ...]:
    """The proper names in a question, as typed; its first word aside, which is capitalised in any case."""
    found = (re.sub(r"[’']s$", "", match.group()) for match in _NAME.finditer(question.strip()))
    return tuple(dict.fromkeys(word for word in found if word.casefold() not in _NOT_NAMES))


def speaker_asked(question: str) -> frozenset[str]:
    """Stems of whose words a question asks for: of "What did Putin say about Bucha", Putin's."""
    match = _SPEAKER.search(question[:1].lower() + question[1:])
    return stem_set(match.group(1)) if match else frozenset()
