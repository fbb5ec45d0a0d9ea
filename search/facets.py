"""Counts of the matching passages by outlet and by month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from datetime import date

from index.caches.catalogue import NO_DAY, Facts
from search.types import Facet, FacetCount

UNKNOWN = "unknown"
"""Stands for articles without an outlet or a date."""


def counted(facts: Facts, wanted: Sequence[Facet]) -> tuple[tuple[Facet, tuple[FacetCount, ...]], ...]:
    """Each facet once: outlets by falling count, months ascending."""
    return tuple((facet, _counts(facts, facet)) for facet in dict.fromkeys(wanted))


def _counts(facts: Facts, facet: Facet) -> tuple[FacetCount, ...]:
    values = _outlets(facts) if facet is Facet.OUTLET else _months(facts)
    passages = Counter(values)
    crossed = _crossed(values, _outlets(facts)) if facet is Facet.MONTH else {}
    articles: dict[str, set[Hashable]] = defaultdict(set)
    for value, article in zip(values, facts.article.tolist(), strict=True):
        articles[value].add(article)
    order = sorted(passages) if facet is Facet.MONTH else sorted(passages, key=lambda value: (-passages[value], value))
    return tuple(
        FacetCount(value=value, passages=passages[value], articles=len(articles[value]), by_outlet=crossed.get(value, ()))
        for value in order
    )


def _crossed(months: list[str], outlets: list[str]) -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for month, outlet in zip(months, outlets, strict=True):
        found[month][outlet] += 1
    return {month: tuple(sorted(count.items(), key=lambda one: (-one[1], one[0]))) for month, count in found.items()}


def _outlets(facts: Facts) -> list[str]:
    return [facts.outlets[code] or UNKNOWN for code in facts.outlet.tolist()]


def _months(facts: Facts) -> list[str]:
    return [UNKNOWN if day == NO_DAY else date.fromordinal(day).strftime("%Y-%m") for day in facts.day.tolist()]
