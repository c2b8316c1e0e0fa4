"""account.*ConnectedBot*, and what a connected bot asks in an account's name.

https://core.telegram.org/api/bots/connected-business-bots
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from telethon.tl import functions as fn
from telethon.tl import types as tl

from core.sandbox.telegram.connected import RIGHTS, BusinessLink
from core.sandbox.telegram.connected_views import connection, recipients, rights, seen_by_bot
from core.sandbox.telegram.rpc.call import Call, Handler, Handlers, Refused
from core.sandbox.telegram.views import View
from core.sandbox.telegram.wire import read_object


def update_connected_bot(call: Call, request: Any) -> Any:
    """Connect a bot, change how it is connected, or take it away."""
    bot = call.world.people.need(call.peer(request.bot))
    business = call.world.connected
    if not bot.business:
        raise Refused("BOT_BUSINESS_MISSING")
    if not call.world.people.need(call.user).premium:
        raise Refused("PREMIUM_ACCOUNT_REQUIRED", 403)
    wanted = request.recipients
    some = (wanted.existing_chats, wanted.new_chats, wanted.contacts, wanted.non_contacts)
    if request.deleted:
        for link in business.of_user(call.user):
            if link.bot == bot.id:
                business.disconnect(link)
    elif not (any(some) or wanted.users or wanted.exclude_selected):
        raise Refused("BUSINESS_RECIPIENTS_EMPTY")
    else:
        chosen = [call.peer(one) for one in wanted.users or ()]
        excluded = [call.peer(one) for one in wanted.exclude_users or ()]
        turned = bool(wanted.exclude_selected)
        business.connect(
            call.user, bot.id, call.address.dc_id,
            [name for name in RIGHTS if getattr(request.rights, name, None)],
            everybody=any(some) or turned, only=() if turned else chosen,
            never=[*excluded, *(chosen if turned else ())],
        )  # fmt: skip
    call.hub.tell_bots()
    return call.view.bundle([])


def get_connected_bots(call: Call, _: Any) -> Any:
    """The caller's bots."""
    links = call.world.connected.of_user(call.user)
    return tl.account.ConnectedBots(
        connected_bots=[
            tl.ConnectedBot(bot_id=one.bot, recipients=recipients(one), rights=rights(one))
            for one in links
        ],
        users=call.view.users(one.bot for one in links),
    )


def toggle_paused(call: Call, request: Any) -> bool:
    """Keep the bot silent in a chat, or no longer."""
    for link in call.world.connected.of_user(call.user):
        call.world.connected.pause(link, call.peer(request.peer), paused=request.paused)
    return True


def leave_out(call: Call, request: Any) -> bool:
    """Take a chat from the bot for good."""
    for link in call.world.connected.of_user(call.user):
        call.world.connected.leave_out(link, call.peer(request.peer))
    return True


def get_connection(call: Call, request: Any) -> Any:
    """A connection of the caller, a bot."""
    link = call.world.connected.links.get(request.connection_id)
    if link is None or link.bot != call.user:
        raise Refused("CONNECTION_ID_INVALID")
    qts = call.world.connected.qts(call.user)
    update = tl.UpdateBotBusinessConnect(connection(link), qts)
    return call.view.bundle([update], [link.user])


@dataclass(frozen=True)
class LinkedCall(Call):
    """A bot's request in the name of the account that it is connected to."""

    link: BusinessLink

    @property
    def user(self) -> int:
        """The account."""
        return self.link.user

    @property
    def namer(self) -> int:
        """The bot, whose hashes name users and files."""
        return self.link.bot

    @property
    def view(self) -> View:
        """The account's view, shown to the bot."""
        return seen_by_bot(self.world, self.link, self.address.dc_id)


def invoke(find: Callable[[type], Handler | None], call: Call, request: Any) -> Any:
    """Do ``request.query`` in the account's name, as far as the bot may."""
    business, query = call.world.connected, request.query
    link = business.links.get(request.connection_id)
    if link is None or link.bot != call.user or link.disabled:
        raise Refused("BUSINESS_CONNECTION_INVALID")
    handler = find(type(query))
    if handler is None or type(query) not in ALLOWED:
        raise Refused("BUSINESS_CONNECTION_NOT_ALLOWED")
    linked = LinkedCall(call.world, call.hub, call.session, call.address, link)
    before = business.qts(link.bot)
    if isinstance(query, fn.messages.DeleteMessagesRequest):
        _may_delete(linked, query)
    else:
        peer = linked.peer(query.peer)
        if not link.covers(peer):
            raise Refused("BUSINESS_PEER_INVALID")
        needed = "read_messages" if isinstance(query, fn.messages.ReadHistoryRequest) else "reply"
        if needed not in link.rights:
            raise Refused("BOT_ACCESS_FORBIDDEN", 403)
        if needed == "reply" and not business.answers(link, peer):
            raise Refused("BUSINESS_PEER_USAGE_MISSING")
    answer = handler(linked, query)
    if not isinstance(query, PACKAGED):
        return answer
    return _answer(call, link, before)


def _answer(call: Call, link: BusinessLink, before: int) -> Any:
    """What the bot is told of what it did: the updates of its own sequence, no pts of the box."""
    made = call.world.connected.since(link.bot, before)
    updates = [read_object(one.update) for one in made]
    view = seen_by_bot(call.world, link, call.address.dc_id)
    peers = [one.peer for one in made if one.peer]
    return view.bundle(updates, [link.user, *peers])


def _may_delete(call: LinkedCall, query: Any) -> None:
    for one in query.id:
        letter = call.box.letters.get(one)
        if letter is None:
            continue
        if not call.link.covers(letter.other(call.user)):
            raise Refused("BUSINESS_PEER_INVALID")
        by_bot = letter.sender == call.user and letter.extra.business_bot == call.link.bot
        may = ("delete_received_messages", *(["delete_sent_messages"] if by_bot else ()))
        if not set(may) & set(call.link.rights):
            raise Refused("BOT_ACCESS_FORBIDDEN", 403)


PACKAGED = (
    fn.messages.SendMessageRequest,
    fn.messages.SendMediaRequest,
    fn.messages.SendMultiMediaRequest,
    fn.messages.EditMessageRequest,
)
ALLOWED = (
    *PACKAGED,
    fn.messages.DeleteMessagesRequest,
    fn.messages.ReadHistoryRequest,
    fn.messages.SetTypingRequest,
)
HANDLERS: Handlers = {
    fn.account.UpdateConnectedBotRequest: update_connected_bot,
    fn.account.GetConnectedBotsRequest: get_connected_bots,
    fn.account.ToggleConnectedBotPausedRequest: toggle_paused,
    fn.account.DisablePeerConnectedBotRequest: leave_out,
    fn.account.GetBotBusinessConnectionRequest: get_connection,
}
