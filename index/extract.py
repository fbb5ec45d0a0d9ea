"""A web page to its article: the body found by trafilatura, laid out as paragraphs; the rest from `index.metadata`."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass

import trafilatura
from lxml.etree import _Element
from lxml.html import HtmlElement

from index.metadata import Metadata, read_metadata


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
    found = trafilatura.bare_extraction(copy.deepcopy(tree), favor_precision=True, include_comments=False)
    body = found.body if found is not None else None
    return Extracted(metadata, tuple(_paragraphs(body)) if body is not None else ())


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
            nested = [child for child in element if child.tag == "list"]
            yield _line((element.text or "") + " ".join("".join(child.itertext()) for child in element if child not in nested))
            for child in nested:
                yield from _laid_out(child)
        case _:
            yield from map(_line, _broken(element))


def _broken(element: _Element) -> list[str]:
    """An element's text, parted where the page breaks the line."""
    parts = [element.text or ""]
    for child in element.iterdescendants():
        if child.tag == "lb":
            parts.append("")
        else:
            parts[-1] += child.text or ""
        parts[-1] += child.tail or ""
    return parts


def _line(text: str) -> str:
    return " ".join(text.split())
