"""Names of people in a text, by their form: two words in capitals, or one behind a title. Places, bodies and months are none."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from search.sources import is_person
from search.terms import stem_set

_RUN = re.compile(r"\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*")
_TITLED = re.compile(
    r"\b(?:general|colonel|captain|lieutenant|major|president|minister|chancellor|governor|mayor|secretary|commander|leader|head|chief|"
    r"financier|milblogger|blogger|spokes\w+|mr|mrs|ms|dr)\.?\s+$",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"\b(?:Oblast|Krai|Raion|District|City|Republic|Region|River|Sea|Street|Airport|Airbase|Bridge|Island|Plant|Power|Front|Direction|"
    r"Highway|Telegram|Ukrain|Russia|Syria|Luhansk|Donetsk|Crimea)"
)
_NO_NAMES: Final = frozenset(
    "the a an in on at to of by from with after before since during while when if as for and but or he she it they we "
    "i his her their this that these those there here one two three another some many most several all no not "
    "according local social independent western eastern northern southern russian russians ukrainian ukrainians "
    "syrian british american french german turkish colonel captain lieutenant major chancellor governor mayor "
    "secretary commander leader head chief us uk eu un isw rf dnr lnr president minister ministry general staff "
    "forces oblast mr mrs ms monday tuesday wednesday thursday friday saturday sunday january february march april "
    "may june july august september october november december".split()
)


def names_person(text: str, known: frozenset[str]) -> bool:
    """Whether a text names a person.

    Args:
        known: Stems; one whose last name is among them does not count.
    """
    return any(_is_new(run, text, known) for run in _RUN.finditer(text))


def _is_new(run: re.Match[str], text: str, known: frozenset[str]) -> bool:
    words = run.group().split()
    pairs = ((one, other) for one, other in pairwise(words) if _NO_NAMES.isdisjoint({one.casefold(), other.casefold()}))
    if any(
        is_person(f"{one} {last}") and not _PLACES.search(f"{one} {last}") and not stem_set(last) <= known for one, last in pairs
    ):
        return True
    begins = (run.start() + at.start() for at in re.finditer(r"\S+", run.group()))
    titled = (words[at : at + 2] for at, begin in enumerate(begins) if _TITLED.search(text, 0, begin))
    return any(name[0].casefold() not in _NO_NAMES and known.isdisjoint(stem_set(" ".join(name))) for name in titled)
