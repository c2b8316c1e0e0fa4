"""The post: sends, edits, deletes, reads and reactions, applied to both boxes of a chat.

Every verb returns the effects it had, box by box; telling the sessions is the caller's part.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Sequence
from itertools import count

from core.sandbox.telegram.boxes import Box
from core.sandbox.telegram.records import BoxHead, Change, ChangeKind, Effect, Extra, Letter
from core.sandbox.telegram.state import StateFile


class Post:
    """All boxes and the letters in them."""

    def __init__(self, state: StateFile) -> None:
        self._state = state
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

    def box(self, user: int) -> Box:
        """The user's box, made when first asked for."""
        if user not in self._boxes:
            self._boxes[user] = Box(BoxHead(user, read_in={}, read_out={}), self._state)
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
    ) -> tuple[Letter, list[Effect]]:
        """Put a new letter into both boxes; `reply_to` is an id in the sender's box."""
        replied = self.box(sender).letters.get(reply_to) if reply_to is not None else None
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
        )
        self._letters[letter.key] = letter
        users = dict.fromkeys((sender, receiver))
        effects = [Effect(user, self.box(user).take_in(letter)) for user in users]
        self._save(letter)
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
        letter.reacted_at = time.time()
        return self._touched(letter, "react")

    def pin(self, letter: Letter, *, pinned: bool) -> list[Effect]:
        """Keep a letter at the top of the chat for both sides, or no longer."""
        if letter.extra.pinned == pinned:
            return []
        letter.extra.pinned = pinned
        return self._touched(letter, "pin")

    def vote(self, letter: Letter, user: int, options: Sequence[bytes]) -> None:
        """Answer a poll; nobody's pts counts it."""
        letter.extra.votes[user] = list(options)
        self._save(letter)

    def change(self, letter: Letter, media: bytes) -> list[Effect]:
        """What the letter shows is now this: a place moved, a poll was closed."""
        letter.extra.media = media
        return self._touched(letter, "edit")

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
            if change is not None:
                effects.append(Effect(owner, change))
        for letter in letters:
            if letter is not None:
                self._save(letter)
        return effects

    def read(self, user: int, peer: int, max_id: int) -> list[Effect]:
        """Mark what the peer wrote up to `max_id` (an id in the user's box) as read."""
        box = self.box(user)
        thread = box.thread(peer)
        top = min(max_id or thread[-1], thread[-1]) if thread else 0
        if top <= box.head.read_in.get(peer, 0):
            return []
        read = thread[bisect_right(thread, box.head.read_in.get(peer, 0)) :]
        box.head.read_in[peer] = top
        effects = [Effect(user, box.note("read_in", peer, [top]))]
        theirs = [
            box.letters[i].ids[peer]
            for i in read
            if i <= top and box.letters[i].sender == peer and peer in box.letters[i].ids
        ]
        if theirs and peer != user:
            other = self.box(peer)
            other.head.read_out[user] = max(theirs)
            effects.append(Effect(peer, other.note("read_out", user, [max(theirs)])))
        return effects

    def _touched(self, letter: Letter, kind: ChangeKind) -> list[Effect]:
        self._save(letter)
        return [
            Effect(
                user,
                self.box(user).note(kind, letter.other(user), [message_id]),
            )
            for user, message_id in letter.ids.items()
        ]

    def _save(self, letter: Letter) -> None:
        if letter.ids:
            self._state.put("letter", letter.key, letter)
        else:
            self._letters.pop(letter.key, None)
            self._state.drop("letter", letter.key)
