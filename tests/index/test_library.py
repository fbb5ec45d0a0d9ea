"""The one door: what goes in comes out, unchanged, replaced or gone, and filters choose before ranking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from index.cutting.passages import PassageRules, split
from index.errors import LibraryCorrupt, LibraryIncompatible, LibraryMissing
from index.library import Library
from index.types import Filters, LexicalQuery, Verdict
from tests.fakes import HashEncoder
from tests.index.workers import RULES, opened
from tests.made import ADDED_AT, made_article

COUNT = 30


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Articles 0..29."""
    with opened(tmp_path / "library") as library:
        list(library.add(made_article(number) for number in range(COUNT)))
        yield library


def words(*wanted: str) -> LexicalQuery:
    return LexicalQuery(words=tuple((word, 1.0) for word in wanted))


def ids_of(library: Library, rows: list[int]) -> list[str]:
    return library.facts(rows).ids


def test_an_article_comes_back_as_it_went_in(library: Library) -> None:
    """Every field, and its passages as they are cut."""
    assert library.get("a0007") == made_article(7)
    assert library.get("a9999") is None
    assert [passage for _, passage in library.passages_of("a0007")] == split(made_article(7), RULES, HashEncoder().count)


def test_an_article_of_unknown_everything_comes_back_too(library: Library) -> None:
    """None stays None; an empty text has no passages."""
    bare = made_article(90, url=None, title=None, outlet=None, authors=(), published=None, language=None, text="")
    assert [added.passages for added in library.add([bare])] == [0]
    assert library.get("a0090") == bare
    assert library.passages_of("a0090") == []
    assert library.check() == []


def test_articles_are_listed_by_id_from_behind_a_given_one(library: Library) -> None:
    """Keyset pages."""
    assert [article.id for article in library.articles(limit=2)] == ["a0000", "a0001"]
    assert [article.id for article in library.articles(after_id="a0027")] == ["a0028", "a0029"]


def test_the_same_article_again_does_nothing_and_costs_no_encoding(tmp_path: Path) -> None:
    """Equal but for `added_at`: unchanged, the generation stays, nothing is encoded, the first `added_at` is kept."""
    encoder = HashEncoder()
    with Library.open(tmp_path / "library", encoder, rules=RULES, create=True) as library:
        list(library.add([made_article(1)]))
        generation, encoded = library.generation, encoder.encoded
        again = list(library.add([made_article(1, added_at=ADDED_AT + timedelta(days=1))]))
        assert [(added.verdict, added.passages) for added in again] == [(Verdict.UNCHANGED, 1)]
        assert (library.generation, encoder.encoded) == (generation, encoded)
        stored = library.get("a0001")
        assert stored is not None
        assert stored.added_at == ADDED_AT


def test_a_changed_article_replaces_the_old_one_everywhere(library: Library) -> None:
    """The old words are found no more, the new ones are; its row is a new one."""
    before = [row for row, _ in library.passages_of("a0005")]
    changed = made_article(5, text="Only olives were reported from the valley that day.")
    assert [added.verdict for added in library.add([changed])] == [Verdict.REPLACED]
    assert library.matching(words("order5"), 9) == []
    assert ids_of(library, [one.row for one in library.matching(words("olive"), 9)]) == ["a0005"]
    assert not set(before) & {row for row, _ in library.passages_of("a0005")}
    assert len(library.nearest(HashEncoder().encode_question("olives"), 1000)) == len(library) == COUNT
    assert library.check() == []


def test_a_change_of_metadata_alone_is_a_change(library: Library) -> None:
    """A corrected title replaces."""
    assert [added.verdict for added in library.add([made_article(5, title="Corrected")])] == [Verdict.REPLACED]


def test_of_two_articles_with_one_id_the_last_stays_and_each_is_reported(library: Library) -> None:
    """In one call: added, then replaced."""
    first, second = made_article(70), made_article(70, text="A later version of the whole report came out.")
    assert [added.verdict for added in library.add([first, second])] == [Verdict.ADDED, Verdict.REPLACED]
    assert library.get("a0070") == second


def test_adding_streams_and_reports_only_what_is_on_disk(tmp_path: Path) -> None:
    """With a batch of two, the first report comes when two articles were read, and both can then be read by another opening."""
    read: list[int] = []

    def source() -> Iterator[object]:
        for number in range(6):
            read.append(number)
            yield made_article(number)

    with opened(tmp_path / "library") as library:
        adding = library.add(source(), batch=2)  # type: ignore[arg-type]
        assert next(adding).article_id == "a0000"
        assert read == [0, 1, 2]
        with opened(tmp_path / "library") as other:
            assert [article.id for article in other.articles()] == ["a0000", "a0001"]
        assert len(list(adding)) == 5


