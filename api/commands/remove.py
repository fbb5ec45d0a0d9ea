"""`sitrep remove`: articles out of the library, for good."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from api import services
from api.terminal import harmless, line, note

if TYPE_CHECKING:
    from api.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Remove each; 1 if one was not there."""
    removed, absent = [], []
    with services.open_library(settings, say=note) as library:
        for article_id in dict.fromkeys(arguments.articles):
            if library.remove(article_id):
                removed.append(article_id)
                if not arguments.json:
                    line(f"removed\t{harmless(article_id)}")
            else:
                absent.append(article_id)
                note(f"refused {article_id}: no such article in this library")
    if arguments.json:
        line(json.dumps({"removed": removed, "absent": absent}, ensure_ascii=False))
    return 1 if absent else 0
