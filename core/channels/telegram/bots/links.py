"""The connections of a bot: whose account, what it may do there. Pure.

https://core.telegram.org/constructor/botBusinessConnection
"""

from typing import Any, Final

import msgspec

from core.channels.telegram.words import ms
from core.domain.problems import ChannelError, Problem

REPLY: Final = "reply"
READ: Final = "read_messages"
DELETE_SENT: Final = "delete_sent_messages"
DELETE_ALL: Final = "delete_received_messages"
"""Flags of https://core.telegram.org/constructor/businessBotRights: the last lets any message be
deleted, the one before it those that the bot sent."""
RIGHTS: Final = (REPLY, READ, DELETE_SENT, DELETE_ALL)


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A connection: ``user`` is the account's user id, ``dc`` where requests in its name are to be
    sent, ``since`` when it was made (ms). ``name`` and ``phone`` are the account's."""

    id: str
    user: int
    dc: int
    rights: tuple[str, ...] = ()
    disabled: bool = False
    since: int = 0
    name: str = ""
    phone: str = ""

    def may(self, right: str) -> bool:
        """Whether the account lets the bot do that."""
        return not self.disabled and right in self.rights


def link_of(connection: Any, before: Link | None = None) -> Link:
    """From a ``botBusinessConnection``; who the account is called stays what it was."""
    flags = connection.rights
    return Link(
        id=connection.connection_id,
        user=connection.user_id,
        dc=connection.dc_id,
        rights=tuple(one for one in RIGHTS if getattr(flags, one, None)),
        disabled=bool(connection.disabled),
        since=ms(connection.date),
        name=before.name if before else "",
        phone=before.phone if before else "",
    )


def allowed(link: Link | None, *rights: str) -> Link:
    """The connection, where it stands and has one of these rights. Raises ChannelError."""
    if link is None or link.disabled:
        raise ChannelError(Problem("telegram-bot-disconnected"))
    if rights and not any(link.may(one) for one in rights):
        raise ChannelError(Problem("telegram-bot-no-right"))
    return link
