"""A thread with one message of every kind that WhatsApp delivers: the recorded payloads, read and
kept as they would be."""

import tempfile
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from core.channels.whatsapp.converters import to_events
from core.domain.views import MessageRow, NoticeRow
from core.store.read import account
from core.store.read import threads as read_threads
from core.store.read.messages import messages
from core.store.store import Store

DATA: Final = Path(__file__).parents[1] / "data" / "whatsapp"
ACCOUNT: Final = "106540352242922"
_KINDS: Final = (
    "request_welcome", "text_from_ad", "image_from_post", "text", "text_reply",
    "text_forwarded_often", "product_enquiry", "order_numbers", "interactive_button",
    "interactive_list", "interactive_flow_builder", "interactive_address",
    "interactive_call_permission", "interactive_broken", "button_reply_context", "location_url",
    "location_live", "contacts_many", "voice", "video", "document", "sticker", "image_view_once",
    "poll", "event", "call_answered", "call_missed", "call_ours", "call_rejected",
    "echo_buttons", "echo_template", "echo_image", "unsupported", "unsupported_plain",
    "unsupported_on_phone", "unknown_type", "system_identity", "system_number",
    "status_payment", "marketing_stop",
)  # fmt: skip
_GROUP: Final = ("group_created", "group_joined", "group_text", "group_voice", "group_renamed")
_NOTICES: Final = (
    "account_restriction", "template_rejected", "number_flagged", "template_category_soon",
    "account_alert", "security", "history_chunk", "capability", "field_unheard",
)  # fmt: skip


async def kinds(now: int) -> tuple[list[MessageRow], list[MessageRow], list[NoticeRow]]:
    """The rows of a client's thread and of a group's, and what is said of the account; all of
    them of the last hour before ``now`` (ms)."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "kinds.db")
        await store.open()
        try:
            for name in (*_KINDS, *_GROUP, *_NOTICES):
                body = (DATA / f"{name}.json").read_bytes()
                await store.append(to_events(body, ACCOUNT, now=now))
            found = await store.read(
                lambda conn: {
                    row.name: messages(conn, row.id, media=Path(folder))
                    for row in read_threads.threads(conn, now=now)
                }
            )
            notices = await store.read(account.notices)
        finally:
            await store.close()
    group = next(rows for rows in found.values() if any(row.author for row in rows))
    client = max(found.values(), key=len)
    return (
        _late(client, now),
        _late(group, now),
        [replace(row, at=now - 3_600_000 * i) for i, row in enumerate(notices)],
    )


def _late(rows: list[MessageRow], now: int) -> list[MessageRow]:
    ordered = sorted(rows, key=lambda row: row.id)
    return [
        replace(row, thread=7, at=now - 60_000 * (len(ordered) - i))
        for i, row in enumerate(ordered)
    ]
