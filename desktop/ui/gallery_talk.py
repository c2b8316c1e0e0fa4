"""Draws the states of the conversation: selected, found, listened to, looked at, taken back."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from core.domain.problems import Problem
from core.domain.views import AttachmentRow, MessageRow
from desktop.media.player import Sound
from desktop.ui.bubble import SOUNDS, is_pdf, picture
from desktop.ui.selection import End

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow


class TalkGallery:
    """``deal`` is a thread with a picture, a PDF and a voice message that are here; ``picture``
    draws the window, or another widget, ``settle`` waits until it shows what it was told."""

    def __init__(
        self, window: "MainWindow", deal: int, picture: Callable[..., Awaitable[None]],
        settle: Callable[[], Awaitable[None]],
    ) -> None:  # fmt: skip
        self._window, self._deal = window, deal
        self._picture, self._settle = picture, settle

    async def states(self) -> None:
        """Draw them."""
        window, view = self._window, self._window.conversation.view
        await window.open_thread(self._deal)
        if not any(_here(item) for row in window.messages.rows for item in row.attachments):
            return
        rows = window.messages.rows
        texts = [row for row in rows if row.text]
        selection = view.selecting.selection
        selection.anchor = End(*texts[-3].stand, 8)
        selection.head = End(*texts[-1].stand, 20)
        await self._picture("talk-0-selected")
        view.selecting.clear()
        await self._find()
        await self._listen()
        await self._look()
        await self._read()
        await self._wait_to_send()
        await self._trouble()
        await self._days()

    async def _days(self) -> None:
        window = self._window
        window.days.ask()
        await self._settle()
        for dialog in window.findChildren(QWidget, "dateDialog"):
            await self._picture("talk-9-date", dialog)
            dialog.close()

    async def _find(self) -> None:
        window = self._window
        word = "800"
        window.talk.find()
        for name, words in (("talk-1-found", word), ("talk-2-found-nothing", "нетакого-no-such")):
            window.conversation.find_bar.line.setText(words)
            window.conversation.find_bar.step(0)
            await self._settle()
            await self._picture(name)
        window.conversation.find_bar.leave()

    def _row(self, good: Callable[[AttachmentRow], bool]) -> tuple[MessageRow, AttachmentRow]:
        return next(
            (row, item)
            for row in self._window.messages.rows
            for item in row.attachments
            if _here(item) and good(item)
        )

    async def _listen(self) -> None:
        window = self._window
        row, item = self._row(lambda item: item.kind in SOUNDS)
        sounds: Any = window.conversation.sounds
        sounds.waves.put(item.path, bytes(abs(60 - i * 7 % 120) * 4 for i in range(120)))
        sounds.player.state, sounds.player.speed = "paused", 1.5
        sounds.player.sound = Sound(row.id, item.index, item.path, item.seconds)
        sounds.player._from = 0.4
        window.conversation.view.light(row.id, 0, 0)
        await self._picture("talk-3-listening")
        sounds.player.sound, sounds.player.state, sounds.player.speed = None, "idle", 1.0
        window.conversation.view.unlight()

    async def _look(self) -> None:
        row, item = self._row(picture)
        await self._window.talk.look_at(row, item)
        while self._window.viewer.canvas.empty and not self._window.viewer.said.text():
            await self._settle()
        await self._picture("talk-4-picture")
        self._window.viewer.leave()

    async def _read(self) -> None:
        row, item = self._row(is_pdf)
        window = self._window
        viewer = await window.windows.show_page(row.id, item.index, 1, item.name, None, item.path)
        while viewer.drawing:
            await self._settle()
        await self._picture("talk-5-page", viewer)
        viewer.close()

    async def _wait_to_send(self) -> None:
        window, backend = self._window, self._window.backend
        peer = window.desk.composer.peers[0].peer
        await backend.sending.send(self._deal, peer, "OK 👍", None)
        await self._settle()
        window.conversation.view.to_end()
        await self._picture("talk-6-waits")
        row = window.messages.rows[-1]
        if row.status == "queued":
            await backend.sending.take_back(row.client_ref)

    async def _trouble(self) -> None:
        window = self._window
        messages = window.messages
        messages._say(loading=False, failed=Problem("disk-full"))
        await self._picture("talk-7-not-opened")
        messages._say(loading=True, failed=None)
        window.conversation._say_state()
        await self._picture("talk-8-opening")
        messages._say(loading=False, failed=None)


def _here(item: AttachmentRow) -> bool:
    return bool(item.path) and Path(item.path).is_file()
