"""`sitrep evaluate`: judged questions, in process."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from api import evaluate, services
from api.terminal import line, note

if TYPE_CHECKING:
    from api.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the scores."""
    engine = services.open_engine(settings, say=note)
    with engine.library:
        return evaluate.run(
            engine,
            arguments.questions,
            as_json=arguments.json,
            corpus=arguments.corpus,
            misses=arguments.misses,
            subset=arguments.subset,
            say=line,
        )
