"""`sitrep` as a person types it, with the real encoder; whole processes where signals, pipes or start-up are meant."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.cli import main

SEED = """The supply road under fire

The supply road to Bakhmut came under heavy fire, the ministry said on Friday.

Trucks waited for the night before they drove on, a driver told reporters.
"""


def environment(folder: Path) -> dict[str, str]:
    """The environment of a command whose library is in `folder`; no other setting of ours reaches it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SITREP_") or name == "SITREP_CACHE"}
    return kept | {"SITREP_LIBRARY": str(folder / "library"), "COLUMNS": "120", "NO_COLOR": "1"}


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    returncode: int
    stdout: str
    stderr: str


def sitrep(folder: Path, *arguments: str, **settings: str) -> Done:
    """One command, in this process: what it prints and its exit status."""
    out, told = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(told):
        for name in [name for name in os.environ if name.startswith("SITREP_")]:
            patch.delenv(name)
        for name, value in (environment(folder) | settings).items():
            patch.setenv(name, value)
        status = main(arguments)
    return Done(status, out.getvalue(), told.getvalue())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library of one article."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "seed.txt").write_text(SEED, "utf-8")
    assert sitrep(folder, "add", str(folder / "seed.txt")).returncode == 0
    return folder


def test_adding_names_what_was_refused_and_keeps_the_rest(tmp_path: Path) -> None:
    """Exit status 1; refusals on standard error with path, line and cause; counts and throughput at the end."""
    (tmp_path / "good.txt").write_text(SEED, "utf-8")
    (tmp_path / "half.jsonl").write_text(
        '{"text": "A convoy left Sumy, the governor said.", "id": "s1"}\n{"title": "no text"}\n', "utf-8"
    )
    done = sitrep(tmp_path, "add", str(tmp_path / "good.txt"), str(tmp_path / "half.jsonl"), str(tmp_path / "none.txt"))
    assert done.returncode == 1
    assert f"refused {tmp_path / 'half.jsonl'}:2: " in done.stderr
    assert f"refused {tmp_path / 'none.txt'}: " in done.stderr
    last = done.stdout.splitlines()[-1]
    assert last.startswith("2 added, 2 refused; ")
    assert "passages a second" in last
    assert "added\ts1\t1 passages" in done.stdout.splitlines()


def test_adding_again_changes_nothing(home: Path) -> None:
    """Unchanged, exit status 0, and the figures as one JSON object."""
    done = sitrep(home, "add", "--json", str(home / "seed.txt"))
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert (told["added"], told["unchanged"], told["replaced"], told["refused"]) == (0, 1, 0, [])
    (kept,) = told["verdicts"]
    assert (kept["verdict"], kept["passages"]) == ("unchanged", 1)
    assert sitrep(home, "show", kept["id"]).returncode == 0


def test_asking_prints_the_words_and_where_they_stand(home: Path) -> None:
    """The sentence with its number, then the citation: source, quote, offsets."""
    done = sitrep(home, "ask", "what", "did the ministry say about the supply road to Bakhmut")
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert lines[0] == "The supply road to Bakhmut came under heavy fire, the ministry said on Friday. [1]"
    assert lines[2].startswith("[1] ")
    assert "│ The supply road to Bakhmut came under heavy fire, the ministry said on Friday." in lines[3]
    assert "characters 0–78" in lines[4]


def test_asking_as_json_has_the_shape_of_http(home: Path) -> None:
    """The fields of DESIGN §5."""
    answer = json.loads(sitrep(home, "ask", "--json", "what did the ministry say about the supply road to Bakhmut").stdout)
    assert {"status", "reason", "text", "statements", "citations", "near_misses", "interpreted", "took_ms"} <= set(answer)
    assert answer["citations"][0]["verified"] is True


def test_an_abstention_is_no_failure(home: Path) -> None:
    """Exit status 0, the reason, the nearest."""
    done = sitrep(home, "ask", "who won the football match in Marseille")
    assert done.returncode == 0
    assert "[1]" not in done.stdout.splitlines()[0]


def test_asking_for_bibtex_prints_entries(home: Path) -> None:
    """One for each citation."""
    done = sitrep(home, "ask", "--bibtex", "what did the ministry say about the supply road to Bakhmut")
    assert done.stdout.startswith("@online{")


def test_bibtex_of_nothing_is_nothing_and_why_is_told_beside_it(home: Path) -> None:
    """What is piped into a bibliography stays one."""
    done = sitrep(home, "ask", "--bibtex", "who won the football match in Marseille")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.strip()


def test_searching_prints_rank_score_source_and_passage(home: Path) -> None:
    """And as JSON the shape of HTTP."""
    done = sitrep(home, "search", "supply road", "--explain")
    assert done.stdout.startswith("1. ")
    assert "score" in done.stdout.splitlines()[0]
    assert "supply road to Bakhmut" in done.stdout
    found = json.loads(sitrep(home, "search", "--json", "supply road", "--facet", "month").stdout)
    assert {"hits", "total", "facets", "interpreted", "next_cursor", "took_ms"} <= set(found)


def test_status_counts_articles_and_passages(home: Path) -> None:
    """At least these two, as numbers."""
    told = json.loads(sitrep(home, "status", "--json").stdout)
    assert (told["articles"], told["passages"]) == (1, 1)
    assert "articles" in sitrep(home, "status").stdout


def test_the_library_may_be_named_before_or_after_the_command(home: Path, tmp_path: Path) -> None:
    """Both come before the environment."""
    library = str(home / "library")
    for arguments in (("--library", library, "status", "--json"), ("status", "--json", "--library", library)):
        assert json.loads(sitrep(tmp_path, *arguments).stdout)["articles"] == 1


