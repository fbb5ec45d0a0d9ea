"""Citations print as the server's own command line prints them, character for character."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sitrep_client import Answer, Citation

from api.schemas_answer import AnswerOut
from index.types import Article, Precision, Published
from search import citing
from search.citations import cite
from search.types import Answer as ServerAnswer
from search.types import Citation as ServerCitation
from search.types import Query, Reason, Statement
from tests.api.clients.python.made import ANSWER, CITATION
from tests.search.articles import article, hit

HOSTILE = [
    "plain words",
    "<script>alert(1)</script>",
    "[a](javascript:x) `b` *c* _d_ ~e~ |f|",
    "# head\n- item\n1. list\n===\n> quote",
    "100% of {braces} \\input{x} $1 & #2 ^3",
    "Ünïcödé — дорога\u202e\u200b “quoted”",
    "two\nlines\n\nand  spaces\t",
]
WHEN = [
    None,
    Published(when=datetime(2022, 5, 16, tzinfo=UTC), precision=Precision.DAY, found="given"),
    Published(when=datetime(2022, 5, 16, 9, 30, tzinfo=UTC), precision=Precision.MINUTE, found="given"),
    Published(when=datetime(2022, 5, 1, tzinfo=UTC), precision=Precision.MONTH, found="text"),
]
words = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
sources = st.builds(
    article,
    words,
    id=words,
    url=st.none() | st.sampled_from(["https://a.example/x?y=(1)#z", "javascript:alert(1)", 'http://b.example/"><i>']) | words,
    title=st.none() | words,
    outlet=st.none() | words,
    authors=st.lists(words, max_size=3).map(tuple),
    published=st.sampled_from(WHEN),
    language=st.none() | st.just("uk"),
)


def cited(source: Article, n: int = 1, speaker: str | None = None) -> ServerCitation:
    """A citation of the whole text but for the speaker's name at its end."""
    stored = replace(source, text=f"{source.text}{speaker or ''}")
    return cite(n, hit(stored), 0, len(source.text), stored, speaker=speaker)


def sent(answer: ServerAnswer) -> Answer:
    """An answer after its way over the wire."""
    return Answer.from_dict(AnswerOut.of(answer).model_dump(mode="json"))


@given(source=sources, speaker=st.none() | words)
def test_one_citation_prints_the_same_everywhere(source: Article, speaker: str | None) -> None:
    """Plain, Markdown and BibTeX, whatever the article tries."""
    assume(source.text.strip() and (speaker is None or speaker.strip()))
    known = cited(source, 3, speaker)
    answer = ServerAnswer(query=Query(typed="q", words="q"), reason=None, text="", citations=(known,))
    ours = sent(answer).citations[0]
    assert ours.to_plain() == citing.plain(known)
    assert ours.to_markdown() == citing.markdown(known)
    assert ours.to_bibtex() == citing.bibtex(known)


def test_an_answer_prints_its_statements_and_the_same_citations() -> None:
    """The page is the statements with their numbers, then each citation under its own; the bibliography has each once."""
    one, two = cited(article("The road_is *open*."), 1), cited(article("It is shut.", id="a2", title="Other"), 2, "The mayor")
    again = cited(article("The road_is *open*."), 3)
    said = (Statement(text="The road_is *open*.", citations=(1, 3)), Statement(text="It is shut.", citations=(2,)))
    answer = ServerAnswer(query=Query(typed="q", words="q"), reason=None, text="…", statements=said, citations=(one, two, again))
    blocks = [f"\\[{known.n}\\]\n\n{citing.markdown(known)}" for known in (one, two, again)]
    head = "The road\\_is \\*open\\*. \\[1\\]\\[3\\] It is shut. \\[2\\]"
    assert sent(answer).to_markdown() == "\n\n".join([head, *blocks]) + "\n"
    assert sent(answer).to_bibtex() == citing.bibliography([one, two, again])
    assert sent(answer).to_bibtex().count("@online{") == 2


def test_an_abstention_prints_its_reason() -> None:
    """One sentence, nothing to cite."""
    answer = ServerAnswer(query=Query(typed="q", words="q"), reason=Reason.NO_MATCH, text="Nothing *matches*.")
    assert sent(answer).to_markdown() == "Nothing \\*matches\\*.\n"
    assert sent(answer).to_bibtex() == ""
    assert str(sent(answer)) == "Nothing *matches*."


@pytest.mark.parametrize("n", [1, 12])
def test_the_number_is_the_servers(n: int) -> None:
    """It is printed as it came, not counted again."""
    answer = Answer.from_dict(
        {**ANSWER, "citations": [{**CITATION, "n": n}], "statements": [{"text": "Open.", "citations": [n]}]}
    )
    assert answer.to_markdown().startswith(f"Open. \\[{n}\\]\n\n\\[{n}\\]\n\n> Дорога відкрита")
    assert isinstance(answer.citations[0], Citation)
