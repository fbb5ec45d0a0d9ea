"""The bot as an operator starts it: a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.api.clients.slack.standin import APP_TOKEN, BOT_TOKEN, SECRET

_ROOT = Path(__file__).resolve().parents[4]
_PATH = os.pathsep.join(str(_ROOT / "api/clients" / one / "src") for one in ("python", "slack"))


class BotProcess:
    """One bot, started when it is made."""

    def __init__(self, slack_url: str, sitrep_url: str, folder: Path, *arguments: str, **settings: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SITREP_", "SLACK_"))}
        environment = kept | {
            "PYTHONPATH": _PATH,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": f"{slack_url}/api/",
            "SITREP_URL": sitrep_url,
            "SITREP_SLACK_STORE": str(folder / "bot.sqlite"),
            "SITREP_SLACK_WAITING": "5000",
            "SITREP_SLACK_WAITING_PER_PERSON": "5000",
            **settings,
        }
        self.log = folder / f"bot-{time.monotonic_ns()}.log"
        command = [sys.executable, "-m", "sitrep_slack", *(arguments or ("socket",))]
        with self.log.open("w") as told:
            self._process = subprocess.Popen(command, env=environment, stdout=told, stderr=told, cwd=folder)

    def said(self) -> str:
        """What it has logged."""
        return self.log.read_text()

    def wait_for(self, words: str, within_s: float = 30) -> str:
        """Until it has logged the words: the line."""
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            line = next((line for line in self.said().splitlines() if words in line), None)
            if line is not None:
                return line
            assert self._process.poll() is None, self.said()
            time.sleep(0.05)
        raise AssertionError(self.said())

    def kill(self) -> None:
        """SIGKILL: it can put nothing in order."""
        self._process.kill()
        self._process.wait(10)

    def stop(self) -> int:
        """SIGTERM: its exit status."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(30)

    def ended(self) -> int:
        """Its exit status, when it ends by itself."""
        return self._process.wait(30)
