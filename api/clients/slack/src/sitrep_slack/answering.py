"""Something asked → its reply: the only place that talks to the Sitrep server."""

from __future__ import annotations

import hashlib
import logging
import time

from sitrep_client import Answer, AsyncClient, SitrepError, Verification

from sitrep_slack import home, quotes, render
from sitrep_slack.blocks import Piece
from sitrep_slack.settings import Settings
from sitrep_slack.store import Store
from sitrep_slack.types import Asked, Kind, Reply

logger = logging.getLogger(__name__)

BUSY = "Too many questions are waiting just now. Please ask again in a minute."
GONE = "This answer is no longer kept. Please ask again."


class Answering:
    """Works out replies."""

    def __init__(self, sitrep: AsyncClient, store: Store, settings: Settings) -> None:
        self._sitrep = sitrep
        self._store = store
        self._citations = settings.citations

    async def reply(self, asked: Asked) -> Reply:
        """What is to become visible; an error of the server's is a reply too."""
        try:
            return await self._reply(asked)
        except SitrepError as error:
            logger.warning("%s: %s, request %s", asked.kind, type(error).__name__, error.request_id)
            return render.failed(error)

    async def _reply(self, asked: Asked) -> Reply:
        match asked.kind:
            case Kind.ASK:
                return await self._ask(asked)
            case Kind.VERIFY:
                return await self._verify(asked)
            case Kind.SHARE:
                return self._share(asked)
            case Kind.VOTE:
                return self._vote(asked)
            case Kind.BUSY:
                return render.noted("busy", BUSY)
            case Kind.HELP | Kind.HOME:
                return render.noted("help", home.HELP)

    async def home(self) -> list[Piece]:
        """The Home tab: help, and what the server holds while it can be asked."""
        try:
            return home.tab(await self._sitrep.info())
        except SitrepError as error:
            logger.warning("home: %s", type(error).__name__)
            return home.tab(None)

    async def _ask(self, asked: Asked) -> Reply:
        answer = await self._sitrep.ask(asked.words, limit=self._citations)
        answer_id = self._keep(asked, answer.to_dict())
        is_private = asked.target.response_url is not None
        head = [render.asked(asked.words)] if is_private else []
        return render.answered(answer, answer_id, head, private=is_private)

    async def _verify(self, asked: Asked) -> Reply:
        found = quotes.quotations(asked.words)
        if not found[0]:
            return render.noted("empty", "This message holds no words to check.")
        checks = [await self._sitrep.verify(quote) for quote in found[: quotes.MOST]]
        answer_id = self._keep(asked, [check.to_dict() for check in checks])
        left = len(found) - len(checks)
        head = [render.unchecked(left)] if left else []
        return render.verified(checks, answer_id, head)

    def _keep(self, asked: Asked, reply: object) -> str:
        """Keep an answer under an id that is the same when it is worked out again after an interruption."""
        answer_id = hashlib.sha256(asked.key.encode()).hexdigest()[:24]
        self._store.keep(answer_id, asked.kind, asked.words, reply, time.time())
        return answer_id

    def _share(self, asked: Asked) -> Reply:
        kept = self._store.kept(asked.words)
        if kept is None:
            return render.noted("gone", GONE)
        kind, words, reply = kept
        head = [render.shared_by(asked.target.person, words)]
        if kind is Kind.VERIFY:
            return render.verified([Verification.from_dict(one) for one in reply], asked.words, head, private=False)
        return render.answered(Answer.from_dict(reply), asked.words, head)

    def _vote(self, asked: Asked) -> Reply:
        is_kept = self._store.vote(asked.words, asked.target.person, asked.vote, time.time())
        opinion = "useful" if asked.vote > 0 else "not useful"
        return render.noted("voted", f"Thank you: kept with the answer as “{opinion}”." if is_kept else GONE)
