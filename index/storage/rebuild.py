"""Making libraries: an empty one, a new generation from an old one's articles, a copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.cutting.passages import PassageRules
from index.storage import current, reading, writing
from index.storage.edition import Edition
from index.storage.lock import WriterLock
from index.storage.store import Store
from index.types import Added, Encoder

_BATCH = 32


def create(folder: Path, encoder: Encoder, rules: PassageRules) -> None:
    """Make an empty library; the caller is the writer, and another may have made one just before."""
    if (folder / current.NAME).exists():
        return
    target = current.following(folder)
    Store.create(target, encoder.fingerprint, rules.as_json()).close()
    current.switch(folder, target)


def rebuild(folder: Path, encoder: Encoder, rules: PassageRules, lock: WriterLock, each: Callable[[Added], None]) -> None:
    """Cut and encode every article again into a new generation folder, switch to it, delete the old; the caller is the writer.

    Killed before the switch, the old one stays in force and the next writer sweeps what was begun.
    """
    current.sweep(folder)
    old = Store(current.read(folder))
    target = current.following(folder)
    new = Store.create(target, encoder.fingerprint, rules.as_json(), after=old.counters())
    for group in writing.groups(reading.all_articles(old), _BATCH):
        for added in writing.take(new, group, encoder, rules):
            each(added)
    new.close()
    _fill_caches(target, lock)
    current.switch(folder, target)
    old.close()
    current.sweep(folder)


def backup(store: Store, folder: Path) -> None:
    """Copy a store to another folder as a library of its own, caches and all.

    Raises:
        FileExistsError: If that folder holds anything.
    """
    folder = folder.expanduser().absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: a backup goes into a folder of its own")
    lock = WriterLock(folder)
    with lock.hold("writing a backup"):
        target = current.following(folder)
        store.copy_to(target)
        _fill_caches(target, lock)
        current.switch(folder, target)


def _fill_caches(target: Path, lock: WriterLock) -> None:
    Edition(target, lock, lambda _line: None, writing=True).close()
