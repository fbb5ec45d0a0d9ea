"""JSON lines: fields, refusals by line, streams that break off."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sources import jsonl
from index.types import RawArticle, Refusal
from tests.index.sources.reading import both, only, refused
from tests.shared import shared


def test_every_field_arrives_and_unknown_ones_are_ignored(tmp_path: Path) -> None:
    """All optional fields at once."""
    line = {
        "id": "a-1", "url": "https://example.org/1", "title": " Bridge falls ", "outlet": "Sample Courier",
        "authors": ["Ann Example", "Bo Example"], "published": "2022-05-16", "language": "en", "text": "It fell.", "tags": [1, 2],
    }  # fmt: skip
    (tmp_path / "a.jsonl").write_text(json.dumps(line) + "\n")
    assert only(tmp_path / "a.jsonl") == RawArticle(
        origin=f"{tmp_path}/a.jsonl:1", text="It fell.", id="a-1", url="https://example.org/1", title="Bridge falls",
        outlet="Sample Courier", authors=("Ann Example", "Bo Example"), published="2022-05-16", language="en",
    )  # fmt: skip


def test_html_may_stand_in_place_of_text_and_one_author_in_place_of_a_list(tmp_path: Path) -> None:
    """Nulls and blanks count as absent; .ndjson is the same kind; a byte order mark is passed over."""
    line = {"text": None, "html": "<p>It fell.</p>", "authors": "Ann Example", "title": "", "url": None}
    (tmp_path / "a.ndjson").write_bytes(b"\xef\xbb\xbf" + json.dumps(line).encode())
    article = only(tmp_path / "a.ndjson")
    assert (article.text, article.html, article.authors, article.title) == (None, "<p>It fell.</p>", ("Ann Example",), None)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "a"', "not valid JSON at column 13"),
        ("[1]", "not an object"),
        ('{"title": "a"}', "neither `text` nor `html`"),
        ('{"text": " "}', "neither `text` nor `html`"),
        ('{"text": "a", "html": "b"}', "both `text` and `html`"),
        ('{"text": 5}', "`text` must be text, not a number"),
        ('{"text": "a", "id": 7}', "`id` must be text, not a number"),
        ('{"text": "a", "title": ["b"]}', "`title` must be text, not a list"),
        ('{"text": "a", "published": true}', "`published` must be text, not true or false"),
        ('{"text": "a", "authors": [1]}', "an entry of `authors` must be text, not a number"),
        ('{"text": "a", "authors": {"name": "b"}}', "`authors` must be text or a list of texts, not an object"),
        ('{"text": "a", "url": "javascript:alert(1)"}', "`url` must be a web address"),
        ('{"text": "a", "url": "http://[1"}', "`url` is no web address"),
        ('{"text": "a\\ud800"}', "`text` holds \\ud800, half a character, at offset 1"),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "a number too long"),
        ("[" * 100_000, "nested too deep"),
        ('{"text": "caf\xe9"}', "not UTF-8 (byte 0xe9 at offset 13)"),
    ],
)
def test_a_bad_line_is_named_with_its_cause_and_the_others_are_kept(tmp_path: Path, line: str, reason: str) -> None:
    """Line 2 of 4 is bad, line 3 is blank."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "first"}\n' + line.encode("latin-1") + b'\n \n{"text": "last"}')
    articles, refusals = both(path)
    assert [article.text for article in articles] == ["first", "last"]
    assert [article.origin for article in articles] == [f"{path}:1", f"{path}:4"]
    assert [refusal.origin for refusal in refusals] == [f"{path}:2"]
    assert reason in refusals[0].reason


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """Nothing at all, and blank lines only."""
    for data in ("", "\n\n"):
        (tmp_path / "a.jsonl").write_text(data)
        assert refused(tmp_path / "a.jsonl").origin == f"{tmp_path}/a.jsonl"


def _packed(lines: int) -> bytes:
    return gzip.compress(b"".join(b'{"text": "%d %s"}\n' % (n, bytes(97 + n * k % 26 for k in range(200))) for n in range(lines)))


def test_a_gzip_file_cut_midway_keeps_its_good_lines_and_says_where_it_broke(tmp_path: Path) -> None:
    """Every article before the break is whole; the refusal names the next line."""
    path = tmp_path / "a.jsonl.gz"
    whole = _packed(500)
    path.write_bytes(whole[: len(whole) // 2])
    articles, refusals = both(path)
    assert 0 < len(articles) < 500
    assert [article.origin for article in articles] == [f"{path}:{n}" for n in range(1, len(articles) + 1)]
    assert all(len((article.text or "").split(" ")[1]) == 200 for article in articles)
    assert [refusal.origin for refusal in refusals] == [f"{path}:{len(articles) + 1}"]
    assert "breaks off" in refusals[0].reason


def test_a_gzip_file_cut_in_its_last_bytes_is_reported_though_every_line_was_there(tmp_path: Path) -> None:
    """The checksum is missing, so the end is not certain."""
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(_packed(20)[:-4])
    articles, refusals = both(path)
    assert len(articles) == 20
    assert [refusal.origin for refusal in refusals] == [f"{path}:21"]


def test_a_line_longer_than_the_limit_is_passed_over_in_bounded_memory(tmp_path: Path) -> None:
    """A line that unpacks to 96 MiB between two good ones, read in less than 48 MiB."""
    path = tmp_path / "a.jsonl.gz"
    line = b'{"text": "' + b"a" * (96 * 1024 * 1024) + b'"}\n'
    path.write_bytes(gzip.compress(b'{"text": "first"}\n' + line + b'{"text": "last"}\n', compresslevel=1))
    del line
    tracemalloc.start()
    articles, refusals = both(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [article.text for article in articles] == ["first", "last"]
    assert [refusal.origin for refusal in refusals] == [f"{path}:2"]
    assert "longer than 16 MiB" in refusals[0].reason
    assert peak < 48 * 1024 * 1024


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3)
)
_OBJECTS = st.dictionaries(
    st.sampled_from(["text", "html", "id", "url", "title", "outlet", "authors", "published", "language", "else"]), _VALUES
)
_LINES = st.lists(st.binary(max_size=40) | _OBJECTS.map(lambda fields: json.dumps(fields).encode()), max_size=8)


@settings(max_examples=150, deadline=None)
@given(_LINES)
def test_no_line_whatever_makes_the_reader_raise_or_lose_count(lines: list[bytes]) -> None:
    """Every line that is not blank becomes one article or one refusal, in order."""
    data = b"\n".join(lines)
    found = list(jsonl.articles(io.BytesIO(data), "x"))
    printed = [f"x:{number}" for number, line in enumerate(data.split(b"\n"), 1) if line.strip()]
    assert [one.origin for one in found] == printed or (data == b"" and found == [Refusal(origin="x", reason="empty")])


def test_the_whole_evaluation_corpus_is_read() -> None:
    """3,258 articles, none refused."""
    articles, refusals = both(shared("eval/corpus.jsonl.gz"))
    assert (len(articles), refusals) == (3258, [])
