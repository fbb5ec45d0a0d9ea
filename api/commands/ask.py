"""`sitrep ask`: an answer with its citations."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from rich.text import Text

from api import services
from api.commands.search import filters, print_hit
from api.schemas_answer import AnswerOut
from api.terminal import console, harmless, indented, json_line, line, note, one_line, source_line
from search.citations import without_marks
from search.citing import bibliography
from search.types import Answer, Citation

if TYPE_CHECKING:
    from rich.console import Console

    from api.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the answer, or why there is none."""
    engine = services.open_engine(settings, say=note)
    with engine.library:
        answer = engine.ask(
            " ".join(arguments.question),
            filters=filters(arguments),
            limit=arguments.limit,
            generate=False if arguments.no_generate else None,
            expand=not arguments.as_typed,
        )
    if arguments.json:
        json_line(AnswerOut.of(answer))
    elif arguments.bibtex:
        for words in (*answer.warnings, *(() if answer.answered else (answer.text,))):
            note(words)
        if answer.citations:
            line(bibliography(answer.citations))
    else:
        _print(answer, console())
    return 0


def _print(answer: Answer, out: Console) -> None:
    for warning in answer.warnings:
        note(f"warning: {warning}")
    if not answer.answered:
        out.print(Text(f"{one_line(answer.text)} ({answer.reason})", "bold"))
        if answer.near_misses:
            out.print("\nNearest:\n")
        for hit in answer.near_misses:
            print_hit(hit, out)
        return
    for statement in answer.statements:
        numbers = "".join(f"[{n}]" for n in statement.citations)
        out.print(Text.assemble(one_line(without_marks(statement.text)), " ", (numbers, "bold green")))
    out.print()
    for citation in answer.citations:
        _cite(citation, out)


def _cite(citation: Citation, out: Console) -> None:
    article = citation.hit.article
    mark = f"[{citation.n}] "
    out.print(Text.assemble((mark, "bold green"), source_line(article)))
    indented(Text.assemble(("│ ", "green"), (one_line(citation.quote), "italic")), len(mark), out)
    place = [f"characters {citation.start}–{citation.end}", harmless(article.url or article.id)]
    if citation.speaker:
        place.insert(0, f"said by {one_line(citation.speaker)}")
    if citation.also:
        place.append("also printed by " + ", ".join(one_line(one.outlet or one.id) for one in citation.also))
    indented(Text(" · ".join(place), "dim"), len(mark), out)
    out.print()
