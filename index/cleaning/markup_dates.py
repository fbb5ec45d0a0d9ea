"""When a web page was published, by its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml.html import HtmlElement

from index.cleaning.data import read_data
from index.cleaning.dates import from_url, full_date, understand
from index.types import Published

_DATED = re.compile(r"date|publish|posted|time|byline|meta|info", re.IGNORECASE)
_BEHIND, _BEFORE = 25, 12
"""Elements around the headline; further away stand the dates of other stories."""
_LONGEST_DATE_LINE = 120
_MODIFIED = re.compile(r"updat|modif|relat|sidebar|recommend|footer|comment", re.IGNORECASE)


def markup_dates(
    tree: HtmlElement, meta: Mapping[str, Sequence[str]], linked: dict[str, Any], url: str | None
) -> Iterator[Published]:
    """Every date of publication: of metadata first, then RDFa, JSON-LD, `time` elements, the address, beside the headline.

    Args:
        meta: Names of meta elements, case-folded, with their contents.
        linked: The JSON-LD object of the article.
        url: The page's address.
    """
    names = read_data("metadata")
    printed = [(each, "metadata") for name in names["dates"] for each in meta.get(name, [])]
    marked = tree.xpath("//*[@itemprop='datePublished' or @itemprop='dateCreated']")
    printed += [(_value(each), "metadata") for each in marked]
    rdfa = (each for each in tree.xpath("//*[@property and not(self::meta)]") if _says_any(each, names["rdfa_dates"]))
    printed += [(_value(each), "rdfa") for each in rdfa]
    printed += [(str(linked.get(key) or ""), "json-ld") for key in ("datePublished", "dateCreated", "uploadDate")]
    printed += [(each, "time") for each in _times(tree)]
    known = (understand(each, found) for each, found in printed)
    yield from (each for each in known if each)
    if addressed := from_url(url):
        yield addressed
    yield from _beside_headline(tree)


def _says_any(element: HtmlElement, properties: Sequence[str]) -> bool:
    return not set(element.get("property").casefold().split()).isdisjoint(properties)


def _value(element: HtmlElement) -> str:
    return element.get("content") or element.get("datetime") or text_of(element)


def _times(tree: HtmlElement) -> list[str]:
    """Of the `time` elements the one marked as publication, else the first behind the headline, else the first; no update."""
    elements = [each for each in tree.iter("time") if not _is_modified(each)]
    marked = [each for each in elements if each.get("pubdate") is not None or "publish" in (each.get("class") or "")]
    below = tree.xpath("//h1[1]/following::time")
    ordered = [*marked, *(each for each in below if each in elements), *elements]
    return [ordered[0].get("datetime") or text_of(ordered[0])] if ordered else []


def _beside_headline(tree: HtmlElement) -> Iterator[Published]:
    """Dates printed in elements named for it a few elements behind or before the headline."""
    behind = tree.xpath(f"//h1[1]/following::*[position() <= {_BEHIND}]")
    before = tree.xpath(f"//h1[1]/preceding::*[position() <= {_BEFORE}]")
    for element in (*behind, *before):
        if _DATED.search(f"{element.get('class')} {element.get('id')}") and not _is_modified(element):
            line = text_of(element)
            if len(line) <= _LONGEST_DATE_LINE and (known := full_date(line, "text")):
                yield known


def _is_modified(element: HtmlElement) -> bool:
    around = [element, *list(element.iterancestors())[:3]]
    return any(_MODIFIED.search(f"{each.get('class')} {each.get('id')} {each.get('itemprop')}") for each in around)


def text_of(element: HtmlElement | None) -> str:
    """An element's words, one space apart; words of elements side by side never run together."""
    return plain("" if element is None else " ".join(element.xpath(".//text()")))


def plain(text: str) -> str:
    """Text with one space for every run of white space."""
    return " ".join(text.split())
