"""The archive of an account, read whole: a page after another, with a pause between two.

https://core.telegram.org/api/archive, https://core.telegram.org/api/offsets
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from telethon import functions, types, utils

from core.channels.telegram.pages import key_of, last_of

ARCHIVE: Final = 1
"""The one peer folder that there is: https://core.telegram.org/api/folders#peer-folders."""
PAGE: Final = 100


async def pages_of_archive(ask: Callable[[Any], Awaitable[Any]], pause: float) -> list[Any]:
    """The answers, from the newest page on; the first one alone where it is no list of dialogs.
    ``pause`` in seconds."""
    answers: list[Any] = []
    seen = set[Any]()
    at: tuple[int, Any, Any] = (0, None, types.InputPeerEmpty())
    while True:
        answer = await ask(_request(*at))
        answers.append(answer)
        if not isinstance(answer, types.messages.DialogsSlice):
            return answers  # all of it, or what the caller is to judge
        new = {key_of(one.peer) for one in answer.dialogs} - seen
        seen |= new
        last = last_of(answer)
        if not new or len(seen) >= answer.count or last is None or last.id == at[0]:
            return answers
        at = last.id, last.date, _named(last.peer_id, answer)
        await asyncio.sleep(pause)


def _request(below: int, before: Any, peer: Any) -> Any:
    return functions.messages.GetDialogsRequest(
        offset_date=before, offset_id=below, offset_peer=peer, limit=PAGE, hash=0,
        folder_id=ARCHIVE,
    )  # fmt: skip


def _named(peer: Any, answer: Any) -> Any:
    """How the peer of a dialog is named as an offset, by what came with it."""
    for one in (*answer.users, *answer.chats):
        try:
            if utils.get_peer_id(one) == utils.get_peer_id(peer):
                return utils.get_input_peer(one, check_hash=False)
        except TypeError:
            continue
    return types.InputPeerEmpty()
