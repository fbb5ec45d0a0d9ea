"""`sitrep status`: the library in figures."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from api import services
from api.schemas_status import StatusOut
from api.terminal import console, harmless, json_line, note

if TYPE_CHECKING:
    from api.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the figures."""
    with services.open_library(settings, say=note) as library:
        figures = StatusOut.of(library.status(), settings.library)
    if arguments.json:
        json_line(figures)
        return 0
    out = console()
    for name, value in figures.model_dump(exclude_none=True).items():
        shown = f"{value:,}" if isinstance(value, int) else harmless(str(value))
        out.print(f"{name.replace('_', ' '):16}{shown}")
    return 0
