"""The judged questions of `../shared/eval`: every figure, for all, for those to tune by and for the third kept aside.

    python -m tests.evaluation.corpus [--subset dev|aside] [--misses] [--update]

Quotes and dates are compared with the corpus file itself, not with what the library made of it. Exit status 1 if a floor breaks.
"""

from __future__ import annotations

import sys

from api import evaluate
from api.terminal import line
from index.sources import read
from search import scoring
from tests.evaluation import floors, libraries

ARTICLES = libraries.SHARED / "eval" / "corpus.jsonl.gz"
QUESTIONS = libraries.SHARED / "eval" / "questions_dev.jsonl"


def main() -> int:
    """Make the library, ask, print, compare with the floors."""
    parser = libraries.arguments(__doc__, "library")
    parser.add_argument("--subset", choices=list(evaluate.Subset), help="only these questions; floors are not looked at then")
    parser.add_argument("--misses", action="store_true", help="print the questions that went wrong")
    asked = parser.parse_args()
    engine = libraries.engine(asked, [ARTICLES], lambda: read(str(ARTICLES)))
    with engine.library:
        questions = evaluate.chosen(evaluate.read_questions(QUESTIONS), asked.subset)
        outcomes = evaluate.evaluate(engine, questions, ARTICLES)
    for words in evaluate.lines_of(evaluate.report_of(outcomes)):
        line(words)
    for miss in scoring.misses(outcomes) if asked.misses else ():
        line("\t".join(miss))
    if asked.subset is not None or asked.articles is not None:
        return 0
    return floors.settle("corpus", scoring.figures(outcomes), QUESTIONS, update=asked.update, say=line)


if __name__ == "__main__":
    sys.exit(main())
