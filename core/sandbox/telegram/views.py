"""Records as one viewer's TL objects: users, messages, media, dialogs, updates.

Ids, access hashes, phones, `out` and read marks all depend on who looks.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from telethon.tl import patched
from telethon.tl import types as tl

from core.sandbox.telegram import room_rules
from core.sandbox.telegram.extras import fields, media_of, named
from core.sandbox.telegram.group_views import channel_updates, peer_of, room_of
from core.sandbox.telegram.records import Change, FileRecord, Letter
from core.sandbox.telegram.rooms import is_channel
from core.sandbox.telegram.wire import moment, read_object
from core.sandbox.telegram.world import World

ONLINE_SECONDS = 300


class View:
    """What `viewer` sees of the world: the own box, or the one of a `channel` (a marked id)."""

    def __init__(self, world: World, viewer: int, dc_id: int, channel: int = 0) -> None:
        self._world = world
        self._dc_id = dc_id
        self.viewer = viewer
        self.shown_to = viewer
        """Whose hashes name users and files: a bot's, where it is connected to the viewer."""
        self.channel = channel
        self.box = world.post.box(channel or viewer)

    def of(self, peer: int) -> View:
        """The view of the box that the chat with `peer` lies in."""
        channel = peer if is_channel(peer) else 0
        return (
            self
            if channel == self.channel
            else View(self._world, self.viewer, self._dc_id, channel)
        )

    def id_of(self, letter: Letter) -> int:
        """What the letter is called where it lies."""
        return letter.ids[letter.group if is_channel(letter.group) else self.viewer]

    def user(self, user_id: int) -> Any:
        """The user; the phone only for the viewer and the viewer's contacts."""
        user = self._world.people.get(user_id)
        if user is None:
            return tl.UserEmpty(user_id)
        me = self._world.people.get(self.shown_to)
        contact = me is not None and user_id in me.contacts
        own = user_id == self.shown_to
        persons = self._world.persons
        called = persons.of(self.shown_to).names.get(user_id)
        first, last = called or (user.first_name, user.last_name)
        return tl.User(
            id=user_id,
            is_self=own,
            contact=contact,
            mutual_contact=contact and self.viewer in user.contacts,
            access_hash=self._world.people.access_hash(self.shown_to, "user", user_id),
            first_name=first,
            last_name=last or None,
            photo=persons.photo(user_id, self._dc_id),
            username=user.username,
            phone=user.phone if own or contact else None,
            status=None if user.token else self.status(user_id),
            premium=user.premium,
            bot=bool(user.token),
            bot_business=user.business,
            bot_info_version=1 if user.token else None,
        )

    @property
    def is_bot(self) -> bool:
        """Whether the viewer is a bot."""
        viewer = self._world.people.get(self.viewer)
        return viewer is not None and bool(viewer.token)

    def users(self, user_ids: Iterable[int]) -> list[Any]:
        """Each of these users once; groups are left out."""
        return [self.user(user_id) for user_id in dict.fromkeys(user_ids) if user_id > 0]

    def chats(self, peers: Iterable[int]) -> list[Any]:
        """Each of these groups once; users are left out."""
        found = [self._world.rooms.get(one) for one in dict.fromkeys(peers) if one < 0]
        return [room_of(self._world, self.viewer, one) for one in found if one is not None]

    def status(self, user_id: int) -> Any:
        """Online until when, or last seen."""
        expires = self._world.online.get(user_id)
        if expires is None:
            return tl.UserStatusRecently()
        if expires > time.time():
            return tl.UserStatusOnline(moment(expires))
        return tl.UserStatusOffline(moment(expires))

    def message(self, letter: Letter) -> Any:
        """A letter as a message of the viewer's box."""
        out = letter.sender == self.viewer
        # A reaction shows as an edit with edit_hide; a real edit is never hidden.
        changed = letter.edited_at or letter.reacted_at
        author = self._author(letter, out=out)
        if letter.extra.action:
            return patched.MessageService(
                id=self.id_of(letter),
                peer_id=peer_of(letter.other(self.viewer)),
                from_id=author,
                date=moment(letter.at),
                action=read_object(letter.extra.action),
                out=out,
                reply_to=self._reply(letter),
            )
        return patched.Message(
            id=self.id_of(letter),
            peer_id=peer_of(letter.other(self.viewer)),
            from_id=author,
            date=moment(letter.at),
            message=letter.text,
            out=out,
            media=self.media(letter),
            entities=[read_object(raw) for raw in letter.entities] or None,
            reply_to=self._reply(letter),
            edit_date=moment(changed) if changed else None,
            edit_hide=letter.edited_at is None and letter.reacted_at is not None,
            reactions=self.reactions(letter) if letter.reactions else None,
            mentioned=room_rules.means(self._world, letter, self.viewer),
            **fields(letter.extra, self.viewer),
        )

    def messages(self, message_ids: Iterable[int]) -> list[Any]:
        """Messages by id; one that is gone is a messageEmpty."""
        letters = self.box.letters
        return [
            self.message(letters[i]) if i in letters else patched.MessageEmpty(id=i, peer_id=None)
            for i in message_ids
        ]

    def _author(self, letter: Letter, *, out: bool) -> Any:
        if letter.group:
            return peer_of(letter.send_as or letter.sender)
        return tl.PeerUser(self.viewer) if out else None

    def named_in(self, letters: Iterable[Letter]) -> list[int]:
        """The users and groups these letters name (marked ids)."""
        return [
            one
            for letter in letters
            for one in (letter.sender, letter.receiver, *named(letter), *letter.reactions)
        ]

    def media(self, letter: Letter) -> Any:
        """The letter's file as message media."""
        record = self._world.files.get(letter.file) if letter.file is not None else None
        if record is None:
            return media_of(letter.extra, self.viewer)
        return self.file_media(record)

    def file(self, ident: int) -> Any:
        """A stored file by its id, as message media; None where there is none."""
        record = self._world.files.get(ident)
        return self.file_media(record) if record is not None else None

    def file_media(self, record: FileRecord) -> Any:
        """A stored file as message media: a photo, or a document with its attributes."""
        shared = {
            "id": record.id,
            "access_hash": self._world.people.access_hash(self.shown_to, "file", record.id),
            "file_reference": self._world.files.reference(record.id),
            "date": moment(record.at),
            "dc_id": record.dc or self._dc_id,
        }
        if record.kind == "image":
            size = tl.PhotoSize(type="x", w=record.width, h=record.height, size=record.size)
            return tl.MessageMediaPhoto(photo=tl.Photo(sizes=[size], **shared))
        attributes = [read_object(raw) for raw in record.extra]
        if record.kind == "voice" and not record.extra:
            attributes.append(tl.DocumentAttributeAudio(duration=record.duration, voice=True))
        if record.name:
            attributes.append(tl.DocumentAttributeFilename(record.name))
        return tl.MessageMediaDocument(
            voice=record.kind == "voice",
            document=tl.Document(
                mime_type=record.mime, size=record.size, attributes=attributes, **shared
            ),
        )

    def reactions(self, letter: Letter) -> Any:
        """The reactions on a letter, the viewer's own marked as chosen."""
        counts: dict[str, int] = {}
        for emoji in letter.reactions.values():
            counts[emoji] = counts.get(emoji, 0) + 1
        mine = letter.reactions.get(self.viewer)
        return tl.MessageReactions(
            results=[
                tl.ReactionCount(
                    reaction=tl.ReactionEmoji(emoji),
                    count=count,
                    chosen_order=0 if emoji == mine else None,
                )
                for emoji, count in counts.items()
            ],
            can_see_list=True,
            recent_reactions=[
                tl.MessagePeerReaction(
                    peer_id=tl.PeerUser(user),
                    date=moment(letter.reacted.get(user) or letter.reacted_at or letter.at),
                    reaction=tl.ReactionEmoji(emoji),
                    my=user == self.viewer,
                )
                for user, emoji in letter.reactions.items()
            ],
        )

    def dialog(self, peer: int) -> Any:
        """The dialog with a peer."""
        if is_channel(peer) and not self.channel:
            return self.of(peer).dialog(peer)
        thread, head = self.box.thread(peer), self.box.head
        where = self.viewer if self.channel else peer
        return tl.Dialog(
            peer=peer_of(peer),
            pts=self.box.pts if self.channel else None,
            top_message=thread[-1] if thread else 0,
            read_inbox_max_id=head.read_in.get(where, 0),
            read_outbox_max_id=head.read_out.get(where, 0),
            unread_count=self.unread(peer),
            unread_mentions_count=len(room_rules.unseen(self._world, peer, self.viewer)),
            unread_reactions_count=0,
            unread_poll_votes_count=0,
            **self._world.shelves.of(self.viewer).fields(peer),
            draft=self.draft(peer),
        )

    def draft(self, peer: int) -> Any:
        """What the viewer has begun to write there; None where that never was."""
        record = self._world.drafts.get(self.viewer, peer)
        return record.shown() if record is not None else None

    def unread(self, peer: int) -> int:
        """How much of others the viewer has not read there."""
        if not self.channel:
            return self.box.unread(peer)
        top = self.box.head.read_in.get(self.viewer, 0)
        letters = (self.box.letters[i] for i in self.box.thread(peer) if i > top)
        return sum(letter.sender != self.viewer for letter in letters)

    def state(self, pts: int | None = None) -> Any:
        """The box's updates.state, or the one a difference slice ends at."""
        return tl.updates.State(
            pts=self.box.pts if pts is None else pts,
            qts=self._world.connected.qts(self.viewer) if self.is_bot else 0,
            date=moment(time.time()),
            seq=1,
            unread_count=self.box.unread_total(),
        )

    def updates_of(self, change: Change) -> list[Any]:
        """A change as TL updates, with what stands now; nothing if the letter is gone."""
        if self.channel:
            return channel_updates(self, change)
        first = change.ids[0]
        tail = {"pts": change.pts, "pts_count": change.count}
        peer = peer_of(change.peer)
        if change.kind == "delete":
            return [tl.UpdateDeleteMessages(messages=change.ids, **tail)]
        if change.kind == "read_in":
            unread = self.box.unread(change.peer)
            return [
                tl.UpdateReadHistoryInbox(
                    peer=peer, max_id=first, still_unread_count=unread, **tail
                )
            ]
        if change.kind == "read_out":
            return [tl.UpdateReadHistoryOutbox(peer=peer, max_id=first, **tail)]
        if change.kind == "folder":
            held = self._world.shelves.of(self.viewer).archived
            moved = [tl.FolderPeer(peer_of(one), int(one in held)) for one in change.ids]
            return [tl.UpdateFolderPeers(moved, **tail)]
        letter = self.box.letters.get(first)
        if letter is None:
            return []
        if change.kind == "pin":
            pinned = letter.extra.pinned
            return [tl.UpdatePinnedMessages(peer=peer, messages=[first], pinned=pinned, **tail)]
        if change.kind == "page":
            return [tl.UpdateWebPage(self.media(letter).webpage, **tail)]
        message = self.message(letter)
        if change.kind == "new":
            return [tl.UpdateNewMessage(message=message, **tail)]
        edit = tl.UpdateEditMessage(message=message, **tail)
        return [edit] if change.kind == "edit" else [edit, self.reaction_update(letter)]

    def reaction_update(self, letter: Letter) -> Any:
        """updateMessageReactions, which takes no pts."""
        return tl.UpdateMessageReactions(
            peer=peer_of(letter.other(self.viewer)),
            msg_id=self.id_of(letter),
            reactions=self.reactions(letter),
        )

    def package(self, changes: Iterable[Change], before: Iterable[Any] = ()) -> Any:
        """Changes as one `updates` to push or to answer with."""
        listed = list(changes)
        updates = [*before, *(update for change in listed for update in self.updates_of(change))]
        peers = [change.peer for change in listed if change.peer]
        letters = [self.box.letters[i] for c in listed for i in c.ids if i in self.box.letters]
        peers += self.named_in(letters)
        return self.bundle(updates, [self.viewer, *peers])

    def bundle(self, updates: list[Any], named: Iterable[int] = ()) -> Any:
        """Updates with the users and groups they name; seq 0 means no seq check."""
        listed = list(named)
        return tl.Updates(
            updates=updates,
            users=self.users(listed),
            chats=self.chats(listed),
            date=moment(time.time()),
            seq=0,
        )

    def _reply(self, letter: Letter) -> Any:
        if letter.extra.story is not None:
            return tl.MessageReplyStoryHeader(tl.PeerUser(letter.receiver), letter.extra.story)
        replied = self._world.post.letter(letter.reply) if letter.reply is not None else None
        there = letter.group if is_channel(letter.group) else self.viewer
        topic = room_rules.header(self._world, letter)
        answers = replied.ids.get(there, 0) if replied is not None else 0
        if answers in (0, letter.extra.topic):
            root = letter.extra.topic
            return tl.MessageReplyHeader(forum_topic=True, reply_to_msg_id=root) if topic else None
        quote = letter.extra.quote or None
        return tl.MessageReplyHeader(
            reply_to_msg_id=answers, quote=bool(quote), quote_text=quote,
            quote_offset=letter.extra.quote_at if quote else None, **topic,
        )  # fmt: skip
