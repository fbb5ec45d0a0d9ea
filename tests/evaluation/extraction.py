"""How well web pages become articles: `python -m tests.evaluation.extraction` prints the figures, with `--pages` every page's.

`article_extraction` (181 news pages, gold bodies) is measured as its authors do: 4-gram shingles of words, true and false
positives and false negatives normalised to the page; F1 once from the mean precision and recall over the pages, as they
publish it, and once as the mean of the pages' own F1. `isw_html` (66 pages): headlines and days.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.cleaning.prepare import prepare
from index.errors import SourceError
from index.types import Article, RawArticle
from tests.shared import shared

NOW = datetime(2026, 11, 1, tzinfo=UTC)
WORDS = 4
Shingles = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Share:
    """One page's agreement: true positives, false positives, false negatives, of their sum; each 0 to 1."""

    both: float
    only_ours: float
    only_gold: float

    @property
    def f1(self) -> float:
        """The page's own F1."""
        return 2 * self.both / (2 * self.both + self.only_ours + self.only_gold)


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over pages, 0 to 1: `f1` from mean precision and recall, `mean_f1` of the pages' own."""

    pages: int
    precision: float
    recall: float
    f1: float
    mean_f1: float


def shingles(text: str) -> Shingles:
    """The 4-grams of a text's words; of a shorter text, all its words as one."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1)))


def share(ours: str, gold: str) -> Share:
    """Compare one page's text with its gold text, which is not empty."""
    mine, wanted = shingles(ours), shingles(gold)
    counts = ((mine & wanted).total(), (mine - wanted).total(), (wanted - mine).total())
    return Share(*(count / sum(counts) for count in counts))


def figures(shares: list[Share]) -> Figures:
    """The means over pages."""
    precision = sum(each.both / (each.both + each.only_ours) for each in shares) / len(shares)
    recall = sum(each.both / (each.both + each.only_gold) for each in shares) / len(shares)
    return Figures(
        pages=len(shares),
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / (precision + recall),
        mean_f1=sum(each.f1 for each in shares) / len(shares),
    )


def extraction(folder: Path) -> dict[str, Share]:
    """Every page of `article_extraction`, by its id."""
    gold = json.loads(gzip.decompress((folder / "ground-truth.json.gz").read_bytes()))
    return {page: share(_text(folder / "html" / f"{page}.html.gz"), each["articleBody"]) for page, each in gold.items()}


def assessments(folder: Path) -> Iterator[tuple[str, str, Article]]:
    """Every page of `isw_html`: its day, the headline it shows, the article made of it."""
    for path in sorted(folder.glob("*.html.gz")):
        page = gzip.decompress(path.read_bytes()).decode("utf-8")
        shown = re.search(r'<h1[^>]*id="page-title">(.*?)</h1>', page)
        article = prepare(RawArticle(origin=path.name, html=page), now=NOW)
        yield path.name[:10], html.unescape(shown[1]).strip() if shown else "", article


def _text(path: Path) -> str:
    page = gzip.decompress(path.read_bytes()).decode("utf-8")
    try:
        return prepare(RawArticle(origin=path.name, html=page), now=NOW).text
    except SourceError:
        return ""


def report(with_pages: bool) -> Iterator[str]:
    """The figures in lines; with every page's own, worst first, where asked."""
    pages = extraction(shared("corpora/article_extraction"))
    measured = figures(list(pages.values()))
    yield f"article_extraction: {measured.pages} pages, F1 {measured.f1:.4f} (of means), {measured.mean_f1:.4f} (mean of pages)"
    yield f"                    precision {measured.precision:.4f}, recall {measured.recall:.4f}"
    read = list(assessments(shared("corpora/isw_html")))
    titles = sum(article.title == shown for _, shown, article in read)
    days = sum(article.published is not None and article.published.iso()[:10] == day for day, _, article in read)
    yield f"isw_html: {len(read)} pages, title exact on {titles}, day exact on {days}"
    if with_pages:
        for page, each in sorted(pages.items(), key=lambda pair: pair[1].f1):
            yield f"{each.f1:.3f}  precision -{each.only_ours:.3f}  recall -{each.only_gold:.3f}  {page}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in report("--pages" in sys.argv))
