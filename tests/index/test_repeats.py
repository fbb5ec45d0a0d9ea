"""What an outlet prints every day stays out of the passages from the sixth day on."""

from __future__ import annotations

import gzip
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.cleaning.prepare import prepare
from index.cutting.passages import paragraphs
from index.library import Library
from index.types import LexicalQuery, RawArticle
from tests.fakes import HashEncoder
from tests.index.workers import RULES, opened
from tests.made import made_article
from tests.shared import shared


@pytest.mark.slow
def test_no_paragraph_of_a_daily_report_stands_in_the_passages_of_more_than_five_days(tmp_path: Path) -> None:
    """66 pages of one outlet: five at most, and at least one paragraph reaches five, else nothing was repeated at all."""
    pages = sorted(shared("corpora/isw_html").glob("*.html.gz"))
    raw = (RawArticle(origin=page.name, id=page.name, html=gzip.decompress(page.read_bytes()).decode("utf-8")) for page in pages)
    articles = [prepare(one, now=datetime(2026, 1, 1, tzinfo=UTC)) for one in raw]
    days: Counter[str] = Counter()
    with Library.open(tmp_path / "library", HashEncoder(), rules=RULES, create=True) as library:
        assert len(list(library.add(articles))) == 66
        for article in articles:
            held = [passage for _, passage in library.passages_of(article.id)]
            kept = {span for span in paragraphs(article.text) if any(one.start < span[1] and span[0] < one.end for one in held)}
            days.update({" ".join(article.text[start:end].casefold().split()) for start, end in kept})
    assert max(days.values()) == 5


def test_a_paragraph_printed_daily_stands_in_the_passages_of_five_articles_only(tmp_path: Path) -> None:
    """The sixth of an outlet leaves it out and keeps the rest; another outlet has its own five; a removal makes room."""
    daily = "This outlet has covered the war every day and will go on doing so tomorrow."
    with opened(tmp_path / "library") as library:
        articles = [made_article(number, outlet="Daily") for number in range(7)]
        articles = [replace(one, text=f"{one.text}\n\n{daily.upper() if at % 2 else daily}") for at, one in enumerate(articles)]
        elsewhere = replace(articles[0], id="elsewhere", outlet="Other")
        list(library.add([*articles, elsewhere], batch=4))
        holding = library.matching(LexicalQuery(phrases=("will go on doing so",)), 99)
        assert sorted(library.facts([one.row for one in holding]).ids) == [
            "a0000",
            "a0001",
            "a0002",
            "a0003",
            "a0004",
            "elsewhere",
        ]
        sixth = library.get("a0005")
        assert sixth is not None
        assert sixth.text.endswith(daily.upper())
        assert library.matching(LexicalQuery(words=(("order5", 1.0),)), 1) != []
        library.remove("a0001")
        list(library.add([replace(articles[6], title="Corrected")]))
        assert library.count_matching(LexicalQuery(phrases=("will go on doing so",))) == 6
        assert library.check() == []
