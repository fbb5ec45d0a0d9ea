"""Everything the reranker learns from, as numbers: `python -m tests.training.packing`.

Training reads nothing else, so that it can be done on another machine that has torch, an accelerator and no more. Written to
`build/training`: `pack.npz`, `about.json` and `base/`, the installed encoder in bf16.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from search.reranking.window import PIECES, Reader, Window

KEPT: Final = Path(__file__).parents[2] / "build" / "training"
BASE: Final = KEPT / "base"
PACK: Final = KEPT / "pack.npz"
ABOUT: Final = KEPT / "about.json"

ASIDE: Final = 800
"""Questions of the sets that are not learned from."""
SEED: Final = 11
WRITTEN: Final = "written"
"""The source of our own questions."""
RULE_MADE: Final = ("wikipedia_current_events", "wikinews_2019_2020", "isaf_press", "centcom_airstrikes")
"""Sets whose questions a rule made."""

_FUNCTION_WORDS = """a an the of to in on at by for from with and or that this did do does was were is are be been has have had
what which who whom whose how when where why there their its it ? , . '""".split()
"""What people leave out who type keywords."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Many short lists of integers, one behind the other.

    Attributes:
        flat: All of them, shape (integers,).
        at: Where each begins, and the end, shape (lists + 1,).
    """

    flat: NDArray[np.int32]
    at: NDArray[np.int32]

    @classmethod
    def of(cls, lists: Iterable[Sequence[int]]) -> Self:
        """Put together."""
        kept = [np.asarray(one, np.int32) for one in lists]
        at = np.cumsum([0, *(len(one) for one in kept)])
        return cls(np.concatenate(kept) if kept else np.zeros(0, np.int32), at.astype(np.int32))

    def padded(self, width: int, pad: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """As a table, shape (lists, width), longer ones cut; and how long each is."""
        lengths = np.minimum(np.diff(self.at), width)
        places = self.at[:-1, None] + np.arange(width)
        held = np.arange(width) < lengths[:, None]
        table = np.where(held, self.flat[np.minimum(places, max(len(self.flat) - 1, 0))], pad)
        return table.astype(np.int32), lengths.astype(np.int32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Questions, windows and which of them answers which.

    Attributes:
        questions, windows: Their word pieces, without the special ones at both ends.
        positives, negatives: Of each question, the windows of its own text; see `tests.training.sets.Example`.
        family: Of each question; `window_family` of each window.
        source: Of each question, its place in `sources`.
        is_aside: Of each question, whether it is kept for judging.
        function_words: Pieces that keyword questions lack.
        about: Names and licences of the sets, how many of each a round reads, of which model the pieces are.
    """

    questions: Lists
    windows: Lists
    positives: Lists
    negatives: Lists
    family: NDArray[np.int32]
    window_family: NDArray[np.int32]
    source: NDArray[np.int32]
    is_aside: NDArray[np.bool_]
    function_words: NDArray[np.int32]
    about: dict[str, Any] = field(default_factory=dict)


def main() -> int:
    """Read all sets and keep them as numbers."""
    from api.terminal import line
    from index.encoding.model import located

    made = packed(Reader(located(None).folder))
    KEPT.mkdir(parents=True, exist_ok=True)
    _save(made)
    ABOUT.write_text(json.dumps(made.about, indent=2) + "\n", "utf-8")
    _keep_base(located(None).folder)
    size = PACK.stat().st_size / 1e6
    line(f"{len(made.source)} questions, {len(made.window_family)} windows: {PACK.relative_to(KEPT.parents[1])}, {size:.1f} MB")
    return 0


def loaded() -> Pack:
    """What was packed.

    Raises:
        FileNotFoundError: If nothing was.
    """
    with np.load(PACK) as file:
        arrays: dict[str, Any] = {name: file[name] for name in file.files if not name.endswith(("_flat", "_at"))}
        arrays |= {name: Lists(file[f"{name}_flat"].astype(np.int32), file[f"{name}_at"]) for name in _LISTS}
    return Pack(**arrays, about=json.loads(ABOUT.read_text("utf-8")))


_LISTS = ("questions", "windows", "positives", "negatives")


def _save(made: Pack) -> None:
    arrays: dict[str, Any] = {name: value for name, value in asdict(made).items() if name not in (*_LISTS, "about")}
    for name in _LISTS:
        held: Lists = getattr(made, name)
        pieces = name in ("questions", "windows")
        arrays |= {f"{name}_flat": held.flat.astype(np.uint16) if pieces else held.flat, f"{name}_at": held.at}
    np.savez_compressed(PACK, **arrays)


def packed(reader: Reader) -> Pack:
    """All sets and our own questions."""
    from tests.training import sets, written

    general = sets.examples(SEED)
    random.Random(SEED).shuffle(general)
    own = written.written()
    examples = [*general, *(one.example for one in own)]
    is_aside = np.array([at < ASIDE for at in range(len(general))] + [one.is_aside for one in own])
    place: dict[Window, int] = {}
    families: dict[str, int] = {}
    sources = list(dict.fromkeys(one.source for one in examples))
    window_family: list[int] = []
    positives: list[list[int]] = []
    negatives: list[list[int]] = []
    for one in examples:
        family = families.setdefault(one.family, len(families))
        for windows, kept in ((one.positives, positives), (one.negatives, negatives)):
            for window in windows:
                if place.setdefault(window, len(place)) == len(window_family):
                    window_family.append(family)
            kept.append([place[window] for window in windows])
    rows = [row[: PIECES - 3] for row in reader.windows(list(place))]
    return Pack(
        questions=Lists.of(reader.question(one.question) for one in examples),
        windows=Lists.of(rows),
        positives=Lists.of(positives),
        negatives=Lists.of(negatives),
        family=np.array([families[one.family] for one in examples], np.int32),
        window_family=np.array(window_family, np.int32),
        source=np.array([sources.index(one.source) for one in examples], np.int32),
        is_aside=is_aside,
        function_words=np.array([reader.question(word)[0] for word in _FUNCTION_WORDS], np.int32),
        about=_about(sources),
    )


def _about(sources: Sequence[str]) -> dict[str, Any]:
    from index.encoding.model import DEFAULT_MODEL, DEFAULT_WEIGHTS
    from tests.training import sets

    return {
        "licence": "CC BY-SA 4.0: several of the sets are share-alike",
        "base": {"model": DEFAULT_MODEL, "weights": DEFAULT_WEIGHTS, "pieces": PIECES},
        "sets": sets.LICENCES,
        "sources": sources,
        "round": sets.ROUND,
    }


def _keep_base(folder: Path) -> None:
    import torch
    from transformers import BertModel

    model: Any = BertModel.from_pretrained(str(folder), add_pooling_layer=False, local_files_only=True)
    model.to(torch.bfloat16).save_pretrained(BASE)


if __name__ == "__main__":
    sys.exit(main())
