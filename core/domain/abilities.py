"""What one may do with a message that stands. Pure; the messenger has the last word."""

from typing import Final

from core.domain.channels import Channel
from core.domain.views import MessageRow


def may_react(row: MessageRow) -> bool:
    """On Telegram to any message, on WhatsApp to the client's."""
    if not row.external_id or row.service:
        return False
    if row.peer.channel is Channel.TELEGRAM:
        return row.note != "call"
    return row.peer.channel is Channel.WHATSAPP and row.direction == "in"


COMMON: Final = {
    Channel.WHATSAPP: ("👍", "❤️", "🔥", "🙂", "🙏", "👎"),
    Channel.TELEGRAM: ("👍", "❤", "🔥", "👏", "👌", "🎉", "🙏", "👎"),
}
"""What one reacts with most. Of Telegram's those that its server takes, as it writes them."""


def offered(channel: Channel, taken: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What to offer as a reaction where the server takes ``taken`` (none: that is not known)."""
    common = COMMON.get(channel, ())
    if not taken:
        return common
    return tuple(one for one in common if one in taken) or taken[:8]
