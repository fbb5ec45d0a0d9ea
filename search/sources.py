"""Noun phrases that can be the source of a statement, found by the words they are made of. No guess: every word must be known.

A phrase counts when it is made of capitalised words, of words for people and bodies that speak, and of the small words between.
"""

from __future__ import annotations

import re
from typing import Final

from search.daterules import MONTH

_TOKEN = re.compile(r"[^\s,;:()\[\]“”\"]+")
_PEOPLE = (
    "adviser advisers advisor advisors agencies agency aide aides allies ally ambassador ambassadors analyst analysts "
    "army attorney authorities author authors blogger bloggers bureau cabinet campaign candidate candidates captain "
    "channel channels chairman chairwoman chief chiefs colonel command commander commanders commentator commentators "
    "commission committee company correspondent correspondents council counsel critics delegation department deputy "
    "diplomat diplomats director directorate document documents economist editor editorial embassy emergency envoy "
    "executive expert experts father fighter fighters forces founder general generals government governor governors group "
    "groups head headquarters historian hospital insiders institute intelligence investigators journalist journalists "
    "judge king lawmaker lawmakers lawyer lawyers leader leaders leadership lieutenant major manager mayor mayors media "
    "medics member members military milblogger milbloggers militia minister ministers ministry mother newspaper nominee "
    "observers office officer officers official officials operative operatives opponents outlet outlets organisation "
    "organization owner parliament party people pilot police politician politicians poll pollster pollsters president "
    "presidents press priest prisoners professor prosecutor prosecutors rebels refugees report reporter reporters reports "
    "representative representatives republicans democrats researcher researchers resident residents sailor scholar "
    "scientist secretary senator senators sergeant service services soldier soldiers source sources speaker spokesman "
    "spokespeople spokesperson spokespersons spokeswoman staff staffer staffers statement state strategist strategists "
    "student study supporter supporters surgeon survivor survivors team troops veteran veterans victims villager "
    "villagers volunteer volunteers voter voters website wife witness witnesses woman women man men workers writer "
)
_MODIFIERS = (
    "a an the another one two three four five six several some many most other both all unnamed unidentified anonymous "
    "senior junior local regional district city state national federal foreign defense defence prime deputy vice acting "
    "former then first top high-ranking military civilian law enforcement occupation proxy separatist pro-russian "
    "russian-backed opposition rival human rights aid relief rescue emergency state-run state-owned independent security "
    "border air naval navy ground his her their its our my this that u.s. us uk un long-time longtime young old elderly "
    "new same chief press public affairs communications political election exit campaign policy legal medical health "
    "police presidential republican democratic conservative liberal western eastern southern northern multiple various "
    "numerous few official unofficial well-known prominent "
)
_BETWEEN = "of the for and in at on to from with & de da di von van der al el bin ibn la le"
_SPEAKERS: Final = frozenset(_PEOPLE.split())
_KNOWN: Final = frozenset(f"{_PEOPLE} {_MODIFIERS} {_BETWEEN}".split())
_JOINERS: Final = frozenset(_BETWEEN.split())
_OPENING = (
    "and but yet so still however meanwhile then as while although though because since when if that after before also "
    "later earlier moreover furthermore instead indeed nevertheless nonetheless additionally similarly finally where what "
    "which who how why "
)
_OPENERS: Final = frozenset(_OPENING.split())
_NOBODY_WORDS = (
    "it this that these those there here what who which others nobody everyone everybody anyone someone nothing something "
    "i we you they them us monday tuesday wednesday thursday friday saturday sunday january february march april june "
    "july august september october november december today yesterday tomorrow yes no not if on in at for by with from "
    "during "
)
_NOBODY: Final = frozenset(_NOBODY_WORDS.split())
_ALONE: Final = _OPENERS | (_KNOWN - _SPEAKERS)
"""Words that are no source by themselves: "however", "his", "senior"."""
_WHEN = re.compile(
    rf"\s+(?:(?:(?:on|in|late|early|at)\s+)+{MONTH}"
    rf"|(?:(?:on|in|late|early|at)\s+)*(?:{MONTH}\s+\d+|\d+\s+{MONTH}"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s+(?:morning|afternoon|evening|night))?"
    r"|an? (?:statement|interview|tweet|post|report|briefing)|yesterday|today|\d{4}))$",
    re.IGNORECASE,
)
"""A month by itself counts only behind a preposition: "Theresa May" is a name."""
_ARTICLES: Final = frozenset({"the", "a", "an"})
_SHORT: Final = 2
"""Words: "the bank" before a verb of saying is a source whatever the noun; in longer phrases it must be known."""
_LONGEST: Final = 14
_POSSESSIVE = re.compile(r"(?:['’]s|s['’])$", re.IGNORECASE)
_TRAILING = re.compile(
    r"\s+(?:also|later|then|had|has|have|again|previously|further|recently|even|just|once|still|since|first|reportedly|"
    r"(?-i:(?!ally\b|family\b|assembly\b|daily\b|weekly\b|monthly\b)[a-z]+ly)|"
    r"did|himself|herself|themselves|itself|both|all)$",
    re.IGNORECASE,
)
_ORGANISED = re.compile(
    r"(?:Ministry|Staff|Department|Times|Post|Journal|News|Institute|Agency|Office|Council|Committee|Party|Service|Bureau|Forces|Command|"
    r"Government|Administration|Army|Union|Nations|Group|Center|Centre|House|Kremlin|Pentagon|Reuters|Press|Police|Directorate|"
    r"Intelligence|University|Commission|Republic|Court)\b"
)


