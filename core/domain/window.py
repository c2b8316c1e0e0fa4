"""WhatsApp's service window: 24 h from the client's last message, by the sender's timestamp.

Source: Meta's Cloud API documentation, "customer service window". Times are ms since the epoch.
"""

from typing import Final, Literal

import msgspec

WindowState = Literal["none", "open", "closing", "closed"]

SERVICE_WINDOW_MS: Final = 24 * 3600 * 1000
CLOSING_MS: Final = 2 * 3600 * 1000


class Window(msgspec.Struct, frozen=True):
    """State at one moment; ``closes_at`` is None where there is no window to close."""

    state: WindowState
    closes_at: int | None = None


def closes_at(last_inbound: int | None, closed_at: int | None = None) -> int | None:
    """When the window closes: 24 h after the last message of the client, or ``closed_at`` where
    the channel itself said after that message that it is closed. None: never opened."""
    if last_inbound is None:
        return None
    end = last_inbound + SERVICE_WINDOW_MS
    if closed_at is not None and closed_at >= last_inbound:
        return min(end, closed_at)
    return end


def window(closes: int | None, now: int, *, exists: bool = True) -> Window:
    """The window that closes at ``closes``. ``exists`` is False on channels that have none.

    The window of a peer who never wrote is closed: only a template may be sent.
    """
    if not exists:
        return Window("none")
    if closes is None or now >= closes:
        return Window("closed", closes)
    return Window("closing" if closes - now < CLOSING_MS else "open", closes)
