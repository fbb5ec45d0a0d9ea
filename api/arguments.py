"""The arguments of `sitrep`. Imports nothing heavy: `sitrep --help` answers at once."""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from api.version import installed

_DESCRIPTION = "Cited answers over conflict reporting: exact words, exact source, exact date."
_EPILOG = """Exit status: 0 done · 1 some inputs refused (each named, the rest kept) · 2 unusable arguments or library.
Settings are environment variables SITREP_*; .env.example describes each."""

_COMMANDS = frozenset({"search", "ask"})
_QUERYING = re.compile(r"-(?!h$)[^-\s].*", re.DOTALL)
_HALVES = re.compile("[\ud800-\udfff]")
"""What bytes that are no UTF-8 become in Python's arguments; file names may hold them, questions may not."""

Parser = argparse.ArgumentParser
Adder = Callable[..., Parser]


def parser() -> Parser:
    """The whole command line."""
    top = Parser("sitrep", description=_DESCRIPTION, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    top.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    _library(top, default=None)
    top.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, words: str, *, data: bool = False) -> Parser:
        one = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        _library(one, default=argparse.SUPPRESS)  # given before or after the command; here it must not undo the one before
        if data:
            one.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON")
        return one

    _adding(command)
    _asking(command)
    _serving(command)
    _keeping(command)
    return top


class _Version(argparse.Action):
    """Looks the version up only when it is asked for: that takes as long as all the rest of `--help`."""

    def __call__(self, parser: Parser, *_: object) -> None:
        sys.stdout.write(f"sitrep {installed()}\n")
        parser.exit()


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments, read; ends the process with status 2 and the usage where they cannot be.

    `-word` and `-"two words"` among the words of a query leave something out, as in the query box, and are no options.
    """
    top = parser()
    words = [_QUERYING.fullmatch(word) is not None for word in argv]
    left_out = [_unshelled(word) for word, is_one in zip(argv, words, strict=True) if is_one] if _COMMANDS & set(argv) else []
    arguments = top.parse_args([word for word, is_one in zip(argv, words, strict=True) if not (is_one and left_out)])
    if left_out:
        asked = arguments.query if arguments.command == "search" else arguments.question
        asked.extend(left_out)
    if any(_HALVES.search(word) for word in argv) and arguments.command != "add":
        top.error("the arguments are not valid UTF-8")
    return arguments


def _unshelled(word: str) -> str:
    """The quotation marks that the shell took away, put back."""
    return f'-"{word[1:]}"' if " " in word else word


def _library(one: Parser, default: str | None) -> None:
    one.add_argument(
        "--library",
        metavar="DIR",
        type=Path,
        default=default,
        help="the library's folder (default SITREP_LIBRARY, else ./library)",
    )


def _adding(command: Adder) -> None:
    add = command("add", "add articles from files, folders, web addresses and feeds", data=True)
    add.add_argument(
        "places",
        nargs="+",
        metavar="PATH|URL",
        help=".txt .md .html .pdf .jsonl, each also .gz; folders; http(s) pages and feeds",
    )
    remove = command("remove", "remove articles", data=True)
    remove.add_argument("articles", nargs="+", metavar="ARTICLE", help="article ids")


def _asking(command: Adder) -> None:
    search = command("search", "find passages", data=True)
    search.add_argument(
        "query", nargs="+", metavar="QUERY", help='words, "exact phrases", -exclusions, outlet:guardian, after:2022-11-01'
    )
    _filters(search)
    search.add_argument("--limit", type=_count, default=10, metavar="N", help="hits (default 10, at most 100)")
    search.add_argument("--mode", choices=("hybrid", "semantic", "keyword"), default="hybrid")
    search.add_argument("--sort", choices=("relevance", "newest", "oldest"), default="relevance")
    search.add_argument(
        "--facet", choices=("outlet", "month"), action="append", default=[], help="count by outlet or month; repeatable"
    )
    search.add_argument("--cursor", metavar="CURSOR", help="next_cursor of the page before")
    search.add_argument(
        "--per-article", type=int, default=2, metavar="N", help="passages of one article at most; 0 is no limit (default 2)"
    )
    search.add_argument("--explain", action="store_true", help="show the parts of each score")
    ask = command("ask", "ask a question and get a cited answer", data=True)
    ask.add_argument("question", nargs="+", metavar="QUESTION")
    _filters(ask)
    ask.add_argument("--limit", type=_count, default=5, metavar="N", help="citations at most (default 5)")
    ask.add_argument("--bibtex", action="store_true", help="print the citations as BibTeX")
    ask.add_argument(
        "--no-generate", action="store_true", help="the reports' own words, even where a language model is configured"
    )


def _filters(one: Parser) -> None:
    one.add_argument("--after", type=_day, metavar="DAY", help="published on or after, YYYY-MM-DD")
    one.add_argument("--before", type=_day, metavar="DAY", help="published on or before, YYYY-MM-DD")
    one.add_argument("--outlet", action="append", default=[], metavar="NAME", help="repeatable")
    one.add_argument("--language", action="append", default=[], metavar="CODE", help="ISO 639-1, repeatable")
    one.add_argument("--as-typed", action="store_true", help="do not search by other names of places and actors")
    one.add_argument("--article", action="append", default=[], metavar="ID", help="look in this article; repeatable")


def _serving(command: Adder) -> None:
    serve = command("serve", "answer over HTTP")
    serve.add_argument("--host", help="address to bind to (default SITREP_HOST, else 127.0.0.1)")
    serve.add_argument("--port", type=_port, help="port to bind to; 0 takes a free one (default SITREP_PORT, else 8000)")
    serve.add_argument("--create", action="store_true", help="make the library if it is not there")
    mcp = command("mcp", "give language models the tools search, ask, article and verify (Model Context Protocol)")
    mcp.add_argument("--http", action="store_true", help="over HTTP at /mcp, instead of standard input and output")
    mcp.add_argument("--host", help="with --http: address to bind to (default SITREP_HOST, else 127.0.0.1)")
    mcp.add_argument("--port", type=_port, help="with --http: port to bind to (default SITREP_PORT, else 8000)")


def _keeping(command: Adder) -> None:
    command("status", "show what the library holds", data=True)
    show = command("show", "print an article", data=True)
    show.add_argument("article", metavar="ARTICLE", help="article id")
    command("rebuild", "cut and encode everything anew, then switch to it", data=True)
    command("check", "check the library; prints what is wrong with it", data=True)
    backup = command("backup", "copy the library, also while it is in use", data=True)
    backup.add_argument("folder", metavar="DIR", type=Path, help="a new or empty folder")
    evaluate = command("evaluate", "run judged questions and print the scores", data=True)
    evaluate.add_argument("questions", metavar="QUESTIONS", type=Path, help="a file of judged questions, JSON lines")
    evaluate.add_argument("--corpus", metavar="FILE", type=Path, help="compare with these articles, JSON lines, as they came")
    evaluate.add_argument("--subset", choices=("dev", "aside"), help="only one of the two subsets")
    evaluate.add_argument("--misses", action="store_true", help="print the questions that went wrong")


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text) if len(text) == len("2022-11-01") else _refuse(text)
    except ValueError:
        return _refuse(text)


def _refuse(text: str) -> datetime.date:
    raise argparse.ArgumentTypeError(f"{text!r}: write the day as YYYY-MM-DD")


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError(f"{text!r}: a number from 1 to 100")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r}: a port from 0 to 65535")
    return int(text)
