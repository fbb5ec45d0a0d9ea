"""`sitrep rebuild`: everything cut and encoded anew."""

from __future__ import annotations

import argparse
import json
import time
from typing import TYPE_CHECKING

from api import services
from api.terminal import line, note

if TYPE_CHECKING:
    from api.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Make the new generation beside the old one, then switch; also after another encoder or other passage rules were set."""
    start = time.perf_counter()
    services.rebuild(settings, say=note)
    with services.open_library(settings, say=note) as library:
        status = library.status()
    seconds = round(time.perf_counter() - start, 1)
    told = {"articles": status.articles, "passages": status.passages, "generation": status.generation, "seconds": seconds}
    line(
        json.dumps(told) if arguments.json else f"rebuilt: {status.articles} articles, {status.passages} passages in {seconds} s"
    )
    return 0
