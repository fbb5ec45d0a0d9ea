"""Judged questions, put to the engine in process and scored: `sitrep evaluate QUESTIONS`.

The format of the questions and the meaning of each figure: `search.judging`, `search.scoring`.
"""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TextIO

from index.errors import QueryError, SourceError
from index.types import Article
from search import scoring
from search.judging import Question, question
from search.scoring import DEPTH, Outcome, Published, Run, Text, judge, run_of
from search.types import Answer, Found


class Shelf(Protocol):
    """Where articles are read again."""

    def get(self, article_id: str) -> Article | None:
        """The article of that id."""
        ...


class Asked(Protocol):
    """What questions are put to; `search.engine.Engine` is one."""

    @property
    def library(self) -> Shelf:
        """What the engine searches."""
        ...

    def search(self, text: str, *, limit: int = 10) -> Found:
        """Passages for a query."""
        ...

    def ask(self, question: str) -> Answer:
        """An answer with citations."""
        ...


class Subset(StrEnum):
    """Which of the questions: those to tune by, or the third that is kept aside."""

    DEV = "dev"
    ASIDE = "aside"


def run(
    engine: Asked,
    questions: Path,
    *,
    as_json: bool,
    corpus: Path | None = None,
    misses: bool = False,
    subset: str | None = None,
    say: Callable[[str], None] = print,
) -> int:
    """Put judged questions to the engine and print the figures.

    Args:
        questions: JSON lines, or `.gz`; only each one's text is sent.
        corpus: JSON lines, or `.gz`, of the articles as they were before they were added: dates and quotes are then compared
            with those instead of with the library's own articles.
        misses: Print the questions that went wrong as well.
        subset: "dev" or "aside"; all of them unless given, with the two subsets beside.

    Returns:
        The exit status, 0.

    Raises:
        SourceError: If a file cannot be read, holds no question, or the subset is neither.
    """
    outcomes = evaluate(engine, chosen(read_questions(questions), subset), corpus)
    report = report_of(outcomes)
    if as_json:
        say(json.dumps(report))
    else:
        for line in lines_of(report):
            say(line)
    if misses and not as_json:
        for row in scoring.misses(outcomes):
            say("\t".join(row))
    return 0


def read_questions(path: Path) -> list[Question]:
    """Every judged question of a file.

    Raises:
        SourceError: If it cannot be read, or holds none.
    """
    found = [question(fields, origin) for fields, origin in objects(path)]
    if not found:
        raise SourceError(str(path), "holds no question")
    return found


def chosen(questions: list[Question], subset: str | None) -> list[Question]:
    """Those of a subset; all of them for `None`.

    Raises:
        SourceError: If there is no such subset, or it is empty.
    """
    if subset is None:
        return questions
    if subset not in tuple(Subset):
        raise SourceError(subset, "no such subset: use dev or aside")
    kept = [one for one in questions if one.aside == (subset == Subset.ASIDE)]
    if not kept:
        raise SourceError(subset, "no question of the file belongs to this subset")
    return kept


def evaluate(engine: Asked, questions: Sequence[Question], corpus: Path | None = None) -> list[Outcome]:
    """Search and ask each question, then judge what came; see `run`."""
    runs = [_put(engine, one) for one in questions]
    published, text = _from_library(engine.library) if corpus is None else _from_corpus(corpus)
    return [judge(one, brought, published, text) for one, brought in zip(questions, runs, strict=True)]


def _put(engine: Asked, asked: Question) -> Run:
    try:
        start = time.perf_counter()
        found = engine.search(asked.text, limit=DEPTH)
        between = time.perf_counter()
        answer = engine.ask(asked.text)
        end = time.perf_counter()
    except QueryError:  # a user would see a refusal: nothing found and nothing answered
        return Run(hits=(), answered=False, citations=())
    return run_of(found, answer, search_ms=(between - start) * 1000, ask_ms=(end - between) * 1000)


def report_of(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures, `questions` (how many), `kinds`, and the figures of each of the two `subsets` where both have questions."""
    report: dict[str, Any] = {**scoring.figures(outcomes), "questions": len(outcomes), "kinds": scoring.kinds(outcomes)}
    parts = {part: [one for one in outcomes if one.question.aside == (part == Subset.ASIDE)] for part in Subset}
    if all(parts.values()):
        report["subsets"] = {str(part): {**scoring.figures(group), "questions": len(group)} for part, group in parts.items()}
    return report


def lines_of(report: Mapping[str, Any]) -> Iterator[str]:
    """A report as a table, a figure a line; after the figure of all questions those of the subsets."""
    subsets: Mapping[str, Mapping[str, float]] = report.get("subsets", {})
    if subsets:
        yield f"{'':20} " + " ".join(f"{name:>8}" for name in ("all", *subsets))
    for name, value in report.items():
        if name in ("kinds", "subsets"):
            continue
        cells = [part.get(name, "-") for part in subsets.values()]
        yield f"{name:20} " + (" ".join(f"{cell!s:>8}" for cell in (value, *cells)) if cells else str(value))
    for kind, row in report["kinds"].items():
        yield f"  {kind:14} {row}"


def _from_library(library: Shelf) -> tuple[Published, Text]:
    def published(article_id: str) -> date | None:
        article = library.get(article_id)
        return article.published.when.date() if article and article.published else None

    def text(article_id: str) -> str:
        article = library.get(article_id)
        return article.text if article else ""

    return published, text


def _from_corpus(path: Path) -> tuple[Published, Text]:
    days: dict[str, date | None] = {}
    texts: dict[str, str] = {}
    for fields, origin in objects(path):
        try:
            key = str(fields["id"])
            texts[key] = str(fields["text"])
            days[key] = date.fromisoformat(fields["published"][:10]) if fields.get("published") else None
        except (KeyError, TypeError, ValueError) as error:
            raise SourceError(origin, f"not an article with id, text and a day: {error}") from error
    return days.get, lambda article_id: texts.get(article_id, "")


def objects(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Every object of a JSON lines file, and where it stands."""
    try:
        with _opened(path) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield json.loads(line), f"{path}:{number}"
    except (OSError, EOFError, ValueError) as error:
        raise SourceError(str(path), f"cannot be read as JSON lines: {error}") from error


def _opened(path: Path) -> TextIO:
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
