"""The figures of judged questions: by hand, and beside those of the public scorer."""

from __future__ import annotations

import gzip
import importlib.util
import json
import random
from datetime import date
from pathlib import Path
from typing import Any

from search.judging import Evidence, Question, question
from search.scoring import Outcome, Run, figures, judge, kinds, misses
from tests.shared import shared

TEXT = {"a": "The bridge was closed at noon. The mayor said so.", "b": "Nothing of note."}
DAY = {"a": date(2023, 4, 1), "b": None}


def _question(key: str, *quotes: str, kind: str = "when") -> Question:
    evidence = tuple(Evidence(article="a", quote=quote) for quote in quotes)
    return Question(id=key, text=f"{key}?", kind=kind, answerable=bool(quotes), evidence=evidence)


def _judged(
    asked: Question, hits: list[tuple[str, str]], citations: list[tuple[str, str]] | None, ms: float | None = None
) -> Outcome:
    run = Run(hits=tuple(hits), answered=citations is not None, citations=tuple(citations or ()), search_ms=ms)
    return judge(asked, run, DAY.__getitem__, TEXT.__getitem__)


BRIDGE, MAYOR = "The bridge was closed at noon.", "The mayor said so."
OUTCOMES = [
    _judged(_question("q1", BRIDGE, MAYOR), [("b", "Nothing"), ("a", BRIDGE)], [("b", "Nothing"), ("a", BRIDGE)], 4.0),
    _judged(_question("q2", BRIDGE, kind="lookup"), [("a", BRIDGE)], None, 2.0),
    _judged(_question("q3", MAYOR), [("b", "Nothing")] * 10 + [("a", MAYOR)], [("a", "The mayor was silent.")], 10.0),
    _judged(_question("q4"), [("b", "Nothing")], None),
    _judged(_question("q5"), [("b", "Nothing")], [("b", "Nothing")]),
]


def test_every_figure_of_a_hand_worked_run() -> None:
    """Three answerable questions: found second, found first but declined, not found; two that are not, one of them answered."""
    assert figures(OUTCOMES) == {
        "hit@1": 0.3333,
        "hit@3": 0.6667,
        "hit@5": 0.6667,
        "hit@10": 0.6667,  # the eleventh hit of q3 is not looked at
        "mrr@10": 0.5,  # (1/2 + 1 + 0) / 3
        "evidence@10": 0.5,  # (1/2 + 1 + 0) / 3
        "answered": 0.6667,
        "false_abstain": 0.3333,
        "first_citation": 0.0,  # q1's first is beside the point, q3's is invented
        "any_citation": 0.3333,
        "citation_precision": 0.3333,  # one of q1's two and q3's one
        "verbatim": 0.75,  # q3's words stand nowhere; q5's do
        "abstain_recall": 0.5,
        "search_ms_p50": 4.0,
        "search_ms_p95": 4.0,
    }


def test_kinds_count_answerable_questions_only() -> None:
    """Unanswerable ones have no first hit."""
    assert kinds(OUTCOMES) == {
        "lookup": {"n": 1, "hit@1": 1.0, "any_citation": 0.0},
        "when": {"n": 2, "hit@1": 0.0, "any_citation": 0.5},
    }


def test_misses_say_what_went_wrong() -> None:
    """Everything but q1, which cites evidence, and q4, which was rightly declined."""
    assert misses(OUTCOMES) == [
        ("q2", "passage at 1, no relevant citation", "q2?"),
        ("q3", "no relevant passage in ten", "q3?"),
        ("q5", "answered the unanswerable", "q5?"),
    ]


def test_a_figure_that_no_question_defines_is_left_out() -> None:
    """Without citations there is no share of them that is verbatim."""
    assert set(figures(OUTCOMES[3:4])) == {"abstain_recall"}


def test_the_citations_of_a_declined_question_are_not_counted_as_its_answer() -> None:
    """They are still compared with their article."""
    asked = _question("q", BRIDGE)
    outcome = judge(asked, Run(hits=(), answered=False, citations=(("a", BRIDGE),)), DAY.__getitem__, TEXT.__getitem__)
    assert (outcome.citations, outcome.verbatim) == ((), (True,))


def test_the_figures_are_those_of_the_public_scorer() -> None:
    """On the development questions and a made-up run of right, near, folded, cut and wrong passages."""
    scorer = _scorer(shared("eval/score.py"))
    fields = [json.loads(line) for line in shared("eval/questions_dev.jsonl").read_text("utf-8").splitlines()]
    wanted = {evidence["doc"] for one in fields for evidence in one["evidence"]}
    with gzip.open(shared("eval/corpus.jsonl.gz"), "rt", encoding="utf-8") as lines:
        corpus = [one for one in map(json.loads, lines) if one["id"] in wanted]
    rows = _made_up(fields, {one["id"]: one["text"] for one in corpus})
    theirs, their_misses = scorer.score(fields, rows, corpus)

    days = {one["id"]: date.fromisoformat(one["published"][:10]) if one.get("published") else None for one in corpus}
    texts = {one["id"]: one["text"] for one in corpus}
    ours = [
        judge(question(one, "dev"), _run(row), days.get, lambda key: texts.get(key, ""))
        for one, row in zip(fields, rows, strict=True)
    ]
    expected = {name: value for name, value in theirs.items() if name not in ("questions", "kinds")}
    assert figures(ours) == expected
    assert 0.1 < expected["hit@1"] < expected["hit@10"] < 1, "the run tells good from bad"
    assert kinds(ours) == theirs["kinds"]
    assert misses(ours) == their_misses


def _scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("public_scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _run(row: dict[str, Any]) -> Run:
    return Run(
        hits=tuple((hit["article"], hit["text"]) for hit in row["hits"]),
        answered=row["status"] == "answered",
        citations=tuple((one["article"], one["quote"]) for one in row["citations"]),
        search_ms=row["search_ms"],
        ask_ms=row["ask_ms"],
    )


def _made_up(fields: list[dict[str, Any]], texts: dict[str, str]) -> list[dict[str, Any]]:
    """For each question ten windows and four quotes, around its evidence or anywhere, some with their typography changed."""
    chance = random.Random(7)
    plain = str.maketrans("“”‘’—", "\"\"''-")

    def cut(one: dict[str, Any], width: int) -> tuple[str, str]:
        article = chance.choice(sorted(texts))
        middle = chance.randrange(len(texts[article]))
        if one["evidence"] and chance.random() < 0.3:
            evidence = chance.choice(one["evidence"])
            article = evidence["doc"]
            middle = texts[article].find(evidence["quote"]) + chance.randrange(width)
        words = texts[article][max(0, middle - width // 2) : middle + width // 2]
        return article, words.translate(plain).upper() if chance.random() < 0.3 else words

    return [
        {
            "id": one["id"],
            "hits": [dict(zip(("article", "text"), cut(one, 600), strict=True)) for _ in range(12)],
            "status": chance.choice(["answered", "abstained"]),
            "citations": [dict(zip(("article", "quote"), cut(one, 200), strict=True)) for _ in range(4)],
            "search_ms": chance.random() * 50,
            "ask_ms": chance.random() * 50,
        }
        for one in fields
    ]