def test_removal_leaves_nothing_behind(library: Library) -> None:
    """No search, no listing, no vectors, no file of the store gives the words back; a second removal finds nothing."""
    rows = [row for row, _ in library.passages_of("a0007")]
    assert library.remove("a0007") is True
    assert library.remove("a0007") is False
    assert library.get("a0007") is None
    assert library.passages(rows) == {}
    assert library.sentence_vectors(rows) == {}
    assert library.facts(rows).known.tolist() == [False] * len(rows)
    assert library.matching(words("order7"), 9) == []
    assert len(library.nearest(HashEncoder().encode_question("order7"), 1000)) == COUNT - 1
    for path in library.folder.rglob("sitrep.db*"):
        assert b"order7 " not in path.read_bytes()
    assert library.check() == []


def test_a_passage_is_nearest_to_its_own_vector(library: Library) -> None:
    """Cosine 1 with itself, the rest below and descending; as many as asked for."""
    row, passage = library.passages_of("a0011")[0]
    ((stored,),) = library._edition.store.query('SELECT passage FROM vectors WHERE "row" = ?', (row,))
    found = library.nearest(np.frombuffer(stored, dtype="<f4"), 5)
    assert found[0].row == row
    assert found[0].score == pytest.approx(1.0, abs=1e-5)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len(found) == 5
    assert library.passages([row]) == {row: passage}


def test_sentence_vectors_come_back_as_unit_rows_close_to_what_was_encoded(library: Library) -> None:
    """One a sentence; int8 costs less than .001 of cosine at 64 dimensions."""
    row, passage = library.passages_of("a0011")[0]
    vectors = library.sentence_vectors([row])[row]
    assert vectors.shape == (len(passage.sentences), 64)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    start, end = passage.sentences[0]
    assert float(vectors[0] @ HashEncoder().encode_question(passage.article.text[start:end])) > 0.999


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(after=date(2022, 1, 3), before=date(2022, 1, 5)), {2, 3, 4}),
        (Filters(before=date(2022, 1, 1)), {0}),
        (Filters(after=date(2022, 1, 30)), {29}),
        (Filters(outlets=("harbour",)), {1, 4, 7, 10, 13, 16, 19, 22, 25, 28}),
        (Filters(outlets=("HARBOUR POST", "wire"), before=date(2022, 1, 3)), {1, 2}),
        (Filters(outlets=("harb",)), set()),
        (Filters(without_outlets=("daily record", "wire"), before=date(2022, 1, 9)), {1, 4, 7}),
        (Filters(articles=("a0003", "a0021", "absent")), {3, 21}),
        (Filters(languages=("EN",), before=date(2022, 1, 2)), {0, 1}),
        (Filters(languages=("fr",)), set()),
        (Filters(authors=("field",), after=date(2022, 1, 29)), {28, 29}),
        (Filters(authors=("fiel",)), set()),
    ],
)
def test_filters_choose_before_ranking_by_meaning_and_by_words(library: Library, filters: Filters, expected: set[int]) -> None:
    """All that pass come back from every search, however small `k` would have been without the filter."""
    wanted = {f"a{number:04}" for number in expected}
    near = library.nearest(HashEncoder().encode_question("account"), COUNT, filters)
    assert set(ids_of(library, [one.row for one in near])) == wanted
    matched = library.matching(words("account"), COUNT, filters)
    assert set(ids_of(library, [one.row for one in matched])) == wanted
    assert {key for key, _ in library.matching_articles(words("account"), COUNT, filters)} == wanted
    assert library.count_matching(words("account"), filters) == len(wanted)


def test_an_article_without_a_date_or_outlet_passes_no_such_filter(library: Library) -> None:
    """Neither bound of the dates; but leaving an outlet out keeps it."""
    list(library.add([made_article(80, published=None, outlet=None)]))
    for filters, passes in (
        (Filters(after=date(1, 1, 1)), False),
        (Filters(before=date(9999, 1, 1)), False),
        (Filters(outlets=("harbour",)), False),
        (Filters(without_outlets=("harbour",)), True),
    ):
        assert bool(library.matching(words("order80"), 3, filters)) is passes
        near = library.nearest(HashEncoder().encode_question("x"), 99, filters)
        assert ("a0080" in ids_of(library, [one.row for one in near])) is passes


def test_the_full_count_comes_back_under_filters_whenever_it_exists(library: Library) -> None:
    """Ten articles of one outlet, asked for ten: ten, though the best of the others rank above them."""
    question = HashEncoder().encode_question("Officials in Kyiv counted damaged grain")
    assert len(library.nearest(question, 10, Filters(outlets=("harbour",)))) == 10


