"""The list of chats, page by page: who is in it, and what is not here as it says."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from telethon import functions, types

from core.channels.telegram.archive import ARCHIVE
from core.channels.telegram.converters import text_of
from core.channels.telegram.drafts import CloudDrafts
from core.channels.telegram.ids import chat_of, external
from core.channels.telegram.pages import input_of, key_of, last_of
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.standing import Standings
from core.channels.telegram.updates import Ask

DIALOG_PAGE: Final = 100


class Dialogs:
    """Asks for the list with the lock held: it is told in the order it comes. ``seen`` hears of
    each page's chats with clients."""

    def __init__(
        self,
        scribe: Scribe,
        ask: Ask,
        settings: TelegramSettings,
        drafts: CloudDrafts,
        standings: Standings,
        seen: Callable[[Sequence[Any]], Awaitable[None]],
    ) -> None:
        self._scribe = scribe
        self._ask = ask
        self._settings = settings
        self._drafts = drafts
        self._standings = standings
        self._seen = seen

    async def listed(
        self, *, everything: bool, tops: bool = False, folder: int | None = None
    ) -> tuple[list[Any], set[int]]:
        """Chats with clients, the most recently active first, and those of them whose last
        message is not what stands here. ``tops`` appends it. Where a server keeps its archive
        apart, that comes behind."""
        found: list[Any] = []
        moved: set[int] = set()
        limit = DIALOG_PAGE if everything else max(self._settings.recheck_chats * 2, 20)
        offset_id, offset_date, offset_peer = 0, None, types.InputPeerEmpty()
        seen: set[Any] = set()
        apart = False
        while True:
            with self._drafts.watching() as fresh:
                answer = await self._ask(
                    functions.messages.GetDialogsRequest(
                        offset_date=offset_date,
                        offset_id=offset_id,
                        offset_peer=offset_peer,
                        limit=limit,
                        hash=0,
                        folder_id=folder,
                    )
                )
                named = [*answer.users, *answer.chats]
                await self._scribe.meet(named, (chat_of(one.peer) for one in answer.dialogs))
                await self._drafts.listed(answer.dialogs, fresh)
            if tops:
                moved |= await self._moved(answer.messages)
                await self._scribe.write(answer.messages)
            await self._scribe.append(await self._standings.of_dialogs(answer))
            apart |= any(isinstance(one, types.DialogFolder) for one in answer.dialogs)
            new = [one for one in answer.dialogs if key_of(one.peer) not in seen]
            seen |= {key_of(one.peer) for one in new}
            ours = [
                one
                for one in new
                if isinstance(one, types.Dialog)
                and (user := chat_of(one.peer)) is not None
                and self._scribe.people.is_client(user)
            ]
            found += ours
            await self._seen(ours)
            # A slice may be shorter than what was asked for.
            whole = isinstance(answer, types.messages.Dialogs) or len(seen) >= answer.count
            if whole or not everything or not new:
                break
            last = last_of(answer)
            if last is None or last.id == offset_id:
                break
            offset_id, offset_date = last.id, last.date
            offset_peer = input_of(last.peer_id, answer, self._scribe.people) or offset_peer
        await self._scribe.people.save()
        if apart and folder is None and everything:
            behind, also = await self.listed(everything=True, tops=tops, folder=ARCHIVE)
            found += [one for one in behind if key_of(one.peer) not in seen]
            moved |= also
        return found, moved

    async def _moved(self, tops: list[Any]) -> set[int]:
        """The chats whose last message stands otherwise here, or not at all."""
        known = await self._scribe.standing(tops)
        return {
            chat
            for one in tops
            if (chat := chat_of(one.peer_id)) is not None
            and (
                (here := known.get(external(chat, one.id))) is None
                or here.text != text_of(one, self._scribe.names)
            )
        }
