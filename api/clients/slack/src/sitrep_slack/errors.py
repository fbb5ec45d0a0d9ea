"""What can go wrong between the bot and Slack; what goes wrong with the Sitrep server is `sitrep_client.SitrepError`.

BotError
├── SettingsInvalid             a token or a number that cannot be used; nothing was started
├── StoreBusy                   another bot works with this store
├── StoreFull                   far more is waiting than is ever worked off; Slack is left to deliver again
├── SlackUnreachable            no reply, or a reply that says "later": whether the message was taken is not known
└── SlackRefused(code)          Slack said no, and would again
    └── BlocksRefused           it is the blocks that it does not want; the words alone may do
"""

from __future__ import annotations


class BotError(Exception):
    """The root of everything that this package raises."""


class SettingsInvalid(BotError):
    """A token or a number that cannot be used."""


class StoreBusy(BotError):
    """Another bot works with this store."""


class StoreFull(BotError):
    """Too much is waiting to take any more."""


class SlackUnreachable(BotError):
    """Slack did not answer, or asked to come back later."""


class SlackRefused(BotError):
    """Slack said no.

    Attributes:
        code: Slack's word for it: "not_in_channel", "is_archived" …
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BlocksRefused(SlackRefused):
    """The blocks break a rule of Slack's."""
