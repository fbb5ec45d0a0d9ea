"""One set of judged questions, from its articles to its floors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api import evaluate
from api.terminal import line
from index.sources import read
from search import scoring
from tests.evaluation import floors, libraries


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSet:
    """Articles, and the questions that were judged on them.

    Attributes:
        name: Of its floors.
        folder: Of its library, below `build/evaluation`.
        articles: What `sitrep add` is given.
        files: The files that hold them.
        corpus: JSON lines of the articles as they were before they were added; quotes and dates are then compared with those.
    """

    name: str
    folder: str
    articles: Path
    files: Sequence[Path]
    questions: Path
    corpus: Path | None = None


def run(judged: JudgedSet, about: str | None) -> int:
    """Make the library, ask, print, compare with the floors; the exit status."""
    parser = libraries.arguments(about, judged.folder)
    parser.add_argument("--subset", choices=[one.value for one in evaluate.Subset], help="only these questions; without floors")
    parser.add_argument("--misses", action="store_true", help="print the questions that went wrong")
    asked = parser.parse_args()
    engine = libraries.engine(asked, judged.files, lambda: read(str(judged.articles)))
    with engine.library:
        questions = evaluate.chosen(evaluate.read_questions(judged.questions), asked.subset)
        outcomes = evaluate.evaluate(engine, questions, judged.corpus)
    for words in evaluate.lines_of(evaluate.report_of(outcomes)):
        line(words)
    for miss in scoring.misses(outcomes) if asked.misses else ():
        line("\t".join(miss))
    if asked.subset is not None or asked.articles is not None:
        return 0
    return floors.settle(judged.name, scoring.figures(outcomes), judged.questions, update=asked.update, say=line)
