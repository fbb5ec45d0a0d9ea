"""Matching by words, BM25: the only file that knows tantivy. Made from the store at any time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import tantivy
from tantivy import FieldType, Filter, Occur, Query, Tokenizer

from index.caches.folding import exact_form, stem_form
from index.errors import CacheDamaged
from index.types import LexicalQuery

_HEAP_BYTES = 32_000_000
_NUMBER = "row"
_ARTICLE = "article"
_EXACT = "exact"
_BODY = "body"
_DAY = "day"
_OUTLET = "outlet"
_LANGUAGE = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWeights:
    """What a match counts in each field."""

    body: float = 1.0
    title: float = 0.5
    heading: float = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is matched for one passage (or one whole article).

    Attributes:
        number: The passage's row (or the article's number).
        article: The article's number.
        day: Day of publication as `date.toordinal`, if known.
    """

    number: int
    article: int
    day: int | None
    outlet: str | None
    language: str | None
    body: str
    title: str
    heading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which entries may match; `None` does not restrict.

    Attributes:
        after, before: Days as `date.toordinal`, both included.
        outlets, without_outlets: Names as printed.
        languages: Case-folded.
        articles: Numbers of the articles.
        dead: Numbers of entries that no longer count.
    """

    after: int | None = None
    before: int | None = None
    outlets: Sequence[str] | None = None
    without_outlets: Sequence[str] = ()
    languages: Sequence[str] | None = None
    articles: Sequence[int] | None = None
    dead: Sequence[int] = ()


class LexicalIndex:
    """Entries by number, in a folder or, without one, in memory."""

    def __init__(self, folder: Path | None) -> None:
        """Open what is there, or begin.

        Raises:
            CacheDamaged: If the folder holds something tantivy cannot open.
        """
        try:
            self._held = tantivy.Index(_schema(), path=str(folder) if folder else None)
            self._held.register_tokenizer("stemmed", _stemmed())
            self._held.register_tokenizer("plain", _plain())
            self._held.config_reader("manual")
            self._search_from_now()
        except (ValueError, OSError) as error:
            raise CacheDamaged(str(error)) from error

    def __len__(self) -> int:
        return self._searcher.num_docs

    def reload(self) -> None:
        """Search from now on what was last written, by whichever process; on failure, go on with what was searched before."""
        try:
            self._held.reload()
        except (ValueError, OSError):  # the folder is just being made anew: the next reload will do
            return
        self._search_from_now()

    def change(self, entries: Iterable[Entry], gone: Iterable[int]) -> None:
        """Add entries and take others away; durable on return, and all merging done, so that the files stand still.

        Raises:
            CacheDamaged: If the files give way.
        """
        try:
            writer = self._held.writer(heap_size=_HEAP_BYTES, num_threads=1)
            if numbers := list(gone):
                # Not by term: an int becomes a signed term, which an unsigned field never holds.
                writer.delete_documents_by_query(Query.term_set_query(_schema(), _NUMBER, numbers))
            for entry in entries:
                writer.add_document(_record(entry))
            writer.commit()
            writer.garbage_collect_files()
            writer.wait_merging_threads()
        except (ValueError, OSError) as error:
            raise CacheDamaged(str(error)) from error
        self.reload()

    def matching(self, query: LexicalQuery, k: int, choice: Choice, weights: FieldWeights) -> list[tuple[int, float]]:
        """Numbers and BM25 scores (0 and up), descending, equal ones by number; the first `k`."""
        built = _built(query, choice, weights)
        if query.words or query.phrases or query.any_of:
            hits = self._searcher.search(built, max(1, k), count=False).hits
        else:
            order = tantivy.Order.Asc
            hits = self._searcher.search(built, max(1, k), count=False, order_by_field=_NUMBER, order=order).hits
            hits = [(0.0, address) for _, address in hits]
        numbers = self._searcher.fast_field_values(_NUMBER, [address for _, address in hits])
        found = [(int(number), float(score)) for number, (score, _) in zip(numbers, hits, strict=True) if number is not None]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:k]

    def count(self, query: LexicalQuery, choice: Choice) -> int:
        """How many entries match."""
        found = self._searcher.search(_built(query, choice, FieldWeights()), 1, count=True)
        return int(getattr(found, "count"))  # noqa: B009 (tantivy's stub forgets it)

    def vocabulary(self, prefix: str) -> list[tuple[str, int]]:
        """Words of the texts (folded, not stemmed) that begin so, and in how many entries; most frequent first."""
        return [(str(term), int(count)) for term, count in self._searcher.terms_with_prefix(_EXACT, prefix)]

    def frequency(self, term: str) -> int:
        """Entries whose text holds the term, stemmed; of several words, side by side."""
        return self._counted(term)

    def _search_from_now(self) -> None:
        """Search what was last loaded; a question counts each of its words several times, so counts are kept until the next."""
        searcher = self._searcher = self._held.searcher()

        @lru_cache(maxsize=4096)
        def counted(term: str) -> int:
            query = _in_field(_BODY, _stems(term))
            return int(getattr(searcher.search(query, 1, count=True), "count")) if query else 0  # noqa: B009

        self._counted = counted


def stems(text: str) -> list[str]:
    """The terms that `words` of a query are matched by."""
    return _stems(text)


def _record(entry: Entry) -> tantivy.Document:
    record = tantivy.Document()
    record.add_unsigned(_NUMBER, entry.number)
    record.add_unsigned(_ARTICLE, entry.article)
    if entry.day is not None:
        record.add_integer(_DAY, entry.day)
    if entry.outlet is not None:
        record.add_text(_OUTLET, entry.outlet)
    if entry.language is not None:
        record.add_text(_LANGUAGE, entry.language.casefold())
    record.add_text(_EXACT, exact_form(entry.body))
    record.add_text(_BODY, stem_form(entry.body))
    record.add_text("title", stem_form(entry.title))
    record.add_text("heading", stem_form(entry.heading))
    return record


def _built(query: LexicalQuery, choice: Choice, weights: FieldWeights) -> Query:
    parts: list[tuple[Occur, Query]] = []
    words = [part for word, weight in query.words for part in _word(word, weight, weights)]
    if words:
        parts.append((Occur.Must, Query.boolean_query([(Occur.Should, part) for part in words])))
    parts += [(Occur.Must, part) for phrase in query.phrases if (part := _phrase(phrase))]
    for group in query.any_of:
        if among := [part for phrase in group if (part := _phrase(phrase))]:
            parts.append((Occur.Must, Query.boolean_query([(Occur.Should, part) for part in among])))
    if not parts:
        parts.append((Occur.Must, Query.empty_query() if query.words else Query.const_score_query(Query.all_query(), 0.0)))
    parts += [(Occur.MustNot, part) for phrase in query.without if (part := _phrase(phrase))]
    return Query.boolean_query(parts + _chosen(choice))


def _chosen(choice: Choice) -> list[tuple[Occur, Query]]:
    """Conditions that add nothing to the score."""
    musts: list[Query] = []
    if choice.after is not None or choice.before is not None:
        musts.append(Query.range_query(_schema(), _DAY, FieldType.Integer, choice.after, choice.before))
    sets = ((_OUTLET, choice.outlets), (_LANGUAGE, choice.languages), (_ARTICLE, choice.articles))
    musts += [Query.term_set_query(_schema(), field, list(values)) for field, values in sets if values is not None]
    barred = ((_NUMBER, choice.dead), (_OUTLET, choice.without_outlets))
    nots = [Query.term_set_query(_schema(), field, list(values)) for field, values in barred if values]
    return [(Occur.Must, Query.const_score_query(one, 0.0)) for one in musts] + [(Occur.MustNot, one) for one in nots]


def _word(word: str, weight: float, weights: FieldWeights) -> list[Query]:
    terms = _stems(word)
    fields = ((_BODY, weights.body), ("title", weights.title), ("heading", weights.heading))
    return [
        Query.boost_query(query, weight * share)
        for field, share in fields
        if weight * share > 0 and (query := _in_field(field, terms))
    ]


def _phrase(phrase: str) -> Query | None:
    return _in_field(_EXACT, _plain().analyze(exact_form(phrase)))


def _in_field(field: str, terms: list[str]) -> Query | None:
    if not terms:
        return None
    if len(terms) == 1:
        return Query.term_query(_schema(), field, terms[0])
    return Query.phrase_query(_schema(), field, list(terms))


def _stems(text: str) -> list[str]:
    return _stemmed().analyze(stem_form(text))


@cache
def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field(_NUMBER, indexed=True, fast=True)
    builder.add_unsigned_field(_ARTICLE, indexed=True, fast=True)
    builder.add_integer_field(_DAY, indexed=True, fast=True)
    for field in (_OUTLET, _LANGUAGE):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(_EXACT, tokenizer_name="plain")
    for field in (_BODY, "title", "heading"):
        builder.add_text_field(field, tokenizer_name="stemmed")
    return builder.build()


@cache
def _plain() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.ascii_fold()).build()


@cache
def _stemmed() -> tantivy.TextAnalyzer:
    analyser = tantivy.TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.ascii_fold())
    return analyser.filter(Filter.stemmer("English")).build()
