"""Telegram's TL objects to events of the log: pure functions, one a kind.

The far side of every event is a chat with a person or a group (see ``ids`` for how both and their
messages are called). Telegram's times are whole seconds; here they are milliseconds.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec
from telethon import types

from core.channels.telegram import service
from core.channels.telegram.entities import marks_of
from core.channels.telegram.ids import chat_of, external, external_of, is_service
from core.channels.telegram.keys import keys_of
from core.channels.telegram.kinds import note_of, page_of, words_of
from core.channels.telegram.media import ONCE, attachments_of, lasts, ref_of
from core.channels.telegram.page_reader import bytes_of
from core.channels.telegram.polls import chosen_by_client, poll_of
from core.channels.telegram.topics import mentions_us, topic_of
from core.channels.telegram.words import lines, ms, number, said
from core.domain.around import Around, Forward
from core.domain.channels import Actor, Channel, Peer, Profile, Reacting
from core.domain.events import (
    ContentChanged,
    Event,
    MessageDeleted,
    MessageEdited,
    MessagePinned,
    MessageReceived,
    ProfileSeen,
    ReactionSet,
    ReadUpTo,
    Unreadable,
)
from core.domain.marks import Mark
from core.domain.problems import Problem

SERVICE_USER: Final = 777000
"""Telegram's own notices (login codes): https://core.telegram.org/api/auth."""

CLOCK_SLACK: Final = 5
"""Seconds by which a message may be dated before what it comes after."""

CUSTOM_EMOJI: Final = "✨"
PAID_REACTION: Final = "⭐"


def _alone(_account: str) -> bool:
    return False


class Account(msgspec.Struct, frozen=True):
    """Our side: the user id, and when it was first signed in here (ms; older is history).
    ``beside`` says of a user id whether it is another account of ours here: a colleague."""

    id: int
    since: int = 0
    beside: Callable[[str], bool] = _alone

    def peer(self, chat: int) -> Peer:
        """The chat with a person, or a group's."""
        return Peer(Channel.TELEGRAM, str(self.id), str(chat))


Names = Callable[[Any], str]
"""How somebody or something that an answer of the server named is called; '' where it did not."""


def nobody(_: Any) -> str:
    """Names nobody."""
    return ""


def is_client(user: Any, own: int, *, bots: bool = False) -> bool:
    """Whether ``user`` is somebody we talk with: the one place that says which private chats we
    keep (``groups.takes`` says it of groups).

    Left out: ourselves ("Saved Messages"), Telegram's notices, support, and bots unless they are
    wanted.
    """
    return (
        isinstance(user, types.User)
        and user.id not in (own, SERVICE_USER)
        and not user.is_self
        and (bots or not user.bot)
        and not user.support
    )


def peer_of(update: Any) -> int | None:
    """The chat that an update is about; None for everything else."""
    if isinstance(update, types.UpdateShortChatMessage):
        return -int(update.chat_id)
    message = getattr(update, "message", None)
    peer = getattr(message, "peer_id", None) or getattr(update, "peer", None)
    return chat_of(peer) or getattr(update, "user_id", None)


def profile_of(user: Any) -> Profile:
    """Name, phone (E.164) and username of a user."""
    name = " ".join(part for part in (user.first_name, user.last_name) if part)
    username = user.username or next((u.username for u in user.usernames or () if u.active), None)
    phone = f"+{user.phone.lstrip('+')}" if user.phone else None
    return Profile(name=name, phone=phone, username=username)


def text_of(message: Any, names: Names = nobody) -> str:
    """The text as it is shown here: the message's own, and the words inside its media; who came
    into a group or left it."""
    if is_service(message):
        who = (names(types.PeerUser(one)) or str(one) for one in service.people_in(message.action))
        return ", ".join(who) or service.service_words(message.action)
    if message.media is None:
        return message.message or ""
    return lines(message.message or "", words_of(message.media))


def noted(message: Any) -> str:
    """What stands beside the words: the kind of what is no file, or happened in the chat."""
    if is_service(message):
        return service.service_note(message.action)
    if message.media is None:
        return ""
    seconds = lasts(message.media)
    if seconds and note_of(message.media) != "expired":
        return "view_once" if seconds == ONCE else "self_destructs"
    return note_of(message.media)


def looks(message: Any) -> tuple[Mark, ...]:
    """How the words of a message look."""
    return marks_of(getattr(message, "message", "") or "", getattr(message, "entities", None))


def shown(message: Any) -> bool:
    """Whether the object is a message of the conversation."""
    if is_service(message):
        return not isinstance(message.action, service.HIDDEN)
    return type(message) is types.Message


