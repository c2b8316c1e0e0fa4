"""WhatsApp's two timers, by the senders' timestamps. Times are ms since the epoch, UTC.

The service window: free text may be written for 24 h from the client's last message or call
(developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages, "Customer
service windows": a user "messages you or calls you"). Statuses, our sends, edits, deletions,
notices and reactions are none of these; of reactions Meta says nothing, so they count for nothing:
a window that is shorter than Meta's costs a template, a longer one a refused message.

The price of an ad: who answers a client that came from an ad within 24 h pays what ads cost for
72 h from that answer (the same site, "Pricing", "free entry point windows"). It changes nothing
about what may be written. Messages within the service window have a price of their own.
"""

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

WindowState = Literal["none", "open", "closing", "closed"]

SERVICE_WINDOW_MS: Final = 24 * 3600 * 1000
CLOSING_MS: Final = 2 * 3600 * 1000
ANSWER_AD_MS: Final = 24 * 3600 * 1000
AD_PRICE_MS: Final = 72 * 3600 * 1000


class Window(msgspec.Struct, frozen=True):
    """State at one moment; ``closes_at`` is None where there is no window to close."""

    state: WindowState
    closes_at: int | None = None


class AdPrice(msgspec.Struct, frozen=True):
    """``until`` the price of an ad holds; where the ad was not answered, ``answer_by`` then it
    would come to hold. Each is None where there is none, and may be in the past."""

    until: int | None = None
    answer_by: int | None = None


NO_AD: Final = AdPrice()


def ad_price(clicks: Iterable[int], answers: Iterable[int]) -> AdPrice:
    """From when the client came from an ad and when something of ours was sent, in any order."""
    sent = sorted(answers)
    until = answer_by = None
    for click in clicks:
        first = next((at for at in sent if at >= click), None)
        if first is None:
            answer_by = max(answer_by or 0, click + ANSWER_AD_MS)
        elif first < click + ANSWER_AD_MS:
            until = max(until or 0, first + AD_PRICE_MS)
    return AdPrice(until, answer_by)


def closes_at(last_inbound: int | None, closed_at: int | None = None) -> int | None:
    """When the window closes: 24 h after the last message of the client, or ``closed_at`` where
    the channel itself last said after that message that it is closed. None: never opened."""
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
