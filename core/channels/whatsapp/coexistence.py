"""What the phone brings along: its chats so far, its address book. Pure.

Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/history
and …/smb_app_state_sync
"""

from typing import Final

from core.channels.whatsapp import errors, records
from core.channels.whatsapp.content import content
from core.channels.whatsapp.gathering import Names, moment, name, named, names, when
from core.channels.whatsapp.messages import MessageReader
from core.channels.whatsapp.records import NOTHING, Raw, said
from core.channels.whatsapp.statuses import past_status
from core.domain.channels import Direction, Profile
from core.domain.events import MarketingSet, MediaArrived, MessageReceived, ProfileSeen

_DECLINED: Final = 2593109
_ALLOWED: Final = {"stop": False, "resume": True, "signup": True}


def history(reader: MessageReader, raw: Raw) -> None:
    """A chunk of the chats so far, how far it has come, or that they are not shared."""
    chunk = records.part(raw, records.HistoryChunk)
    place = records.soft(chunk.metadata, records.HistoryPlace)
    for each in reader.walk.listed(chunk.errors):
        code, text = errors.told(each)
        reader.notice(
            f"history:{reader.account}:{code}", reader.walk.now,
            "history-declined" if code == _DECLINED else "history-failed", each,
            {"number": str(code), "text": text}, "warning",
        )  # fmt: skip
    where = [said(part) for part in (place.phase, place.chunk_order, place.progress)]
    if any(where):
        reader.notice(
            f"history:{reader.account}:{':'.join(where)}", reader.walk.now, "history-progress",
            NOTHING, {"phase": where[0], "progress": where[2]},
        )  # fmt: skip
    for chat in reader.walk.listed(chunk.threads):
        reader.walk.guarded(chat, lambda raw: _chat(reader, raw))


def _chat(reader: MessageReader, raw: Raw) -> None:
    chat = records.part(raw, records.HistoryThread)
    beside = records.soft(chat.context, records.Contact)
    told = names(chat.id or beside.wa_id, chat.user_id or beside.user_id)

    def one(raw: Raw) -> None:
        head = records.read(raw, records.Message)
        context = records.soft(head.history_context, records.HistoryContext)
        direction: Direction = "out" if _mine(reader, head, told, context) else "in"
        reader.message(raw, direction, thread=told.peer, past="history")
        if direction == "out":
            at = when(head.timestamp, reader.walk.now)
            past_status(reader, name(head.id), at, context.status or "", told, raw)

    for message in reader.walk.listed(chat.messages):
        reader.walk.guarded(message, one)


def _mine(
    reader: MessageReader, head: records.Message, chat: Names, context: records.HistoryContext
) -> bool:
    if context.from_me is not None:
        return context.from_me
    sender = names(head.sender, head.from_user_id, head.from_parent_user_id)
    return bool(reader.ours and sender.wa_id == reader.ours) or not set(filter(None, sender)) & set(
        chat
    )


def media(reader: MessageReader, raw: Raw) -> None:
    """The file of a message of the past, which was told of without it."""
    head = records.read(raw, records.Message)
    ours = bool(reader.ours) and names(head.sender, None).wa_id == reader.ours
    if not ours or names(head.to, head.to_user_id, head.to_parent_user_id).peer:
        reader.message(raw, "out" if ours else "in", past="media")
        return
    # ours, and not said to whom: its message knows
    parts = records.read(raw, dict[str, Raw])
    found = content(records.kind(head.type, parts), parts)
    body = MediaArrived(target=named(head.id), attachments=found.attachments, text=found.text)
    reader.add(named(head.id), when(head.timestamp, reader.walk.now), body, reader.ours, raw)


def book(reader: MessageReader, raw: Raw) -> None:
    """A contact of the phone's address book: what the business calls a client. One that was taken
    out keeps the name it had."""
    entry = records.part(raw, records.StateSync)
    contact = records.part(entry.contact, records.BookContact)
    told = names(contact.phone_number, contact.user_id, contact.parent_user_id)
    username = contact.username or None
    ident = told.peer or (f"@{username}" if username else "")
    if not ident:
        raise ValueError("nobody")
    time = records.soft(entry.metadata, records.Time).timestamp
    at = moment(time, reader.walk.now)
    reader.walk.meet(reader.account, told, at)
    removed = (entry.action or "").lower() == "remove"
    profile = Profile(
        name="" if removed else contact.full_name or contact.first_name or "",
        phone=f"+{told.wa_id}" if told.wa_id.isdigit() else None,
        username=username,
    )
    key = reader.walk.named(f"book:{ident}", time, entry.action or "", raw)
    reader.add(key, at, ProfileSeen(profile=profile), ident, raw)


def preference(reader: MessageReader, raw: Raw) -> None:
    """The client wants no more marketing messages, or wants them again."""
    told = records.part(raw, records.Preference)
    whole, profile = reader.person(names(told.wa_id, told.user_id, told.parent_user_id))
    if not whole.peer:
        raise ValueError("nobody")
    allowed = _ALLOWED.get((told.value or "").lower())
    if allowed is None:
        raise ValueError("no preference")
    at = moment(told.timestamp, reader.walk.now)
    key = reader.walk.named(f"marketing:{whole.peer}", told.timestamp, f"{allowed}", raw)
    reader.walk.meet(reader.account, whole, at)
    reader.add(key, at, MarketingSet(allowed=allowed), whole.peer, raw)
    line = MessageReceived(
        direction="in",
        note="marketing_resume" if allowed else "marketing_stop",
        profile=profile,
        opens_window=False,
        service=True,
    )
    reader.add(key, at, line, whole.peer, raw)
