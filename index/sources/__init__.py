"""Articles in: files, folders, web addresses and feeds → raw articles, or named refusals.

    read ─▶ folder ─▶ opened ─▶ feed ─▶ web ─▶ single ─▶ text · markdown · html · pdf · jsonl
      └───▶ url ────────┘ (network ─▶ addresses)

Each may be understood knowing only those to its right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from index.sources import folder, opened
from index.sources.url import Fetcher, FetchRules
from index.types import RawArticle, Refusal

__all__ = ["FetchRules", "Fetcher", "read"]

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")


def read(place: str, *, fetch: Fetcher | None = None) -> Iterator[RawArticle | Refusal]:
    """Everything that a file, a folder or a web address holds, one article in memory at a time.

    Every article is whole. What cannot be read comes as a refusal that names it and says why; reading goes on behind it.

    Args:
        place: A path, or an address with http:// or https://. Folders are read recursively, sorted, without hidden files.
        fetch: How addresses are fetched, those in feeds included; by the rules' defaults unless given.
    """
    fetch = fetch or Fetcher()
    if not place.strip():
        yield Refusal(origin=repr(place), reason="no place: give a path or a web address")
    elif _SCHEME.match(place):
        yield from opened.fetched(place, fetch)
    else:
        yield from folder.articles(Path(place), fetch)