def test_facts_and_counts_are_those_of_the_articles(library: Library) -> None:
    """Day, outlet and ordinal in the order asked; a row nobody has is marked."""
    row = library.passages_of("a0004")[0][0]
    facts = library.facts([10**9, row])
    assert facts.known.tolist() == [False, True]
    assert facts.ids == ["", "a0004"]
    assert date.fromordinal(int(facts.day[1])) == date(2022, 1, 5)
    assert facts.outlets[int(facts.outlet[1])] == "Harbour Post"
    assert facts.ordinal.tolist() == [-1, 0]
    assert library.outlets() == {"Harbour Post": 10, "Northern Wire": 10, "The Daily Record": 10}


def test_status_counts_what_is_there(library: Library) -> None:
    """Articles, passages, sentences (four an article), first and last day."""
    status = library.status()
    assert (status.articles, status.passages, status.sentences, status.undated) == (COUNT, COUNT, 4 * COUNT, 0)
    assert (status.first, status.last) == (date(2022, 1, 1), date(2022, 1, 30))
    assert status.fingerprint == HashEncoder().fingerprint
    assert status.rules == RULES.as_json()
    assert status.bytes_on_disk > 100_000


def test_a_library_must_exist_unless_it_is_to_be_made(tmp_path: Path) -> None:
    """LibraryMissing names the folder."""
    with pytest.raises(LibraryMissing) as refusal:
        Library.open(tmp_path / "none", HashEncoder(), rules=RULES)
    assert refusal.value.folder == tmp_path / "none"


def test_another_encoder_or_other_rules_are_refused_and_a_rebuild_helps(library: Library) -> None:
    """The refusal says `sitrep rebuild`; rebuilt, the library opens with them and holds the same articles."""
    library.close()
    other, rules = HashEncoder(dimension=32, model="another"), PassageRules(max_tokens=20)
    with pytest.raises(LibraryIncompatible, match="sitrep rebuild") as refusal:
        Library.open(library.folder, other, rules=RULES)
    assert refusal.value.what == "encoder"
    with pytest.raises(LibraryIncompatible) as refusal:
        Library.open(library.folder, HashEncoder(), rules=rules)
    assert refusal.value.what == "passage rules"
    Library.rebuild_at(library.folder, other, rules)
    with Library.open(library.folder, other, rules=rules) as rebuilt:
        assert rebuilt.status().articles == COUNT
        assert len(rebuilt) > COUNT
        assert rebuilt.generation > library.generation
        assert rebuilt.check() == []
        assert rebuilt.get("a0007") == made_article(7)


def test_a_backup_opens_as_a_library_and_refuses_a_folder_in_use(library: Library, tmp_path: Path) -> None:
    """Same articles, nothing to make anew; later changes of the original do not reach it."""
    library.backup(tmp_path / "backup")
    library.remove("a0001")
    lines: list[str] = []
    with opened(tmp_path / "backup", lines) as copy:
        assert lines == []
        assert copy.get("a0001") == made_article(1)
        assert copy.check() == []
    with pytest.raises(FileExistsError):
        library.backup(tmp_path / "backup")


def test_a_damaged_store_is_named_as_such(library: Library) -> None:
    """LibraryCorrupt says what to do."""
    library.close()
    path = library.folder / "g000001" / "sitrep.db"
    path.write_bytes(b"not a database at all" * 1000)
    for beside in ("sitrep.db-wal", "sitrep.db-shm"):
        (path.parent / beside).unlink(missing_ok=True)
    with pytest.raises(LibraryCorrupt, match="restore a backup"):
        opened(library.folder)


def test_check_finds_what_was_tampered_with(library: Library) -> None:
    """A span outside its text, a vector too short and a passage missing are each named."""
    with library._edition.store.transaction() as (connection, _):
        connection.execute('UPDATE passages SET "end" = 99999 WHERE "row" = 1')
        connection.execute("UPDATE vectors SET passage = x'00' WHERE \"row\" = 2")
        connection.execute('UPDATE passages SET ordinal = 1 WHERE "row" = 3')
    faults = " / ".join(library.check())
    assert "a0000#0: 0..99999 does not lie in a text" in faults
    assert "passage row 2: its vector is missing or has another dimension" in faults
    assert "a0002#1: passage 0 should come here" in faults


def test_refreshing_costs_next_to_nothing_when_nothing_changed(library: Library) -> None:
    """The median of 200 calls is far below 100 µs on an idle machine; a lenient bound for a busy one."""
    from time import perf_counter

    times = []
    for _ in range(200):
        begun = perf_counter()
        assert library.refresh() is False
        times.append(perf_counter() - begun)
    assert sorted(times)[100] < 200e-6
