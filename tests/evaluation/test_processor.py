"""What is said of a processor."""

from __future__ import annotations

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


def test_how_fast_matrices_are_multiplied_does_not_hang_on_their_size() -> None:
    """Twice the rows are twice the work: a figure that counted wrongly would double with them."""
    assert gflops(rows=600) == pytest.approx(gflops(rows=300), rel=0.5)
    assert 1 < gflops() < 20_000
