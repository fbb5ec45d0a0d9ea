"""`sitrep add`: files, folders, addresses and feeds into the library."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api import adding, services
from api.schemas_add import Kept, Refused, Summary
from api.terminal import harmless, json_line, line, note
from index.sources import read
from index.types import Added, RawArticle, Refusal

if TYPE_CHECKING:
    from rich.progress import Progress

    from api.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add everything that can be added; 1 if something was refused."""
    fetch = services.open_fetcher(settings)
    library = services.open_library(settings, create=True, say=note, say_encoder=note)
    told = _Telling(json=arguments.json)
    raw = (one for place in arguments.places for one in read(place, fetch=fetch))
    with library, told.progress as progress:
        for added in adding.add(library, _counted(raw, told), datetime.now(UTC), told.refuse):
            told.add(added, progress)
    told.end()
    return 1 if told.refused else 0


def _counted(raw: Iterator[RawArticle | Refusal], told: _Telling) -> Iterator[RawArticle | Refusal]:
    for one in raw:
        told.read += 1
        yield one


class _Telling:
    """What the user sees: a bar on a terminal, a line an article elsewhere, one JSON object with `--json`."""

    def __init__(self, *, json: bool) -> None:
        self._json = json
        self._start = time.perf_counter()
        self._counts: Counter[str] = Counter()
        self._passages = 0
        self._kept: list[Kept] = []
        self._bar = not json and sys.stderr.isatty()
        self.read = 0
        self.refused: list[Refusal] = []
        self.progress: Progress | nullcontext[None] = _progress() if self._bar else nullcontext()

    def add(self, added: Added, progress: Progress | None) -> None:
        """One article is safe on disk."""
        self._counts[added.verdict.value] += 1
        self._passages += added.passages if added.verdict.value != "unchanged" else 0
        if progress is not None:
            progress.update(progress.tasks[0].id, completed=self._counts.total(), passages=self._passages)
        elif self._json:
            self._kept.append(Kept(id=added.article_id, verdict=added.verdict.value, passages=added.passages))
        else:
            line(f"{added.verdict.value}\t{harmless(added.article_id)}\t{added.passages} passages")

    def refuse(self, refusal: Refusal) -> None:
        """One input was not taken."""
        self.refused.append(refusal)
        note(f"refused {refusal.origin}: {refusal.reason}")

    def end(self) -> None:
        """Counts and throughput."""
        seconds = time.perf_counter() - self._start
        counts = {name: self._counts[name] for name in ("added", "unchanged", "replaced")}
        refused = [Refused(origin=harmless(one.origin), reason=harmless(one.reason)) for one in self.refused]
        if self._json:
            summary = Summary(verdicts=self._kept, **counts, refused=refused, passages=self._passages, seconds=round(seconds, 3))
            json_line(summary)
            return
        words = ", ".join(f"{count} {name}" for name, count in counts.items() if count or name == "added")
        rate = f"{self._counts.total() / seconds:,.1f} articles and {self._passages / seconds:,.1f} passages a second"
        line(f"{words}, {len(refused)} refused; {self._passages} passages in {seconds:.1f} s: {rate}")


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed:,} articles, {task.fields[passages]:,} passages"),
        TimeElapsedColumn(),
    )
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    progress.add_task("adding", total=None, passages=0)
    return progress
