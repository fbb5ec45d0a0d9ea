"""IndiaPoliceEvents: do the articles in which police did something come first? Average precision over all 1,257 articles.

    python -m tests.evaluation.police [--update]

An article ranks where its best passage does. A search ranks as many passages as the engine gathers candidates, on all pages
together; the same question is then asked among the articles that were not ranked yet, and those follow behind, until every
article has its place. Relevant is what has a sentence that people labelled so.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from api.terminal import line
from index.types import Filters, RawArticle
from search import metrics
from search.engine import Engine
from tests.evaluation import floors, libraries

FOLDER = libraries.SHARED / "corpora" / "indiapoliceevents"
ARTICLES, LABELS = FOLDER / "docs.jsonl.gz", FOLDER / "sents.jsonl.gz"

QUESTIONS: Final = {
    "KILL": "Did police kill someone?",
    "ARREST": "Did police arrest someone?",
    "FAIL": "Did police fail to intervene?",
    "FORCE": "Did police use force or violence?",
    "ANY_ACTION": "Did police do anything?",
}

BASELINES: Final = {
    "vectors": (0.451, 0.488, 0.323, 0.379, 0.807),
    "BM25 of sentences": (0.336, 0.504, 0.232, 0.216, 0.475),
    "summed z-scores": (0.512, 0.608, 0.301, 0.307, 0.642),
}
"""First figures, from `../shared/corpora/README.md`: best sentence an article."""

PAGE = 1000


def main() -> int:
    """Make the library, rank, print beside the baselines, compare with the floors."""
    asked = libraries.arguments(__doc__, "police").parse_args()
    engine = libraries.engine(asked, [ARTICLES], articles)
    with engine.library:
        held = {article.id for article in engine.library.articles(limit=10_000)}
        labels = {name: found & held for name, found in relevant().items()}
        figures = {name: _precision(engine, QUESTIONS[name], labels[name], held) for name in QUESTIONS if labels[name]}
    line(f"{'average precision':20}" + "".join(f"{name:>12}" for name in (*figures, "mean")))
    line(_row("sitrep", list(figures.values())))
    if asked.articles is not None:
        return 0
    for name, values in BASELINES.items():
        line(_row(name, values))
    return floors.settle("police", figures | {"mean": _mean(list(figures.values()))}, LABELS, update=asked.update, say=line)


def articles() -> Iterator[RawArticle]:
    """The articles as they were published, mojibake and all."""
    for number, fields in enumerate(_lines(ARTICLES), 1):
        yield RawArticle(origin=f"{ARTICLES.name}:{number}", id=str(fields["doc_id"]), text=fields["doc_text"], language="en")


def relevant() -> dict[str, set[str]]:
    """Ids of articles by label."""
    found: dict[str, set[str]] = {name: set() for name in QUESTIONS}
    for fields in _lines(LABELS):
        for label in fields["sent_labels"]:
            found[label].add(str(fields["doc_id"]))
    return found


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _precision(engine: Engine, question: str, labelled: set[str], held: set[str]) -> float:
    flags = [article in labelled for article in ranked(engine, question, held)]
    return round(metrics.average_precision(flags, len(labelled)), 4)


def ranked(engine: Engine, question: str, held: Iterable[str]) -> list[str]:
    """Every article that is held, by its best passage."""
    order: dict[str, None] = {}
    left = set(held)
    while left:
        among = Filters(articles=tuple(sorted(left))) if order else Filters()
        fresh = [article for article in _found(engine, question, among) if article in left]
        if not fresh:  # no passage of theirs is left to rank, say because they repeat what others print
            break
        order |= dict.fromkeys(fresh)
        left -= set(fresh)
    return [*order, *sorted(left)]


def _found(engine: Engine, question: str, filters: Filters) -> Iterator[str]:
    """Article ids of all hits on all pages, best first."""
    cursor = None
    while True:
        page = engine.search(question, filters=filters, limit=PAGE, cursor=cursor, per_article=None)
        yield from (hit.article.id for hit in page.hits)
        cursor = page.next_cursor
        if cursor is None:
            return


def _row(name: str, values: Sequence[float]) -> str:
    return f"{name:20}" + "".join(f"{value:12.3f}" for value in (*values, _mean(values)))


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4)


if __name__ == "__main__":
    sys.exit(main())