def message_event(
    account: Account,
    message: Any,
    profile: Profile | None = None,
    client_ref: str | None = None,
    names: Names = nobody,
) -> Event:
    """The message stands in the chat. ``profile`` is the client's, or the group's, whoever wrote
    it."""
    chat = chat_of(message.peer_id)
    assert chat is not None
    at = ms(message.date)
    media = getattr(message, "media", None)
    quiet = is_service(message) and not service.is_call(message.action)
    reply = getattr(message.reply_to, "reply_to_msg_id", None)
    if getattr(message.reply_to, "forum_topic", False) and not message.reply_to.reply_to_top_id:
        reply = None  # it names the topic that the message is in
    return Event(
        external_id=external(chat, message.id),
        at=at,
        peer=account.peer(chat),
        raw=bytes_of(message),
        body=MessageReceived(
            direction="out" if message.out or _by_colleague(account, message) else "in",
            text=text_of(message, names) or "",
            attachments=attachments_of(media, ref_of(chat, message.id)),
            reply_to=external(chat, reply) if reply else None,
            author=author_of(message, names),
            profile=profile,
            note=noted(message),
            history=at < account.since,
            client_ref=client_ref,
            marks=looks(message),
            service=quiet,
            around=around_of(message, names),
        ),
    )


def _by_colleague(account: Account, message: Any) -> bool:
    """Whether a message of a group is another account's of ours, as itself: nobody answers it."""
    group = not isinstance(message.peer_id, types.PeerUser)
    writer = message.from_id
    return group and isinstance(writer, types.PeerUser) and account.beside(str(writer.user_id))


def author_of(message: Any, names: Names) -> str:
    """Who wrote a message of a group; '' for what is of this account, and in private chats.

    An admin who stays anonymous writes as the group, with a title at most, and anybody may write
    as a channel: https://core.telegram.org/api/channel#anonymous-admins.
    """
    if message.out or isinstance(message.peer_id, types.PeerUser):
        return ""
    writer = message.from_id or message.peer_id
    title = said(getattr(message, "post_author", None))
    name = names(writer) or str(chat_of(writer) or "")
    return f"{name} ({title})" if title and not isinstance(writer, types.PeerUser) else name


_NOTHING: Final = Around()


def around_of(message: Any, names: Names = nobody) -> Around | None:
    """What Telegram tells beside the words; None where that is nothing."""
    media, reply = getattr(message, "media", None), message.reply_to
    forward = getattr(message, "fwd_from", None)
    via = getattr(message, "via_bot_id", None) or getattr(message, "via_business_bot_id", None)
    album = getattr(message, "grouped_id", None)
    answers_story = isinstance(reply, types.MessageReplyStoryHeader)
    made = Around(
        forward=_forward(forward, names) if forward is not None else None,
        page=page_of(media),
        quote=said(getattr(reply, "quote_text", None)),
        album=str(album) if album else "",
        via=names(types.PeerUser(via)) or str(via) if via else "",
        seconds=lasts(media),
        story=answers_story,
        automatic=bool(message.out and getattr(message, "offline", False)),
        mentioned=mentions_us(message),
        topic=topic_of(message),
        quote_at=number(getattr(reply, "quote_offset", None)),
        poll=poll_of(media) if isinstance(media, types.MessageMediaPoll) else None,
        keys=keys_of(getattr(message, "reply_markup", None)),
    )
    return made if made != _NOTHING else None


def _forward(header: Any, names: Names) -> Forward:
    """Whose words they were; who hides their account gives a name, or nothing."""
    name = said(header.from_name) or (names(header.from_id) if header.from_id else "")
    return Forward(name=name or said(header.post_author), at=ms(header.date))


def edit_event(account: Account, message: Any, *, after: int | None = None) -> Event:
    """The message's text is now this one.

    ``after`` is the time (ms) of the edit that stands here: Telegram counts in seconds, so a
    second edit within one is set a millisecond later to keep their order.
    """
    chat = chat_of(message.peer_id)
    assert chat is not None
    name, text = external(chat, message.id), text_of(message) or ""
    edited_at = ms(message.edit_date) or ms(message.date)
    if after is not None and edited_at <= after:
        edited_at = after + 1
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Event(
        external_id=f"{name}@{edited_at}#{digest}",
        at=edited_at,
        peer=account.peer(chat),
        raw=bytes_of(message),
        body=MessageEdited(
            target=name,
            text=text,
            edited_at=edited_at,
            marks=looks(message),
            attachments=attachments_of(message.media, f"{ref_of(chat, message.id)}@{edited_at}"),
        ),
    )


def content_event(account: Account, message: Any, now: int) -> Event:
    """What the message shows is now this, and nobody edited it."""
    chat = chat_of(message.peer_id)
    assert chat is not None
    name = external(chat, message.id)
    return Event(
        external_id=f"{name}@{now}",
        at=now,
        peer=account.peer(chat),
        raw=bytes_of(message),
        body=ContentChanged(
            target=name,
            text=text_of(message),
            note=noted(message),
            page=page_of(message.media),
            poll=poll_of(message.media)
            if isinstance(message.media, types.MessageMediaPoll)
            else None,
            keys=keys_of(message.reply_markup),
        ),
    )


def pin_event(peer: Peer, message: str, now: int, *, pinned: bool) -> Event:
    """The message is at the top of the chat now, or no longer; Telegram does not say since when."""
    return Event(
        external_id=f"{message}@{now}",
        at=now,
        peer=peer,
        body=MessagePinned(target=message, pinned=pinned),
    )


