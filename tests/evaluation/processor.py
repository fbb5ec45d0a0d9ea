"""What this processor can do, for figures that depend on it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np


def described(told: Path = Path("/proc/cpuinfo")) -> str:
    """Its name, its cores, how busy it is, and whether it multiplies matrices in bf16."""
    try:
        text = told.read_text("utf-8")
    except OSError:
        return f"processor: unknown, {os.cpu_count()} cores; bf16: unknown; AMX: unknown"
    fields = dict(
        reversed([(name.strip(), value.strip()) for line in text.splitlines() for name, _, value in [line.partition(":")]])
    )
    flags = set(fields.get("flags", "").split())
    abilities = {"bf16": bool(flags & {"avx512_bf16", "amx_bf16"}), "AMX": "amx_tile" in flags}
    words = "; ".join(f"{name}: {'yes' if has else 'no'}" for name, has in abilities.items())
    return f"processor: {fields.get('model name', 'unknown')}, {cores()} cores, load {os.getloadavg()[0]:.1f}; {words}"


def gflops(rows: int = 156, inner: int = 384, columns: int = 1536) -> float:
    """How fast it multiplies fp32 matrices, in GFLOP/s, the best of many times: by default those of two sentences that are read
    with the question, in the widest layer of the network. Nothing that computes such layers can be faster.
    """
    left, right = np.ones((rows, inner), np.float32), np.ones((inner, columns), np.float32)
    took = []
    for _ in range(200):
        began = time.perf_counter()
        left @ right
        took.append(time.perf_counter() - began)
    return 2 * rows * inner * columns / min(took) / 1e9


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
