"""The command `sitrep` as a user runs it, in a process of its own, and what it took."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from tests.evaluation.libraries import ROOT

_LISTENING = re.compile(rb"listening on (http://\S+)")
_READY_S: Final = 120.0
_LEAVE_S: Final = 15.0
_MIB = 1024 if sys.platform.startswith("linux") else 1024 * 1024
"""What `ru_maxrss` counts in: kibibytes on Linux, bytes on macOS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A command that ran to its end.

    Attributes:
        seconds: From start to exit, everything included.
        peak_mib: Most memory it held at once.
    """

    status: int
    output: str
    seconds: float
    peak_mib: float


def sitrep(*arguments: str) -> Ended:
    """Run a command to its end; its standard error is passed on."""
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        process = _start(arguments, output)
        peak = _wait(process)
        seconds = time.perf_counter() - began
        output.seek(0)
        return Ended(status=process.returncode, output=output.read().decode(), seconds=seconds, peak_mib=peak)


@dataclass(slots=True, kw_only=True)
class Server:
    """A running `sitrep serve`.

    Attributes:
        ready_s: From its start until it listened.
        peak_mib: Known once it has stopped.
    """

    address: str
    ready_s: float
    peak_mib: float = 0.0


@contextmanager
def serving(library: Path) -> Iterator[Server]:
    """`sitrep serve` on a free port of this machine, stopped at the end.

    Raises:
        RuntimeError: If it ends, or does not listen in time.
    """
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        process = _start(("--library", str(library), "serve", "--host", "127.0.0.1", "--port", "0"), output)
        try:
            address = _listening(process, output, began + _READY_S)
            server = Server(address=address, ready_s=time.perf_counter() - began)
            yield server
        finally:
            process.terminate()
            peak = _wait(process, kill_after=_LEAVE_S)
        server.peak_mib = peak


def _start(arguments: tuple[str, ...], output: IO[bytes]) -> subprocess.Popen[bytes]:
    # No keys, and no language model: its time is not ours to measure.
    environment = {**os.environ, "SITREP_LLM": "", "SITREP_API_KEYS": ""}
    return subprocess.Popen([sys.executable, "-m", "api.cli", *arguments], cwd=ROOT, env=environment, stdout=output)


def _listening(process: subprocess.Popen[bytes], output: IO[bytes], deadline: float) -> str:
    while time.perf_counter() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"sitrep serve ended with status {process.returncode}")
        if told := _LISTENING.search(os.pread(output.fileno(), 65536, 0)):
            return told.group(1).decode()
        time.sleep(0.02)
    raise RuntimeError(f"sitrep serve did not listen within {_READY_S:.0f} s")


def _wait(process: subprocess.Popen[bytes], kill_after: float | None = None) -> float:
    """Wait for the end; the peak memory of that one process, which `subprocess` itself does not tell, in MiB."""
    if process.returncode is not None:
        return 0.0
    deadline = None if kill_after is None else time.monotonic() + kill_after
    while True:
        pid, status, usage = os.wait4(process.pid, 0 if deadline is None else os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage.ru_maxrss / _MIB
        if deadline is not None and time.monotonic() > deadline:
            process.kill()
            deadline = None
        time.sleep(0.02)
