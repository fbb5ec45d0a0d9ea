"""What is said of a processor."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from tests.evaluation.processor import described, gflops

CPU = "processor\t: {n}\nmodel name\t: Example 9000\nflags\t\t: fpu sse2 {flags}\n\n"


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ("avx512_bf16 amx_bf16 amx_tile", "bf16: yes; AMX: yes"),
        ("avx512_bf16 amx_int8", "bf16: yes; AMX: no"),
        ("avx2 avx512_bf16x amx_tiled", "bf16: no; AMX: no"),
    ],
)
def test_abilities_are_read_from_whole_flags(tmp_path: Path, flags: str, words: str) -> None:
    """A flag that merely begins alike is another one."""
    told = tmp_path / "cpuinfo"
    told.write_text("".join(CPU.format(n=n, flags=flags) for n in range(2)), "utf-8")
    assert described(told).startswith("processor: Example 9000, ")
    assert described(told).endswith(words)


def test_what_cannot_be_read_is_called_unknown(tmp_path: Path) -> None:
    """Other systems have no such file."""
    assert described(tmp_path / "absent").endswith("bf16: unknown; AMX: unknown")


def test_how_fast_matrices_are_multiplied_is_their_work_by_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two operations for each of 10 by 20 by 30 products, in a millisecond by this clock; and any real processor does some."""
    ticks = count()
    with monkeypatch.context() as clock:
        clock.setattr("time.perf_counter", lambda: next(ticks) / 1000)
        assert gflops(10, 20, 30) == pytest.approx(12_000 / 1e-3 / 1e9)
    assert gflops() > 0.1