def call_event(peer: Peer, message: Any) -> Event | None:
    """How a call ended; None for any other message."""
    ended = service.call_end(message) if is_service(message) else None
    if ended is None:
        return None
    return Event(external_id=str(message.id), at=ms(message.date), peer=peer, body=ended)


def vote_events(account: Account, message: Any, stands: str, now: int) -> list[Event]:
    """What the client chose in a poll of ours and did not when ``stands`` was its text: an answer
    of theirs, in their words' place. In a group nobody says whose the votes are."""
    user = chat_of(message.peer_id)
    if not isinstance(message.media, types.MessageMediaPoll) or not message.out:
        return []
    if user is None or user < 0:
        return []
    chosen = chosen_by_client(message.media)
    if not chosen or text_of(message) == stands:
        return []
    text = "\n".join(chosen)
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return [
        Event(
            external_id=f"{message.id}:vote:{digest}",
            at=now // 1000 * 1000,  # in whole seconds, as what is written after it
            peer=account.peer(user),
            body=MessageReceived(
                direction="in",
                text=text,
                note="poll_answer",
                reply_to=str(message.id),
                history=now < account.since,
            ),
        )
    ]


def delete_event(peer: Peer, message: str, at: int) -> Event:
    """The message is gone; Telegram does not say when, ``at`` is when we learnt it."""
    return Event(external_id=message, at=at, peer=peer, body=MessageDeleted(target=message))


def reaction_event(peer: Peer, message: str, actor: Reacting, emoji: str, at: int) -> Event:
    """``actor``'s reaction is now ``emoji`` ('' is none). ``at`` makes the key unique: a removal
    has no date, and the same reaction may come back."""
    return Event(
        external_id=f"{message}:{actor}:{emoji or '-'}:{at}",
        at=at,
        peer=peer,
        body=ReactionSet(target=message, actor=actor, emoji=emoji),
    )


def read_event(peer: Peer, reader: Actor, up_to: int, at: int) -> Event:
    """``reader`` has read up to message ``up_to``; Telegram does not say when."""
    return Event(
        external_id=f"{peer.id}:{reader}:{up_to}",
        at=at,
        peer=peer,
        body=ReadUpTo(reader=reader, up_to=external(int(peer.id), up_to)),
    )


def profile_event(peer: Peer, profile: Profile, at: int) -> Event:
    """The client calls themselves otherwise now."""
    return Event(external_id=f"{peer.id}@{at}", at=at, peer=peer, body=ProfileSeen(profile=profile))


def unreadable_event(peer: Peer, message: Any, at: int) -> Event:
    """A message that could not be converted; its bytes are kept for a later version."""
    raw = bytes_of(message)
    return Event(
        external_id=external_of(message),
        at=at,
        peer=peer,
        raw=raw,
        body=Unreadable(problem=Problem("telegram-unreadable").encode()),
    )


def emoji_of(reaction: Any) -> str:
    """A reaction as one character; custom and paid ones get a stand-in."""
    if isinstance(reaction, types.ReactionEmoji):
        return str(reaction.emoticon)
    if isinstance(reaction, types.ReactionCustomEmoji):
        return CUSTOM_EMOJI
    if isinstance(reaction, types.ReactionPaid):
        return PAID_REACTION
    return ""


def reactions_of(reactions: Any, account: Account, chat: int) -> dict[Reacting, str]:
    """Who reacts with what on a message of ``chat``: both sides, '' for none. In a group the newest
    reaction of the others stands for them all, of several within a second that of the highest id;
    but what other accounts of ours react with is theirs.

    ``recent_reactions`` names people and times where the server gives them; without it the
    counts tell, the first of them that is not ours alone (``chosen_order`` marks ours). ``min``
    reactions are the same for everybody and do not say which is ours.
    https://core.telegram.org/constructor/messageReactions
    """
    found: dict[Reacting, str] = {"client": "", "us": ""}
    beside: list[str] = []
    if chat < 0:
        found["colleague"] = ""
    if reactions is None:
        return found
    recent: Iterable[Any] = reactions.recent_reactions or ()
    for one in sorted(recent, key=lambda item: (ms(item.date), chat_of(item.peer_id) or 0)):
        who, emoji = chat_of(one.peer_id), emoji_of(one.reaction)
        if one.my or who == account.id:
            found["us"] = emoji
        elif chat < 0 and account.beside(str(who)):
            found["colleague"] = emoji
            beside.append(emoji)
        else:
            found["client"] = emoji
    for count in reactions.results:
        emoji, mine = emoji_of(count.reaction), count.chosen_order is not None
        if mine and not found["us"]:
            found["us"] = emoji
        ours = int(mine or found["us"] == emoji) + beside.count(emoji)
        if count.count > ours and not found["client"]:
            found["client"] = emoji
    if reactions.min and not found["us"]:
        del found["us"]
    return found
