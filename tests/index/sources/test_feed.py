"""RSS and Atom feeds: entries followed, fallbacks named, links checked."""

from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SourceError
from index.sources import Fetcher, FetchRules, feed
from index.types import RawArticle
from tests.index.sources.pdfs import pdf
from tests.index.sources.reading import LOCAL, both, only, refused
from tests.index.sources.server import page, serving

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Sample Courier &amp;amp; Co</title><link>http://courier.example/</link><language>en-gb</language>
{items}
</channel></rss>"""

ITEM = """<item><title>{title}</title><link>{link}</link><dc:creator>{author}</dc:creator>
<pubDate>Mon, 16 May 2022 09:30:00 +0200</pubDate><description>A summary.</description>{content}</item>"""

CONTENT = "<content:encoded><![CDATA[<p>The whole <b>story</b>.</p>]]></content:encoded>"


def _rss(*items: tuple[str, str, str]) -> str:
    return RSS.format(
        items="\n".join(
            ITEM.format(title=title, link=link, author="Ann Example", content=content) for title, link, content in items
        )
    )


def _page(words: str) -> str:
    return f"<!doctype html><html><head><title>Page title</title></head><body><p>{words}</p></body></html>"


def test_of_three_entries_the_good_ones_are_kept_and_the_broken_one_is_named() -> None:
    """Title, date and author come from the feed; the address is the entry's link."""
    pages = {"/1": page(_page("One.")), "/3": page(_page("Three."))}
    with serving(pages) as served:
        items = [(f"Story {n} of A&amp;amp;B &lt;i&gt;now&lt;/i&gt;", served.url(f"/{n}"), "") for n in (1, 2, 3)]
        pages["/feed"] = page(_rss(*items), "application/rss+xml")
        articles, refusals = both(served.url("/feed"), Fetcher(LOCAL))
        assert [article.url for article in articles] == [served.url("/1"), served.url("/3")]
        assert [(refusal.origin, refusal.reason) for refusal in refusals] == [
            (served.url("/2"), "the server answered 404 Not Found")
        ]
        first = articles[0]
        assert first == RawArticle(
            origin=served.url("/1"), html=_page("One."), url=served.url("/1"), title="Story 1 of A&B now",
            authors=("Ann Example",), published="Mon, 16 May 2022 09:30:00 +0200",
        )  # fmt: skip


def test_the_feeds_own_words_stand_in_for_a_page_that_cannot_be_fetched_and_it_is_said(caplog: pytest.LogCaptureFixture) -> None:
    """Only where the whole article is in the feed: a summary is not enough."""
    with serving({}) as served:
        feed_page = _rss(("Whole", served.url("/1"), CONTENT), ("Summary", served.url("/2"), ""))
        with serving({"/feed": page(feed_page, "text/xml")}) as other:
            articles, refusals = both(other.url("/feed"), Fetcher(LOCAL))
            assert [article.html for article in articles] == ["<p>The whole <b>story</b>.</p>"]
            article = articles[0]
            assert article.origin == (
                f"{other.url('/feed')} entry 1 (the feed's own words; {served.url('/1')}: the server answered 404 Not Found)"
            )
            assert (article.title, article.url, article.outlet) == ("Whole", served.url("/1"), "Sample Courier & Co")
            assert (article.language, article.authors) == ("en-gb", ("Ann Example",))
            assert [refusal.origin for refusal in refusals] == [served.url("/2")]
    assert "taken from the feed itself" in caplog.text


def test_the_page_is_preferred_to_the_feeds_own_words() -> None:
    """Even where the feed carries the whole article."""
    pages = {"/1": page(_page("From the page."))}
    with serving(pages) as served:
        pages["/feed.xml"] = page(_rss(("Title", served.url("/1"), CONTENT)), "application/octet-stream")
        assert only(served.url("/feed.xml"), Fetcher(LOCAL)).html == _page("From the page.")


ATOM = """<?xml version="1.0" encoding="iso-8859-1"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
<title>Bote</title><id>urn:x</id><updated>2022-05-17T00:00:00Z</updated>
<entry><title type="html">Brücke &lt;b&gt;fällt&lt;/b&gt;</title><id>urn:1</id><link href="/1"/>
<updated>2022-05-16T09:30:00Z</updated>
<author><name>Ann Example</name></author><author><name>Bo Example</name></author></entry></feed>"""


def test_an_atom_feed_is_read_in_its_own_encoding_with_relative_links_and_several_authors() -> None:
    """Where it gives no date of publication, the one of the last change."""
    pages = {"/1": page(_page("Eins.")), "/atom": page(ATOM.encode("latin-1"), "application/atom+xml")}
    with serving(pages) as served:
        article = only(served.url("/atom"), Fetcher(LOCAL))
        assert (article.title, article.authors) == ("Brücke fällt", ("Ann Example", "Bo Example"))
        assert (article.published, article.url) == ("2022-05-16T09:30:00Z", served.url("/1"))


