"""One's own quick replies, as they are kept: the starters until one changes them."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from core.domain.problems import Problem, ProblemError, unwritable
from desktop.shell.i18n import I18n
from desktop.shell.tasks import Tasks
from desktop.viewmodels import quick_replies
from desktop.viewmodels.backend import Preferring
from desktop.viewmodels.quick_replies import QuickReply, tidy
from desktop.viewmodels.reply_starters import starters

SETTING: Final = "desk.replies"
MOST_BYTES: Final = 1 << 20
"""Of a file that is imported."""


class ReplyBook(QObject):
    """``replies`` in their order; ``changed`` when they are others. ``me`` is the operator's
    name."""

    changed = Signal()

    def __init__(self, backend: Preferring, tasks: Tasks, i18n: I18n) -> None:
        super().__init__()
        self._backend, self._tasks, self._i18n = backend, tasks, i18n
        self._own: list[QuickReply] | None = None
        self.me = ""

    @property
    def replies(self) -> Sequence[QuickReply]:
        """One's own, or the starters of the language."""
        return starters(self._i18n.lang) if self._own is None else self._own

    def configure(self, settings: Mapping[str, str]) -> None:
        """Take over settings, all of them or those that changed."""
        self.me = settings.get("desk.me", self.me)
        kept = settings.get(SETTING)
        if kept is not None:
            self._own = None
            with contextlib.suppress(ValueError):  # as good as none
                self._own = quick_replies.load(kept) if kept else None
            self.changed.emit()

    def keep(self, replies: Sequence[QuickReply]) -> None:
        """Have these from now on."""
        self._own = [tidy(reply) for reply in replies if reply.name.strip() and reply.text.strip()]
        self.changed.emit()
        kept = quick_replies.dump(self._own)
        self._tasks.start(self._backend.save_settings({SETTING: kept}))

    async def export(self, path: Path) -> None:
        """Write them to a file. Raises ProblemError where it cannot be written."""
        text = quick_replies.dump(self.replies)
        try:
            await asyncio.to_thread(path.write_text, text, "utf-8")
        except OSError as error:
            raise ProblemError(unwritable(error, path)) from error

    async def import_(self, path: Path) -> int:
        """Take those of a file beside one's own; how many there were. Raises ProblemError where
        the file is none."""
        try:
            came = quick_replies.load(await asyncio.to_thread(_read, path))
        except (OSError, ValueError) as error:
            raise ProblemError(Problem("replies-unreadable", {"name": path.name})) from error
        self.keep(quick_replies.merged(self.replies, came))
        return len(came)


def _read(path: Path) -> str:
    with path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise ValueError("too large")
    return raw.decode("utf-8-sig")
