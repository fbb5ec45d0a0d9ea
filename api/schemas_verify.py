"""The shape of a checked quotation."""

from __future__ import annotations

from pydantic import Field

from api.schemas import ArticleOut, Shape, absent
from search.verify import Match, Verdict, Verification


class MatchOut(Shape):
    """Where the words stand, and what they truly are."""

    article: ArticleOut
    start: int
    end: int
    text: str = Field(description="The true words: the article's text from start to end.")
    similarity: float = Field(description="0 to 1.")

    @classmethod
    def of(cls, match: Match) -> MatchOut:
        """The match."""
        return cls(
            article=ArticleOut.of(match.article),
            start=match.start,
            end=match.end,
            text=match.text,
            similarity=round(match.similarity, 4),
        )


class VerificationOut(Shape):
    """What became of a quotation."""

    quote: str
    verdict: Verdict
    matches: list[MatchOut]
    request_id: str | None = Field(default=None, exclude_if=absent)

    @classmethod
    def of(cls, checked: Verification, request_id: str | None = None) -> VerificationOut:
        """The verdict and its places."""
        return cls(
            quote=checked.quote,
            verdict=checked.verdict,
            matches=[MatchOut.of(match) for match in checked.matches],
            request_id=request_id,
        )
