"""The page's address is its state: what is asked, and with which filters; `state.js` reads and writes the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

_SORTS = ("relevance", "newest", "oldest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What an address of the page says; what cannot be read falls back to nothing.

    Attributes:
        names: Search by other names of places and actors as well.
        cursor: Of a later page of hits; without JavaScript only.
    """

    q: str = ""
    after: str = ""
    before: str = ""
    outlets: tuple[str, ...] = ()
    sort: str = "relevance"
    names: bool = True
    cursor: str = ""

    @classmethod
    def of(cls, given: QueryParams) -> Address:
        """The state that a query part stands for."""
        sort = given.get("sort", "")
        return cls(
            q=given.get("q", "").strip(),
            after=_day(given.get("after", "")),
            before=_day(given.get("before", "")),
            outlets=tuple(dict.fromkeys(outlet for outlet in given.getlist("outlet") if outlet)),
            sort=sort if sort in _SORTS else "relevance",
            names=given.get("names") != "0",
            cursor=given.get("cursor", ""),
        )

    def href(self, **change: Any) -> str:
        """The address of this state, or of a changed one; a change leads back to the first page."""
        new = replace(self, **({"cursor": ""} | change))
        pairs = [("q", new.q), ("after", new.after), ("before", new.before), *(("outlet", one) for one in new.outlets)]
        pairs += [
            ("sort", "" if new.sort == "relevance" else new.sort),
            ("names", "" if new.names else "0"),
            ("cursor", new.cursor),
        ]
        query = urlencode([(name, value) for name, value in pairs if value])
        return f"/?{query}" if query else "/"

    @property
    def filters(self) -> dict[str, Any]:
        """The filters as the interface takes them."""
        given = {"after": self.after, "before": self.before, "outlets": list(self.outlets)}
        return {name: value for name, value in given.items() if value}


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if len(text) == len("2023-04-01") else ""
    except ValueError:
        return ""
