"""One writer at a time, across processes and threads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from filelock import FileLock, Timeout

from index.errors import LibraryBusy

NAME = "writer.lock"

PATIENCE = 2.0
"""Seconds a writer waits: longer than a reader needs to bring its caches up to date, short enough not to look stuck."""

_POLL = 0.01


class WriterLock:
    """The lock file of a library. It stays when released; what counts is the system's lock on it, gone with its process.

    It is not re-entrant, and may be released by another thread than took it: `add` is a generator, and servers move those about.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / NAME
        self._file = FileLock(self._path, thread_local=False)
        self._threads = Lock()

    @contextmanager
    def hold(self, purpose: str, *, patience: float = PATIENCE) -> Iterator[None]:
        """Be the writer.

        Raises:
            LibraryBusy: If another holds it for longer than `patience` seconds; names its process and purpose.
        """
        if not self._take(purpose, patience):
            raise LibraryBusy(self._folder, self._holder())
        try:
            yield
        finally:
            self._give()

    @contextmanager
    def try_hold(self, purpose: str) -> Iterator[bool]:
        """Be the writer if nobody is, without waiting; gives whether that succeeded."""
        try:
            taken = self._take(purpose, 0)
        except OSError:  # a folder that may only be read
            taken = False
        try:
            yield taken
        finally:
            if taken:
                self._give()

    def _take(self, purpose: str, patience: float) -> bool:
        if not self._threads.acquire(timeout=patience) if patience else not self._threads.acquire(blocking=False):
            return False
        try:
            self._file.acquire(timeout=patience, poll_interval=_POLL)
            self._path.write_text(f"process {os.getpid()} ({purpose})", encoding="utf-8")
        except Timeout:
            self._threads.release()
            return False
        except OSError:
            self._threads.release()
            raise
        return True

    def _give(self) -> None:
        self._file.release()
        self._threads.release()

    def _holder(self) -> str:
        try:
            return self._path.read_text(encoding="utf-8") or "another process"
        except OSError:
            return "another process"
