"""A web page to its article: the body found by trafilatura, laid out as paragraphs; the rest from `index.cleaning.metadata`."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import trafilatura
from lxml.etree import _Element
from lxml.html import HtmlElement
from trafilatura.settings import Document

from index.cleaning.byline import byline
from index.cleaning.headline import folded, is_prose
from index.cleaning.metadata import Metadata, read_metadata

_BREAK = "\u2028"
_INLINE = frozenset("a abbr b br cite em font i mark q s small span strong sub sup time u".split())
_SIGNED_BY = 8
"""Paragraphs from the beginning among which a byline is kept."""
_TOLD_WORDS = 8
"""Words that a sentence needs to be kept where the strict reading drops it: fewer let links in, more lose the items of lists."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """A page's metadata and the paragraphs of its body, headings and list items each a paragraph, still unrepaired."""

    metadata: Metadata
    paragraphs: tuple[str, ...]


def extract(html: str, address: str | None = None) -> Extracted | None:
    """Read a page.

    Args:
        html: The whole page, decoded.
        address: Where it was read.

    Returns:
        `None` where it is no HTML. `paragraphs` is empty where no body was found.
    """
    tree = trafilatura.load_html(html)
    if tree is None:
        return None
    metadata = read_metadata(tree, address)
    _mark_paragraphs(tree)
    thorough, strict = (_read(tree, strictly) for strictly in (False, True))
    return Extracted(metadata, tuple(_agreed(thorough, strict)))


def _mark_paragraphs(tree: HtmlElement) -> None:
    """Name as paragraphs the sentences that an editor left in bare `div` elements: trafilatura loses many of those.

    A `div` with a class or an id belongs to the page's frame, and is left to it.
    """
    for element in [each for each in tree.iter("div") if not (each.get("class") or each.get("id"))]:
        inline = all(each.tag in _INLINE for each in element.iterdescendants() if isinstance(each.tag, str))
        line = _line(element.text_content())
        if inline and (_is_told(line) or byline(line)):
            element.tag = "p"


def _read(tree: HtmlElement, strictly: bool) -> list[str]:
    """The body's paragraphs as trafilatura finds them, by its own rules alone or with its stricter ones and second opinions."""
    found = trafilatura.bare_extraction(copy.deepcopy(tree), include_comments=False, favor_precision=strictly, fast=not strictly)
    body = found.body if isinstance(found, Document) else None
    return [line for line in _paragraphs(body) if line] if body is not None else []


def _agreed(thorough: Sequence[str], strict: Sequence[str]) -> list[str]:
    """What both readings hold, and what only the thorough one does where it is prose.

    The strict reading drops menus and links to other stories, and on some pages half of the reporting: whole sentences stay, and
    so does a heading right above one. A thorough reading without paragraphs is the whole page run together and is not used.
    """
    if 2 * len(thorough) < len(strict) or not thorough:
        return list(strict)
    sure = set(map(folded, strict))
    told = [folded(line) in sure or _is_told(line) for line in thorough]
    return [line for at, line in enumerate(thorough) if told[at] or _heads(told, at) or (at < _SIGNED_BY and byline(line))]


def _is_told(line: str) -> bool:
    return len(line.split()) >= _TOLD_WORDS and is_prose(line)


def _heads(told: Sequence[bool], at: int) -> bool:
    return 0 < at < len(told) - 1 and told[at - 1] and told[at + 1]


def _paragraphs(body: _Element) -> Iterator[str]:
    for element in body:
        yield from _laid_out(element)


def _laid_out(element: _Element) -> Iterator[str]:
    """The paragraphs under an element of trafilatura's own schema: p, head, list, item, quote, table, row, cell, code, lb."""
    match element.tag:
        case "table":
            for row in element.iter("row"):
                yield _line(" | ".join(filter(None, (_line(" ".join(cell.itertext())) for cell in row.iter("cell")))))
        case "list" | "quote" | "div" if len(element):
            yield _line(element.text or "")
            for child in element:
                yield from _laid_out(child)
                yield _line(child.tail or "")
        case "item" if element.find("list") is not None:
            words = element.text or ""
            for child in element:
                if child.tag == "list":
                    yield _line(words)
                    yield from _laid_out(child)
                    words = ""
                else:
                    words += "".join(child.itertext())
                words += child.tail or ""
            yield _line(words)
        case _:
            yield from map(_line, _broken(element))


def _broken(element: _Element) -> list[str]:
    """An element's text, parted where the page breaks the line."""
    for each in element.iter("lb"):
        each.tail = _BREAK + (each.tail or "")
    return "".join(element.itertext()).split(_BREAK)


def _line(text: str) -> str:
    return " ".join(text.split())
