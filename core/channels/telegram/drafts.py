"""Drafts in Telegram's cloud, read and written. https://core.telegram.org/api/drafts

A difference says nothing of drafts: all of them are asked for after each connection, and chats
say theirs when they are listed.
"""

import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Any

from telethon import errors, functions, types

from core.channels.telegram.box import inner
from core.channels.telegram.entities import User, entities_of, marks_of
from core.channels.telegram.ids import chat_of, external, number_of
from core.channels.telegram.problems import is_signed_out
from core.channels.telegram.scribe import Scribe
from core.channels.telegram.words import ms
from core.domain.drafts import NOTHING, Content
from core.ports import DraftBook

log = logging.getLogger(__name__)

Ask = Callable[[Any], Awaitable[Any]]


def read_draft(draft: Any, chat: int) -> tuple[Content, int]:
    """What the draftMessage of a chat holds, and its date (ms; 0 where it has none)."""
    date = ms(getattr(draft, "date", None))
    if not isinstance(draft, types.DraftMessage) or not isinstance(draft.message, str):
        return NOTHING, date
    reply = getattr(draft.reply_to, "reply_to_msg_id", None)
    content = Content(
        text=draft.message,
        marks=marks_of(draft.message, draft.entities),
        reply_to=external(chat, reply) if isinstance(reply, int) and reply > 0 else "",
        no_webpage=bool(draft.no_webpage),
    )
    return content, date


def save_request(peer: Any, content: Content, user: User) -> Any:
    """What puts ``content`` into the cloud as the draft of ``peer``."""
    reply = number_of(content.reply_to)
    return functions.messages.SaveDraftRequest(
        peer=peer,
        message=content.text,
        no_webpage=content.no_webpage or None,
        reply_to=types.InputReplyToMessage(reply) if reply > 0 else None,
        entities=entities_of(content.text, content.marks, user),
    )


class CloudDrafts:
    """The drafts of one account. ``known``: all of them were told since the line came; until then
    nothing may be put there, for it may be older than what stands."""

    def __init__(self, scribe: Scribe, ask: Ask, book: DraftBook | None) -> None:
        self._scribe, self._ask, self._book = scribe, ask, book
        self._fresh: list[set[str]] = []
        self.known = False

    async def fetch_all(self) -> None:
        """Ask for all of them. A server that has no such list says them with its chats."""
        if self._book is None:
            return
        try:
            with self.watching() as fresh:
                answer = await self._ask(functions.messages.GetAllDraftsRequest())
                updates = [one for one in inner(answer) if _of_chat(one)]
                named = [*getattr(answer, "users", ()), *getattr(answer, "chats", ())]
                await self._scribe.meet(named, [chat_of(one.peer) for one in updates])
                found = self._of((one.peer, one.draft) for one in updates)
                await self._book.told(self._account, found, whole=True, spared=fresh)
        except (errors.RPCError, errors.TypeNotFoundError, TimeoutError) as error:
            if is_signed_out(error):
                raise
            log.info("telegram: no list of drafts: %s", error)
        self.known = True

    async def take(self, update: Any) -> None:
        """Another device began to write, or ended it."""
        if self._book is None or not _of_chat(update):
            return
        found = self._of([(update.peer, update.draft)])
        self._touch(found)
        await self._book.told(self._account, found)

    async def listed(self, dialogs: Iterable[Any], fresh: set[str]) -> None:
        """Chats say which draft they have; of ``fresh`` ones something newer was heard."""
        if self._book is not None:
            found = self._of(
                (one.peer, one.draft) for one in dialogs if isinstance(one, types.Dialog)
            )
            await self._book.told(self._account, found, spared=fresh)

    def saved(self, chat: int) -> None:
        """Ours was put into the cloud, or went out."""
        self._touch([str(chat)])

    @contextlib.contextmanager
    def watching(self) -> Iterator[set[str]]:
        """A set that takes in the chats whose draft is another one from now on: an answer that was
        asked for before says an older one."""
        fresh: set[str] = set()
        self._fresh.append(fresh)
        try:
            yield fresh
        finally:
            self._fresh = [one for one in self._fresh if one is not fresh]

    def _touch(self, chats: Iterable[str]) -> None:
        chats = list(chats)
        for one in self._fresh:
            one.update(chats)

    def _of(self, drafts: Iterable[tuple[Any, Any]]) -> Mapping[str, tuple[Content, int]]:
        """Those of our chats; a later one of the same chat stands."""
        return {
            str(chat): read_draft(draft, chat)
            for peer, draft in drafts
            if (chat := chat_of(peer)) is not None and self._scribe.people.is_client(chat)
        }

    @property
    def _account(self) -> str:
        return str(self._scribe.account.id)


def _of_chat(update: Any) -> bool:
    """Topics of a group and chats within a channel have drafts of their own, which no thread is
    made of."""
    topic = getattr(update, "top_msg_id", None) or getattr(update, "saved_peer_id", None)
    return isinstance(update, types.UpdateDraftMessage) and not topic
