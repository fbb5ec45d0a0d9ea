"""Articles that try to become script, in 40 ways, in every field they have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from index.cutting.passages import PassageRules
from index.library import Library
from index.types import Article, Encoder, Precision, Published
from tests.api.web.conftest import Visitor, serving, without_ours

HIT = "window.__hit=1"
TRIES = (
    f"<script>{HIT}</script>",
    f"</script><script>{HIT}</script>",
    f"<!--</script><script>{HIT}</script>-->",
    f"<script type=module>{HIT}</script>",
    f"</style><script>{HIT}</script>",
    f"</title><script>{HIT}</script>",
    f"</textarea><script>{HIT}</script>",
    f"</template><script>{HIT}</script>",
    f"</noscript><script>{HIT}</script>",
    f"<script\n>{HIT}</script\n>",
    f"<img src=x onerror={HIT}>",
    f'<img src=x onerror="{HIT}">',
    f'"><img src=x onerror={HIT}>',
    f"'><img src=x onerror={HIT}>",
    f'" autofocus onfocus={HIT} x="',
    f"' autofocus onfocus={HIT} x='",
    f"<svg onload={HIT}>",
    f"<svg><script>{HIT}</script></svg>",
    f"<svg><animate onbegin={HIT} attributeName=x dur=1s>",
    f"<math><mtext></mtext><script>{HIT}</script></math>",
    f"<body onload={HIT}>",
    f"<iframe srcdoc='<script>parent.{HIT}</script>'></iframe>",
    f'<iframe src="javascript:parent.{HIT}"></iframe>',
    f'<object data="javascript:{HIT}"></object>',
    f'<embed src="javascript:{HIT}">',
    f'<a href="javascript:{HIT}">here</a>',
    f"<details open ontoggle={HIT}><summary>x</summary></details>",
    f"<video><source onerror={HIT}></video>",
    f"<input autofocus onfocus={HIT}>",
    f'<form action="javascript:{HIT}"><button autofocus>x</button></form>',
    f'<base href="javascript:{HIT}//">',
    f'<meta http-equiv=refresh content="0;url=javascript:{HIT}">',
    f'<link rel=stylesheet href="data:text/css,*{{}}" onload={HIT}>',
    f"<style onload={HIT}>*{{}}</style>",
    f"{{{{constructor.constructor('{HIT}')()}}}}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    f"${{{HIT}}}",
    f"&lt;script&gt;{HIT}&lt;/script&gt;",
    f"\\u003cscript\\u003e{HIT}\\u003c/script\\u003e",
    f"<ScRiPt >{HIT}</sCrIpT\u2028>",
)
URLS = (
    f"javascript:{HIT}",
    f" JaVaScRiPt:{HIT}",
    f"data:text/html,<script>opener.{HIT}</script>",
    f"vbscript:{HIT}",
    f'https://sample.example/"onmouseover="{HIT}',
    f"https://sample.example/'><script>{HIT}</script>",
    f"https://sample.example/#:~:text=</script><script>{HIT}</script>",
)
WATCH = "Object.defineProperty(window, '__hit', {set() { alert('hit'); }})"
"""A hit is told as a dialog; the visitor fails on any."""


def _article(number: int, attempt: str) -> Article:
    return Article(
        id=f"try-{number} {attempt}",
        url=URLS[number % len(URLS)],
        title=f"Convoy {attempt}",
        outlet=f"Outlet {number % 4} {attempt}",
        authors=(f"Writer {attempt}",),
        published=Published(when=datetime(2023, 1 + number % 12, 5, tzinfo=UTC), precision=Precision.DAY, found="given"),
        language="en",
        text=f"The convoy number{number} reached Testville at dawn, it was said {attempt} on Friday.\n\nThe road was quiet.",
        added_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


ARTICLES = [_article(number, attempt) for number, attempt in enumerate(TRIES)]


@pytest.fixture(scope="module")
def hostile(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over nothing but such articles."""
    folder = tmp_path_factory.mktemp("hostile") / "library"
    with Library.open(folder, encoder, rules=PassageRules(), create=True) as library:
        assert len(list(library.add(ARTICLES))) == len(TRIES) == 40
        with serving(library) as base:
            yield base


def _line(text: str) -> str:
    return " ".join(text.split())


def _is_clean(page: Page) -> None:
    """No element, attribute or address came of an article."""
    assert (
        page.evaluate(
            "document.querySelectorAll('main :is(script, style, img, iframe, object, embed, base, meta, video)').length"
        )
        == 0
    )
    on = "Array.from(document.querySelectorAll('*')).some(e => Array.from(e.attributes).some(a => a.name.startsWith('on')))"
    assert page.evaluate(on) is False
    hrefs = page.evaluate("Array.from(document.querySelectorAll('[href]'), e => e.getAttribute('href'))")
    assert all(href.startswith(("/", "#", "https://", "data:image/svg+xml,")) for href in hrefs), hrefs


@pytest.mark.parametrize("script", [True, False], ids=["by the script", "by the server"])
def test_no_article_becomes_script_on_the_search_page(visitor: Visitor, hostile: str, script: bool) -> None:
    """All forty, with the policy switched off, so that escaping alone must hold."""
    one = visitor(base=hostile, bypass_csp=True)
    one.page.add_init_script(WATCH)
    if not script:
        without_ours(one.page)
    for number, attempt in enumerate(TRIES):
        page = one.go(f"/?q=number{number}+convoy+reached+Testville")
        expect(page.locator(".passage").first).to_contain_text(f"number{number}")
        assert _line(attempt) in _line(page.locator("main").inner_text())
        _is_clean(page)


def test_no_article_becomes_script_where_it_is_read(visitor: Visitor, hostile: str) -> None:
    """All forty in the article view, the policy switched off."""
    one = visitor(base=hostile, bypass_csp=True)
    one.page.add_init_script(WATCH)
    for article in ARTICLES:
        page = one.go(f"/article?id={quote(article.id, safe='')}&start=4&end=20#p4")
        expect(page.locator("article.whole mark.quote")).to_have_text(article.text[4:20])
        assert _line(page.locator("h1").inner_text()) == _line(article.title or "")
        _is_clean(page)


def test_no_question_becomes_script(visitor: Visitor, hostile: str) -> None:
    """The same forty as question, outlet and article of an address, the policy on as it is served."""
    one = visitor(base=hostile)
    one.page.add_init_script(WATCH)
    for attempt in TRIES:
        sent = quote(attempt, safe="")
        _is_clean(one.go(f"/?q={sent}&outlet={sent}&after={sent}&sort={sent}&cursor={sent}"))
        _is_clean(one.go(f"/article?id={sent}&start={sent}"))


def test_clicking_through_a_hostile_page_runs_nothing(visitor: Visitor, hostile: str) -> None:
    """Filters, numbers, hover, export: with the script at work on such values."""
    one = visitor(base=hostile, bypass_csp=True)
    one.page.add_init_script(WATCH)
    page = one.go("/?q=convoy+reached+Testville+at+dawn")
    page.locator("a.cite").first.click()
    page.locator(".passage .title").first.hover()
    page.locator(".picture svg").focus()
    page.keyboard.press("ArrowLeft")
    page.locator(".outlets label.row input").first.check()
    one.settled()
    with page.expect_download():
        page.get_by_role("button", name="Export the passages as CSV").click()
    _is_clean(page)
