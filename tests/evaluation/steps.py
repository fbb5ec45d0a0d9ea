"""What each step of ranking brings, and what each stage of a question costs, on the judged questions of `../shared/eval`.

    python -m tests.evaluation.steps [--library FOLDER --keep]

Every row adds one thing to the row above. Figures for all questions, for those to tune by, and for the third kept aside.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from api import evaluate
from api.terminal import line
from index.encoding.model import located
from index.library import Library
from index.sources import read
from search import engine as engine_room
from search import metrics
from search.engine import Engine
from search.rank import CLOSER, FIRST, Signals
from search.reranking.reranker import Reranker, Scores
from search.reranking.window import Reader, Window
from search.types import Answer, Found, Mode
from tests.evaluation import libraries
from tests.evaluation.corpus import ARTICLES, CORPUS, QUESTIONS
from tests.evaluation.processor import described, gflops

FIGURES = ("hit@1", "hit@3", "hit@10", "mrr@10", "evidence@10")
STAGES = ("retrieve", "rarity", "rank", "evidence", "cited")
READ = ("  of it the reranker", "  sentences it read", "  word pieces in them")


@dataclass(frozen=True, slots=True)
class Step:
    """One row.

    Attributes:
        first: The cheap signals that count.
        closer: Those of the closer look; none: the cheap ones once more, at their own weights.
    """

    name: str
    first: tuple[str, ...] = tuple(FIRST)
    closer: tuple[str, ...] = ()
    mode: Mode = Mode.HYBRID
    names: bool = True

    @property
    def signals(self) -> Signals:
        """As ranking takes them."""
        first = {name: FIRST[name] for name in self.first}
        return Signals(first=first, closer={name: CLOSER[name] for name in self.closer} or first)


CLOSE = ("vector", "words", "date", "sentence", "coverage", "near", "expected", "lead", "reader")
STEPS = (
    Step("vectors of passages alone", ("vector",), mode=Mode.SEMANTIC, names=False),
    Step("BM25 of passages alone", ("words",), mode=Mode.KEYWORD, names=False),
    Step("both, summed z-scores", ("vector", "words"), names=False),
    Step("… with BM25 of the article", ("vector", "words", "article"), names=False),
    Step("… with dates in words", names=False),
    Step("… with other names"),
    Step("closer look: the best sentence", closer=CLOSE[:4]),
    Step("… with coverage by rarity", closer=CLOSE[:5]),
    Step("… with nearness", closer=CLOSE[:6]),
    Step("… with what is expected", closer=CLOSE[:7]),
    Step("… with the article's head", closer=CLOSE[:8]),
    Step("… read with the question", closer=CLOSE),
)


class _Stepped:
    """An engine with only some signals, as `api.evaluate` asks it. Answers are left out: they are measured elsewhere."""

    def __init__(self, step: Step, plain: Engine) -> None:
        self._engine = Engine(
            plain.library,
            gazetteer=plain.gazetteer if step.names else None,
            reranker=plain.reranker if "reader" in step.closer else None,
            signals=step.signals,
        )
        self._step = step

    @property
    def library(self) -> Library:
        """The library asked."""
        return self._engine.library

    def search(self, text: str, *, limit: int = 10) -> Found:
        """With this step's signals only."""
        return self._engine.search(text, limit=limit, mode=self._step.mode, expand=self._step.names)

    def ask(self, question: str) -> Answer:
        """Nothing is asked."""
        query = self._engine.search(question, limit=1, mode=self._step.mode, expand=False).query
        return Answer(query=query, reason=None, text="")


def steps(plain: Engine) -> None:
    """Print the table of steps."""
    questions = evaluate.read_questions(QUESTIONS)
    line(f"{'':30} " + " ".join(f"{name:>22}" for name in FIGURES) + "   (all dev aside)")
    for step in STEPS:
        report = evaluate.report_of(evaluate.evaluate(_Stepped(step, plain), questions, CORPUS.corpus))
        parts = [report, report["subsets"]["dev"], report["subsets"]["aside"]]
        line(f"{step.name:30} " + " ".join(f"{' '.join(f'{part[name]:.3f}' for part in parts):>22}" for name in FIGURES))


class _Watched:
    """A reranker, with the milliseconds that each call took and what it was given."""

    def __init__(self, reranker: Reranker) -> None:
        self._reranker = reranker
        self._reader = Reader(located(None).folder)
        self._calls: list[tuple[float, str, Sequence[Window]]] = []
        self.tells = reranker.tells

    def scores(self, question: str, windows: Sequence[Window]) -> Scores:
        """See `Reranker`."""
        began = time.perf_counter()
        found = self._reranker.scores(question, windows)
        self._calls.append(((time.perf_counter() - began) * 1000, question, windows))
        return found

    def taken(self) -> tuple[float, int, int]:
        """Milliseconds, sentences, word pieces in them, since this was last asked."""
        calls, self._calls = self._calls, []
        pieces = (
            len(self._reader.row(self._reader.question(question), one)[0])
            for _, question, windows in calls
            for one in self._reader.windows(windows)
        )
        return sum(took for took, _, _ in calls), sum(len(windows) for _, _, windows in calls), sum(pieces)


def stages(plain: Engine) -> None:
    """Print what each stage of `ask` costs, and what of it is reading sentences with the question."""
    spent: dict[str, list[float]] = defaultdict(list)
    reader = plain.reranker = _Watched(plain.reranker) if plain.reranker else None
    kept = {name: getattr(engine_room, name) for name in STAGES}
    for name, function in kept.items():
        setattr(engine_room, name, _timed(function, spent[name]))
    try:
        for asked in evaluate.read_questions(QUESTIONS):
            began = time.perf_counter()
            plain.ask(asked.text)
            spent["ask, all of it"].append((time.perf_counter() - began) * 1000)
            for name, figure in zip(READ, reader.taken(), strict=True) if reader else ():
                spent[name].append(figure)
    finally:
        for name, function in kept.items():
            setattr(engine_room, name, function)
    line(f"{'stage, ms':30} {'p50':>8} {'p95':>8}")
    for name, times in spent.items():
        line(f"{name:30} {metrics.percentile(times, 0.5):8.1f} {metrics.percentile(times, 0.95):8.1f}")


def _timed(function: Callable[..., Any], into: list[float]) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            into.append((time.perf_counter() - began) * 1000)

    return timed


def main() -> int:
    """Both tables."""
    asked = libraries.arguments(__doc__, CORPUS.folder).parse_args()
    plain = libraries.engine(asked, CORPUS.files, lambda: read(str(ARTICLES)))
    line(described())
    line(f"matrix product, fp32, all cores: {gflops():.0f} GFLOP/s")
    with plain.library:
        steps(plain)
        stages(plain)
    return 0


if __name__ == "__main__":
    sys.exit(main())