def test_an_article_is_shown_checked_copied_rebuilt_and_removed(tmp_path: Path) -> None:
    """The keeping commands, one after another on one library."""
    (tmp_path / "seed.txt").write_text(SEED, "utf-8")
    sitrep(tmp_path, "add", str(tmp_path / "seed.txt"))
    key = json.loads(sitrep(tmp_path, "search", "--json", "supply road").stdout)["hits"][0]["article"]["id"]
    assert "Trucks waited for the night" in sitrep(tmp_path, "show", key).stdout
    assert json.loads(sitrep(tmp_path, "show", "--json", key).stdout)["text"].startswith("The supply road to Bakhmut")
    assert sitrep(tmp_path, "check").stdout == "sound: 1 articles\n"
    assert sitrep(tmp_path, "backup", str(tmp_path / "copy")).returncode == 0
    assert sitrep(tmp_path, "backup", str(tmp_path / "copy")).returncode == 2
    assert sitrep(tmp_path, "rebuild").returncode == 0
    removed = sitrep(tmp_path, "remove", key, "nothing")
    assert (removed.returncode, removed.stdout) == (1, f"removed\t{key}\n")
    assert "refused nothing: " in removed.stderr
    assert json.loads(sitrep(tmp_path, "status", "--json").stdout)["articles"] == 0
    assert json.loads(sitrep(tmp_path, "--library", str(tmp_path / "copy"), "status", "--json").stdout)["articles"] == 1


def test_other_passage_rules_are_refused_until_rebuilt(tmp_path: Path) -> None:
    """Exit status 2 naming the command; after it the library opens."""
    (tmp_path / "seed.txt").write_text(SEED, "utf-8")
    sitrep(tmp_path, "add", str(tmp_path / "seed.txt"))
    refused = sitrep(tmp_path, "status", SITREP_PASSAGE_TOKENS="100")
    assert refused.returncode == 2
    assert "sitrep rebuild" in refused.stderr
    assert sitrep(tmp_path, "rebuild", SITREP_PASSAGE_TOKENS="100").returncode == 0
    assert sitrep(tmp_path, "status", SITREP_PASSAGE_TOKENS="100").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("dance",),
        ("search",),
        ("search", "--limit", "0", "x"),
        ("search", "--limit", "101", "x"),
        ("search", "--after", "2022-13-01", "x"),
        ("search", "--after", "20221101", "x"),
        ("serve", "--port", "70000"),
        ("serve", "--port", "-1"),
    ],
)
def test_unusable_arguments_end_with_2(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """With the usage on standard error."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: sitrep" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [("status",), ("search", "x"), ("ask", "x"), ("show", "x"), ("check",), ("remove", "x"), ("rebuild",)]
)
def test_without_a_library_the_way_to_make_one_is_told(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, exit status 2, and nothing is made."""
    monkeypatch.setenv("SITREP_LIBRARY", str(tmp_path / "none"))
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("sitrep: no library at ")
    assert not (tmp_path / "none").exists()


def test_a_wrong_setting_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Naming the variable, exit status 2."""
    monkeypatch.setenv("SITREP_THREADS", "many")
    assert main(("status",)) == 2
    assert capsys.readouterr().err.startswith("sitrep: SITREP_THREADS: ")


def test_an_empty_question_is_one_line(home: Path) -> None:
    """Exit status 2."""
    done = sitrep(home, "ask", " ")
    assert (done.returncode, done.stderr.startswith("sitrep: the query is empty")) == (2, True)


def test_an_absent_article_is_one_line(home: Path) -> None:
    """Exit status 2."""
    done = sitrep(home, "show", "nothing")
    assert (done.returncode, done.stderr) == (2, "sitrep: no article 'nothing' in this library\n")


def test_help_comes_at_once() -> None:
    """No heavy package is imported for it: well under 0.3 s on a quiet machine."""
    code = "import sys; from api.cli import parse; from api.arguments import parser; parser().format_help(); "
    code += "print({'torch', 'numpy', 'pydantic', 'rich'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "api.cli", "--help"], capture_output=True, check=True)
    assert time.perf_counter() - began < 1.5


def test_a_closed_pipe_ends_it_quietly(home: Path) -> None:
    """`sitrep search … | head -1`."""
    command = f"{sys.executable} -m api.cli search supply road --explain | head -c 1"
    done = subprocess.run(["bash", "-c", command], env=environment(home), capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""


def _heeding() -> None:
    """A test run that was started in the background ignores Ctrl-C, and so would what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interruption_ends_it_cleanly(tmp_path: Path) -> None:
    """Ctrl-C in the middle of adding: no trace, status 130, what was reported is kept."""
    lines = [
        json.dumps({"id": f"a{n}", "text": f"Report number {n} about a road near Kharkiv, officials said. " * 20})
        for n in range(1000)
    ]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), "utf-8")
    command = [sys.executable, "-m", "api.cli", "add", str(tmp_path / "many.jsonl")]
    adding = subprocess.Popen(
        command,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heeding,  # noqa: PLW1509 - the tests' own process has no threads of its own here
    )
    assert adding.stdout is not None
    assert adding.stdout.readline().startswith("added\ta0")
    adding.send_signal(signal.SIGINT)
    out, told = adding.communicate(timeout=60)
    assert adding.returncode == 130
    assert "Traceback" not in told
    reported = 1 + out.count("added\t")
    assert json.loads(sitrep(tmp_path, "status", "--json").stdout)["articles"] >= reported
