"""Prose from a language model, let through sentence by sentence: only what cites words that stand in the evidence.

A generator is never trusted, whatever stands in its model, its prompt or the articles it reads. `compose` keeps a sentence only
if each of its citations names evidence that was given and repeats words of it (whole words; case, white space and typography
aside), and if it brings in no figure, name or negation that those words lack and leaves no speaker out (`search.support`). An
instruction hidden in an article can at most make a model say what the article's own words carry.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from index.cutting.sentences import sentences
from index.types import Span
from search.quotes import locate
from search.support import is_supported, keeps_speaker
from search.types import Citation, Statement

logger = logging.getLogger(__name__)

_ID_LETTERS: Final = 6
_SENTENCE_CHARACTERS: Final = 600
_QUOTE_WORDS: Final = 3
_STATEMENTS: Final = 12
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=[\w.,])[*_](?!\w)")
_LINE_START = re.compile(r"^\s*(?:[-*•#>]+|\d{1,2}[.)])\s+")
_OWN_MARK = re.compile(r"\s*[\[(【]\s*(?:\d{1,3}|e-[a-z2-7]{6})(?:\s*,\s*(?:\d{1,3}|e-[a-z2-7]{6}))*\s*[\])】]")
_ACTIVE = re.compile(r"https?:|www\.|[<>{}]|\]\(|javascript:", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_OUTER_MARKS: Final = " \t\n\"'“”‘’.,;:…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A citation as a generator sees it: its words under an opaque id, which says nothing of rank or number."""

    id: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftQuote:
    """Words that a draft says it takes from the evidence of that id."""

    id: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStatement:
    """A sentence as written, nothing about it verified."""

    text: str
    quotes: tuple[DraftQuote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a generator wrote.

    Attributes:
        dropped: Sentences that could not even be read as statements.
        warning: Why nothing, or not everything, was written; one sentence for the reader.
    """

    statements: tuple[DraftStatement, ...] = ()
    dropped: int = 0
    warning: str | None = None


class Generator(Protocol):
    """Writes sentences from evidence. `search.language_model` has the one that calls a model."""

    def write(self, question: str, evidence: Sequence[Evidence]) -> Draft:
        """Draft an answer; a failure is a draft with a warning, not an exception."""
        ...


def compose(question: str, citations: Sequence[Citation], generator: Generator) -> tuple[tuple[Statement, ...], tuple[str, ...]]:
    """Have `generator` write from `citations` and keep what is verified.

    Args:
        citations: Verified, numbered from 1. Without any, the generator is not called: an abstention stays one.

    Returns:
        Statements whose numbers are those of `citations`, and warnings. Without statements the extractive answer stands.
    """
    if not citations:
        return (), ()
    evidence = _evidence(question, citations)
    try:
        draft = generator.write(question, evidence)
    except Exception as error:  # noqa: BLE001  whatever breaks in a generator must not take the extractive answer away
        logger.warning("the generator raised %s", type(error).__name__)
        return (), ("The language model failed; this is the extractive answer.",)
    kept = [statement for written in draft.statements[:_STATEMENTS] if (statement := _verified(written, evidence)) is not None]
    dropped = draft.dropped + len(draft.statements) - len(kept)
    return _unrepeated(kept), _warnings(draft.warning, dropped, bool(kept))


def _evidence(question: str, citations: Sequence[Citation]) -> tuple[Evidence, ...]:
    """Ids are the same for the same question and evidence, and tell a model nothing that it could count on."""
    found: dict[str, Evidence] = {}
    for citation in citations:
        salt = 0
        while (name := _opaque(f"{salt}\n{question}\n{citation.hit.passage.id}\n{citation.start}\n{citation.end}")) in found:
            salt += 1
        found[name] = Evidence(id=name, citation=citation)
    return tuple(found.values())


def _opaque(text: str) -> str:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass")).digest()
    return "e-" + "".join("abcdefghijklmnopqrstuvwxyz234567"[byte % 32] for byte in digest[:_ID_LETTERS])


def _verified(written: DraftStatement, evidence: Iterable[Evidence]) -> Statement | None:
    """The statement with the numbers of its citations; `None` when a quote is not in the evidence or does not carry it."""
    cited = {piece.id: piece.citation for piece in evidence}
    text = _plain(written.text)
    spans = [_located(piece, cited) for piece in written.quotes]
    found = [span for span in spans if span is not None]
    if not text or not found or len(found) < len(spans):
        return None
    sources = [cited[piece.id] for piece in written.quotes]
    quotes = [source.quote[start:end] for source, (start, end) in zip(sources, found, strict=True)]
    whole = [_whole_sentences(source.quote, *span) for source, span in zip(sources, found, strict=True)]
    printed = [name for source in sources for name in (source.speaker, source.hit.article.outlet) if name]
    if not is_supported(text, quotes, whole, printed) or not all(keeps_speaker(text, source.speaker) for source in sources):
        return None
    return Statement(text=text, citations=tuple(dict.fromkeys(source.n for source in sources)))


def _located(piece: DraftQuote, cited: dict[str, Citation]) -> Span | None:
    """Where in its evidence a draft's quote stands."""
    if piece.id not in cited:
        return None
    stored = cited[piece.id].quote
    if len(_WORD.findall(piece.quote)) < min(_QUOTE_WORDS, len(_WORD.findall(stored))):
        return None
    return next(locate(stored, piece.quote), None) or next(locate(stored, piece.quote.strip(_OUTER_MARKS)), None)


def _whole_sentences(stored: str, start: int, end: int) -> str:
    return " ".join(stored[a:b] for a, b in sentences(stored) if a < end and start < b)


def _plain(text: str) -> str:
    """One line without Markdown and without marks of the model's own; empty when it is not plain prose of a bounded length."""
    line = _LINE_START.sub("", " ".join(text.split()))
    line = _EMPHASIS.sub("", _OWN_MARK.sub("", line)).strip()
    is_prose = len(line) <= _SENTENCE_CHARACTERS and line.isprintable() and _WORD.search(line) and not _ACTIVE.search(line)
    return line if is_prose else ""


def _unrepeated(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple({statement.text.casefold(): statement for statement in statements}.values())


def _warnings(warning: str | None, dropped: int, is_kept: bool) -> tuple[str, ...]:
    found = [warning] if warning else []
    if dropped:
        found.append(f"Sentences of the language model that could not be verified and were dropped: {dropped}.")
    if not is_kept:
        found.append("This is the extractive answer.")
    return tuple(found)
