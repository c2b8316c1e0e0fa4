"""One change of a webhook: messages, echoes, calls, statuses, history. Pure.

Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference
"""

import hashlib

from core.channels.whatsapp import errors, records
from core.channels.whatsapp.content import Content, content
from core.channels.whatsapp.gathering import Gathering, millis, peer_id
from core.channels.whatsapp.records import NOTHING, Raw
from core.domain.channels import Channel, Direction, Peer, Profile
from core.domain.events import (
    Body,
    Delivery,
    DeliveryChanged,
    Event,
    IdentityChanged,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    ReactionSet,
    WindowClosed,
)
from core.domain.problems import Problem

_STATUSES: dict[str, Delivery] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
}
# Sent by WhatsApp and not written by the client: no window opens (facts: only messages and calls).
_NO_WINDOW = frozenset({"system", "request_welcome", "ephemeral", "payment"})


class ChangeReader:
    """Reads one change of one of our numbers into ``walk``."""

    def __init__(self, walk: Gathering, value: records.Value, account: str) -> None:
        self.walk = walk
        self.value = value
        self.account = account
        self.profiles: dict[str, Profile] = {}

    def read(self) -> None:
        """Everything the change holds, each member by itself."""
        walk, value = self.walk, self.value
        for raw in self.walk.listed(value.contacts):
            contact = records.lenient(raw, records.Contact, records.Contact())
            profile = _profile(contact)
            walk.meet(contact.wa_id, contact.user_id)
            for ident in (contact.wa_id, contact.user_id):
                if ident:
                    self.profiles[ident.lstrip("+")] = profile
        for raw in self.walk.listed(value.messages):
            walk.guarded(raw, lambda raw: self.message(raw, "in"))
        for raw in self.walk.listed(value.message_echoes):
            walk.guarded(raw, lambda raw: self.message(raw, "out"))
        for raw in self.walk.listed(value.calls):
            walk.guarded(raw, self.call)
        for raw in self.walk.listed(value.statuses):
            walk.guarded(raw, self.status)
        for chunk in self.walk.listed(value.history):
            walk.guarded(chunk, self.history)
        for raw in self.walk.listed(value.errors):
            code, text = _error(raw)
            walk.unreadable(raw, errors.problem(code, text))

    def peer(self, ident: str) -> Peer:
        return Peer(Channel.WHATSAPP, self.account, ident)

    def add(self, external_id: str, at: int, body: Body, ident: str, raw: Raw) -> None:
        self.walk.events.append(
            Event(
                external_id=external_id,
                at=at,
                body=body,
                peer=self.peer(ident),
                raw=bytes(raw),
            )
        )

    def message(
        self, raw: Raw, direction: Direction, *, thread: str = "", history: bool = False
    ) -> None:
        head = records.read(raw, records.Message)
        theirs = (
            peer_id(head.sender, head.from_user_id)
            if direction == "in"
            else peer_id(head.to, head.to_user_id)
        )
        if direction == "in":
            self.walk.meet(head.sender, head.from_user_id)
        else:
            self.walk.meet(head.to, head.to_user_id)
        ident = theirs or thread
        if not ident:
            raise ValueError("nobody")
        self.walk.attempt(
            raw,
            lambda: self.said(raw, head, direction, ident, history),
            self.peer(ident),
        )

    def said(
        self, raw: Raw, head: records.Message, direction: Direction, ident: str, history: bool
    ) -> None:
        at = millis(head.timestamp)
        parts = records.read(raw, dict[str, Raw])
        kind = head.type or next((key for key in parts if key in _KINDS), "")
        body: Body
        key = head.id
        match kind:
            case "reaction":
                reaction = records.read(parts.get(kind, NOTHING), records.Reaction)
                body = ReactionSet(
                    target=reaction.message_id,
                    actor="client" if direction == "in" else "us",
                    emoji=reaction.emoji or "",
                )
            case "edit":
                edit = records.read(parts.get(kind, NOTHING), records.Edit)
                text = _edited(edit.message)
                body = MessageEdited(target=edit.original_message_id, text=text, edited_at=at)
                if key == edit.original_message_id:
                    # An edit may come under the original's id: several of them stay several.
                    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
                    key = f"{key}:{at}:{digest}"
            case "revoke":
                revoke = records.read(parts.get(kind, NOTHING), records.Revoke)
                body = MessageDeleted(target=revoke.original_message_id)
            case "system":
                body = self.system(parts, ident)
            case _:
                body = self.received(kind, head, parts, direction, ident, history)
        self.add(key, at, body, ident, raw)

    def received(
        self,
        kind: str,
        head: records.Message,
        parts: dict[str, Raw],
        direction: Direction,
        ident: str,
        history: bool,
    ) -> MessageReceived:
        if kind == "interactive" and kind not in parts:
            said = Content(note="interactive")  # it may lack its part and carry `errors`
        else:
            said = content(kind, parts)
        context = records.lenient(head.context, records.Context, records.Context())
        forwarded = context.forwarded or context.frequently_forwarded
        return MessageReceived(
            direction=direction,
            text=said.text,
            attachments=said.attachments,
            reply_to=context.id or None,
            profile=self.profile(
                ident, head.from_user_id if direction == "in" else head.to_user_id
            ),
            note=said.note or ("forwarded" if forwarded else ""),
            history=history,
            opens_window=direction == "in" and kind not in _NO_WINDOW,
        )

    def profile(self, ident: str, user_id: str | None) -> Profile:
        known = self.profiles.get(ident) or self.profiles.get(user_id or "")
        phone = f"+{ident}" if ident.isdigit() else None
        if known is None:
            return Profile(phone=phone)
        return Profile(name=known.name, phone=known.phone or phone, username=known.username)

    def system(self, parts: dict[str, Raw], ident: str) -> Body:
        notice = records.read(parts.get("system", NOTHING), records.System)
        new = peer_id(notice.wa_id or notice.new_wa_id, notice.user_id)
        changed = notice.type in ("user_changed_number", "customer_changed_number")
        if changed and new and new != ident:
            phone = f"+{new}" if new.isdigit() else None
            name = self.profile(ident, None).name
            return IdentityChanged(new_id=new, profile=Profile(name=name, phone=phone))
        return MessageReceived(
            direction="in",
            text=notice.body or "",
            note=notice.type or "system",
            opens_window=False,
        )

    def call(self, raw: Raw) -> None:
        call = records.read(raw, records.Call)
        ours = call.direction == "BUSINESS_INITIATED"
        ident = peer_id(call.to, call.to_user_id) if ours else ""
        ident = ident or peer_id(call.sender, call.from_user_id)
        if not ident:
            raise ValueError("nobody")
        body = MessageReceived(
            direction="out" if ours else "in",
            profile=None if ours else self.profile(ident, call.from_user_id),
            note="call",
            opens_window=not ours,
        )
        self.add(call.id, millis(call.timestamp), body, ident, raw)

    def status(self, raw: Raw) -> None:
        status = records.read(raw, records.Status)
        ident = peer_id(status.recipient_id, status.recipient_user_id)
        delivery = _STATUSES.get(status.status)
        if delivery is None or not ident:
            why = status.status[:40] if ident else "nobody"
            self.walk.unreadable(raw, Problem("whatsapp-unreadable", {"why": why}))
            return
        at = millis(status.timestamp)
        code, text = -1, ""
        failures = list(self.walk.listed(status.errors)) if delivery == "failed" else []
        if failures:
            code, text = _error(failures[0])
        body = DeliveryChanged(
            status=delivery,
            target=status.id,
            client_ref=status.biz_opaque_callback_data,
            problem=errors.problem(code, text).encode() if failures else "",
        )
        self.add(f"{status.id}:{status.status}", at, body, ident, raw)
        if code == errors.WINDOW_CLOSED:
            self.add(f"{status.id}:window", at, WindowClosed(), ident, raw)

    def history(self, raw: Raw) -> None:
        for chat in self.walk.listed(records.read(raw, records.HistoryChunk).threads):
            self.walk.guarded(chat, self.past)

    def past(self, raw: Raw) -> None:
        chat = records.read(raw, records.HistoryThread)
        ident = peer_id(chat.id, None)

        def one(raw: Raw) -> None:
            sender = records.read(raw, records.Message).sender
            direction: Direction = "in" if peer_id(sender, None) == ident else "out"
            self.message(raw, direction, thread=ident, history=True)

        for message in self.walk.listed(chat.messages):
            self.walk.guarded(message, one)


_KINDS = frozenset(
    {
        "text", "image", "video", "document", "sticker", "audio", "location", "contacts", "order",
        "interactive", "button", "reaction", "edit", "revoke", "system", "unsupported",
    }
)  # fmt: skip


def _profile(contact: records.Contact) -> Profile:
    named = contact.profile or records.ProfileName()
    digits = (contact.wa_id or "").lstrip("+")
    return Profile(
        name=named.name or "",
        phone=f"+{digits}" if digits.isdigit() else None,
        username=named.username or None,
    )


def _edited(raw: Raw) -> str:
    """The new text of an edited message: its text or caption, whatever its kind."""
    parts = records.read(raw, dict[str, Raw])
    kind = records.lenient(parts.get("type", NOTHING), str, "")
    kind = kind or next((key for key in parts if key in _KINDS), "")
    return content(kind, parts).text


def _error(raw: Raw) -> tuple[int, str]:
    error = records.lenient(raw, records.Problem, records.Problem())
    try:
        code = -1 if error.code is None else int(error.code)
    except ValueError:
        code = -1
    return code, error.title or error.message or ""
