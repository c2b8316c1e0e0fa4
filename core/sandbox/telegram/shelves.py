"""How each account keeps its chats: archive, mutes, marks as unread, pins, folders.

https://core.telegram.org/api/folders, https://core.telegram.org/api/archive. TL objects are kept as
they were given. What an account mutes is muted until a moment in epoch seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from telethon.tl import types as tl

from core.sandbox.telegram.boxes import Box
from core.sandbox.telegram.records import Effect, Letter
from core.sandbox.telegram.state import StateFile
from core.sandbox.telegram.wire import read_object

ARCHIVE = 1
MOST_PINNED, MOST_PINNED_ARCHIVED = 5, 100
"""``pinned_dialogs_count_max`` and ``pinned_infolder_count_max`` without Premium."""
MOST_FOLDERS, MOST_CHATS = 10, 100
"""``dialog_filters_limit_default`` and ``dialog_filters_chats_limit_default``."""


class Shelf(msgspec.Struct):
    """What one account has set; peers are marked ids. ``notify``: peer settings of a chat,
    ``defaults`` of its kind ("users", "chats", "broadcasts")."""

    user: int
    archived: list[int] = []
    marked: list[int] = []
    pinned: list[int] = []
    notify: dict[int, bytes] = {}
    defaults: dict[str, bytes] = {}
    folders: list[bytes] = []
    keep_archived: bool = False

    def settings(self, peer: int) -> Any:
        """The notify settings of a chat."""
        return read_object(self.notify[peer]) if peer in self.notify else tl.PeerNotifySettings()

    def default(self, kind: str) -> Any:
        """Those of a kind of chats."""
        raw = self.defaults.get(kind)
        return read_object(raw) if raw else tl.PeerNotifySettings(show_previews=True, silent=False)

    def muted(self, peer: int) -> bool:
        """Whether nothing is to be heard of a chat now."""
        until = self.settings(peer).mute_until
        if until is None:
            until = self.default("users" if peer > 0 else "chats").mute_until
        return until is not None and until.timestamp() > time.time()

    def filters(self) -> list[Any]:
        """The folders, in their order."""
        return [read_object(raw) for raw in self.folders]

    def fields(self, peer: int) -> dict[str, Any]:
        """What a dialog says of it."""
        return {
            "notify_settings": self.settings(peer),
            "pinned": peer in self.pinned or None,
            "unread_mark": peer in self.marked or None,
            "folder_id": ARCHIVE if peer in self.archived else None,
        }


class Shelves:
    """All of them; ``box`` gives an account's box, whose sequence counts moves to the archive."""

    def __init__(self, state: StateFile, box: Callable[[int], Box]) -> None:
        self._state = state
        self._box = box
        self._shelves = {one.user: one for one in state.load("shelf", Shelf)}

    def of(self, user: int) -> Shelf:
        """An account's, made when first asked for."""
        if user not in self._shelves:
            self._shelves[user] = Shelf(
                user, archived=[], marked=[], pinned=[], notify={}, defaults={}, folders=[]
            )
        return self._shelves[user]

    def save(self, shelf: Shelf) -> None:
        """Note that one changed."""
        self._state.put("shelf", shelf.user, shelf)

    def move(self, user: int, peers: Iterable[int], folder: int) -> list[Effect]:
        """Into the archive or out of it; a chat that is moved is pinned no longer."""
        shelf = self.of(user)
        moved = [peer for peer in peers if (peer in shelf.archived) != (folder == ARCHIVE)]
        if not moved:
            return []
        kept = [peer for peer in shelf.archived if peer not in moved]
        shelf.archived = [*kept, *moved] if folder == ARCHIVE else kept
        shelf.pinned = [peer for peer in shelf.pinned if peer not in moved]
        self.save(shelf)
        return [Effect(user, self._box(user).note("folder", 0, moved, len(moved)))]

    def wrote(self, letter: Letter, users: Iterable[int]) -> list[Effect]:
        """A new message brings an archived chat back, unless it is muted or the account keeps it
        (``keep_archived_unmuted``)."""
        effects: list[Effect] = []
        for user in users:
            shelf = self._shelves.get(user)
            if shelf is None or user == letter.sender:
                continue
            peer = letter.other(user)
            if peer in shelf.archived and not shelf.keep_archived and not shelf.muted(peer):
                effects += self.move(user, [peer], 0)
        return effects