@pytest.mark.parametrize("name", ["a.rss", "a.xml", "a.atom", "a.xml.gz"])
def test_a_feed_may_lie_in_a_file(tmp_path: Path, name: str) -> None:
    """Its entries are fetched all the same."""
    with serving({"/1": page(_page("One."))}) as served:
        data = _rss(("Title", served.url("/1"), "")).encode()
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        assert only(tmp_path, Fetcher(LOCAL)).title == "Title"


def test_links_into_private_networks_and_the_file_system_are_refused(tmp_path: Path) -> None:
    """A feed is written by strangers."""
    links = ["http://10.0.0.1/", "http://127.0.0.1:1024/", "file:///etc/passwd", "/etc/passwd", "javascript:alert(1)"]
    (tmp_path / "a.rss").write_text(_rss(*[("Title", link, "") for link in links]))
    articles, refusals = both(tmp_path / "a.rss", Fetcher(FetchRules(timeout_s=5)))
    assert articles == []
    assert len(refusals) == 5
    assert "10.0.0.1, a private address" in refusals[0].reason
    assert "127.0.0.1, a loopback address" in refusals[1].reason
    (tmp_path / "a.rss").write_text(_rss(("Title", "javascript:alert(1)", CONTENT)))
    assert only(tmp_path / "a.rss").url is None


def test_an_entry_may_lead_to_a_pdf_but_not_to_another_feed() -> None:
    """A feed of feeds would never end."""
    pages = {"/1": page(pdf([["The bridge over the river fell, the army said."]], {"Title": "PDF title"}), "application/pdf")}
    with serving(pages) as served:
        pages["/feed"] = page(
            _rss(("Feed title", served.url("/1"), ""), ("Again", served.url("/feed"), "")), "application/rss+xml"
        )
        articles, refusals = both(served.url("/feed"), Fetcher(LOCAL))
        assert [(article.title, article.text) for article in articles] == [
            ("Feed title", "The bridge over the river fell, the army said.")
        ]
        assert [(refusal.origin, refusal.reason) for refusal in refusals] == [
            (served.url("/feed"), "leads to feed, not to an article")
        ]


def test_a_link_that_comes_twice_is_followed_once() -> None:
    """Feeds repeat an entry when it is changed."""
    pages = {"/1": page(_page("One."))}
    with serving(pages) as served:
        pages["/feed"] = page(_rss(("New", served.url("/1"), ""), ("Old", served.url("/1"), "")), "application/rss+xml")
        assert only(served.url("/feed"), Fetcher(LOCAL)).title == "New"
        assert [path for path, _ in served.asked] == ["/feed", "/1"]


def test_a_feed_that_breaks_off_keeps_its_whole_entries_and_says_where(tmp_path: Path) -> None:
    """The words of the entry that was cut are not taken for the whole article."""
    escaped = "<content:encoded>&lt;p&gt;The second story.&lt;/p&gt;</content:encoded>"
    whole = _rss(("One", "", CONTENT), ("Two", "", escaped))
    (tmp_path / "a.rss").write_text(whole[: whole.index("second") + 3])
    articles, refusals = both(tmp_path / "a.rss")
    assert [article.title for article in articles] == ["One"]
    assert [refusal.origin for refusal in refusals] == [f"{tmp_path}/a.rss entry 2", f"{tmp_path}/a.rss:7"]
    assert "not well-formed XML" in refusals[1].reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [("<a><b/></a>", "no RSS or Atom feed"), ("Words.", "no RSS or Atom feed"), (_rss(), "a feed without entries")],
)
def test_what_is_no_feed_is_refused(tmp_path: Path, data: str, reason: str) -> None:
    """Other XML, plain words, an empty feed."""
    (tmp_path / "a.xml").write_text(data)
    assert refused(tmp_path / "a.xml").reason == reason


def test_entities_that_multiply_or_name_files_are_not_expanded(tmp_path: Path) -> None:
    """A thousand million laughs, and a look into the file system."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}<!ENTITY file SYSTEM "{secret.as_uri()}">]>'
    body = _rss(("Title &l9; &file;", "", CONTENT)).split("\n", 1)[1]
    (tmp_path / "a.rss").write_text(f"<?xml version='1.0'?>{doctype}{body}")
    articles, _ = both(tmp_path / "a.rss")
    assert len(repr(articles)) < 100_000
    assert "SECRET" not in repr(articles)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from([*"<>/&;![]'\"= ", "<rss>", "<item>", "<title>", "</", "<![CDATA[", "<!--", "link", "\x00", "é"]))
)
def test_no_markup_whatever_makes_the_reader_raise_anything_but_its_own_error(pieces: list[str]) -> None:
    """Feeds are malformed in every way."""

    with suppress(SourceError):
        for read in feed.articles(
            "".join(pieces).encode(), "http://a.example/feed", Fetcher(resolve=lambda host, port: ["10.0.0.1"])
        ):
            assert read.origin
