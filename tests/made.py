"""Articles made up for tests: numbered, all different, each paragraph of its own words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from index.types import Article, Precision, Published

ADDED_AT = datetime(2024, 1, 1, tzinfo=UTC)
_PLACES = ("Kyiv", "Lyman", "Izium", "Kherson", "Sievierodonetsk", "Pokrovsk", "Orikhiv")
_THINGS = ("grain", "bridges", "convoys", "drones", "shelters", "railways", "hospitals", "generators", "tractors", "mines")


def made_article(number: int, **changes: Any) -> Article:
    """Article `number`: id `a0007`, one of three outlets, day `number` of 2022, two paragraphs."""
    place, thing = _PLACES[number % len(_PLACES)], _THINGS[number % len(_THINGS)]
    text = (
        f"Officials in {place} counted {number} damaged {thing} on day{number}. Crews number{number} worked all night.\n\n"
        f"A second account named order{number} told of {thing} near {place}. It said help{number} would come by rail."
    )
    values: dict[str, Any] = {
        "id": f"a{number:04}",
        "url": f"https://example.org/{number}",
        "title": f"Report {number} on {thing}",
        "outlet": ("The Daily Record", "Harbour Post", "Northern Wire")[number % 3],
        "authors": ("Jo Field",),
        "published": published(2022, 1, 1, plus=number),
        "language": "en",
        "text": text,
        "added_at": ADDED_AT,
    }
    return Article(**(values | changes))


def published(year: int, month: int, day: int, *, plus: int = 0) -> Published:
    """A given day, to the day."""
    return Published(when=datetime(year, month, day, tzinfo=UTC) + timedelta(days=plus), precision=Precision.DAY, found="given")
