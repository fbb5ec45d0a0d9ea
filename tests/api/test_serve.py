"""`sitrep serve` as a person starts it: a real process, a real port, real HTTP."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest

from tests.api.sse_events import events
from tests.api.test_cli import SEED, environment

AWKWARD_ID = "https://sample.example/100%25 sure/?a=b#c"


def start(folder: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """A server on a free port."""
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0", *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(folder) | settings
    )


def address(server: subprocess.Popen[str]) -> str:
    """Where it says that it listens."""
    assert server.stdout is not None
    line = server.stdout.readline()
    found = re.search(r"http://\S+", line)
    assert found, server.stderr.read() if server.stderr else line
    return found.group()


def stop(server: subprocess.Popen[str]) -> int:
    """Its exit status after SIGTERM."""
    server.send_signal(signal.SIGTERM)
    try:
        server.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        raise
    return server.returncode


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one article, added by the command line with the real encoder."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "seed.txt").write_text(SEED, "utf-8")
    subprocess.run(
        [sys.executable, "-m", "api.cli", "add", str(folder / "seed.txt")], env=environment(folder), check=True, timeout=120
    )
    return folder


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[httpx2.Client]:
    """A client of a running server."""
    server = start(folder)
    with httpx2.Client(base_url=address(server), timeout=30) as client:
        yield client
    stop(server)


def test_a_question_is_answered_over_the_wire(served: httpx2.Client) -> None:
    """The citation is the article's own words."""
    answer = served.post("/v1/ask", json={"question": "what did the ministry say about the supply road to Bakhmut"}).json()
    assert answer["status"] == "answered"
    first = answer["citations"][0]
    article = served.get(f"/v1/articles/{quote(first['article']['id'], safe='')}").json()
    assert article["text"][first["start"] : first["end"]] == first["quote"]


def test_a_stream_arrives_as_events(served: httpx2.Client) -> None:
    """`interpreted` first, `done` last."""
    body = {"question": "what did the ministry say about the supply road to Bakhmut"}
    with served.stream("POST", "/v1/ask", json=body, headers={"Accept": "text/event-stream"}) as reply:
        names = [event.name for event in events(reply.iter_lines())]
    assert (names[0], names[-1]) == ("interpreted", "done")
    assert "citation" in names


def test_an_awkward_id_goes_in_and_out(served: httpx2.Client) -> None:
    """Per cent signs, slashes, question and hash marks, once encoded."""
    item = {"id": AWKWARD_ID, "title": "Awkward", "text": "A sentence about the weather in Dnipro was printed."}
    assert served.post("/v1/articles", json=[item]).json()["added"] == 1
    path = f"/v1/articles/{quote(AWKWARD_ID, safe='')}"
    assert served.get(path).json()["id"] == AWKWARD_ID
    assert served.delete(path).status_code == 204
    assert served.get(path).status_code == 404


def test_what_another_process_adds_is_seen_within_two_seconds(served: httpx2.Client, folder: Path) -> None:
    """`sitrep add` beside a running server."""
    (folder / "later.txt").write_text(
        "Later report\n\nDivers searched the harbour of Mykolaiv for mines, the navy said.", "utf-8"
    )
    subprocess.run(
        [sys.executable, "-m", "api.cli", "add", str(folder / "later.txt")], env=environment(folder), check=True, timeout=120
    )
    time.sleep(2)
    hits = served.post("/v1/search", json={"query": "divers harbour Mykolaiv mines"}).json()["hits"]
    assert "Mykolaiv" in hits[0]["passage"]["text"]


def test_many_clients_at_once_are_all_answered(served: httpx2.Client) -> None:
    """Eight threads, five searches each."""
    statuses: list[int] = []

    def ask() -> None:
        for _ in range(5):
            statuses.append(served.post("/v1/search", json={"query": "supply road"}).status_code)  # noqa: PERF401 - many threads append

    asking = [threading.Thread(target=ask) for _ in range(8)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert statuses == [200] * 40


def test_a_reply_does_not_wait_for_the_network(served: httpx2.Client) -> None:
    """The fastest of many calls on one line is far below the 40 ms that a delayed acknowledgement would cost."""
    took = []
    for _ in range(20):
        began = time.perf_counter()
        served.post("/v1/verify", json={"quote": ""})
        took.append(time.perf_counter() - began)
    assert min(took) < 0.02


def test_a_raw_request_with_an_endless_body_is_cut_off(served: httpx2.Client) -> None:
    """A body without a length is read up to the limit and no further."""

    def endless() -> Iterator[bytes]:
        for _ in range(64):
            yield b"x" * 1024 * 1024

    try:
        status = served.post("/v1/search", content=endless(), headers={"Content-Type": "application/json"}).status_code
    except (httpx2.WriteError, httpx2.ReadError, httpx2.RemoteProtocolError):  # the server may close while we still send
        status = 413
    assert status == 413
    assert served.get("/healthz").status_code == 200


def test_a_client_that_leaves_does_no_harm(served: httpx2.Client) -> None:
    """The line is cut in the middle of a stream; the next question is answered."""
    host, port = served.base_url.host, served.base_url.port
    assert port is not None
    with socket.create_connection((host, port)) as line:
        body = json.dumps({"question": "what about Bakhmut"}).encode()
        line.sendall(
            b"POST /v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\n"
        )
        line.sendall(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    assert served.post("/v1/ask", json={"question": "what about Bakhmut"}).status_code == 200


def test_it_starts_quickly_logs_json_and_leaves_when_told(folder: Path) -> None:
    """Listening within five seconds on a quiet machine (fifteen are allowed here, beside other work); SIGTERM ends it with 0."""
    began = time.perf_counter()
    server = start(folder)
    base = address(server)
    assert time.perf_counter() - began < 15
    httpx2.post(f"{base}/v1/search", json={"query": "zugzwang at dawn"})
    server.send_signal(signal.SIGTERM)
    out, log = server.communicate(timeout=20)
    assert server.returncode == 0
    requests = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert [line["route"] for line in requests if line["message"] == "request"] == ["/v1/search"]
    assert "zugzwang" not in log + out


def test_it_does_not_open_itself_to_others_without_keys(folder: Path) -> None:
    """Exit status 2 and the way out, before anything is loaded."""
    server = start(folder, "--host", "0.0.0.0")
    _, told = server.communicate(timeout=30)
    assert server.returncode == 2
    assert "SITREP_API_KEYS" in told
    assert "Traceback" not in told


def test_it_opens_itself_with_keys(folder: Path) -> None:
    """And then asks for them."""
    server = start(folder, "--host", "0.0.0.0", SITREP_API_KEYS="a-key")
    base = address(server).replace("0.0.0.0", "127.0.0.1")
    assert httpx2.get(f"{base}/v1/info").status_code == 401
    assert httpx2.get(f"{base}/v1/info", headers={"Authorization": "Bearer a-key"}).status_code == 200
    assert stop(server) == 0


def test_a_port_in_use_is_one_line(folder: Path) -> None:
    """Exit status 2."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-m", "api.cli", "serve", "--port", str(taken.getsockname()[1])]
        done = subprocess.run(command, env=environment(folder), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("sitrep: cannot listen on 127.0.0.1")


def test_serving_needs_a_library(tmp_path: Path) -> None:
    """Exit status 2, and how to make one."""
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "no library at" in done.stderr
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - names only
