"""`sitrep-slack`: run the bot, or print the votes."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sqlite3
import sys
from collections.abc import Sequence

from sitrep_slack import __version__, logs
from sitrep_slack.errors import BotError
from sitrep_slack.service import Address, serve
from sitrep_slack.settings import from_environment, store_path
from sitrep_slack.store import votes


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 done, 2 unusable settings or store."""
    chosen = _parser().parse_args(arguments)
    logs.configure()
    try:
        if chosen.command == "votes":
            _print_votes()
        else:
            settings = from_environment(os.environ)
            http = Address(chosen.host, chosen.port) if chosen.command == "http" else None
            asyncio.run(serve(settings, http))
    except (BotError, sqlite3.OperationalError) as error:
        sys.stderr.write(f"sitrep-slack: {error}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sitrep-slack", description="Ask a Sitrep server from Slack.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("socket", help="run the bot in Socket Mode: needs SLACK_APP_TOKEN and no public address")
    http = commands.add_parser("http", help="run the bot behind a public https address: needs SLACK_SIGNING_SECRET")
    http.add_argument("--host", default="127.0.0.1")
    http.add_argument("--port", type=int, default=3000)
    commands.add_parser("votes", help="print the votes with their answers, a JSON object a line")
    return parser


def _print_votes() -> None:
    for vote in votes(store_path(os.environ)):
        sys.stdout.write(f"{json.dumps(vote, ensure_ascii=False)}\n")
