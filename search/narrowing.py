"""Two sets of filters → one that holds where both hold."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.errors import InvalidFilter
from index.types import Filters


def narrowed(one: Filters, other: Filters) -> Filters:
    """What both let through.

    Of values that name the same thing the narrower is kept: "guardian" and "The Guardian" are "The Guardian".

    Raises:
        InvalidFilter: If nothing can pass both.
    """
    both = Filters(
        after=max((day for day in (one.after, other.after) if day), default=None),
        before=min((day for day in (one.before, other.before) if day), default=None),
        outlets=_common("outlet", one.outlets, other.outlets, _holds_words),
        without_outlets=tuple(dict.fromkeys(one.without_outlets + other.without_outlets)),
        authors=_common("author", one.authors, other.authors, _holds_words),
        articles=_common("article", one.articles, other.articles, str.__eq__),
        languages=_common("language", one.languages, other.languages, _is_same),
    )
    if both.after and both.before and both.after > both.before:
        raise InvalidFilter("after", f"{both.after} lies behind before:{both.before}; no day is in both")
    if both.outlets and all(any(_holds_words(kept, out) for out in both.without_outlets) for kept in both.outlets):
        raise InvalidFilter("-outlet", f"{', '.join(both.outlets)} is asked for and left out; nothing is in both")
    return both


def _common(name: str, one: tuple[str, ...], other: tuple[str, ...], within: Callable[[str, str], bool]) -> tuple[str, ...]:
    if not one or not other:
        return one or other
    kept = [value for value in one if any(within(value, wide) for wide in other)]
    kept += [value for value in other if any(within(value, wide) for wide in one)]
    found: dict[str, str] = {}
    for value in kept:
        found.setdefault(value.casefold(), value)
    if not found:
        raise InvalidFilter(
            name, f"{', '.join(other)} is asked for where only {', '.join(one)} may be returned; nothing is in both"
        )
    return tuple(found.values())


def _is_same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _holds_words(value: str, wide: str) -> bool:
    """Whether whatever matches `value` also matches `wide`, compared as outlets are: whole words, case-folded."""
    return re.search(rf"(?<!\w){re.escape(wide.casefold())}(?!\w)", value.casefold()) is not None
