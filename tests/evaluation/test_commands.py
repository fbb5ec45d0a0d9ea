"""Commands in processes of their own, measured from outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ENCODER_CACHE
from tests.evaluation.commands import serving, sitrep
from tests.evaluation.latency import load

if TYPE_CHECKING:
    from index.library import Library


def test_a_command_tells_its_output_its_time_and_its_memory() -> None:
    """Python alone takes some milliseconds and some mebibytes, and not the mebibytes of a thousand interpreters."""
    ended = sitrep("--version")
    assert (ended.status, ended.output.startswith("sitrep ")) == (0, True)
    assert 0.01 < ended.seconds < 60
    assert 5 < ended.peak_mib < 4096


def test_a_command_that_fails_tells_its_status(tmp_path: Path) -> None:
    """2 is for a library that is not there."""
    assert sitrep("--library", str(tmp_path / "absent"), "status").status == 2


def test_a_server_that_cannot_start_is_an_error_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """It ends at once; nobody waits two minutes for it."""
    with pytest.raises(RuntimeError, match="ended with status 2"), serving(tmp_path / "absent"):
        pytest.fail("a server without a library must not start")


def test_a_real_server_answers_and_is_gone_afterwards(seed_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both calls that are measured, over the sample articles."""
    monkeypatch.setenv("SITREP_CACHE", str(ENCODER_CACHE))
    with serving(seed_library.folder) as server:
        for path, body in (("/v1/search", {"query": "supply routes"}), ("/v1/ask", {"question": "Who blew up the dam?"})):
            tally = load(server.address, path, [body], clients=2, requests=4, seconds=60)
            assert (len(tally.took_ms), tally.failures) == (4, 0), path
        assert server.ready_s < 60
    assert server.peak_mib > 50
    assert load(server.address, "/v1/ask", [{"question": "Who?"}], clients=1, requests=1, seconds=10).took_ms == [None]
