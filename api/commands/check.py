"""`sitrep check`: is the library sound."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from api import services
from api.terminal import harmless, line, note

if TYPE_CHECKING:
    from api.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print every fault; 2, an unusable library, if there is one."""
    with services.open_library(settings, say=note) as library:
        faults = library.check()
        articles = library.status().articles
    if arguments.json:
        line(json.dumps({"sound": not faults, "faults": faults}, ensure_ascii=False))
    else:
        line("\n".join(harmless(fault) for fault in faults) or f"sound: {articles} articles")
    return 2 if faults else 0
