"""Replies as a server would send them, made by hand."""

from __future__ import annotations

import json
from typing import Any

ARTICLE: dict[str, Any] = {
    "id": "a1",
    "url": "https://daily.example/war/1",
    "title": "Day 82: What We Know",
    "outlet": "The Daily Example",
    "authors": ["Ada Byron"],
    "published": "2022-05-16",
    "published_precision": "day",
    "published_found": "given",
    "language": "en",
}
PASSAGE: dict[str, Any] = {"id": "a1#0", "text": "Дорога відкрита, he said.", "start": 4, "end": 29, "heading": None}
HIT: dict[str, Any] = {"rank": 1, "score": 2.5, "passage": PASSAGE, "article": ARTICLE, "highlights": [[0, 6]]}
INTERPRETED: dict[str, Any] = {
    "words": "road",
    "phrases": [],
    "without": [],
    "filters": {"after": "2022-05-01", "before": None, "outlets": [], "without_outlets": [], "authors": [], "articles": []},
    "dates": [],
    "expansions": [],
}
CITATION: dict[str, Any] = {
    "n": 1,
    "quote": "Дорога відкрита",
    "start": 4,
    "end": 19,
    "passage_id": "a1#0",
    "article": ARTICLE,
    "verified": True,
    "speaker": "The mayor",
    "also": [],
}
STATEMENT: dict[str, Any] = {"text": "The road – дорога – is open.", "citations": [1]}
ANSWER: dict[str, Any] = {
    "status": "answered",
    "reason": None,
    "text": "The road – дорога – is open. [1]",
    "statements": [STATEMENT],
    "citations": [CITATION],
    "near_misses": [],
    "interpreted": INTERPRETED,
    "confidence": 0.9,
    "warnings": [],
    "took_ms": 1.5,
    "request_id": "r1",
}
FOUND: dict[str, Any] = {"hits": [HIT], "total": 1, "interpreted": INTERPRETED, "next_cursor": None, "took_ms": 1.0}
INFO: dict[str, Any] = {
    **dict.fromkeys(("articles", "passages", "sentences", "undated", "generation", "dimension", "schema_version"), 1),
    **{"oldest": None, "newest": None, "model": "m", "weights": "w", "created": "2026-01-01T00:00:00+00:00"},
    **{"bytes_on_disk": 1, "version": "0.1.0", "generator": None, "up_s": 1.5},
}
ADDED: dict[str, Any] = {
    "verdicts": [{"n": 1, "id": "a1", "verdict": "added", "passages": 1}],
    "added": 1,
    "unchanged": 0,
    "replaced": 0,
    "refused": 0,
}


def event(name: str, data: Any) -> bytes:
    """One event on the wire."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


STREAM = (
    b": still working\n\n"
    + event("interpreted", INTERPRETED)
    + event("citation", CITATION)
    + event("statement", STATEMENT)
    + event("done", ANSWER)
)
"""A whole answer as a stream."""
