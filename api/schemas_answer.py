"""The shape of an answer and of its citations."""

from __future__ import annotations

from pydantic import Field

from api.schemas import ArticleOut, HitOut, Interpreted, Shape, absent
from search.types import Answer, Citation


class StatementOut(Shape):
    """One sentence of an answer and the numbers of the citations that carry it."""

    text: str
    citations: list[int]


class CitationOut(Shape):
    """A quote that was re-read from the stored text: it is exactly the article's text from `start` to `end`."""

    n: int
    quote: str
    before: str = Field(description="The passage's words before the quote: nobody has to slice.")
    after: str = Field(description="The passage's words after it.")
    start: int
    end: int
    passage_id: str
    article: ArticleOut
    verified: bool = Field(
        default=True, description="Always true: a quote that is not in the stored text never becomes a citation."
    )
    speaker: str | None = Field(description="Who is reported to have said it, as printed.")
    also: list[ArticleOut] = Field(description="Other articles that print the same words.")

    @classmethod
    def of(cls, citation: Citation) -> CitationOut:
        """The citation."""
        passage = citation.hit.passage
        return cls(
            n=citation.n,
            quote=citation.quote,
            before=passage.article.text[passage.start : citation.start],
            after=passage.article.text[citation.end : passage.end],
            start=citation.start,
            end=citation.end,
            passage_id=passage.id,
            article=ArticleOut.of(citation.hit.article),
            speaker=citation.speaker,
            also=[ArticleOut.of(article) for article in citation.also],
        )


class AnswerOut(Shape):
    """What was said, or that nothing good enough was found."""

    status: str = Field(description="answered or abstained.")
    reason: str | None = Field(description="Why there is no answer; null when there is one.")
    text: str
    statements: list[StatementOut]
    citations: list[CitationOut]
    near_misses: list[HitOut]
    interpreted: Interpreted
    confidence: float = Field(description="0 to 1.")
    warnings: list[str]
    took_ms: float
    request_id: str | None = Field(default=None, exclude_if=absent)

    @classmethod
    def of(cls, answer: Answer, request_id: str | None = None) -> AnswerOut:
        """The answer."""
        return cls(
            status="answered" if answer.answered else "abstained",
            reason=answer.reason.value if answer.reason else None,
            text=answer.text,
            statements=[StatementOut(text=one.text, citations=list(one.citations)) for one in answer.statements],
            citations=[CitationOut.of(one) for one in answer.citations],
            near_misses=[HitOut.of(hit) for hit in answer.near_misses],
            interpreted=Interpreted.of(answer.query),
            confidence=answer.confidence,
            warnings=list(answer.warnings),
            took_ms=round(answer.took_ms, 2),
            request_id=request_id,
        )
