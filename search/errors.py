"""What can go wrong between a question and its answer, beside the `QueryError`s of `index.errors`.

SitrepError
└── UnverifiedQuote             words offered as a quote that the stored text does not hold there
"""

from __future__ import annotations

from index.errors import SitrepError


class UnverifiedQuote(SitrepError):
    """A citation that may not be built. It means a defect or an article changed meanwhile: never shown as a quote.

    Attributes:
        start, end: The span that was claimed, in code points of the article's text.
    """

    def __init__(self, article_id: str, start: int, end: int, reason: str) -> None:
        super().__init__(f"no citation of {article_id} at {start}–{end}: {reason}")
        self.article_id = article_id
        self.start = start
        self.end = end
        self.reason = reason
