"""Four small articles for the tests of this folder, in our own words."""

from __future__ import annotations

from datetime import UTC, datetime

from index.types import Article, Precision, Published

ODD_ID = "odd/id with spaces#and?marks&é"
"""What an address could stumble over; the per cent sign is left to the real server: the test client decodes it twice."""


def _article(article_id: str, text: str, **fields: object) -> Article:
    values: dict[str, object] = {
        "url": f"https://sample.example/{article_id}",
        "title": "A sample",
        "outlet": "Sample Courier",
        "authors": ("Sample Writer",),
        "published": Published(when=datetime(2023, 4, 7, tzinfo=UTC), precision=Precision.DAY, found="given"),
        "language": "en",
        "added_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Article(id=article_id, text=text, **(values | fields))  # type: ignore[arg-type]


ROAD = _article(
    "road",
    "The supply road to Bakhmut came under heavy fire, the ministry said.\n\nTrucks waited for the night before they drove on.",
    title="Road under fire",
)
BRIDGE = _article(
    "bridge",
    "Engineers repaired the bridge at Kherson within two days. The mayor said that 41 trucks crossed it on Friday.",
    title="Bridge repaired",
    outlet="Daily Sample",
    published=Published(when=datetime(2022, 11, 1, 9, 30, tzinfo=UTC), precision=Precision.MINUTE, found="metadata"),
)
UNDATED = _article(
    "undated", "Farmers near Odesa said that the harvest was small.", title=None, published=None, authors=(), url=None
)
ODD = _article(
    ODD_ID,
    "Volunteers in Lviv collected winter clothes for the soldiers.",
    url="https://sample.example/odd",
    published=Published(when=datetime(2022, 12, 1, tzinfo=UTC), precision=Precision.MONTH, found="text"),
)
ARTICLES = (ROAD, BRIDGE, UNDATED, ODD)
