"""What Telegram Business holds of our account, kept equal to the server's: read on each connect,
followed by updates, there at the next start."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

import msgspec
from msgspec import structs
from telethon import errors, functions, types

from core.channels.telegram import business
from core.channels.telegram.problems import is_signed_out
from core.channels.telegram.scribe import Scribe
from core.domain.business import Business, Shortcut
from core.domain.business import read as read_kept

log = logging.getLogger(__name__)

UPDATES: Final = (
    types.UpdateQuickReplies,
    types.UpdateNewQuickReply,
    types.UpdateDeleteQuickReply,
    types.UpdateQuickReplyMessage,
    types.UpdateDeleteQuickReplyMessages,
)
_TRIES: Final = 5
_NOT_TOLD: Final = (
    errors.BadRequestError, errors.ForbiddenError, errors.NotFoundError, errors.TypeNotFoundError,
)  # fmt: skip


class BusinessBook:
    """``stands`` is what is known. ``wanted`` is set when it is to be compared with the server's;
    ``on_change`` is called when it is another."""

    def __init__(
        self, scribe: Scribe, ask: Callable[[Any], Awaitable[Any]], on_change: Callable[[], None]
    ) -> None:
        self.stands = Business()
        self.wanted = asyncio.Event()
        self._scribe, self._ask, self._on_change = scribe, ask, on_change
        self._users: dict[str, Any] = {}
        self._told = 0
        self._missed = ""

    async def load(self) -> None:
        """Read what an earlier run kept."""
        self.stands = read_kept(await self._scribe.get("business"))

    async def refresh(self) -> None:
        """Ask the server for all of it. What it will not tell (an account without Premium, an
        older server) is as it stands. Raises TimeoutError where it did not answer all, and
        Telethon's errors."""
        for _ in range(_TRIES):
            told, self._missed = self._told, ""
            found = await self._asked_all()
            if told == self._told:  # else an update spoke of it meanwhile
                await self._keep(found)
                break
        if self._missed:
            raise TimeoutError(f"no answer to {self._missed}")

    async def take(self, update: Any) -> None:
        """What an update says of the quick replies."""
        self._told += 1
        found = _changed(self.stands.shortcuts, update)
        if any(len(one.messages) != one.count for one in found):
            self.wanted.set()
        await self._keep(structs.replace(self.stands, shortcuts=found))

    def input_users(self) -> dict[str, Any]:
        """How to name those whom automatic messages are for, by their ids."""
        return self._users

    async def _asked_all(self) -> Business:
        stands = self.stands
        answer = await self._tell(functions.users.GetFullUserRequest(types.InputUserSelf()))
        if answer is not None:
            me = next((one for one in answer.users if one.id == answer.full_user.id), None)
            premium = bool(getattr(me, "premium", False))
            stands = business.of_full(answer.full_user, stands, premium=premium)
            self._users = {
                str(one.id): types.InputUser(one.id, one.access_hash or 0)
                for one in answer.users
                if isinstance(one, types.User)
            }
        stands = structs.replace(stands, shortcuts=await self._shortcuts(stands.shortcuts))
        links = await self._tell(functions.account.GetBusinessChatLinksRequest())
        if links is not None:
            stands = structs.replace(stands, links=business.links_of(links))
        return stands

    async def _shortcuts(self, stand: tuple[Shortcut, ...]) -> tuple[Shortcut, ...]:
        request = functions.messages.GetQuickRepliesRequest(business.list_hash(stand))
        answer = await self._tell(request)
        if isinstance(answer, types.messages.QuickReplies):
            known = {one.id: one for one in stand}
            last = {one.quick_reply_shortcut_id: one for one in answer.messages}
            stand = tuple(
                _with_last(business.shortcut_of(one, known.get(one.shortcut_id)), last)
                for one in answer.quick_replies
            )
        return tuple([await self._whole(one) for one in stand])

    async def _whole(self, one: Shortcut) -> Shortcut:
        """With all its messages; of several only the last was told."""
        if one.count == len(one.messages) == 1:
            return one
        answer = await self._tell(functions.messages.GetQuickReplyMessagesRequest(one.id, hash=0))
        if answer is None:
            return one
        messages = business.messages_of(answer.messages)
        return structs.replace(one, messages=messages, count=len(messages))

    async def _tell(self, request: Any) -> Any | None:
        try:
            return await self._ask(request)
        except errors.FloodError:
            raise
        except (TimeoutError, errors.ServerError, errors.TimedOutError):
            self._missed = type(request).__name__  # the rest may be told all the same
            return None
        except _NOT_TOLD as error:
            if is_signed_out(error):
                raise
            log.info("telegram business: %s %s", type(error).__name__, error)
            return None

    async def _keep(self, found: Business) -> None:
        if found != self.stands:
            self.stands = found
            await self._scribe.put("business", msgspec.json.encode(found))
            self._on_change()


def _with_last(one: Shortcut, last: dict[int, Any]) -> Shortcut:
    """With the last message, as the list tells it: it is all of a quick reply that has but one."""
    message = last.get(one.id)
    if one.count == 1 and isinstance(message, types.Message):
        return structs.replace(one, messages=(business.message_of(message),))
    return one


def _changed(stand: tuple[Shortcut, ...], update: Any) -> tuple[Shortcut, ...]:
    known = {one.id: one for one in stand}
    match update:
        case types.UpdateQuickReplies():
            return tuple(
                business.shortcut_of(one, known.get(one.shortcut_id))
                for one in update.quick_replies
            )
        case types.UpdateNewQuickReply():
            one = update.quick_reply
            known[one.shortcut_id] = business.shortcut_of(one, known.get(one.shortcut_id))
        case types.UpdateDeleteQuickReply():
            known.pop(update.shortcut_id, None)
        case types.UpdateQuickReplyMessage():
            return tuple(_said(known, update.message))
        case types.UpdateDeleteQuickReplyMessages():
            held = known.get(update.shortcut_id)
            if held is not None:
                left = tuple(one for one in held.messages if one.id not in update.messages)
                known[held.id] = structs.replace(held, messages=left, count=len(left))
    return tuple(known.values())


def _said(known: dict[int, Shortcut], message: Any) -> list[Shortcut]:
    ident = getattr(message, "quick_reply_shortcut_id", None)
    if isinstance(message, types.Message) and ident is not None:
        # a name comes with the list: until then it has none, and the list is asked for
        held = known.get(ident, Shortcut(id=ident, name="", count=-1))
        messages = {one.id: one for one in held.messages} | {
            message.id: business.message_of(message)
        }
        whole = tuple(messages[key] for key in sorted(messages))
        count = max(held.count, len(whole)) if held.name else -1
        known[ident] = structs.replace(held, messages=whole, count=count)
    return list(known.values())
