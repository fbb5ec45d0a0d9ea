"""The Home tab and the help text: the bot's own words."""

from __future__ import annotations

from sitrep_client import Info

from sitrep_slack import blocks
from sitrep_slack.blocks import Piece

HELP = """\
I answer with the exact words that were reported, each with its source, date and place in the text.
• In a channel: mention me with your question. The answer comes in the thread; there, ask on without mentioning me.
• Here in a direct message: just ask.
• /sitrep question: only you see the answer, until you press “Share to channel”.
• To check a quotation: open the menu of any message, “Check this quote”.
Each question is read by itself: name place and time again when you ask on. A date in a question (“in May 2022”) restricts \
what is searched, and I say how I read it. When nothing good enough was reported I say so and show what comes nearest.
👍 and 👎 under an answer are kept with it, for those who look after the archive."""


def tab(info: Info | None) -> list[Piece]:
    """The whole tab.

    Args:
        info: What the server holds; `None`: it cannot be asked just now.
    """
    return [*blocks.said(HELP), blocks.small(_holds(info))]


def _holds(info: Info | None) -> str:
    if info is None:
        return "The archive cannot be reached just now."
    span = f", published {info.oldest} to {info.newest}" if info.oldest and info.newest else ""
    return f"The archive holds {info.articles:,} articles{span}."
