"""What is changed of a message that stands: our reaction or vote, its words, that it is pinned,
that it stands at all."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

from telethon import errors, functions, types

from core.channels.telegram.box import inner
from core.channels.telegram.entities import User, entities_of
from core.channels.telegram.ids import chat_of, number_of, of_chat
from core.channels.telegram.pages import DeleteThere, messages_request
from core.channels.telegram.reactions import plain
from core.channels.telegram.updates import Ask
from core.channels.telegram.words import ms
from core.domain.problems import ChannelError, Problem
from core.domain.sends import Delete, Edit, Pin, Reaction, Vote
from core.ports import Sent

_EDITED: Final = (
    types.UpdateEditMessage,
    types.UpdateEditChannelMessage,
    types.UpdateBotEditBusinessMessage,
)


async def react(ask: Ask, peer: Any, wanted: Reaction) -> Sent:
    """Our reaction on a message is to be that; Telegram knows nothing else of it."""
    emoji = [types.ReactionEmoji(plain(wanted.emoji))] if wanted.emoji else []
    asked = functions.messages.SendReactionRequest(
        peer=peer, msg_id=number_in(peer, wanted.target), reaction=emoji
    )
    with suppress(errors.MessageNotModifiedError):  # it stands already
        await ask(asked)
    return Sent(wanted.target, time.time_ns() // 1_000_000)


async def edit(
    ask: Ask, peer: Any, wanted: Edit, named: Callable[[Any, int], AsyncIterator[Any]], user: User,
    media: Any = None,
) -> Sent:  # fmt: skip
    """Our message is to read so; ``at`` is when Telegram has it changed. ``named`` asks for a
    message, ``media`` is to be its file."""
    asked = functions.messages.EditMessageRequest(
        peer=peer, id=number_in(peer, wanted.target), message=wanted.text, no_webpage=True,
        entities=entities_of(wanted.text, wanted.marks, user), media=media,
    )  # fmt: skip
    try:
        answer = await ask(asked)
    except errors.MessageNotModifiedError:  # it stands already: since when?
        async for one in named(peer, number_in(peer, wanted.target)):
            return Sent(wanted.target, ms(getattr(one, "edit_date", None)))
        return Sent(wanted.target, 0)
    edited = (
        one.message.edit_date
        for one in inner(answer)
        if isinstance(one, _EDITED) and one.message.id == number_in(peer, wanted.target)
    )
    return Sent(wanted.target, ms(next(edited, None)))


async def delete(ask: Ask, peer: Any, wanted: Delete) -> Sent:
    """The message is to be gone for everybody; one that is gone is no error at Telegram's."""
    number = number_of(wanted.target)
    asked: Any = functions.messages.DeleteMessagesRequest([number], revoke=True)
    if isinstance(peer, types.InputPeerChannel) and not wanted.target.isdecimal():
        channel = types.InputChannel(peer.channel_id, peer.access_hash)
        asked = DeleteThere(channel, [number])
    await ask(asked)
    return Sent(wanted.target, time.time_ns() // 1_000_000)


async def vote(ask: Ask, peer: Any, wanted: Vote, show: Callable[[Any], Awaitable[object]]) -> Sent:
    """Our vote in a poll is to be that. What the poll shows then is handed to ``show``: the answer
    tells its results without the poll, and some servers tell nothing."""
    number = number_in(peer, wanted.target)
    asked = functions.messages.SendVoteRequest(peer, number, list(wanted.options))
    with suppress(errors.MessageNotModifiedError):  # it stands already
        await ask(asked)
    with suppress(errors.RPCError, errors.TypeNotFoundError):
        await show(await ask(messages_request(peer, [number])))
    return Sent(wanted.target, time.time_ns() // 1_000_000)


async def pin(ask: Ask, peer: Any, wanted: Pin) -> Sent:
    """The message is to be at the top of the chat, or no longer. In a group nobody is rung up.

    https://core.telegram.org/method/messages.updatePinnedMessage
    """
    private = isinstance(peer, types.InputPeerUser)
    asked = functions.messages.UpdatePinnedMessageRequest(
        peer=peer, id=number_in(peer, wanted.target), silent=not private or None,
        unpin=not wanted.pinned or None, pm_oneside=(private and not wanted.both) or None,
    )  # fmt: skip
    with suppress(errors.ChatNotModifiedError, errors.MessageNotModifiedError):  # it stands so
        await ask(asked)
    return Sent(wanted.target, time.time_ns() // 1_000_000)


def number_in(peer: Any, target: str) -> int:
    """The number of a message as ``peer`` counts. Raises ChannelError for one that is counted
    elsewhere: of the basic group that a supergroup was before nothing can be changed any more."""
    if not of_chat(target, chat_of(peer) or 0):
        raise ChannelError(Problem("telegram-group-former"))
    return number_of(target)
