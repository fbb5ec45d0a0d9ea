"""Multi-evidence news questions: is the evidence found among other news, and is silence kept where there is none?

    python -m tests.evaluation.multihop [--all] [--update]

Each of the 981 evidence sentences is an article of its own. `evidence@10`: share of a question's sentences among the first ten
hits. The 301 questions that cannot be answered must be declined (`abstain_recall`); `answered` is the share of the others that
were not. Of those 500 are asked, chosen by the hash of their ids: always the same, and without regard to their kind.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from api.terminal import line
from index.errors import QueryError
from index.types import RawArticle
from search import metrics
from search.engine import Engine
from tests.evaluation import floors, libraries

FOLDER = libraries.SHARED / "corpora" / "multihop_facts"
ARTICLES, QUESTIONS, RELEVANT = FOLDER / "corpus.jsonl.gz", FOLDER / "queries.jsonl.gz", FOLDER / "qrels.tsv"

SAMPLE: Final = 500
DEPTH: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question.

    Attributes:
        evidence: Ids of the articles that hold its evidence; empty where it cannot be answered.
    """

    id: str
    text: str
    kind: str
    evidence: frozenset[str]


def main() -> int:
    """Make the library, ask, print, compare with the floors."""
    parser = libraries.arguments(__doc__, "multihop")
    parser.add_argument("--all", action="store_true", help="ask all 2,255 answerable questions; floors are not looked at then")
    given = parser.parse_args()
    engine = libraries.engine(given, [ARTICLES], articles)
    every = questions()
    held = {article.id for article in engine.library.articles(limit=10_000)}
    answerable = [one for one in every if one.evidence and one.evidence <= held]
    beyond = [one for one in every if not one.evidence][: given.articles]
    chosen = answerable if given.all else sample(answerable, given.articles or SAMPLE)
    with engine.library:
        figures = _figures(engine, chosen, beyond)
    for name, figure in figures.items():
        line(f"{name:24} {figure:.4f}")
    line(f"{'questions':24} {len(chosen)} answerable, {len(beyond)} not")
    if given.all or given.articles is not None:
        return 0
    return floors.settle("multihop", figures, QUESTIONS, update=given.update, say=line)


def articles() -> Iterator[RawArticle]:
    """The evidence sentences with what is known of their articles."""
    for number, fields in enumerate(_lines(ARTICLES), 1):
        known = fields["metadata"]
        yield RawArticle(
            origin=f"{ARTICLES.name}:{number}",
            id=fields["_id"],
            text=fields["text"],
            title=fields["title"] or None,
            url=known.get("url"),
            outlet=known.get("source"),
            authors=(known["author"],) if known.get("author") else (),
            published=known.get("published_at"),
            language="en",
        )


def questions() -> list[Asked]:
    """All of them, in the order of the file."""
    evidence: dict[str, set[str]] = defaultdict(set)
    with RELEVANT.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            evidence[row["query-id"]].add(row["corpus-id"])
    return [
        Asked(id=one["_id"], text=one["text"], kind=one["metadata"]["question_type"], evidence=frozenset(evidence[one["_id"]]))
        for one in _lines(QUESTIONS)
    ]


def sample(every: Sequence[Asked], count: int) -> list[Asked]:
    """`count` of them, those whose ids have the lowest SHA-256."""
    return sorted(every, key=lambda one: hashlib.sha256(one.id.encode()).digest())[:count]


def _figures(engine: Engine, answerable: Sequence[Asked], beyond: Sequence[Asked]) -> dict[str, float]:
    recalls = {one.id: _recall(engine, one) for one in answerable}
    answered = [_is_answered(engine, one) for one in answerable]
    declined = [not _is_answered(engine, one) for one in beyond]
    figures = {
        "evidence@10": metrics.mean(list(recalls.values())),
        "answered": metrics.mean(answered),
        "false_abstain": metrics.mean([not one for one in answered]),
        "abstain_recall": metrics.mean(declined),
    }
    for kind in sorted({one.kind for one in answerable}):
        of_kind = [recalls[one.id] for one in answerable if one.kind == kind]
        figures[f"  evidence@10 {kind.removesuffix('_query')}"] = metrics.mean(of_kind)
    return {name: round(figure, 4) for name, figure in figures.items() if figure is not None}


def _recall(engine: Engine, asked: Asked) -> float:
    try:
        found = engine.search(asked.text, limit=DEPTH)
    except QueryError:
        return 0.0
    return metrics.recall_at([hit.article.id for hit in found.hits], asked.evidence, DEPTH)


def _is_answered(engine: Engine, asked: Asked) -> bool:
    try:
        return engine.ask(asked.text).answered
    except QueryError:
        return False


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    sys.exit(main())
