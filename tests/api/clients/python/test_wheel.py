"""The wheel, alone in a fresh environment: what it brings, what it weighs, that it works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.api.clients.python.conftest import READER

PROJECT = Path(__file__).resolve().parents[4] / "api" / "clients" / "python"
HEAVY = {"torch", "faiss-cpu", "faiss", "numpy", "fastapi", "pydantic", "tantivy", "openvino", "pandas", "sitrep"}

SESSION = """
import time
began = time.perf_counter()
from sitrep_client import Client
took = time.perf_counter() - began
import json, sys
with Client() as sitrep:
    found = sitrep.search("Bakhmut", limit=1)
    print(json.dumps({"rank": found.hits[0].rank, "took": took, "modules": sorted(sys.modules), "from": sys.argv}))
"""
TABLES = """
from sitrep_client import Client
with Client() as sitrep:
    answer = sitrep.ask("what was said about Bakhmut supply routes").to_frame()
    hits = sitrep.search("Bakhmut", limit=4).to_frame()
    empty = sitrep.search("zzzzxqj", mode="keyword").to_frame()
    assert list(answer["n"]) == list(range(1, len(answer) + 1)), answer
    assert str(answer["published_at"].dtype).endswith("UTC]"), answer.dtypes
    assert answer["published_at"].dt.year.iloc[0] == 2023
    assert list(hits["rank"]) == [1, 2, 3, 4] and hits["score"].is_monotonic_decreasing, hits
    assert len(empty) == 0 and list(empty.columns) == list(hits.columns), empty
    print("ok")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy so that the tree stays clean."""
    copy, out = tmp_path_factory.mktemp("client") / "python", tmp_path_factory.mktemp("wheel")
    for path in PROJECT.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts and not any(part.endswith(".egg-info") for part in path.parts):
            kept = copy / path.relative_to(PROJECT)
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(path.read_bytes())
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(out), str(copy))
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the wheel and what it needs, nothing else."""
    home = tmp_path_factory.mktemp("fresh")
    run(sys.executable, "-m", "venv", str(home))
    run(str(home / "bin" / "python"), "-m", "pip", "install", "-q", str(wheel))
    return home / "bin" / "python"


def run(*command: str, cwd: Path | None = None, **settings: str) -> str:
    """What a command prints; our own path and settings are kept from it."""
    ours = ("PYTHONPATH", "SITREP_URL", "SITREP_API_KEY")
    environment = {name: value for name, value in os.environ.items() if name not in ours} | settings
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_the_client_and_nothing_else(wheel: Path) -> None:
    """Sources, type marker, licence, readme; under 60 kB."""
    names = zipfile.ZipFile(wheel).namelist()
    outside = [name for name in names if not name.startswith(("sitrep_client/", "sitrep_client-"))]
    assert outside == []
    assert "sitrep_client/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {Path(name).suffix for name in names if name.startswith("sitrep_client/")} == {".py", ".typed"}
    assert wheel.stat().st_size < 60_000


@pytest.mark.slow
def test_an_installation_brings_nothing_heavy(python: Path) -> None:
    """The client, httpx2 and its own few."""
    installed = {
        one["name"].lower().replace("_", "-") for one in json.loads(run(str(python), "-m", "pip", "list", "--format=json"))
    }
    assert {"sitrep-client", "httpx2"} <= installed
    assert not installed & HEAVY
    assert len(installed) <= 12
    run(str(python), "-m", "pip", "check")


@pytest.mark.slow
def test_it_searches_from_there(python: Path, server_url: str, tmp_path: Path) -> None:
    """One search against the real server, from a folder where the repository is out of sight; imported within a second."""
    said = json.loads(run(str(python), "-c", SESSION, cwd=tmp_path, SITREP_URL=server_url, SITREP_API_KEY=READER))
    assert said["rank"] == 1
    assert said["took"] < 1.0
    assert not {"numpy", "torch", "faiss", "fastapi", "pydantic", "pandas", "index", "search", "api"} & set(said["modules"])


@pytest.mark.slow
def test_tables_come_with_pandas(python: Path, wheel: Path, server_url: str, tmp_path: Path) -> None:
    """The extra brings pandas; answers and hits are tables with real dates."""
    home = tmp_path / "with-pandas"
    run(sys.executable, "-m", "venv", str(home))
    own = home / "bin" / "python"
    run(str(own), "-m", "pip", "install", "-q", f"{wheel}[pandas]")
    assert run(str(own), "-c", TABLES, cwd=tmp_path, SITREP_URL=server_url, SITREP_API_KEY=READER) == "ok\n"
