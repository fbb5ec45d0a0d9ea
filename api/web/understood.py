"""What was understood, as chips that a link takes off; `chips.js` shows the same with more ways off."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from api.web.address import Address
from api.web.words import range_words

_DANGLING = re.compile(r"\b(?:in|on|during|since|from|of|by)\s+(?=[?.!,]|$)", re.IGNORECASE)
_DATE_OPERATOR = re.compile(r"(?:^|\s)(?:after|before|since|until|on):\S+", re.IGNORECASE)


class Chip(NamedTuple):
    """One thing understood.

    Attributes:
        off: The address without it.
    """

    kind: str
    words: str
    off: str


def chips(address: Address, understood: Mapping[str, Any]) -> list[Chip]:
    """All chips: filters, dates in words, other names, phrases."""
    filters = understood["filters"]
    found = []
    if filters["after"] or filters["before"]:
        q = " ".join(_DATE_OPERATOR.sub(" ", address.q).split())
        found.append(Chip("published", range_words(filters["after"], filters["before"]), address.href(q=q, after="", before="")))
    for outlet in filters["outlets"]:
        rest = tuple(one for one in address.outlets if one != outlet)
        found.append(Chip("outlet", outlet, address.href(q=_without(address.q, outlet), outlets=rest)))
    found += [_date_chip(address, one) for one in understood["dates"]]
    found += [
        Chip(f"{one['text']}, also", ", ".join(one["names"]), address.href(names=False)) for one in understood["expansions"]
    ]
    if not address.names:
        found.append(Chip("other names", "left out", address.href(names=True)))
    for phrase in understood["phrases"]:
        found.append(Chip("exactly", f"“{phrase}”", address.href(q=re.sub(r'["“”„]', "", address.q))))
    return found


def _date_chip(address: Address, one: Mapping[str, Any]) -> Chip:
    start, end = one["span"]
    rest = _DANGLING.sub("", f"{address.q[:start]} {address.q[end:]}")
    return Chip(f"“{one['text']}” read as", range_words(one["after"], one["before"]), address.href(q=" ".join(rest.split())))


def _without(q: str, outlet: str) -> str:
    literal = re.escape(outlet)
    return " ".join(re.sub(rf'(?:^|\s)outlet:(?:"{literal}"|{literal})(?=\s|$)', " ", q, flags=re.IGNORECASE).split())
