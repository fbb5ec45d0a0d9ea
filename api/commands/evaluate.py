"""`sitrep evaluate`: judged questions, in process."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from api import evaluate, services
from api.errors import SettingsInvalid
from api.terminal import note

if TYPE_CHECKING:
    from api.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the scores."""
    if not arguments.questions.is_file():
        raise SettingsInvalid(f"{arguments.questions}: no such file of judged questions")
    engine = services.open_engine(settings, say=note)
    with engine.library:
        status: int = evaluate.run(engine, arguments.questions, json=arguments.json)
    return status
