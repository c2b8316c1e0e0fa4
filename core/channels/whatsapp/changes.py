"""One change of a webhook: every member of it, each by itself. Pure.

Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference
"""

from collections.abc import Callable
from typing import Final

import msgspec

from core.channels.whatsapp import coexistence, errors, groups, records, statuses
from core.channels.whatsapp.gathering import Gathering, names
from core.channels.whatsapp.messages import MessageReader
from core.channels.whatsapp.records import NOTHING, Raw

FIELDS: Final = frozenset(
    {"messages", "smb_message_echoes", "message_echoes", "standby", "calls", "history",
     "smb_app_state_sync", "user_preferences"}
)  # fmt: skip


_BESIDE: Final = {
    "messaging_product",
    *(field.name for field in msgspec.structs.fields(records.Value)),
}


def unheard(raw: Raw) -> dict[str, Raw]:
    """The members of a ``value`` that this version does not know."""
    members = records.lenient(raw, dict[str, Raw], {})
    return {key: member for key, member in members.items() if key not in _BESIDE}


def concerns_people(field: str, value: records.Value) -> bool:
    """Whether a change is of chats, and not of the account."""
    members = (
        value.messages, value.message_echoes, value.statuses, value.calls, value.history,
        value.state_sync, value.user_preferences, value.groups,
    )  # fmt: skip
    return field in FIELDS or any(member != NOTHING for member in members)


def read(walk: Gathering, field: str, value: records.Value, account: str) -> None:
    """Everything a change of one of our numbers holds."""
    number = records.soft(value.metadata, records.Metadata)
    ours = names(number.display_phone_number, None).wa_id
    reader = MessageReader(walk, value, account, ours)

    def each(members: Raw, work: Callable[[Raw], None]) -> None:
        for raw in walk.listed(members):
            walk.guarded(raw, work)

    if field == "history":
        # beside no chats these are the files of messages that came without
        each(value.messages, lambda raw: coexistence.media(reader, raw))
    else:
        each(value.messages, reader.incoming)
    each(value.message_echoes, lambda raw: reader.message(raw, "out"))
    each(value.calls, reader.call)
    each(value.statuses, lambda raw: statuses.status(reader, raw))
    each(value.history, lambda raw: coexistence.history(reader, raw))
    each(value.state_sync, lambda raw: coexistence.book(reader, raw))
    each(value.user_preferences, lambda raw: coexistence.preference(reader, raw))
    each(value.groups, lambda raw: groups.group(reader, raw))
    for raw in walk.listed(value.errors):
        code, text = errors.told(raw)
        params = {"number": str(code), "text": text[:300]}
        reader.notice(walk.key("error", raw), walk.now, "error", raw, params, "warning")
