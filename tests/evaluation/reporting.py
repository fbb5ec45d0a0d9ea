"""432 more judged questions on the articles of `../shared/eval`: every figure.

    python -m tests.evaluation.reporting [--misses] [--update]

Written from the articles without the help of a search engine, by six hands, each on a share of the articles of its own that the
questions of `../shared/eval` do not use. 276 can be answered; 156 cannot, though what they ask about is reported: a detail that
was never told, a false premise, a time that is not covered, a statement of somebody who is not reported to have made one.
In `reporting.jsonl` evidence is a span of the article's text, so that no words of others are kept here. Exit status 1 if a floor
breaks.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from api.evaluate import objects
from tests.evaluation.corpus import ARTICLES
from tests.evaluation.judged import JudgedSet, run
from tests.evaluation.libraries import BUILD

QUESTIONS = Path(__file__).with_name("reporting.jsonl")


def quoted(corpus: Path, into: Path) -> Path:
    """Write the questions with the words of their evidence, as the judge reads them."""
    texts = {fields["id"]: fields["text"] for fields, _ in objects(corpus)}
    into.parent.mkdir(parents=True, exist_ok=True)
    with into.open("w", encoding="utf-8") as file:
        for line in QUESTIONS.read_text("utf-8").splitlines():
            fields = json.loads(line)
            spans = fields["evidence"]
            fields["evidence"] = [{"doc": one["doc"], "quote": texts[one["doc"]][one["start"] : one["end"]]} for one in spans]
            file.write(json.dumps(fields, ensure_ascii=False) + "\n")
    return into


if __name__ == "__main__":
    read = quoted(ARTICLES, BUILD / "reporting.jsonl")
    judged = JudgedSet(name="reporting", folder="library", articles=ARTICLES, files=(ARTICLES,), questions=read, corpus=ARTICLES)
    sys.exit(run(judged, __doc__))
