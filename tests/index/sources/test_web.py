"""Web addresses → articles, by what the server says and what it sends."""

from __future__ import annotations

import gzip

import pytest

from index.sources import Fetcher, FetchRules
from tests.index.sources.pdfs import pdf
from tests.index.sources.reading import LOCAL, both, only, refused
from tests.index.sources.server import moved, page, serving

PAGE = "<!doctype html><html><body><p>Die Brücke fiel.</p></body></html>"
LINES = b'{"text": "first", "id": "1"}\n{"text": 2}\n{"text": "third"}\n'
REPORT = pdf([["The bridge over the river fell on Monday, the army said."]])


def test_a_page_is_an_article_with_its_final_address() -> None:
    """After a redirect, without the fragment; the origin stays what was asked for."""
    with serving({"/a": moved("/b"), "/b": page(PAGE)}) as served:
        article = only(served.url("/a#top"), Fetcher(LOCAL))
        assert (article.html, article.text, article.url) == (PAGE, None, served.url("/b"))
        assert article.origin == served.url("/a#top")


@pytest.mark.parametrize(
    "announced", ["text/html; charset=windows-1252", "TEXT/HTML;charset='ISO-8859-1'", "text/html, text/html"]
)
def test_the_servers_charset_goes_before_the_pages_own(announced: str) -> None:
    """The page claims another one; without the server's word, bytes that are no UTF-8 are Western."""
    claiming = PAGE.replace("<body>", '<meta charset="koi8-r"><body>') if "charset" in announced else PAGE
    with serving({"/a": page(claiming.encode("cp1252"), announced)}) as served:
        assert only(served.url("/a"), Fetcher(LOCAL)).html == claiming


@pytest.mark.parametrize(
    ("path", "content_type", "body", "text"),
    [
        ("/a", "text/plain; charset=utf-8", "Die Brücke.".encode(), "Die Brücke."),
        ("/a.md", "text/plain", b"# T\n\nIt *fell*.", "It fell."),
        ("/a", "text/markdown", b"# T\n\nIt *fell*.", "It fell."),
        ("/a.txt", "application/octet-stream", b"It fell.", "It fell."),
        ("/a.txt", None, b"It fell.", "It fell."),
        ("/a.txt.gz", "application/gzip", gzip.compress(b"It fell."), "It fell."),
        ("/a", "application/pdf", REPORT, "The bridge over the river fell on Monday, the army said."),
        ("/a.pdf", "text/html", REPORT, "The bridge over the river fell on Monday, the army said."),
        ("/a", None, REPORT, "The bridge over the river fell on Monday, the army said."),
    ],
)
def test_the_kind_is_known_by_type_name_and_first_bytes(path: str, content_type: str | None, body: bytes, text: str) -> None:
    """In that order of trust, except that a PDF is a PDF whatever it is called."""
    with serving({path: page(body, content_type)}) as served:
        article = only(served.url(path), Fetcher(LOCAL))
        assert (article.text, article.url) == (text, served.url(path))


@pytest.mark.parametrize(("content_type", "body"), [("application/xml", PAGE), ("application/octet-stream", PAGE), (None, PAGE)])
def test_a_page_is_a_page_though_the_server_does_not_say_so(content_type: str | None, body: str) -> None:
    """By its doctype."""
    with serving({"/a": page(body, content_type)}) as served:
        assert only(served.url("/a"), Fetcher(LOCAL)).html == PAGE


@pytest.mark.parametrize(
    "content_type", ["image/png", "application/json", "application/zip", "video/mp4", "application/octet-stream", None]
)
def test_another_kind_of_content_is_refused_by_its_type(content_type: str | None) -> None:
    """The reason names what the server called it."""
    with serving({"/a": page(b'{"text": "no"}', content_type)}) as served:
        refusal = refused(served.url("/a"), Fetcher(LOCAL))
        assert refusal.origin == served.url("/a")
        assert refusal.reason == f"is sent as {content_type or 'something unnamed'}, which is not read"


def test_json_lines_come_one_by_one_with_their_lines() -> None:
    """Plain and gzipped; a broken gzip file keeps the lines before the break."""
    pages = {
        "/a.jsonl": page(LINES, "application/octet-stream"),
        "/b": page(LINES, "application/x-ndjson"),
        "/c.jsonl.gz": page(gzip.compress(LINES), "application/x-gzip"),
        "/d.jsonl.gz": page(gzip.compress(LINES)[:-6], "application/octet-stream"),
    }
    with serving(pages) as served:
        for path in pages:
            url = served.url(path)
            articles, refusals = both(url, Fetcher(LOCAL))
            assert [(article.origin, article.text) for article in articles] == [(f"{url}:1", "first"), (f"{url}:3", "third")]
            assert [refusal.origin for refusal in refusals] == [f"{url}:2"] + [f"{url}:4"] * path.startswith("/d")


def test_a_gzip_file_that_unpacks_beyond_the_bound_is_left_there() -> None:
    """Sixty megabytes of lines in sixty kilobytes, against a bound of one megabyte."""
    line = b'{"text": "' + b"a" * 9_980 + b'"}\n'
    with serving({"/a.jsonl.gz": page(gzip.compress(line * 6_000, 1), "application/gzip")}) as served:
        rules = FetchRules(allow_private=True, timeout_s=10, max_bytes=1024 * 1024)
        articles, refusals = both(served.url("/a.jsonl.gz"), Fetcher(rules))
    assert len(articles) == 1024 * 1024 // len(line)
    assert ["larger than 1 MiB when decompressed" in refusal.reason for refusal in refusals] == [True]


def test_another_scheme_is_refused_as_such_and_not_as_a_missing_file() -> None:
    """`read` knows an address when it sees one."""
    assert "only http:// and https://" in refused("ftp://example.org/a.txt").reason
    assert "only http:// and https://" in refused("file:///etc/passwd").reason
