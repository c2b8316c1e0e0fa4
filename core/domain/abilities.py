"""What one may do with a message that stands. Pure; the messenger has the last word."""

from typing import Final

from core.domain.channels import Channel
from core.domain.views import AttachmentRow, MessageRow

Bot = frozenset[str] | None
"""What a bot by which the chat comes may do there (flags of Telegram's ``businessBotRights``); None
where it comes by no bot."""


def may_react(row: MessageRow, bot: Bot = None) -> bool:
    """On Telegram to any message, on WhatsApp to the client's; a bot reacts to none."""
    if not row.external_id or row.service or bot is not None:
        return False
    if row.peer.channel is Channel.TELEGRAM:
        return row.note != "call"
    return row.peer.channel is Channel.WHATSAPP and row.direction == "in"


EDIT_MS: Final = 48 * 3600 * 1000
"""So long Telegram lets a message be changed."""


def may_edit(row: MessageRow, now: int, bot: Bot = None) -> bool:
    """A text or caption of ours, there may be none yet: on Telegram for two days, anywhere until it
    goes out."""
    if row.direction != "out" or row.note or row.service:
        return False
    if not (row.text or any(map(_captioned, row.attachments))):
        return False
    if bot is not None and "reply" not in bot:
        return False
    if not row.external_id:
        return row.status == "queued"
    return row.peer.channel is Channel.TELEGRAM and now - row.at < EDIT_MS


def _captioned(item: AttachmentRow) -> bool:
    """Whether words may stand under a file."""
    return item.kind != "sticker" and (item.look is None or item.look.shape != "round")


def may_replace(row: MessageRow, now: int, bot: Bot = None) -> bool:
    """Another file in place of the one of a message of ours that is on Telegram."""
    one = len(row.attachments) == 1 and row.attachments[0].kind in ("image", "document", "video")
    return (
        one and bool(row.external_id) and _captioned(row.attachments[0]) and may_edit(row, now, bot)
    )


def may_delete(row: MessageRow, bot: Bot = None) -> bool:
    """For both sides: on Telegram, whoever wrote it; by a bot as the account lets it."""
    if (
        bot is not None
        and "delete_received_messages" not in bot
        and not ("delete_sent_messages" in bot and row.client_ref)
    ):
        return False
    return row.peer.channel is Channel.TELEGRAM and bool(row.external_id)


def may_forward(row: MessageRow, bot: Bot = None) -> bool:
    """What holds words or files, and is no line of the messenger's own. A bot passes on what it can
    copy."""
    if not row.external_id or row.service or row.note == "call":
        return False
    if bot is not None:
        return bool(row.text or row.attachments)
    return row.peer.channel is Channel.TELEGRAM or bool(row.text or row.attachments)


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


def may_vote(row: MessageRow, bot: Bot = None) -> bool:
    """In a poll of Telegram's that takes votes; a bot votes in none."""
    poll = row.around.poll if row.around is not None else None
    return poll is not None and poll.open and _whole(row, bot)


def may_pin(row: MessageRow, bot: Bot = None) -> bool:
    """On Telegram any message that is no line of its own; a bot pins none."""
    return _whole(row, bot) and not row.service and row.note != "call"


def _whole(row: MessageRow, bot: Bot) -> bool:
    there = bool(row.external_id) and ":" not in row.external_id
    return row.peer.channel is Channel.TELEGRAM and there and bot is None
