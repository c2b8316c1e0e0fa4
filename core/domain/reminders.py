"""What calls the operator back to a thread. Times are ms since the epoch, UTC."""

from typing import Final, Literal

import msgspec

ReminderKind = Literal["closing", "closed", "follow_up", "snooze"]
BY_BOT: Final = "bot"
"""The ``note`` of a window that is not WhatsApp's: that of a bot which answers for us."""


class Reminder(msgspec.Struct, frozen=True):
    """A thread that asks for the operator: its window closes (``at``: when) and the
    client waits, it has closed so, a follow-up is due, or a snooze ran out."""

    kind: ReminderKind
    thread: int
    name: str
    at: int
    note: str = ""


class Reminders(msgspec.Struct, frozen=True):
    """What is due, and when the next one will be (None: none is in sight)."""

    due: tuple[Reminder, ...] = ()
    next_at: int | None = None


class Arrived(msgspec.Struct, frozen=True):
    """A message of a client that nobody has read: its row id, its thread, and what it says.
    ``note`` is the kind of its file, or what it is, where it has no text; ``author`` who wrote it
    in a group."""

    message: int
    thread: int
    name: str
    at: int
    text: str = ""
    note: str = ""
    queue: str = ""
    author: str = ""
