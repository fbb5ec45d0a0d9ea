"""The command `sitrep`. Only arguments are read here; each command is a file in `api/commands`, imported when it is called."""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Sequence

from api.arguments import parser
from index.errors import SitrepError

DONE, REFUSED, UNUSABLE = 0, 1, 2
"""Exit statuses: done; some inputs refused, the rest kept; arguments or library unusable."""

INTERRUPTED = 130
"""Ended by Ctrl-C, as shells have it: 128 + SIGINT."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status. Errors of the user's are one line on standard error, never a trace."""
    arguments = parser().parse_args(argv)
    try:
        return _run(arguments)
    except SitrepError as error:
        print(f"sitrep: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        print("sitrep: interrupted; what was reported as done is kept", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader has seen enough: `sitrep search … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE


def _run(arguments: argparse.Namespace) -> int:
    from api.loading import load_settings

    settings = load_settings(library=arguments.library)
    command = importlib.import_module(f"api.commands.{arguments.command}")
    status: int = command.run(arguments, settings)
    return status


if __name__ == "__main__":
    sys.exit(main())
