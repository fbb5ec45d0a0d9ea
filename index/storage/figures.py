"""A library in figures."""

from __future__ import annotations

import contextlib
import os
from datetime import date
from pathlib import Path

from index.storage.edition import Edition
from index.types import Status


def status(edition: Edition, folder: Path) -> Status:
    """Count what an edition holds; `folder` is the whole library's."""
    catalogue, manifest = edition.view.catalogue, edition.manifest
    days = catalogue.days()
    # Sentences are pairs of 4-byte offsets.
    (sentences,) = edition.store.query("SELECT coalesce(sum(length(sentences)), 0) / 8 FROM passages")[0]
    return Status(
        articles=catalogue.article_count,
        passages=len(catalogue),
        sentences=sentences,
        undated=catalogue.article_count - len(days),
        generation=catalogue.generation,
        fingerprint=manifest.fingerprint,
        rules=dict(manifest.rules),
        schema=manifest.schema,
        created=manifest.created,
        bytes_on_disk=bytes_in(folder),
        first=date.fromordinal(min(days)) if days else None,
        last=date.fromordinal(max(days)) if days else None,
    )


def bytes_in(folder: Path) -> int:
    """Of all files under a folder; files that vanish meanwhile, as those of an old generation do, count nothing."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                total += (Path(parent) / name).stat().st_size
    return total
