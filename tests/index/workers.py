"""What other processes do in these tests."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any

from index.cutting.passages import PassageRules, split
from index.library import Library
from tests.fakes import HashEncoder
from tests.made import made_article

RULES = PassageRules()


def opened(folder: Path, lines: list[str] | None = None) -> Library:
    """The library there, or a new one, with the quick encoder."""
    say: Callable[[str], None] = (lambda _line: None) if lines is None else lines.append
    return Library.open(folder, HashEncoder(), rules=RULES, create=True, say=say)


def processes() -> ForkServerContext:
    """Processes that start quickly and share nothing with this one."""
    chosen = get_context("forkserver")
    chosen.set_forkserver_preload(["tests.index.workers"])
    return chosen


def started(work: Callable[..., None], *given: Any) -> tuple[ForkServerProcess, Connection]:
    """A process at work, and this end of the pipe that is its first argument."""
    here, there = processes().Pipe()
    process = processes().Process(target=work, args=(there, *given), daemon=True)
    process.start()
    there.close()
    return process, here


def add_until_killed(out: Connection, folder: Path, count: int, batch: int) -> None:
    """Add articles 0..count and send the id of each once the library says that it is safe."""
    split(made_article(0), RULES, HashEncoder().count)  # the vocabulary is read once: longer than all the rest
    out.send("started")
    with opened(folder) as library:
        out.send("opened")
        for added in library.add((made_article(number) for number in range(count)), batch=batch):
            out.send(added.article_id)
    out.send("done")


def rebuild_until_killed(out: Connection, folder: Path) -> None:
    """Rebuild, sending the id of each article on the way."""
    with opened(folder) as library:
        library.rebuild(HashEncoder(), RULES, each=lambda added: out.send(added.article_id))
    out.send("done")


def obey(pipe: Connection, folder: Path) -> None:
    """Do what is sent: ("add", number) or ("remove", id); ("hold", number) begins an `add` and waits within it; answer each."""
    library = opened(folder)
    while (order := pipe.recv()) is not None:
        match order:
            case ("add", int(number)):
                pipe.send(len(list(library.add([made_article(number)]))))
            case ("remove", str(key)):
                pipe.send(library.remove(key))
            case ("hold", int(number)):
                adding = library.add([made_article(number), made_article(number + 1)], batch=1)
                pipe.send(next(adding).article_id)
                pipe.recv()
                pipe.send(len(list(adding)))
    library.close()
