"""What the server has against what stands here: the events that make them equal. Pure.

Every path (live, difference, history) goes through ``changes``, so the same state seen twice
appends nothing, however it was lost or repeated on the way.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from telethon import types

from core.channels.telegram.converters import (
    Account,
    Names,
    call_event,
    content_event,
    delete_event,
    edit_event,
    message_event,
    nobody,
    noted,
    pin_event,
    reaction_event,
    reactions_of,
    text_of,
    vote_events,
)
from core.channels.telegram.groups import went_on
from core.channels.telegram.ids import channel_id, chat_of, external, is_service, number_of
from core.channels.telegram.keys import keys_of
from core.channels.telegram.kinds import changes_by_itself, page_of
from core.channels.telegram.words import ms
from core.domain.channels import Peer, Profile, Reacting
from core.domain.events import ContentChanged, Event
from core.ports import KnownMessage


def changes(
    account: Account,
    message: Any,
    known: KnownMessage | None,
    profile: Profile | None,
    now: int,
    client_ref: str | None = None,
    names: Names = nobody,
) -> list[Event]:
    """Events for one message of the server as it is now, ``known`` being what stands here."""
    events: list[Event] = []
    chat = chat_of(message.peer_id)
    assert chat is not None
    if known is None:
        events.append(message_event(account, message, profile, client_ref, names))
        if message_edited(message):
            events.append(edit_event(account, message))
    elif known.deleted or stale(message, known):
        return []
    elif is_service(message):
        pass  # what happened is not edited
    elif changes_by_itself(message.media):
        if (text_of(message), noted(message)) != (known.text, known.note):
            events.append(content_event(account, message, now))
    elif getattr(message, "edit_date", None) and text_of(message) != known.text:
        events.append(edit_event(account, message, after=known.edited_at))
    elif message_edited(message) and ms(message.edit_date) > (known.edited_at or 0):
        events.append(edit_event(account, message))  # how its words look, too
    elif known.page is None and page_of(message.media) is not None:
        events.append(content_event(account, message, now))  # the link was looked up
    if known is not None and not any(isinstance(one.body, ContentChanged) for one in events):
        keys = keys_of(getattr(message, "reply_markup", None))
        if keys != known.keys:
            events.append(content_event(account, message, now))  # a bot has other buttons
    events += beside(account, message, known, now)
    reactions, stand = getattr(message, "reactions", None), known.reactions if known else ()
    if reactions is not None or stand:
        events += reaction_changes(
            account.peer(chat),
            external(chat, message.id),
            reactions_of(reactions, account, chat),
            stand,
            now,
        )
    return events


def beside(account: Account, message: Any, known: KnownMessage | None, now: int) -> list[Event]:
    """How a call ended, what is pinned, what was chosen in a poll of ours."""
    chat = chat_of(message.peer_id)
    assert chat is not None
    if is_service(message):
        peer = account.peer(chat)
        if isinstance(message.action, types.MessageActionChatMigrateTo) and known is None:
            return [went_on(peer, channel_id(message.action.channel_id), ms(message.date))]
        ended = call_event(peer, message)
        told = known is not None and (known.note != "call" or bool(known.text))
        return [ended] if ended is not None and not told else []
    events = vote_events(account, message, known.text if known else "", now)
    pinned = bool(message.pinned)
    if pinned != (known is not None and known.pinned):
        name = external(chat, message.id)
        events.append(pin_event(account.peer(chat), name, now, pinned=pinned))
    return events


def message_edited(message: Any) -> bool:
    """Whether a person edited it; a reaction also sets ``edit_date``, with ``edit_hide``."""
    return bool(getattr(message, "edit_date", None)) and not message.edit_hide


def stale(message: Any, known: KnownMessage) -> bool:
    """Whether what stands here is newer than this copy (an update that overtook a page)."""
    if known.edited_at is None:
        return False
    return ms(getattr(message, "edit_date", None)) < known.edited_at // 1000 * 1000


def reaction_changes(
    peer: Peer,
    message: str,
    wanted: Mapping[Reacting, str],
    known: Iterable[tuple[str, str]],
    now: int,
) -> list[Event]:
    """Events that turn the ``known`` reactions (actor, emoji) into the ``wanted`` ones."""
    have = dict(known)
    return [
        reaction_event(peer, message, actor, emoji, now)
        for actor, emoji in wanted.items()
        if have.get(actor, "") != emoji
    ]


def vanished(
    stored: Sequence[KnownMessage], page: Sequence[int], *, complete: bool, now: int
) -> list[Event]:
    """Deletions: messages stored before the page was asked for that the page ought to have.

    ``page`` holds every id the server gave, ``complete`` tells that it reaches the chat's start.
    Stored ids older than the page are not judged, newer ones are: the page begins at the top.
    """
    have = set(page)
    floor = 0 if complete else min(have, default=0)
    return [
        delete_event(one.peer, one.external_id, now)
        for one in stored
        if not one.deleted
        and number_of(one.external_id) >= max(floor, 0)
        and number_of(one.external_id) not in have
    ]
