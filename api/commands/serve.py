"""`sitrep serve`: answers over HTTP."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from api import logs, services
from api.app import create_app
from api.listening import bind, listen, refuse_open
from api.terminal import note

if TYPE_CHECKING:
    from api.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve until told to stop."""
    given = {"host": arguments.host, "port": arguments.port}
    settings = settings.model_copy(update={name: value for name, value in given.items() if value is not None})
    refuse_open(settings)
    bound = bind(settings.host, settings.port)
    engine = services.open_engine(settings, create=arguments.create, say=note, say_encoder=note)
    logs.configure(settings.log_level, questions=settings.log_questions)
    with engine.library, bound:
        listen(create_app(settings, engine), bound)
    return 0
