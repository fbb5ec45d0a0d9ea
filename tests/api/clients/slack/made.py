"""Replies of a Sitrep server, made up."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

PROBLEM: Json = {
    "type": "urn:x",
    "title": "Busy",
    "status": 503,
    "detail": "",
    "code": "busy",
    "request_id": "request-of-the-archive",
}

INFO: Json = {
    "articles": 1234,
    "passages": 9999,
    "sentences": 20000,
    "undated": 0,
    "generation": 7,
    "oldest": "2022-02-24",
    "newest": "2023-12-31",
    "model": "m",
    "dimension": 384,
    "weights": "0",
    "schema_version": 1,
    "created": "2026-01-01",
    "bytes_on_disk": 1,
    "version": "0.1.0",
    "generator": None,
    "up_s": 1.0,
}

_INTERPRETED: Json = {
    "words": "w",
    "phrases": [],
    "without": [],
    "filters": {
        "after": None,
        "before": None,
        "outlets": [],
        "without_outlets": [],
        "authors": [],
        "articles": [],
        "languages": [],
    },
    "dates": [],
    "expansions": [],
}


def article(**changed: Any) -> Json:
    """An article's card."""
    card: Json = {
        "id": "a1",
        "url": "https://sample.example/a1",
        "title": "A bridge",
        "outlet": "Sample",
        "authors": ["A. Writer"],
        "published": "2022-05-16",
        "published_precision": "day",
        "published_found": "given",
        "language": "en",
    }
    return {**card, **changed}


def citation(n: int, quote: str, **changed: Any) -> Json:
    """A citation of that card."""
    card = article(**changed)
    return {
        "n": n,
        "quote": quote,
        "start": 10,
        "end": 10 + len(quote),
        "passage_id": "p",
        "article": card,
        "verified": True,
        "speaker": None,
        "also": [],
    }


def answer(quotes: list[str], statements: list[Json] | None = None, **changed: Any) -> Json:
    """An answer in the quotes' own words, unless statements are given."""
    own = [{"text": quote, "citations": [n]} for n, quote in enumerate(quotes, 1)]
    return {
        "status": "answered",
        "reason": None,
        "text": " ".join(f"{quote} [{n}]" for n, quote in enumerate(quotes, 1)),
        "statements": own if statements is None else statements,
        "citations": [citation(n, quote, **changed) for n, quote in enumerate(quotes, 1)],
        "near_misses": [],
        "interpreted": _INTERPRETED,
        "confidence": 0.9,
        "warnings": [],
        "took_ms": 1.0,
        "request_id": "r1",
    }


def abstained() -> Json:
    """Silence with one near miss."""
    hit = {
        "rank": 1,
        "score": 0.5,
        "passage": {"id": "p", "text": "A near miss of a sentence.", "start": 0, "end": 26, "heading": None},
        "article": article(),
        "highlights": [],
    }
    silent = answer([])
    return {
        **silent,
        "status": "abstained",
        "reason": "no_match",
        "text": "Nothing was reported about this.",
        "near_misses": [hit],
    }


def verification(quote: str) -> Json:
    """`near` for words about a bridge, `absent` otherwise."""
    is_near = "bridge" in quote
    match = {"article": article(), "start": 3, "end": 30, "text": "The bridge was closed on Monday.", "similarity": 0.8}
    return {"quote": quote, "verdict": "near" if is_near else "absent", "matches": [match] if is_near else [], "request_id": "r2"}
