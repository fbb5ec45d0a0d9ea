"""The judged questions of `../shared/eval`: every figure, for all, for those to tune by and for the third kept aside.

    python -m tests.evaluation.corpus [--subset dev|aside] [--misses] [--update]

Quotes and dates are compared with the corpus file itself, not with what the library made of it. Exit status 1 if a floor breaks.
"""

from __future__ import annotations

import sys

from tests.evaluation.judged import JudgedSet, run
from tests.evaluation.libraries import SHARED

ARTICLES = SHARED / "eval" / "corpus.jsonl.gz"
QUESTIONS = SHARED / "eval" / "questions_dev.jsonl"

CORPUS = JudgedSet(name="corpus", folder="library", articles=ARTICLES, files=(ARTICLES,), questions=QUESTIONS, corpus=ARTICLES)

if __name__ == "__main__":
    sys.exit(run(CORPUS, __doc__))
