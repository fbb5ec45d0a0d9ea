"""Web pages: metadata by its order of trust, bodies with their structure."""

from __future__ import annotations

import pytest

from index.cleaning.extract import extract

SENTENCES = [
    "Both armies dug in along the river on Sunday, officers on the east bank said, after three days of shelling.",
    "The bridge at Orlivka is unusable, and the ferry has not crossed since the ice came down from the lake.",
    "Nobody has counted the wounded yet, because the hospital stands on the other side of the water.",
    "The regional administration asked both sides for a pause of six hours on Tuesday to bring out the sick.",
]
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def page(head: str = "", body: str = BODY, *, lang: str = 'lang="en"', heading: str = "River Crossing Falls Quiet") -> str:
    """A page with a menu and a footer around an article."""
    return (
        f"<html {lang}><head><title>River Crossing Falls Quiet | The Lake Herald</title>{head}</head><body>"
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>'
        f"<main><article><h1>{heading}</h1>{body}</article></main>"
        "<footer><p>Copyright The Lake Herald</p></footer></body></html>"
    )


def test_the_body_is_its_paragraphs_without_menu_and_footer() -> None:
    """In order, one each."""
    found = extract(page())
    assert found is not None
    assert [line for line in found.paragraphs if line in SENTENCES] == SENTENCES
    assert not [line for line in found.paragraphs if "Copyright" in line or "Home" in line]


def test_headings_lists_and_broken_lines_become_paragraphs_of_their_own() -> None:
    """No heading runs into the sentence below it, no item into the next."""
    items = f"<ul><li>{SENTENCES[1]} Two.</li><li>{SENTENCES[2]} Three.</li></ul>"
    body = f"{BODY}<h2>Bridges and fords</h2><p>{SENTENCES[0]} One.</p>{items}"
    found = extract(page(body=body + f"<p>{SENTENCES[3]} Four.<br>{SENTENCES[0]} Five.</p>"))
    assert found is not None
    expected = ["Bridges and fords", f"{SENTENCES[0]} One.", f"{SENTENCES[1]} Two.", f"{SENTENCES[2]} Three."]
    assert list(found.paragraphs[-6:-2]) == expected
    assert list(found.paragraphs[-2:]) == [f"{SENTENCES[3]} Four.", f"{SENTENCES[0]} Five."]


def test_words_around_a_list_in_a_list_stay() -> None:
    inner = f"<ul><li>{SENTENCES[2]} Inside the list.</li></ul>"
    entry = f"<li>{SENTENCES[0]} Before <b>in bold</b> and plain. {inner} {SENTENCES[1]} Behind the list.</li>"
    found = extract(page(body=f"<p>{SENTENCES[3]} First.</p><ul>{entry}</ul>"))
    assert found is not None
    for words in ("Before in bold and plain.", "Inside the list.", "Behind the list."):
        assert words in "\n".join(found.paragraphs)


def test_sentences_in_bare_div_elements_are_paragraphs() -> None:
    """Editors' programs leave them so."""
    found = extract(page(body=f"<div>{SENTENCES[0]}</div><div>{SENTENCES[1]}</div>{BODY.replace('Both', 'All')}"))
    assert found is not None
    assert SENTENCES[0] in found.paragraphs
    assert SENTENCES[1] in found.paragraphs


def test_the_headline_is_the_one_that_readers_see() -> None:
    """`og:title` with the outlet's name on every page is not believed."""
    wrong = '<meta property="og:title" content="The Lake Herald"><meta property="og:site_name" content="The Lake Herald">'
    found = extract(page(wrong))
    assert found is not None
    assert (found.metadata.title, found.metadata.outlet) == ("River Crossing Falls Quiet", "The Lake Herald")
    unheaded = extract(page(wrong, heading=""))
    assert unheaded is not None
    assert unheaded.metadata.title == "River Crossing Falls Quiet"


