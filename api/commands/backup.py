"""`sitrep backup`: a copy that opens."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from api import services
from api.errors import SettingsInvalid
from api.terminal import line, note

if TYPE_CHECKING:
    from api.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Copy the library to a new or empty folder."""
    with services.open_library(settings, say=note) as library:
        articles = library.status().articles
        try:
            library.backup(arguments.folder)
        except OSError as error:
            raise SettingsInvalid(f"{arguments.folder}: cannot hold a backup: {error.strerror or error}") from error
    told = {"folder": str(arguments.folder), "articles": articles}
    line(json.dumps(told) if arguments.json else f"{articles} articles copied to {arguments.folder}")
    return 0
