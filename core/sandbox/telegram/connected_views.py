"""What a connected bot is told, as TL objects: the account's messages under the bot's hashes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from telethon.tl import types as tl

from core.sandbox.telegram.connected import RIGHTS, BotChange, BusinessLink
from core.sandbox.telegram.extras import named
from core.sandbox.telegram.views import View
from core.sandbox.telegram.wire import moment
from core.sandbox.telegram.world import World


def business_update(world: World, dc_id: int, bot: int, change: BotChange) -> tuple[Any, list[int]]:
    """One change of a bot's sequence as the update that tells it, and whom that names."""
    link = world.connected.links[change.link]
    users = named_in(world, [change])
    if change.kind == "connect":
        return tl.UpdateBotBusinessConnect(connection(link), change.qts), users
    if change.kind == "delete":
        peer = tl.PeerUser(change.peer)
        return tl.UpdateBotDeleteBusinessMessage(link.id, peer, change.ids, change.qts), users
    view = seen_by_bot(world, link, dc_id)
    letter = view.box.letters[change.ids[0]]
    message = view.message(letter)
    users += named(letter)
    replied = world.post.letter(letter.reply) if letter.reply is not None else None
    before = view.message(replied) if replied is not None and link.user in replied.ids else None
    kind = (
        tl.UpdateBotNewBusinessMessage if change.kind == "new" else tl.UpdateBotEditBusinessMessage
    )
    return kind(link.id, message, change.qts, before), users


def seen_by_bot(world: World, link: BusinessLink, dc_id: int) -> View:
    """The account's view, under the bot's hashes."""
    view = View(world, link.user, dc_id)
    view.shown_to = link.bot
    return view


def named_in(world: World, changes: Iterable[BotChange]) -> list[int]:
    """The users that changes are about."""
    found = []
    for change in changes:
        found += [world.connected.links[change.link].user] + [change.peer] * bool(change.peer)
    return list(dict.fromkeys(found))


def connection(link: BusinessLink) -> Any:
    """A connection as the bot is told it."""
    return tl.BotBusinessConnection(
        connection_id=link.id,
        user_id=link.user,
        dc_id=link.dc_id,
        date=moment(link.date),
        disabled=link.disabled,
        rights=rights(link),
    )


def rights(link: BusinessLink) -> Any:
    """What the bot may do."""
    return tl.BusinessBotRights(**{name: name in link.rights for name in RIGHTS})


def recipients(link: BusinessLink) -> Any:
    """Whose chats the bot was given."""
    return tl.BusinessBotRecipients(
        existing_chats=link.everybody, new_chats=link.everybody, contacts=link.everybody,
        non_contacts=link.everybody, users=link.only or None, exclude_users=link.never or None,
    )  # fmt: skip
