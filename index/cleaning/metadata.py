"""What a web page says of itself in its markup: headline, authors, outlet, dates, address and language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from index.cleaning.byline import byline, first_named, is_name
from index.cleaning.data import read_data
from index.cleaning.headline import folded, same
from index.cleaning.identity import canonical_url
from index.cleaning.language import given_code
from index.cleaning.markup_dates import markup_dates, plain, text_of
from index.types import Published

Fields = dict[str, list[str]]
"""Names of meta elements, case-folded, with their contents in the page's order."""

_ARTICLE_TYPES = re.compile(r"Article|NewsArticle|Posting|Report|LiveBlog|WebPage", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+(?:[|–—·•»:-]|::)\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page's markup says. `dates` stand in the order in which they are to be believed."""

    title: str | None
    authors: tuple[str, ...]
    outlet: str | None
    dates: tuple[Published, ...]
    url: str | None
    language: str | None


def read_metadata(tree: HtmlElement, address: str | None) -> Metadata:
    """Read a parsed page.

    Args:
        address: Where the page was read, against which its own relative address is resolved.
    """
    meta = _meta(tree)
    linked = _article(tree)
    outlet = _outlet(meta, linked)
    url = _address(tree, meta, address)
    return Metadata(
        title=_title(tree, meta, linked, outlet),
        authors=_authors(tree, meta, linked),
        outlet=outlet,
        dates=tuple(markup_dates(tree, meta, linked, url or address)),
        url=url,
        language=_language(tree, meta),
    )


def _meta(tree: HtmlElement) -> Fields:
    fields: Fields = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = (element.get("content") or "").strip()
        if name and content:
            fields.setdefault(name.strip().casefold(), []).append(content)
    return fields


def _first(meta: Fields, *names: str) -> str | None:
    return next((meta[name][0] for name in names if name in meta), None)


def _article(tree: HtmlElement) -> dict[str, Any]:
    """The JSON-LD object that describes the article, empty where there is none."""
    scripts = (script for script in tree.iter("script") if "ld+json" in (script.get("type") or ""))
    typed = (each for script in scripts for each in _objects(script.text or "") if _ARTICLE_TYPES.search(str(each.get("@type"))))
    rated = [each for each in typed if each.get("headline") or each.get("datePublished")]
    return max(rated, key=lambda each: "WebPage" not in str(each.get("@type")), default={})


def _objects(script: str) -> Iterator[dict[str, Any]]:
    try:
        waiting = [json.loads(script.strip().removesuffix(";"), strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting.extend(each)
        elif isinstance(each, dict):
            yield each
            waiting.extend(each.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage"))


def _outlet(meta: Fields, linked: dict[str, Any]) -> str | None:
    """The outlet's name, without the list of its subjects behind it; an address or account name is none."""
    said = (_first(meta, "og:site_name"), _name(linked.get("publisher")), _first(meta, "application-name", "dc.publisher"))
    named = (re.split(r"\s+\|\s+", each)[0].strip() for each in said if each)
    return next((each for each in named if len(each) > 1 and not re.match(r"https?:|www\.|@", each)), None)


def _title(tree: HtmlElement, meta: Fields, linked: dict[str, Any], outlet: str | None) -> str | None:
    """The headline as readers see it: the `h1` that the page's other titles confirm, else the title most of them agree on.

    Titles made for sharing are often the outlet's name on every page, or another wording; alone they are believed last.
    """
    whole = text_of(next(tree.iter("title"), None))
    named = [_first(meta, "og:title"), _string(linked.get("headline")), _first(meta, "dc:title", "dc.title", "twitter:title")]
    rdfa = [each.get("content") or text_of(each) for each in tree.xpath("//*[@property='dc:title' or @itemprop='headline']")]
    stated = [plain(each) for each in (*rdfa, *named) if each and not same(each, outlet or "")]
    heads = [text_of(each) for each in tree.iter("h1")]
    heads = [each for each in heads if len(each.split()) > 1 and not same(each, outlet or "")]
    confirmed = [each for each in heads if any(_holds(other, each) for other in (whole, *stated))]
    if confirmed:
        return max(confirmed, key=len)
    if stated:
        return _bare(max(stated, key=lambda each: (_holds(whole, each), -stated.index(each))), outlet)
    return _bare(whole, outlet) or (heads[0] if heads else None)


def _holds(longer: str, shorter: str) -> bool:
    return folded(shorter) in folded(longer)


def _bare(title: str, outlet: str | None) -> str | None:
    """A title without the outlet's name, or the shorter end that stands for it, behind a separator."""
    marks = list(_SEPARATOR.finditer(title))
    for mark in marks:
        if outlet and same(title[mark.end() :], outlet):
            return title[: mark.start()]
    if marks and marks[-1].start() > len(title) / 2 and (outlet is None or "|" in marks[-1].group()):
        return title[: marks[-1].start()]
    return title or None


def _authors(tree: HtmlElement, meta: Fields, linked: dict[str, Any]) -> tuple[str, ...]:
    named = linked.get("author") or linked.get("creator") or []
    outlet = _outlet(meta, linked) or ""
    groups = [_people(_name(each) for each in (named if isinstance(named, list) else [named]))]
    groups += [_people(meta.get(name, [])) for name in read_data("metadata")["authors"]]
    marked = tree.xpath("//*[@rel='author' or @itemprop='author' or contains(@class, 'byline') or contains(@class, 'author-n')]")
    groups += [_people([text_of(each)]) for each in marked[:6]]
    return first_named([tuple(name for name in group if not same(name, outlet)) for group in groups])


def _people(printed: Any) -> tuple[str, ...]:
    """Full names among what is printed as authors; outlets, addresses and posts are none."""
    people: list[str] = []
    for each in printed:
        words = plain(each or "")
        for name in byline(words) or byline(f"by {words}") or ((words,) if is_name(words) else ()):
            if name not in people:
                people.append(name)
    return tuple(people)


def _address(tree: HtmlElement, meta: Fields, address: str | None) -> str | None:
    """The canonical link, else where it was read, else `og:url`; a link to a front page is no article's address."""
    links = tree.xpath("//link[contains(concat(' ', normalize-space(@rel), ' '), ' canonical ')]/@href")
    base = next(iter(tree.xpath("//base/@href")), "")
    known = [canonical_url(each, canonical_url(base, address) or address) for each in links]
    return next(filter(None, map(_deep, known)), None) or canonical_url(address) or _deep(canonical_url(_first(meta, "og:url")))


def _deep(url: str | None) -> str | None:
    parts = urlsplit(url or "")
    return url if parts.path.strip("/") or parts.query else None


def _language(tree: HtmlElement, meta: Fields) -> str | None:
    html = tree if tree.tag == "html" else next(tree.iter("html"), tree)
    declared = (html.get("lang"), html.get("{http://www.w3.org/XML/1998/namespace}lang"))
    said = (*declared, _first(meta, "content-language", "og:locale"))
    return next(filter(None, map(given_code, said)), None)


def _name(said: Any) -> str | None:
    if isinstance(said, list):
        said = said[0] if said else None
    return _string(said.get("name")) if isinstance(said, dict) else _string(said)


def _string(said: Any) -> str | None:
    return said.strip() or None if isinstance(said, str) else None
