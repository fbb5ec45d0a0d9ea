"""The command `sitrep`. Only arguments are read here; each command is a file in `api/commands`, imported when it is called."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import signal
import sys
from collections.abc import Sequence

from api.arguments import parse
from index.errors import SitrepError

DONE, REFUSED, UNUSABLE = 0, 1, 2
"""Exit statuses: done; some inputs refused, the rest kept; arguments or library unusable."""

INTERRUPTED = 130
"""Ended by Ctrl-C, as shells have it: 128 + SIGINT."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status. Errors of the user's are one line on standard error, never a trace."""
    _speak_utf8()
    arguments = parse(sys.argv[1:] if argv is None else argv)
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
    except OSError as error:
        print(f"sitrep: {error.filename or 'input or output'}: {error.strerror or error}", file=sys.stderr)
        return UNUSABLE


def _speak_utf8() -> None:
    """Whatever the locale: a quotation that goes to a file or a program keeps every character; a terminal shows what it can."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=stream.encoding if stream.isatty() else "utf-8", errors="replace")


def _run(arguments: argparse.Namespace) -> int:
    from api.loading import load_settings

    settings = load_settings(library=arguments.library)
    command = importlib.import_module(f"api.commands.{arguments.command}")
    status: int = command.run(arguments, settings)
    return status


if __name__ == "__main__":
    sys.exit(main())
