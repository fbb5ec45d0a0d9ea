"""The page prints citations letter for letter as `search.citing` does, in Chromium."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from api.schemas_answer import CitationOut
from api.web.assembled import joined
from api.web.render import FOLDER
from api.web.words import source_href
from index.types import Article, Passage, Precision, Published
from search.citing import bibtex, markdown, plain
from search.types import Citation, Hit

AWKWARD = "O’Brien & {Söhne}_#%~^\\ <b>[1](x)</b> *so* `it` 1. - = ßẞ ﬁ é \u2028 \x1c \x85 \xa0 €100 | said !"


@pytest.fixture(scope="module")
def module(chromium: Browser) -> Page:
    """A blank page with the module's functions at hand."""
    page = chromium.new_page()
    page.evaluate(
        f"() => {{ {joined(FOLDER, 'cite.js')}; {joined(FOLDER, 'marks.js')}; window.ours = "
        "{plain, markdown, bibtex, sha256, sourceHref, slicer}; }"
    )
    return page


def _citation(words: str, **fields: Any) -> Citation:
    values: dict[str, Any] = {
        "id": "a",
        "url": f"https://sample.example/{words}",
        "title": words,
        "outlet": words,
        "authors": (words, "Anna Sample", "Reuters"),
        "published": Published(when=datetime(2023, 4, 7, 9, 30, tzinfo=UTC), precision=Precision.MINUTE, found="given"),
        "language": "en",
        "added_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    article = Article(text=f"Before. {words}x", **(values | fields))
    end = len(article.text)
    passage = Passage(article=article, ordinal=0, start=0, end=end, heading=None, sentences=((0, end),))
    hit = Hit(passage=passage, score=1.0, rank=1)
    return Citation(n=1, hit=hit, start=8, end=end, quote=article.text[8:], speaker=fields.get("outlet"))


def _differs(page: Page, citation: Citation) -> list[tuple[str, str]]:
    sent = json.loads(CitationOut.of(citation).model_dump_json())
    ours = page.evaluate("c => [ours.plain(c), ours.markdown(c), ours.bibtex(c)]", sent)
    theirs = [plain(citation), markdown(citation), bibtex(citation)]
    return [(mine, other) for mine, other in zip(ours, theirs, strict=True) if mine != other]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title": None, "outlet": None, "authors": (), "url": None, "published": None, "language": None},
        {"authors": ()},
        {"title": "  ", "outlet": "", "url": "javascript:alert(1)"},
        {"published": Published(when=datetime(2022, 5, 1, tzinfo=UTC), precision=Precision.MONTH, found="url")},
        {"url": 'https://sample.example/a b(c)<d>"e{f}\\g'},
    ],
)
def test_awkward_words_print_the_same(module: Page, fields: dict[str, Any]) -> None:
    """Markup, TeX, line marks, unusual spaces, missing fields."""
    for words in (AWKWARD, "- first\n1. second\n\n= third", "\U0001f6f0 two units", "plain"):
        assert _differs(module, _citation(words, **fields)) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_words_print_the_same(module: Page, words: str) -> None:
    """Whatever Unicode holds."""
    assert _differs(module, _citation(words, url="https://sample.example/", authors=("Anna Sample",))) == []


def test_sha256_is_the_standards(module: Page) -> None:
    """Around the borders of a block as well."""
    for text in ("", "abc", "a" * 55, "a" * 56, "a" * 64, "é" * 100):
        assert module.evaluate("t => ours.sha256(t)", text) == hashlib.sha256(text.encode()).hexdigest()


def test_text_fragments_are_the_same_on_both_sides(module: Page) -> None:
    """Dashes and commas mean something in a text fragment and are always encoded."""
    for url, words in [
        ("https://sample.example/a", "short-ish, quote"),
        ("https://sample.example/a#b", "one two three four five six seven eight nine ten eleven"),
        ("javascript:alert(1)", "words"),
    ]:
        assert module.evaluate("([u, w]) => ours.sourceHref(u, w)", [url, words]) == source_href(url, words)
    assert (
        source_href("https://sample.example/a", "short-ish, quote") == "https://sample.example/a#:~:text=short%2Dish%2C%20quote"
    )


def test_offsets_count_code_points(module: Page) -> None:
    """A satellite is one, though JavaScript counts two."""
    assert module.evaluate("() => ours.slicer('\\u{1f6f0} says ok')(2, 6)") == "says"
