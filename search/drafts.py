"""What a language model wrote, read as statements. Tolerant of how it is wrapped; strict about what a statement is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from search.generate import Draft, DraftQuote, DraftStatement

_CHARACTERS: Final = 64_000
"""A longer text is no answer to a question."""
_ATTEMPTS: Final = 500
"""Places at which JSON is tried to be read."""
_OPENING = re.compile(r"[\[{]")
_CONTAINERS: Final = ("sentences", "statements", "answer")


def parse_draft(text: str) -> Draft:
    """Read statements from JSON lines, one JSON list or object, fenced or among prose.

    A statement is `{"sentence": str, "citations": [{"id": str, "quote": str}, …]}`. Whatever else is found where one should stand
    counts as dropped. A text without any is a draft with a warning.
    """
    if len(text) > _CHARACTERS:
        return Draft(warning="The language model's answer was too long to be one.")
    read = [_statement(item) for value in _values(text) for item in _items(value)]
    statements = tuple(statement for statement in read if statement is not None)
    if not read:
        return Draft(warning="The language model's answer could not be read.")
    return Draft(statements=statements, dropped=len(read) - len(statements))


def _values(text: str) -> Iterator[Any]:
    """Every outermost JSON object or list of the text."""
    decoder = json.JSONDecoder()
    at = 0
    for _ in range(_ATTEMPTS):
        opening = _OPENING.search(text, at)
        if opening is None:
            return
        try:
            value, at = decoder.raw_decode(text, opening.start())
        except (ValueError, RecursionError):
            at = opening.end()
        else:
            yield value


def _items(value: Any) -> list[Any]:
    if isinstance(value, list):
        # A mark such as [1] in the prose around is a list too.
        return value if any(isinstance(item, dict) for item in value) else []
    inner = next((value[name] for name in _CONTAINERS if isinstance(value.get(name), list)), None)
    return [value] if inner is None else inner


def _statement(item: Any) -> DraftStatement | None:
    if not isinstance(item, dict) or not _is_text(item.get("sentence")) or not isinstance(item.get("citations"), list):
        return None
    quotes = [_quote(citation) for citation in item["citations"]]
    if any(quote is None for quote in quotes):
        return None
    return DraftStatement(text=item["sentence"], quotes=tuple(quote for quote in quotes if quote))


def _quote(item: Any) -> DraftQuote | None:
    if not isinstance(item, dict) or not _is_text(item.get("id")) or not _is_text(item.get("quote")):
        return None
    return DraftQuote(id=item["id"], quote=item["quote"])


def _is_text(value: Any) -> bool:
    """A string that is not empty and can be sent on: an escaped half of a surrogate pair cannot."""
    return isinstance(value, str) and bool(value.strip()) and not re.search(r"[\ud800-\udfff]", value)
