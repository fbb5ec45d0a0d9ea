"""Citation ▸ Answer: what was said, each sentence with the exact words that carry it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitrep_client import _print
from sitrep_client._articles import Article, Hit, Interpreted
from sitrep_client._reading import Shape

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Shape):
    """One sentence of an answer, and the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Shape):
    """A quote that the server re-read from the stored text: exactly the article's text from `start` to `end`.

    Attributes:
        n: The number as printed, from 1.
        before, after: The passage's words around the quote.
        speaker: Who is reported to have said it, as printed.
        also: Other articles that print the same words, earliest first.
    """

    n: int
    quote: str
    before: str = ""
    after: str = ""
    start: int
    end: int
    passage_id: str
    article: Article
    verified: bool
    speaker: str | None = None
    also: tuple[Article, ...] = ()

    def to_plain(self) -> str:
        """`“quote” — speaker, outlet, “title”, date, characters a–b, URL`; what is not known is left out."""
        return _print.plain(self)

    def to_markdown(self) -> str:
        """A block quote and a line with the linked title; nothing of the source can act as Markdown or HTML."""
        return _print.markdown(self)

    def to_bibtex(self) -> str:
        """An `@online` entry for biblatex; its key is the same for the same quote in every run."""
        return _print.bibtex(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Shape):
    """What was said, or that nothing good enough was found, which is an answer too.

    Attributes:
        status: "answered" or "abstained".
        reason: Why there is no answer; `None` when there is one.
        text: The statements as one text with [n] marks; when abstained, one sentence that says why.
        near_misses: The best hits, when abstained.
        confidence: 0 to 1.
        warnings: What went wrong on the way without spoiling the answer.
    """

    status: str
    reason: str | None
    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    near_misses: tuple[Hit, ...]
    interpreted: Interpreted
    confidence: float
    warnings: tuple[str, ...] = ()
    took_ms: float
    request_id: str | None = None

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return self.status == "answered"

    def __str__(self) -> str:
        return self.text

    def to_markdown(self) -> str:
        """The statements with their numbers, then each citation under its own; when abstained, the reason's sentence."""
        return _print.answer(self)

    def to_bibtex(self) -> str:
        """The citations for biblatex, each entry once."""
        return _print.bibliography(self.citations)

    def to_frame(self) -> pandas.DataFrame:
        """A pandas table, one row a citation.

        Raises:
            ExtraMissing: If pandas is not installed.
        """
        from sitrep_client._frame import citations

        return citations(self.citations)

    def _repr_html_(self) -> str:
        from sitrep_client._html import answer

        return answer(self)
