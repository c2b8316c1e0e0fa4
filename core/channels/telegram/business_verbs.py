"""What the operator changes of Telegram Business. https://core.telegram.org/api/business"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from telethon import errors, functions, types

from core.channels.telegram import business
from core.channels.telegram.entities import entities_of
from core.channels.telegram.line import LineClient, call
from core.channels.telegram.session import TelegramSettings
from core.channels.telegram.sync import Sync
from core.channels.telegram.talking import Talking
from core.domain.business import Away, Greeting, Hours, Recipients
from core.domain.marks import Mark
from core.domain.problems import ChannelError, Problem


class BusinessVerbs:
    """Every call raises ChannelError, and returns when the server has it."""

    def __init__(self, talking: Talking, settings: TelegramSettings) -> None:
        self._talking, self._settings = talking, settings

    async def set_hours(self, hours: Hours | None) -> None:
        """The opening hours, None for none."""
        asked = functions.account.UpdateBusinessWorkHoursRequest(
            business.input_hours(hours) if hours is not None else None
        )
        await self._do(lambda client, _: call(client, asked, self._settings))

    async def set_greeting(self, greeting: Greeting | None) -> None:
        """What who writes first is told, None for nothing."""

        async def work(client: LineClient, sync: Sync) -> None:
            message = None
            if greeting is not None:
                users = _users(sync, greeting.recipients)
                message = business.input_greeting(greeting, users)
            asked = functions.account.UpdateBusinessGreetingMessageRequest(message)
            await call(client, asked, self._settings)

        await self._do(work)

    async def set_away(self, away: Away | None) -> None:
        """What who writes while we are away is told, None for nothing."""

        async def work(client: LineClient, sync: Sync) -> None:
            message = None
            if away is not None:
                message = business.input_away(away, _users(sync, away.recipients))
            asked = functions.account.UpdateBusinessAwayMessageRequest(message)
            await call(client, asked, self._settings)

        await self._do(work)

    async def add(self, name: str, text: str, marks: Sequence[Mark], random_id: int) -> None:
        """A quick reply of one text; one more message of it where there is one of that name. The
        same ``random_id`` is taken once."""

        async def work(client: LineClient, _: Sync) -> None:
            check = functions.messages.CheckQuickReplyShortcutRequest(name)
            if not await call(client, check, self._settings):
                raise ChannelError(Problem("business-shortcuts-many"))
            asked = functions.messages.SendMessageRequest(
                peer=types.InputPeerSelf(), message=text, random_id=random_id,
                entities=entities_of(text, marks),
                quick_reply_shortcut=types.InputQuickReplyShortcut(name),
            )  # fmt: skip
            with suppress(errors.RandomIdDuplicateError):
                await call(client, asked, self._settings)

        await self._do(work)

    async def rewrite(
        self, shortcut: int, message: int, text: str, marks: Sequence[Mark]
    ) -> None:  # fmt: skip
        """A message of a quick reply reads so now."""
        asked = functions.messages.EditMessageRequest(
            peer=types.InputPeerSelf(), id=message, message=text, no_webpage=True,
            entities=entities_of(text, marks), quick_reply_shortcut_id=shortcut,
        )  # fmt: skip

        async def work(client: LineClient, _: Sync) -> None:
            with suppress(errors.MessageNotModifiedError):
                await call(client, asked, self._settings)

        await self._do(work)

    async def rename(self, shortcut: int, name: str) -> None:
        """Another name for a quick reply."""
        asked = functions.messages.EditQuickReplyShortcutRequest(shortcut, name)
        await self._do(lambda client, _: call(client, asked, self._settings))

    async def delete(self, shortcut: int) -> None:
        """Without a quick reply."""
        asked = functions.messages.DeleteQuickReplyShortcutRequest(shortcut)
        await self._do(lambda client, _: call(client, asked, self._settings))

    async def order(self, shortcuts: Sequence[int]) -> None:
        """All quick replies, in this order."""
        asked = functions.messages.ReorderQuickRepliesRequest(list(shortcuts))
        await self._do(lambda client, _: call(client, asked, self._settings))

    async def set_address(self, address: str) -> None:
        """Where we are, '' for nowhere. The place on the map stays."""

        async def work(client: LineClient, _: Sync) -> None:
            asked = business.input_location(address, await self._full(client))
            await call(client, asked, self._settings)

        await self._do(work)

    async def set_intro(self, title: str, text: str) -> None:
        """What an empty chat shows, '' for nothing. Its sticker stays."""

        async def work(client: LineClient, _: Sync) -> None:
            asked = business.input_intro(title, text, await self._full(client))
            await call(client, asked, self._settings)

        await self._do(work)

    async def add_link(self, title: str, text: str, marks: Sequence[Mark]) -> None:
        """A link to a chat with us, in which ``text`` stands already."""
        asked = functions.account.CreateBusinessChatLinkRequest(_link(title, text, marks))
        await self._do(lambda client, _: call(client, asked, self._settings))

    async def change_link(self, url: str, title: str, text: str, marks: Sequence[Mark]) -> None:
        """Other words for it; it stays the same link."""
        slug, link = business.slug_of(url), _link(title, text, marks)
        asked = functions.account.EditBusinessChatLinkRequest(slug, link)
        await self._do(lambda client, _: call(client, asked, self._settings))

    async def delete_link(self, url: str) -> None:
        """It leads nowhere any more."""
        asked = functions.account.DeleteBusinessChatLinkRequest(business.slug_of(url))
        await self._do(lambda client, _: call(client, asked, self._settings))

    async def _full(self, client: LineClient) -> Any:
        asked = functions.users.GetFullUserRequest(types.InputUserSelf())
        return (await call(client, asked, self._settings)).full_user

    async def _do(self, work: Callable[[LineClient, Sync], Awaitable[Any]]) -> None:
        with self._talking.talk() as (client, sync):
            await work(client, sync)
        try:
            await sync.business.refresh()
        except (OSError, TimeoutError, errors.RPCError):
            sync.business.wanted.set()  # it is done; what came of it is read later


def _link(title: str, text: str, marks: Sequence[Mark]) -> Any:
    return types.InputBusinessChatLink(
        message=text, entities=entities_of(text, marks) or None, title=title or None
    )


def _users(sync: Sync, recipients: Recipients) -> dict[str, Any]:
    """How to name everybody who is meant. Raises ChannelError for who cannot be."""
    known = dict(sync.business.input_users())
    for user in recipients.users:
        peer = sync.people.input_peer(int(user)) if user.isdecimal() else None
        if peer is not None:
            known[user] = types.InputUser(peer.user_id, peer.access_hash)
        elif user not in known:
            raise ChannelError(Problem("business-recipient-gone"))
    return known
