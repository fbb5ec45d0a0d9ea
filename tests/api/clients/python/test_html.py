"""What a notebook shows: numbers that link to quotes, and nothing from an article that could act."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from sitrep_client import Answer, Found
from sitrep_client._html import source_link

from tests.api.clients.python.made import ANSWER, ARTICLE, CITATION, FOUND, HIT, PASSAGE, STATEMENT

ATTEMPTS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</bdi></div><script>alert(1)</script>",
    "</li></ol><iframe src=//x.example></iframe>",
    "<svg/onload=alert(1)>",
    "<style>*{display:none}</style>",
    "<!-- -->",
    "&lt;script&gt;",
    "$\\href{javascript:alert(1)}{x}$",
    "\u202egnp.exe",
]
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    'https://x.example/"onmouseover="alert(1)',
    "https://x.example/'><script>alert(1)</script>",
]
ALLOWED = {"div", "p", "ol", "ul", "li", "br", "small", "q", "bdi", "sup", "a", "em", "strong", "mark"}


class Seen(HTMLParser):
    """The elements of a page, as a browser would make them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note the words."""
        self.words += data


def hostile(attempt: str, url: str) -> tuple[Answer, Found]:
    """An answer and hits whose every word is the attempt."""
    card = ARTICLE | {
        "id": attempt,
        "title": attempt,
        "outlet": attempt,
        "url": url,
        "published": "2022-05",
        "authors": [attempt],
    }
    cited = CITATION | {"quote": attempt, "speaker": attempt, "article": card, "also": [card]}
    found = HIT | {"passage": PASSAGE | {"text": attempt}, "article": card, "highlights": [[0, 2]]}
    said = {"text": attempt, "citations": [1]}
    answer = ANSWER | {"text": attempt, "statements": [said], "citations": [cited], "warnings": [attempt], "near_misses": [found]}
    return Answer.from_dict(answer), Found.from_dict(FOUND | {"hits": [found]})


@pytest.mark.parametrize("url", ADDRESSES)
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_an_article_never_becomes_markup(attempt: str, url: str) -> None:
    """Only our elements, only our attributes, only web addresses; and the words are shown as they are."""
    answer, found = hostile(attempt, url)
    abstained = Answer.from_dict(answer.to_dict() | {"status": "abstained", "reason": "no_match"})
    for shown in (answer, found, abstained):
        page = Seen(shown._repr_html_())
        assert {tag for tag, _ in page.tags} <= ALLOWED
        assert {name for _, given in page.tags for name in given} <= {"class", "style", "id", "href", "title", "target", "rel"}
        links = [given["href"] or "" for tag, given in page.tags if tag == "a"]
        assert all(link.startswith(("https://", "#sitrep-")) for link in links)
        assert attempt in page.words


def test_numbers_lead_to_their_quotes() -> None:
    """Each mark's address is the id of its citation; two answers on one page do not share ids; mathematics is left alone."""
    two = [CITATION, CITATION | {"n": 2, "quote": "It is shut."}]
    said = [STATEMENT, {"text": "Shut.", "citations": [2, 1]}]
    answer = Answer.from_dict(ANSWER | {"citations": two, "statements": said})
    page = Seen(answer._repr_html_())
    marks = [given["href"] for tag, given in page.tags if tag == "a" and (given["href"] or "").startswith("#")]
    ids = [f"#{given['id']}" for tag, given in page.tags if tag == "li"]
    assert marks == [ids[0], ids[1], ids[0]]
    assert ids != [f"#{given['id']}" for tag, given in Seen(answer._repr_html_()).tags if tag == "li"]
    assert "[1] Дорога відкрита" in page.words
    assert "mathjax_ignore" in str(page.tags[0][1]["class"])


def test_highlights_are_marked() -> None:
    """The span that the server names, nothing else."""
    shown = Found.from_dict(FOUND)._repr_html_()
    assert "<mark>Дорога</mark> відкрита, he said." in shown


@pytest.mark.parametrize(
    ("url", "words", "link"),
    [
        ("https://a.example/1", "The road, he said", "https://a.example/1#:~:text=The%20road%2C%20he%20said"),
        ("https://a.example/1#top", "so-called", "https://a.example/1#top:~:text=so%2Dcalled"),
        ("https://a.example/1", "two\n lines", "https://a.example/1#:~:text=two%20lines"),
        ("https://a.example/1", " ".join(f"w{n}" for n in range(60)), "#:~:text=w0%20w1%20w2%20w3%20w4%20w5,w54%20w55%20w56"),
    ],
)
def test_a_source_link_scrolls_to_the_words(url: str, words: str, link: str) -> None:
    """Long quotes by their ends; commas and hyphens written out, since they mean something there."""
    assert link in source_link(url, words)


def test_what_is_not_known_is_left_out() -> None:
    """No title, outlet, date or address."""
    bare: dict[str, Any] = ARTICLE | dict.fromkeys(["title", "outlet", "published", "url"])
    shown = Seen(Answer.from_dict(ANSWER | {"citations": [CITATION | {"article": bare, "speaker": None}]})._repr_html_())
    assert "a1, no date, characters 4–19" in shown.words
    assert "None" not in shown.words
