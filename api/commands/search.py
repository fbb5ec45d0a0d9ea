"""`sitrep search`: passages that match."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from rich.text import Text

from api import services
from api.schemas import FoundOut
from api.terminal import console, harmless, indented, json_line, note, source_line
from index.types import Filters
from search.types import Facet, Found, Hit, Mode, Sort

if TYPE_CHECKING:
    from rich.console import Console

    from api.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print one page of hits."""
    engine = services.open_engine(settings, say=note)
    mode, sort = Mode(arguments.mode), Sort(arguments.sort)
    with engine.library:
        found = engine.search(
            " ".join(arguments.query),
            filters=filters(arguments),
            limit=arguments.limit,
            cursor=arguments.cursor,
            mode=mode,
            facets=tuple(Facet(name) for name in dict.fromkeys(arguments.facet)),
            sort=sort,
            explain=arguments.explain,
            per_article=arguments.per_article or None,
            expand=not arguments.as_typed,
        )
    if arguments.json:
        json_line(FoundOut.of(found, mode, sort, explain=arguments.explain))
    else:
        _print(found, console(), explain=arguments.explain)
    return 0


def filters(arguments: argparse.Namespace) -> Filters:
    """The filters that the arguments name."""
    return Filters(
        after=arguments.after,
        before=arguments.before,
        outlets=tuple(arguments.outlet),
        languages=tuple(arguments.language),
        articles=tuple(arguments.article),
    )


def _print(found: Found, out: Console, *, explain: bool) -> None:
    for hit in found.hits:
        print_hit(hit, out, explain=explain)
    for facet, counts in found.facets:
        out.print(Text(facet.value, "bold"))
        for one in counts:
            out.print(f"  {one.passages:6}  {harmless(one.value)}")
    shown = f"{len(found.hits)} of {found.total} passages" if found.hits else "nothing found"
    out.print(Text(f"{shown}, {found.took_ms:.0f} ms", "dim"))
    if found.next_cursor:
        out.print(Text(f"more: --cursor {found.next_cursor}", "dim"))


def print_hit(hit: Hit, out: Console, *, explain: bool = False) -> None:
    """Rank, score and source on one line, then the passage with what matched in it."""
    head = Text(f"{hit.rank}. ", "bold green")
    head.append_text(source_line(hit.article))
    head.append(f" · score {hit.score:.3f}", "dim")
    out.print(head)
    indented(highlighted(hit), 3, out)
    out.print(
        Text(f"   {harmless(hit.article.id)} {hit.passage.start}–{hit.passage.end} {harmless(hit.article.url or '')}", "dim")
    )
    if explain:
        out.print(Text("   " + " ".join(f"{name}={value:.3f}" for name, value in hit.why), "dim"))
    out.print()


def highlighted(hit: Hit) -> Text:
    """The passage, its highlights bold; what is replaced is replaced letter for letter, so that spans keep their places."""
    text = Text(harmless(hit.passage.text).replace("\n", " ").replace("\t", " "))
    for start, end in hit.highlights:
        text.stylize("bold yellow", start, end)
    return text
