"""Whom and what a question names: a sentence about somebody else is no answer, however alike it is."""

from __future__ import annotations

import re
from typing import Final

from search.terms import stem_set

_NAME = re.compile(r"(?<!^)(?<![.?!:]\s)\b[A-Z][\w’'-]+")
_NOT_NAMES = frozenset(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)

_DID = (
    "say said tell told claim claimed allege state announce promise think call write report ask demand suggest argue answer "
    "reply respond react comment explain describe justify defend blame conclude give name draw make warn accuse use depict "
    "admit deny insist offer propose advise see want praise criticise criticize condemn agree refuse order urge assess "
    "believe fear hope expect identify mention compare attribute reject dismiss confirm predict estimate reckon recommend "
    "appeal add stress threaten vow pledge thank rebuke withdraw sign"
)
_SUBJECT = re.compile(
    r"\b(?:did|does|has|had|have)\s+((?:[\w.’'\"-]+\s+){0,7}?[A-Z][\w’'.-]*)(?:\s+(?:himself|herself|also|really))?"
    rf"\s+(?:{'|'.join(_DID.split())})\b"
)
_KEYWORDS = re.compile(
    r"^((?:[\w’'-]+\s+){0,4}?[A-Z][\w’'-]+)\s+(?:[a-z]+\s+)?(?:reaction|reply|response|statement|comments?|answer)\b(?!.*\?)"
)
TITLES: Final = frozenset(
    "president vice prime minister general colonel captain lieutenant major admiral chancellor ambassador defence defense "
    "foreign interior russian ukrainian syrian turkish american british french german head patriarch king pope mr mrs "
    "secretary state commander mayor governor chief".split()
)
"""Capitalised before a name, and not one."""
SEATS: Final = frozenset(
    "moscow kremlin kyiv kiev washington damascus ankara london paris berlin tehran beijing minsk brussels warsaw riyadh "
    "doha baghdad jerusalem cairo russia ukraine syria turkey britain france germany poland china iran iraq israel belarus "
    "america us uk eu un nato".split()
)
"""Governments by their country or seat: reports call them so many other things that the word itself need not be there."""


_BROAD = re.compile(
    r"\bwhat (?:was|were|is|has been|have been)\b[^?]{0,20}\b(?:said|reported|written|known|told|published)\b"
    r"[^?]{0,12}\b(?:about|of|on)\b",
    re.I,
)


def is_broad(question: str) -> bool:
    """Whether it asks for whatever is told on a subject, so that many sentences answer: "what was said about …"."""
    return bool(_BROAD.search(question))


def names(question: str) -> tuple[str, ...]:
    """The proper names in a question, as typed; its first word aside, which is capitalised in any case."""
    found = (re.sub(r"[’']s$", "", match.group()) for match in _NAME.finditer(question.strip()))
    return tuple(dict.fromkeys(word for word in found if word.casefold() not in _NOT_NAMES))


def speaker_asked(question: str) -> frozenset[str]:
    """Stems of the name of whoever's words or deeds are asked for: of "What did President Putin say about Bucha", Putin's.

    None where two are asked about.
    """
    found = _SUBJECT.findall(question) or _KEYWORDS.findall(question)
    words = re.findall(r"[^\W\d_][\w’'-]*", found[0]) if len(found) == 1 else []
    named = [re.sub(r"[’']s$", "", word) for word in words if word[0].isupper()]
    named = [word for word in named if word.casefold() not in TITLES | SEATS]
    return stem_set(named[-1]) if named else frozenset()
