"""The post: sends, edits, deletes, reads and reactions, applied to both boxes of a chat.

Every verb returns the effects it had, box by box; telling the sessions is the caller's part.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import count

from core.sandbox.telegram.boxes import Box
from core.sandbox.telegram.records import BoxHead, Change, ChangeKind, Effect, Extra, Letter
from core.sandbox.telegram.rooms import Rooms, is_channel
from core.sandbox.telegram.state import StateFile


class Post:
    """All boxes and the letters in them."""

    def __init__(self, state: StateFile, rooms: Rooms) -> None:
        self._state = state
        self._rooms = rooms
        self.after: Callable[[Letter, Sequence[int]], list[Effect]] = lambda _letter, _users: []
        """What else a new letter brings about, in whose box."""
        self._heard: Callable[[int, Change], None] = lambda _user, _change: None
        self._boxes = {head.user: Box(head, state) for head in state.load("box", BoxHead)}
        self._letters = {letter.key: letter for letter in state.load("letter", Letter)}
        self._keys = count(max(self._letters, default=0) + 1)
        for key in sorted(self._letters):
            letter = self._letters[key]
            for user in letter.ids:
                self.box(user).restore(letter)
        logs: dict[int, list[Change]] = {}
        for name, change in state.load_named("change", Change):
            logs.setdefault(int(name.partition(":")[0]), []).append(change)
        for user, changes in logs.items():
            self.box(user).restore_log(changes)

    def listen(self, heard: Callable[[int, Change], None]) -> None:
        """Have every change of every box told, whoever it happened to: (user, change)."""
        self._heard = heard
        for box in self._boxes.values():
            box.on_change = heard

    def box(self, user: int) -> Box:
        """The user's box, made when first asked for."""
        if user not in self._boxes:
            self._boxes[user] = Box(BoxHead(user, read_in={}, read_out={}), self._state)
            self._boxes[user].on_change = self._heard
        return self._boxes[user]

    def letter(self, key: int) -> Letter | None:
        """A letter by its key, as long as it stands in a box."""
        return self._letters.get(key)

    def send(
        self,
        sender: int,
        receiver: int,
        text: str,
        *,
        at: float | None = None,
        file: int | None = None,
        reply_to: int | None = None,
        entities: Sequence[bytes] = (),
        random_id: int | None = None,
        extra: Extra | None = None,
        send_as: int = 0,
        also: Sequence[int] = (),
    ) -> tuple[Letter, list[Effect]]:
        """Put a new letter into both boxes, or into those of a group (and of `also`); `reply_to`
        is an id in the sender's box, or in the supergroup's."""
        own = self.box(receiver if is_channel(receiver) else sender)
        replied = own.letters.get(reply_to) if reply_to is not None else None
        letter = Letter(
            key=next(self._keys),
            sender=sender,
            receiver=receiver,
            text=text,
            at=time.time() if at is None else at,
            ids={},
            file=file,
            reply=replied.key if replied is not None else None,
            entities=list(entities),
            random_id=random_id,
            reactions={},
            extra=extra or Extra(),
            group=receiver if receiver < 0 else 0,
            send_as=send_as,
        )
        self._letters[letter.key] = letter
        side = self._rooms.audience(receiver) if receiver < 0 else (sender, receiver)
        users = dict.fromkeys((*side, *also))
        self._rooms.touch(receiver)
        effects = [Effect(user, self.box(user).take_in(letter)) for user in users]
        self._save(letter)
        effects += self.after(letter, list(users))
        return letter, effects

    def edit(self, letter: Letter, text: str, entities: Sequence[bytes] = ()) -> list[Effect]:
        """Change a letter's text, for both sides."""
        letter.text, letter.entities, letter.edited_at = text, list(entities), time.time()
        return self._touched(letter, "edit")

    def react(self, letter: Letter, user: int, emoji: str | None) -> list[Effect]:
        """Set or take away (None) a user's reaction."""
        if letter.reactions.get(user) == emoji:
            return []
        if emoji is None:
            del letter.reactions[user]
        else:
            letter.reactions[user] = emoji
        letter.reacted_at = letter.reacted[user] = time.time()
        return self._touched(letter, "react")

    def pin(self, letter: Letter, *, pinned: bool, only: int = 0) -> list[Effect]:
        """Keep a letter at the top of the chat for both sides, or for `only` one, or no longer."""
        if letter.extra.pinned == pinned:
            return []
        only = only or (0 if pinned else letter.extra.pinned_for)
        letter.extra.pinned, letter.extra.pinned_for = pinned, only
        return self._touched(letter, "pin", only)

    def vote(self, letter: Letter, user: int, options: Sequence[bytes]) -> None:
        """Answer a poll; nobody's pts counts it."""
        letter.extra.votes[user] = list(options)
        if not options:
            del letter.extra.votes[user]
        self._save(letter)

    def change(self, letter: Letter, media: bytes) -> list[Effect]:
        """What the letter shows is now this: a place moved, a poll was closed."""
        letter.extra.media = media
        return self._touched(letter, "edit")

    def look_up(self, letter: Letter, media: bytes) -> list[Effect]:
        """The link of a letter was looked up: it shows this page, and nobody edited it."""
        letter.extra.media = media
        return self._touched(letter, "page")

    def delete(self, user: int, message_ids: Sequence[int], *, revoke: bool) -> list[Effect]:
        """Delete letters from a user's box and, if `revoke`, from the other side's."""
        letters = [self.box(user).letters.get(message_id) for message_id in message_ids]
        by_user: dict[int, list[int]] = {user: []}
        for letter in letters:
            if letter is None:
                continue
            for owner, message_id in letter.ids.items():
                if owner == user or revoke:
                    by_user.setdefault(owner, []).append(message_id)
        effects = []
        for owner, ids in by_user.items():
            change = self.box(owner).remove(sorted(ids))
            self._rooms.touch(owner)
            if change is not None:
                effects.append(Effect(owner, change))
        for letter in letters:
            if letter is not None:
                self._save(letter)
        return effects

    def read(self, user: int, peer: int, max_id: int) -> list[Effect]:
        """Mark what the peer wrote up to `max_id` (an id in the user's box) as read."""
        if is_channel(peer):
            return self._read_there(user, peer, max_id)
        box = self.box(user)
        thread = box.thread(peer)
        top = min(max_id or thread[-1], thread[-1]) if thread else 0
        if top <= box.head.read_in.get(peer, 0):
            return []
        read = thread[bisect_right(thread, box.head.read_in.get(peer, 0)) :]
        box.head.read_in[peer] = top
        effects = [Effect(user, box.note("read_in", peer, [top]))]
        theirs: dict[int, int] = {}
        for letter in (box.letters[i] for i in read if i <= top):
            letter.seen.setdefault(user, time.time())
            if letter.sender != user and letter.sender in letter.ids:
                mine = letter.ids[letter.sender]
                theirs[letter.sender] = max(mine, theirs.get(letter.sender, 0))
        for author, highest in theirs.items():
            other, where = self.box(author), peer if peer < 0 else user
            if highest > other.head.read_out.get(where, 0):
                other.head.read_out[where] = highest
                effects.append(Effect(author, other.note("read_out", where, [highest])))
        return effects

    def _read_there(self, user: int, group: int, max_id: int) -> list[Effect]:
        """A member has read in a supergroup: its own position does not count that."""
        box = self.box(group)
        thread, before = box.thread(group), box.head.read_in.get(user, 0)
        top = min(max_id or thread[-1], thread[-1]) if thread else 0
        if top <= before:
            return []
        box.head.read_in[user] = top
        for letter in (box.letters[i] for i in thread if before < i <= top):
            author, number = letter.sender, letter.ids[group]
            letter.seen.setdefault(user, time.time())
            if author != user and number > box.head.read_out.get(author, 0):
                box.head.read_out[author] = number
        self._state.put("box", group, box.head)
        return [Effect(group, Change(box.pts, 0, "read_in", user, [top]))]

    def _touched(self, letter: Letter, kind: ChangeKind, only: int = 0) -> list[Effect]:
        self._save(letter)
        self._rooms.touch(letter.group)
        return [
            Effect(
                user,
                self.box(user).note(kind, letter.other(user), [message_id]),
            )
            for user, message_id in letter.ids.items()
            if only in (0, user)
        ]

    def _save(self, letter: Letter) -> None:
        if letter.ids:
            self._state.put("letter", letter.key, letter)
        else:
            self._letters.pop(letter.key, None)
            self._state.drop("letter", letter.key)
