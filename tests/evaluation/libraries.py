"""Libraries that evaluations search: made by the road of `sitrep add`, kept, and made anew when what they came from changed."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from api import adding, services
from api.loading import load_settings
from api.settings import Settings
from api.terminal import line, note
from index.types import RawArticle, Refusal
from search.engine import Engine
from tests.evaluation.floors import sha256

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
BUILD = ROOT / "build" / "evaluation"

Source = Callable[[], Iterable[RawArticle | Refusal]]


def arguments(about: str | None, name: str) -> argparse.ArgumentParser:
    """What every evaluation understands."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, help=f"folder, made if it is not there (default build/evaluation/{name})")
    parser.add_argument("--articles", type=int, metavar="N", help="only the first N articles, to try it out; without floors")
    parser.add_argument("--keep", action="store_true", help="use the library as it is, whatever has changed since it was made")
    parser.add_argument("--update", action="store_true", help="raise the floors to what is reached; none is ever lowered")
    parser.set_defaults(name=name)
    return parser


def engine(asked: argparse.Namespace, files: Iterable[Path], source: Source) -> Engine:
    """The engine over the library that `asked` names; its articles are added first unless they are there already.

    Args:
        files: What `source` reads. The library is made anew when one of them, or the code of `index`, has changed.
    """
    folder: Path = asked.library or BUILD / (asked.name if asked.articles is None else f"{asked.name}-{asked.articles}")
    stamp = stamp_of(files, asked.articles)
    settings = _settings(folder)
    if not (asked.keep and folder.exists()) and not is_made(folder, stamp):
        _make(folder, stamp, settings, islice(source(), asked.articles))
    opened = services.open_engine(settings, say=note, say_encoder=note)
    line(f"library: {len(opened.library)} passages in {folder.name}")
    return opened


def _make(folder: Path, stamp: dict[str, str], settings: Settings, source: Iterable[RawArticle | Refusal]) -> None:
    told = _told(folder)
    if _read(told) is None and folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} holds something that no evaluation made: name another folder, or use it with --keep")
    if (_read(told) or {}).get("stamp") != stamp:
        shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    told.write_text(json.dumps({"stamp": stamp, "whole": False}), "utf-8")
    began, refused = time.perf_counter(), list[Refusal]()
    with services.open_library(settings, create=True, say=note, say_encoder=note) as library:
        added = sum(1 for _ in adding.add(library, source, datetime.now(UTC), refused.append))
        line(f"added {added} articles, {len(library)} passages in {time.perf_counter() - began:.1f} s; {len(refused)} refused")
    for one in refused:
        note(f"refused {one.origin}: {one.reason}")
    told.write_text(json.dumps({"stamp": stamp, "whole": True}), "utf-8")


def is_made(folder: Path, stamp: dict[str, str]) -> bool:
    """Whether a whole library stands there, made from just that."""
    return folder.exists() and _read(_told(folder)) == {"stamp": stamp, "whole": True}


def _told(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.made.json")


def _read(path: Path) -> dict[str, object] | None:
    try:
        found: dict[str, object] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found


def stamp_of(files: Iterable[Path], articles: int | None) -> dict[str, str]:
    """What decides which passages a library holds, and their vectors."""
    code = hashlib.sha256()
    for path in sorted(one for one in (ROOT / "index").rglob("*") if one.suffix in (".py", ".json")):
        code.update(path.read_bytes())
    settings = load_settings()
    rules = {"articles": str(articles), "model": str(settings.model), "tokens": str(settings.passage_tokens)}
    return rules | {"code": code.hexdigest()} | {path.name: sha256(path) for path in files}


def _settings(folder: Path) -> Settings:
    """The user's own, but without a language model: what it writes is not what is measured here."""
    return load_settings(library=folder).model_copy(update={"llm": None})