def test_without_a_heading_the_title_loses_its_outlet() -> None:
    """What stands behind the last bar is the outlet's name."""
    found = extract(page(heading=""))
    assert found is not None
    assert found.metadata.title == "River Crossing Falls Quiet"


@pytest.mark.parametrize(
    ("head", "body", "iso", "where"),
    [
        (
            '<meta property="article:published_time" content="2024-03-03T08:15:00+02:00">',
            "",
            "2024-03-03T08:15:00+02:00",
            "metadata",
        ),
        ('<meta name="date" content="2024-03-03">', '<time datetime="2024-03-09">x</time>', "2024-03-03", "metadata"),
        (
            "",
            '<span property="dc:date dc:created" content="2024-03-03T23:30:00-05:00">x</span>',
            "2024-03-03T23:30:00-05:00",
            "rdfa",
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":"2024-03-03"}]}</script>',
            "",
            "2024-03-03",
            "json-ld",
        ),
        ("", '<time datetime="2024-03-03">x</time>', "2024-03-03", "time"),
        ("", '<span class="aticle-date">2024-03-03 09:20:00 | ID: 67791</span>', "2024-03-03", "text"),
        ("", '<time class="updated" datetime="2024-03-09">x</time><time datetime="2024-03-03">x</time>', "2024-03-03", "time"),
    ],
)
def test_the_date_is_read_in_order_of_trust(head: str, body: str, iso: str, where: str) -> None:
    """Metadata, RDFa, JSON-LD, `time` elements; an update is no publication."""
    found = extract(page(head, body + BODY))
    assert found is not None
    assert (found.metadata.dates[0].iso(), found.metadata.dates[0].found) == (iso, where)


def test_the_address_s_date_comes_after_the_markup_s() -> None:
    """And a page without any date has none: never today's."""
    dated, bare = extract(page(), "https://example.org/2024/03/03/river"), extract(page())
    assert dated is not None
    assert bare is not None
    assert [(each.iso(), each.found) for each in dated.metadata.dates] == [("2024-03-03", "url")]
    assert bare.metadata.dates == ()


def test_a_relative_canonical_link_is_resolved_and_a_front_page_in_og_url_is_not_taken() -> None:
    """Without the page's own address neither says where it stands."""
    head = '<link rel="canonical" href="/report/river"><meta property="og:url" content="http://dev.example.org/">'
    with_address, without = extract(page(head), "https://example.org/x?utm_source=y"), extract(page(head))
    assert with_address is not None
    assert without is not None
    assert with_address.metadata.url == "https://example.org/report/river"
    assert without.metadata.url is None


def test_authors_are_people() -> None:
    """Outlets and posts in the author's place are none; several people are several."""
    listed = '"author":[{"name":"Anna Kowalczyk"},{"name":"Tom van den Berg"}]'
    people = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"x",{listed}}}</script>'
    outlet = '<meta property="og:site_name" content="Lake Herald"><meta name="author" content="Lake Herald">'
    named, unnamed = extract(page(people)), extract(page(outlet))
    assert named is not None
    assert unnamed is not None
    assert named.metadata.authors == ("Anna Kowalczyk", "Tom van den Berg")
    assert unnamed.metadata.authors == ()


@pytest.mark.parametrize(("lang", "code"), [('lang="uk-UA"', "uk"), ('lang="EN"', "en"), ("", None), ('lang="x"', None)])
def test_the_language_is_the_declared_one(lang: str, code: str | None) -> None:
    """ISO 639-1, without the region."""
    found = extract(page(lang=lang))
    assert found is not None
    assert found.metadata.language == code


@pytest.mark.parametrize(
    "broken",
    ['<script type="application/ld+json">{broken</script>', '<script type="application/ld+json">[1, null, "x"]</script>'],
)
def test_broken_json_is_passed_over(broken: str) -> None:
    """The rest of the page is read."""
    found = extract(page(broken))
    assert found is not None
    assert found.metadata.title == "River Crossing Falls Quiet"


def test_what_is_no_html_is_none() -> None:
    """Nothing is made of nothing."""
    assert extract("") is None
