"""What is asked about one message: who has read it, what its button brings, its address. Every call
raises Telethon's errors."""

from collections.abc import Callable
from typing import Any, Final

from telethon import errors, functions, types

from core.channels.telegram.gestures import number_in
from core.channels.telegram.updates import Ask
from core.channels.telegram.words import link, ms, said
from core.domain.answers import Pressed, ReadBy
from core.domain.problems import ChannelError, Problem

_MOST: Final = 100


async def read_by(ask: Ask, peer: Any, message: str, name: Callable[[Any], str]) -> list[ReadBy]:
    """When the client read a message of ours; in a small group who did, the first one first.
    Telegram keeps it for a week. Raises ChannelError, too.

    https://core.telegram.org/method/messages.getOutboxReadDate,
    https://core.telegram.org/method/messages.getMessageReadParticipants
    """
    number = number_in(peer, message)
    if isinstance(peer, types.InputPeerUser):
        asked = functions.messages.GetOutboxReadDateRequest(peer, number)
        try:
            return [ReadBy(ms((await ask(asked)).date))]
        except errors.UserPrivacyRestrictedError as error:
            raise ChannelError(Problem("telegram-read-theirs")) from error
    found = await ask(functions.messages.GetMessageReadParticipantsRequest(peer, number))
    made = [ReadBy(ms(one.date), name(types.PeerUser(one.user_id))) for one in found[:_MOST]]
    return sorted(made, key=lambda one: one.at)


async def press(ask: Ask, peer: Any, message: str, data: bytes) -> Pressed:
    """Hand the data of a button to its bot, which has ten seconds to answer.

    https://core.telegram.org/method/messages.getBotCallbackAnswer
    """
    number = number_in(peer, message)
    answer = await ask(
        functions.messages.GetBotCallbackAnswerRequest(peer=peer, msg_id=number, data=data)
    )
    return Pressed(said(answer.message), bool(answer.alert), link(answer.url))


async def address(ask: Ask, peer: Any, message: str) -> str:
    """Where a message of a supergroup is found by whoever is in it."""
    channel = types.InputChannel(peer.channel_id, peer.access_hash)
    number = number_in(peer, message)
    answer = await ask(functions.channels.ExportMessageLinkRequest(channel, number))
    return link(answer.link)
