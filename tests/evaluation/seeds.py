"""The sample questions of `seeds/`: every figure.

    python -m tests.evaluation.seeds [--misses] [--update]

Thirty questions show that the parts work together; they are too few to compare two settings by. Exit status 1 if a floor breaks.
"""

from __future__ import annotations

import sys

from tests.evaluation.judged import JudgedSet, run
from tests.evaluation.libraries import ROOT

ARTICLES = ROOT / "seeds" / "articles"
QUESTIONS = ROOT / "seeds" / "questions.jsonl"

if __name__ == "__main__":
    files = sorted(path for path in ARTICLES.iterdir() if path.is_file())
    sys.exit(run(JudgedSet(name="seeds", folder="seeds", articles=ARTICLES, files=files, questions=QUESTIONS), __doc__))