def phrase_before(words: str) -> str | None:
    """The phrase that `words`, up to a reporting verb, is; what only leads up to it or says when is taken off."""
    while (shorter := _WHEN.sub("", _TRAILING.sub("", words))) != words:
        words = shorter
    tokens = list(_TOKEN.finditer(words))
    while tokens and tokens[0].group().casefold() in _OPENERS and len(tokens) > 1:
        tokens = tokens[1:]
    if not tokens:
        return None
    phrase = words[tokens[0].start() :].strip()
    return phrase if is_phrase(phrase) else None


def phrase_after(words: str) -> str | None:
    """The longest phrase at the beginning of `words`, as after "according to" or an inverted "said".

    What belongs to somebody is named whole or not at all: "Russia’s ministry" is neither "Russia" nor "Russia’s".
    """
    found: str | None = None
    at = 0
    for token in _TOKEN.finditer(words):
        if words[at : token.start()].strip() or not (_is_known(token.group()) or _is_known(token.group().rstrip("."))):
            break
        at = token.end()
        phrase = words[:at].strip().rstrip(".")
        if _POSSESSIVE.search(phrase):
            found = None
        elif is_phrase(phrase):
            found = phrase
    return found


def is_phrase(words: str) -> bool:
    """Whether every word is of a known kind, and the last one names somebody who can speak."""
    tokens = words.split()
    if not tokens or len(tokens) > _LONGEST or tokens[0].casefold() in _NOBODY | (_JOINERS - _ARTICLES):
        return False
    if _POSSESSIVE.search(tokens[-1]):
        return False
    if len(tokens) == 1 and (tokens[0].casefold() in _ALONE or tokens[0].endswith("ing")):
        return False
    if (
        len(tokens) == _SHORT
        and tokens[0].casefold() in _ARTICLES
        and tokens[-1].isalpha()
        and not tokens[-1].endswith(("ed", "ly"))
    ):
        return tokens[-1].casefold() not in _JOINERS | _NOBODY
    return all(_is_known(token) for token in tokens) and _is_head(tokens[-1])


def is_person(words: str) -> bool:
    """Whether the phrase can be one person's name: capitalised, singular, no body's name."""
    last = words.rsplit(maxsplit=1)[-1]
    return (
        _is_name(last)
        and not _ORGANISED.search(words)
        and not (words.startswith("The ") or words.startswith("the "))
        and last != "U.S."
    )


def _is_known(token: str) -> bool:
    bare = _bare(token)
    return _is_name(token) or bare.casefold() in _KNOWN or all(part.casefold() in _KNOWN for part in bare.split("-"))


def _is_head(token: str) -> bool:
    return (_is_name(token) and _bare(token).casefold() not in _NOBODY | _JOINERS) or _bare(token).casefold() in _SPEAKERS


def _is_name(token: str) -> bool:
    return token[:1].isupper() or (token[:2] in {"al", "el"} and token[2:3] == "-")


def _bare(token: str) -> str:
    return re.sub(r"['’]s?$", "", token)
