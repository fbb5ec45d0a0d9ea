"""The README's session, run as it stands there against the real server."""

from __future__ import annotations

import asyncio
import re
import textwrap
from pathlib import Path

import pytest

from tests.api.clients.python.conftest import WRITER

README = Path(__file__).resolve().parents[4] / "api" / "clients" / "python" / "README.md"

CITED = re.compile(r"\S[^\n]+\. \[1\]\n“[^\n]+” — [^\n]+, characters \d+–\d+, https://\S+\n")
"""A sentence with its number, and a line with its source. Which sentence comes first is the ranking's to decide."""


def test_the_session_prints_what_the_readme_says(
    server_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every block in order, in one namespace; the first one's output has the form that is shown."""
    text = README.read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    printed = re.search(r"<!-- session -->\n```\n(.*?)```", text, re.DOTALL)
    monkeypatch.setenv("SITREP_URL", server_url)
    monkeypatch.setenv("SITREP_API_KEY", WRITER)
    names: dict[str, object] = {}
    for place, block in enumerate(blocks):
        if "await" not in block:
            exec(compile(block, f"README block {place}", "exec"), names)
        else:
            exec(compile(f"async def session():\n{textwrap.indent(block, '    ')}", "README asyncio", "exec"), names)
            asyncio.run(names["session"]())  # type: ignore[operator]
        if place == 0:
            assert printed is not None
            assert CITED.fullmatch(printed.group(1))
            assert CITED.fullmatch(capsys.readouterr().out)
    assert len(blocks) == 5
    assert re.search(r"^1 \S.* 2023-04-\d\d.* \S", capsys.readouterr().out, re.MULTILINE)
