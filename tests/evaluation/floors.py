"""Figures that were once reached and may not be lost: `floors.json`, one entry a set of questions.

A floor holds for the very questions it was reached on, so the SHA-256 of their file stands beside it. Floors are raised by
`--update` and lowered by nobody: whoever must, edits the file by hand and says why in the commit.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

FLOORS = Path(__file__).with_name("floors.json")

_PLACES: Final = 4


class FloorsError(ValueError):
    """A figure fell below its floor, or the floor is not one for these questions. One line a fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """What one set of questions must reach.

    Attributes:
        questions: SHA-256 of the file of questions, hexadecimal.
        floors: By name of the figure; higher is better.
        slack: How far below its floor a figure may lie; 0 where none is named. The weight of one question: bf16 and fp32
            processors differ in the fourth digit of a similarity, which turns a near tie now and then. Where a figure is no
            share of questions, a hundredth. `verbatim` has none: one quote that is not its source's is one too many.
    """

    questions: str
    floors: Mapping[str, float]
    slack: Mapping[str, float]

    def faults(self, figures: Mapping[str, float], questions: str) -> list[str]:
        """What is wrong, a line each; empty if every floor holds."""
        if questions != self.questions:
            return [f"the questions changed (SHA-256 {questions[:12]}…): their floors must be set anew, by hand"]
        return [fault for name, floor in self.floors.items() if (fault := self._fault(name, floor, figures.get(name)))]

    def _fault(self, name: str, floor: float, figure: float | None) -> str | None:
        if figure is None or math.isnan(figure):
            return f"{name} was not measured; its floor is {floor:.4f}"
        lowest = floor - self.slack.get(name, 0.0)
        # Figures are rounded to four places, so what lies within half of the last place is equal.
        return f"{name} is {figure:.4f}, below its floor of {floor:.4f}" if figure < lowest - 0.5 * 10**-_PLACES else None

    def raised(self, figures: Mapping[str, float], questions: str) -> Floors:
        """The floors at what was reached, where that is higher.

        Raises:
            FloorsError: If a figure fell below its floor, or the questions changed: no floor is lowered.
        """
        if faults := self.faults(figures, questions):
            raise FloorsError("\n".join(faults))
        lifted = {name: max(floor, _down(figures[name])) for name, floor in self.floors.items()}
        return replace(self, floors=lifted)


def _down(figure: float) -> float:
    return math.floor(figure * 10**_PLACES + 1e-6) / 10**_PLACES


def sha256(path: Path) -> str:
    """Of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(path: Path = FLOORS) -> dict[str, Floors]:
    """Every set's floors, by name of the set."""
    return {name: Floors(**entry) for name, entry in json.loads(path.read_text("utf-8")).items()}


def write(floors: Mapping[str, Floors], path: Path = FLOORS) -> None:
    """Keep them."""
    path.write_text(json.dumps({name: asdict(entry) for name, entry in floors.items()}, indent=2) + "\n", "utf-8")


def settle(
    name: str, figures: Mapping[str, float], questions: Path, *, update: bool, say: Callable[[str], None], path: Path = FLOORS
) -> int:
    """Compare a set's figures with its floors, or raise those; tell the outcome.

    Returns:
        The exit status: 0 if all floors hold, 1 otherwise.
    """
    kept = read(path)
    mine, sha = kept[name], sha256(questions)
    if faults := mine.faults(figures, sha):
        for fault in faults:
            say(f"FLOOR BROKEN  {name}: {fault}")
        return 1
    if update:
        raised = mine.raised(figures, sha)
        write(kept | {name: raised}, path)
        lifted = [f"{key} {old:.4f} → {raised.floors[key]:.4f}" for key, old in mine.floors.items() if raised.floors[key] > old]
        say(f"floors raised: {', '.join(lifted) or 'none'}")
    say(f"floors hold: {', '.join(f'{key} {floor:.4f}' for key, floor in read(path)[name].floors.items())}")
    return 0
