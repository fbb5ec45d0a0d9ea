"""`sitrep show`: one article."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from api import services
from api.errors import ArticleAbsent
from api.schemas import ArticleWhole
from api.terminal import console, harmless, json_line, note, source_line

if TYPE_CHECKING:
    from api.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the article's text, the one that all offsets count in."""
    with services.open_library(settings, say=note) as library:
        article = library.get(arguments.article)
        passages = len(library.passages_of(arguments.article))
    if article is None:
        raise ArticleAbsent(arguments.article)
    if arguments.json:
        json_line(ArticleWhole.whole(article, passages))
        return 0
    out = console()
    out.print(source_line(article))
    for line in (
        ", ".join(article.authors),
        article.url,
        f"{article.id} · {passages} passages · added {article.added_at:%Y-%m-%d %H:%M} UTC",
    ):
        if line:
            out.print(harmless(line), style="dim")
    out.print()
    out.print(harmless(article.text))
    return 0
