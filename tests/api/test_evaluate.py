"""`sitrep evaluate`: what is sent, what is printed."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.evaluate import evaluate, read_questions, run
from index.errors import EmptyQuery, SourceError
from index.types import Article, Passage, Precision, Published
from search.citations import cite
from search.types import Answer, Found, Hit, Query, Reason

LINES = [
    {"id": "q1", "question": "Was it closed?", "kind": "lookup", "evidence": [{"doc": "a", "quote": "The bridge was closed."}]},
    {"id": "q2", "question": "Who said so?", "kind": "who_said", "accept": ["mayor"], "filters": {"before": "2023-04-01"}},
    {"id": "q3", "question": "Who won?", "kind": "unanswerable", "answerable": False},
    {"id": "q6", "question": "", "kind": "lookup", "accept": ["never"]},
]


def _article(text: str) -> Article:
    published = Published(when=datetime(2023, 4, 1, 9, tzinfo=UTC), precision=Precision.MINUTE, found="given")
    return Article(
        id="a",
        url=None,
        title=None,
        outlet=None,
        authors=(),
        published=published,
        language=None,
        text=text,
        added_at=datetime.now(UTC),
    )


class Shelf:
    """One article."""

    def __init__(self) -> None:
        self.article = _article("The bridge was closed. The mayor said so.")

    def get(self, article_id: str) -> Article | None:
        """The article, under its id."""
        return self.article if article_id == "a" else None


class OneArticle:
    """Finds its one article for every question, and answers with its first sentence all but those that ask who won."""

    def __init__(self) -> None:
        self.library = Shelf()
        self.asked: list[str] = []
        text = self.library.article.text
        self._hit = Hit(
            passage=Passage(article=self.library.article, ordinal=0, start=0, end=len(text), heading=None, sentences=((0, 22),)),
            score=1,
            rank=1,
        )

    def search(self, text: str, *, limit: int = 10) -> Found:
        """The article; nothing can be sought without words."""
        self.asked.append(text)
        assert limit == 10
        if not text:
            raise EmptyQuery
        return Found(query=Query(typed=text, words=text), hits=(self._hit,), total=1)

    def ask(self, question: str) -> Answer:
        """The first sentence, or no answer."""
        query = Query(typed=question, words=question)
        if "won" in question:
            return Answer(query=query, reason=Reason.NO_MATCH, text="Nothing was found.")
        citation = cite(1, self._hit, 0, 22, self.library.article)
        return Answer(query=query, reason=None, text=citation.quote, citations=(citation,))


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Four judged questions in a file."""
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, LINES)) + "\n\n", "utf-8")
    return path


def _printed(questions: Path, **given: object) -> list[str]:
    said: list[str] = []
    assert run(OneArticle(), questions, **({"as_json": False, "say": said.append} | given)) == 0  # type: ignore[arg-type]
    return said


def test_only_the_words_of_a_question_are_sent(questions: Path) -> None:
    """Neither its dates nor its judgements."""
    engine = OneArticle()
    evaluate(engine, read_questions(questions))
    assert engine.asked == ["Was it closed?", "Who said so?", "Who won?", ""]


def test_the_figures_of_a_hand_worked_run_as_json(questions: Path) -> None:
    """Two of three found, one of three rightly cited, the empty question refused, the unanswerable declined."""
    (line,) = _printed(questions, as_json=True)
    report = json.loads(line)
    assert {
        name: report[name] for name in ("hit@1", "first_citation", "verbatim", "abstain_recall", "answered", "questions")
    } == {
        "hit@1": 0.6667,
        "first_citation": 0.3333,
        "verbatim": 1.0,
        "abstain_recall": 1.0,
        "answered": 0.6667,
        "questions": 4,
    }
    assert report["kinds"]["lookup"] == {"n": 2, "hit@1": 0.5, "any_citation": 0.5}
    assert {name: part["questions"] for name, part in report["subsets"].items()} == {"dev": 2, "aside": 2}
    assert report["search_ms_p50"] <= report["search_ms_p95"]


def test_the_table_has_a_figure_a_line_and_the_subsets_beside_it(questions: Path) -> None:
    """The name, all questions, those to tune by, those kept aside."""
    table = {line.split()[0]: line.split()[1:] for line in _printed(questions)}
    assert table["all"] == ["dev", "aside"]
    assert table["hit@1"] == ["0.6667", "1.0", "0.0"]
    assert table["abstain_recall"] == ["1.0", "-", "1.0"]
    assert table["questions"] == ["4", "2", "2"]


def test_one_subset_alone_has_no_columns_beside_it(questions: Path) -> None:
    """Then a line is a name and a figure."""
    table = dict(line.split() for line in _printed(questions, subset="dev") if not line.startswith("  "))
    assert (table["questions"], table["hit@1"]) == ("2", "1.0")
    with pytest.raises(SourceError, match="use dev or aside"):
        run(OneArticle(), questions, as_json=False, subset="test")


def test_misses_are_named(questions: Path) -> None:
    """Id, what went wrong, the question."""
    assert _printed(questions, misses=True)[-2:] == [
        "q2\tpassage at 1, no relevant citation\tWho said so?",
        "q6\tno relevant passage in ten\t",
    ]


def test_a_corpus_given_is_what_quotes_and_dates_are_compared_with(questions: Path, tmp_path: Path) -> None:
    """There the article was published a day later and its first sentence reads otherwise."""
    path = tmp_path / "corpus.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.write(
            json.dumps({"id": "a", "published": "2023-04-02T00:00:00Z", "text": "The bridge was shut. The mayor said so."}) + "\n"
        )
    report = json.loads(_printed(questions, as_json=True, corpus=path)[0])
    assert (report["verbatim"], report["hit@1"]) == (0.0, 0.3333)


@pytest.mark.parametrize(
    ("content", "words"), [("", "holds no question"), ("{", "cannot be read as JSON lines"), ("[]", "not a judged question")]
)
def test_a_file_that_holds_no_judged_questions_is_named(tmp_path: Path, content: str, words: str) -> None:
    """Empty, broken, or something else."""
    path = tmp_path / "questions.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(SourceError, match=words):
        read_questions(path)
    with pytest.raises(SourceError, match="cannot be read"):
        read_questions(tmp_path / "absent.jsonl")
