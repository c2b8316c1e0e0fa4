"""Which threads a list shows, and in which order: what views keep and the store reads by."""

from typing import Final, Literal

import msgspec

from core.domain.channels import Channel

Order = Literal["urgent", "newest", "waiting", "money", "name"]
State = Literal["open", "snoozed", "done", "archived", "all"]
ORDERS: Final[tuple[Order, ...]] = ("urgent", "newest", "waiting", "money", "name")
SPAM: Final = "spam"
"""The queue that never waits for us."""


class ThreadFilter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Every condition must hold; of a tuple one of its values, an empty one asks for nothing.

    ``owners`` has '' for nobody's; ``accounts`` are Telegram accounts of ours. ``waiting``: the
    client wrote last and it is no spam;
    ``closing``: a service window ends soon, or within so many hours (``within``, 0: the two in
    which windows are said to close); ``due``: a follow-up's day has come. ``state``
    ``open`` hides what is snoozed, done or archived, the others show that alone, ``all`` shows it
    behind. ``folder`` is a folder of a Telegram account (`chats.key_of`): what it holds of the
    archive stands behind.
    What is pinned or has come back stands first in every order; ``snoozed`` is ordered by when
    threads come back, ``done`` by when they were done.
    """

    queues: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    accounts: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    waiting: bool = False
    unread: bool = False
    closing: bool = False
    within: int = 0
    draft: bool = False
    due: bool = False
    state: State = "open"
    search: str = ""
    folder: str = ""
    order: Order = "newest"

    @property
    def queue(self) -> str | None:
        """The one queue that is shown, None where it is none or several."""
        return self.queues[0] if len(self.queues) == 1 else None
