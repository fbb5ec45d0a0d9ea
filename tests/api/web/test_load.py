"""What the first load costs and what the page is allowed to do."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import httpx2

from api.web.assembled import assembled, joined
from api.web.render import FOLDER
from tests.api.web.conftest import QUESTION, Visitor

ROUND_TRIP_BYTES = 100_000


def test_a_question_loads_in_one_round_trip_below_100_kb(visitor: Visitor) -> None:
    """Page, style, script, answer and passages come with the one reply; nothing is fetched after it."""
    one = visitor()
    session = one.page.context.new_cdp_session(one.page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page = one.go(QUESTION)
    page.wait_for_load_state("networkidle")
    assert page.locator(".statements a.cite").count() >= 2
    assert [url for url in one.requested if not url.startswith("data:")] == [one.base + QUESTION]
    assert sum(sizes) < ROUND_TRIP_BYTES


def test_the_policy_lets_only_the_pages_own_script_run(seeds: str) -> None:
    """Strict: hashes instead of unsafe-inline, nothing from elsewhere, trusted types without a policy."""
    policy = httpx2.get(seeds + QUESTION).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "trusted-types 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_a_client_that_cannot_unpack_gets_it_plain(seeds: str) -> None:
    """The same page, with and without gzip."""
    plain = httpx2.get(seeds + "/", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with httpx2.stream("GET", seeds + "/", headers={"Accept-Encoding": "gzip"}) as reply:
        packed = b"".join(reply.iter_raw())
    assert gzip.decompress(packed).decode() == plain.text


def test_modules_are_put_together_once_each_and_in_order(tmp_path: Path) -> None:
    """What is imported stands before what imports it; imports and exports are gone."""
    (tmp_path / "main.js").write_text('import { two } from "./b.js";\nimport { one } from "./a.js";\ntwo(one);\n', "utf-8")
    (tmp_path / "a.js").write_text("export const one = 1;\n", "utf-8")
    (tmp_path / "b.js").write_text('import { one } from "./a.js";\nexport function two() { return one; }\n', "utf-8")
    text = joined(tmp_path, "main.js")
    assert text.split() == "const one = 1; function two() { return one; } two(one);".split()


def test_every_module_and_style_of_the_folder_is_used() -> None:
    """Nothing lies about: each file's longest line is on the page."""
    whole = assembled(FOLDER)
    for path in [*FOLDER.glob("*.js"), *FOLDER.glob("*.css")]:
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("import ")]
        assert max(lines, key=len).removeprefix("export ") in whole.script + whole.style, path.name


def test_files_stay_short_and_nothing_refers_to_another_host() -> None:
    """At most 300 lines; the only address is SVG's name space."""
    for path in [*FOLDER.glob("*.js"), *FOLDER.glob("*.css"), *FOLDER.glob("*.html")]:
        text = path.read_text("utf-8")
        assert text.count("\n") <= 300, path.name
        assert set(re.findall(r"https?://[a-z0-9.]+", text)) <= {"http://www.w3.org"}, path.name
        assert "innerHTML" not in text, path.name
        assert "insertAdjacentHTML" not in text, path.name
