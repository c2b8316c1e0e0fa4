"""What the server has against what stands here: the events that make them equal. Pure.

Every path (live, difference, history) goes through ``changes``, so the same state seen twice
appends nothing, however it was lost or repeated on the way.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.channels.telegram.converters import (
    Account,
    chat_of,
    delete_event,
    edit_event,
    message_event,
    ms,
    reaction_event,
    reactions_of,
    text_of,
)
from core.domain.channels import Actor, Peer, Profile
from core.domain.events import Event
from core.ports import KnownMessage


def changes(
    account: Account,
    message: Any,
    known: KnownMessage | None,
    profile: Profile | None,
    now: int,
    client_ref: str | None = None,
) -> list[Event]:
    """Events for one message of the server as it is now, ``known`` being what stands here."""
    events: list[Event] = []
    if known is None:
        events.append(message_event(account, message, profile, client_ref))
        if message_edited(message):
            events.append(edit_event(account, message))
    elif known.deleted or stale(message, known):
        return []
    elif getattr(message, "edit_date", None) and text_of(message) != known.text:
        events.append(edit_event(account, message, after=known.edited_at))
    elif message_edited(message) and known.edited_at is None:
        events.append(edit_event(account, message))
    user = chat_of(message.peer_id)
    assert user is not None
    events += reaction_changes(
        account.peer(user),
        str(message.id),
        reactions_of(getattr(message, "reactions", None), account.id),
        known.reactions if known else (),
        now,
    )
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
    wanted: Mapping[Actor, str],
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
        and one.external_id.isdecimal()
        and int(one.external_id) >= floor
        and int(one.external_id) not in have
    ]
