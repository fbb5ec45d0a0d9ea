"""JSON shapes of the HTTP interface → pages that work without JavaScript. Everything is escaped by the engine."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.web import words
from api.web.address import Address
from api.web.assembled import Assembled, assembled
from api.web.understood import chips
from search.citations import without_marks

FOLDER = Path(__file__).parent
COLOURED = 5
"""Outlets that have a colour of their own."""


@cache
def parts() -> Assembled:
    """Style, script and policy; read once."""
    return assembled(FOLDER)


@cache
def _pages() -> Environment:
    pages = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    pages.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    pages.filters |= {
        "day": words.day_words,
        "counted": words.counted,
        "outlet": words.outlet_words,
        "without_marks": without_marks,
    }
    pages.globals |= {
        "article_href": words.article_href,
        "source_href": words.source_href,
        "month_ends": words.month_ends,
        "pieces": words.pieces,
        "parts": parts(),
        "coloured": COLOURED,
    }
    return pages


_NOTHING: Mapping[str, Any] = {"problem": None, "article": None, "answer": None, "found": None, "outlets": [], "months": []}


def found_page(address: Address, info: Mapping[str, Any] | None, given: Mapping[str, Any]) -> str:
    """The search page.

    Args:
        info: As `/v1/info` gives it; `None` where the caller may not know.
        given: `answer`, `found`, `outlets`, `months` as the interface gives them, or `problem`, or
            nothing. Sent along for the script.
    """
    answer = given.get("answer") or {}
    view: dict[str, Any] = {"view": "found" if address.q else "home", "title": f"{address.q} – Sitrep" if address.q else "Sitrep"}
    if answer:
        view |= {"cards_of_answer": _cited(answer["citations"]), "chips": chips(address, answer["interpreted"])}
    return _pages().get_template("found.html").render(address=address, info=info, given={**_NOTHING, **given}, **view)


def article_page(info: Mapping[str, Any] | None, given: Mapping[str, Any], start: int, end: int) -> str:
    """An article with a span marked; or a problem, or nothing where the script must ask with a key."""
    article = given.get("article")
    view: dict[str, Any] = {"view": "article", "title": f"{article['title'] or 'Article'} – Sitrep" if article else "Sitrep"}
    if article:
        view |= {"paragraphs": _marked(article["text"], start, end), "quote": article["text"][start:end], "start": start}
    return _pages().get_template("article.html").render(address=Address(), info=info, given={**_NOTHING, **given}, **view)


def _cited(citations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One card a cited passage, in the order of its first number."""
    cards: dict[str, list[dict[str, Any]]] = {}
    for citation in citations:
        cards.setdefault(citation["passage_id"], []).append(citation)
    return [_card(group) for group in cards.values()]


def _card(group: list[dict[str, Any]]) -> dict[str, Any]:
    first = group[0]
    origin = first["start"] - len(first["before"])
    text = first["before"] + first["quote"] + first["after"]
    spans = sorted((one["start"] - origin, one["end"] - origin, one["n"]) for one in group)
    return {"article": first["article"], "citations": group, "pieces": list(words.pieces(text, spans))}


def _marked(text: str, start: int, end: int) -> list[tuple[str, str, str]]:
    """Each paragraph as (before, marked, after)."""
    found, at = [], 0
    for paragraph in text.split("\n\n"):
        first, last = max(0, start - at), max(0, min(len(paragraph), end - at))
        marked = paragraph[first:last] if first < last else ""
        found.append((paragraph[:first], marked, paragraph[last:]) if marked else (paragraph, "", ""))
        at += len(paragraph) + 2
    return found
