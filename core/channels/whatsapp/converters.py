"""A webhook's body becomes events. Pure: nothing is fetched, kept or raised.

Walks entry[] x changes[] x messages[], statuses[] and the rest; what cannot be read becomes an
``Unreadable`` with its raw bytes, and everything beside it is still read.
"""

import hashlib
import json
from collections.abc import Callable, Iterable

import msgspec

from core.channels.whatsapp import errors, records
from core.channels.whatsapp.content import Content, content
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
    Unreadable,
    WindowClosed,
)
from core.domain.problems import Problem

_DELIVERIES: dict[str, Delivery] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
}
# Sent by WhatsApp and not written by the client: no window opens (facts: only messages and calls).
_NO_WINDOW = frozenset({"system", "request_welcome", "ephemeral", "payment"})
_BROKEN = (msgspec.DecodeError, UnicodeError, ValueError, OverflowError, RecursionError)
# From 2009 (WhatsApp's first year) to 2100, in milliseconds.
_FIRST, _LAST = 1_230_768_000_000, 4_102_444_800_000


def to_events(body: bytes, account: str, *, now: int) -> list[Event]:
    """The events of one POST, in its order, of number ``account`` alone ('' takes every number).

    ``now`` (ms) dates what has no time of its own: the unreadable.
    """
    walk = _Walk(account, now)
    walk.body(body)
    return walk.events


def peer_id(wa_id: str | None, user_id: str | None) -> str:
    """The client's id: the wa_id wherever it is told, so that a thread stays one when a user id
    (BSUID) comes along later; else the user id. '' when neither is there."""
    return (wa_id or "").strip().lstrip("+") or (user_id or "").strip()


def millis(timestamp: str | int | float) -> int:
    """Seconds (or milliseconds) since the epoch, a number or digits, as ms. Raises ValueError."""
    at = float(timestamp)
    if not -1e15 < at < 1e15:
        raise ValueError("no time")
    result = int(at if at > 1e11 else at * 1000)
    if not _FIRST <= result <= _LAST:
        raise ValueError("no time of WhatsApp's")
    return result


class _Walk:
    """Gathers the events of one body."""

    def __init__(self, account: str, now: int) -> None:
        self.account = account
        self.now = now
        self.events: list[Event] = []

    def body(self, body: bytes) -> None:
        try:
            self.entries(body)
        except _BROKEN:
            self.attempt(Raw(body), lambda: self.entries(_mended(body)))

    def entries(self, body: bytes) -> None:
        for entry in records.items(records.read(body, records.Webhook).entry):
            self.guarded(entry, self.entry)

    def guarded(self, raw: Raw, work: Callable[[Raw], None]) -> None:
        self.attempt(raw, lambda: work(raw))

    def attempt(self, raw: Raw, work: Callable[[], None], peer: Peer | None = None) -> None:
        """Do it; where the JSON is not what it should be, keep it raw and go on."""
        try:
            work()
        except _BROKEN as error:
            # Only the kind of mistake is told: the sentence could quote the client.
            what = Problem("whatsapp-unreadable", {"why": type(error).__name__})
            self.unreadable(raw, what, peer)

    def unreadable(self, raw: Raw, what: Problem, peer: Peer | None = None) -> None:
        content = bytes(raw)
        key = "unreadable:" + hashlib.sha256(content).hexdigest()[:32]
        body = Unreadable(problem=what.encode())
        self.events.append(Event(external_id=key, at=self.now, body=body, peer=peer, raw=content))

    def entry(self, raw: Raw) -> None:
        for change in records.items(records.read(raw, records.Entry).changes):
            self.guarded(change, self.change)

    def change(self, raw: Raw) -> None:
        change = records.read(raw, records.Change)
        if change.field not in _FIELDS:
            return  # subscribed to, perhaps, but of no message: templates, quality, account
        value = records.read(change.value, records.Value)
        number = records.lenient(value.metadata, records.Metadata, records.Metadata())
        account = str(number.phone_number_id or "")
        if self.account and account and account != self.account:
            return
        _Value(self, value, account or self.account).read()


_FIELDS = ("messages", "smb_message_echoes", "calls", "history")


class _Value:
    """One change of one of our numbers."""

    def __init__(self, walk: _Walk, value: records.Value, account: str) -> None:
        self.walk = walk
        self.value = value
        self.account = account
        self.profiles: dict[str, Profile] = {}

    def read(self) -> None:
        walk, value = self.walk, self.value
        for raw in self.listed(value.contacts):
            contact = records.lenient(raw, records.Contact, records.Contact())
            profile = _profile(contact)
            for ident in (contact.wa_id, contact.user_id):
                if ident:
                    self.profiles[ident.lstrip("+")] = profile
        for raw in self.listed(value.messages):
            walk.guarded(raw, lambda raw: self.message(raw, "in"))
        for raw in self.listed(value.message_echoes):
            walk.guarded(raw, lambda raw: self.message(raw, "out"))
        for raw in self.listed(value.calls):
            walk.guarded(raw, self.call)
        for raw in self.listed(value.statuses):
            walk.guarded(raw, self.status)
        for chunk in self.listed(value.history):
            walk.guarded(chunk, self.history)
        for raw in self.listed(value.errors):
            code, text = _error(raw)
            walk.unreadable(raw, errors.problem(code, text))

    def listed(self, raw: Raw) -> Iterable[Raw]:
        """The members; a list that is none is kept as unreadable, and the others are read."""
        try:
            return records.items(raw)
        except _BROKEN:
            self.walk.unreadable(raw, Problem("whatsapp-unreadable", {"why": "list"}))
            return []

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
            profile=self.profile(ident, head.from_user_id) if direction == "in" else None,
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
        delivery = _DELIVERIES.get(status.status)
        if delivery is None or not ident:
            why = status.status[:40] if ident else "nobody"
            self.walk.unreadable(raw, Problem("whatsapp-unreadable", {"why": why}))
            return
        at = millis(status.timestamp)
        code, text = -1, ""
        failures = list(self.listed(status.errors)) if delivery == "failed" else []
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
        for chat in self.listed(records.read(raw, records.HistoryChunk).threads):
            self.walk.guarded(chat, self.past)

    def past(self, raw: Raw) -> None:
        chat = records.read(raw, records.HistoryThread)
        ident = peer_id(chat.id, None)

        def one(raw: Raw) -> None:
            sender = records.read(raw, records.Message).sender
            direction: Direction = "in" if peer_id(sender, None) == ident else "out"
            self.message(raw, direction, thread=ident, history=True)

        for message in self.listed(chat.messages):
            self.walk.guarded(message, one)


_KINDS = frozenset(
    {
        "text", "image", "video", "document", "sticker", "audio", "location", "contacts", "order",
        "interactive", "button", "reaction", "edit", "revoke", "system", "unsupported",
    }
)  # fmt: skip


def _mended(body: bytes) -> bytes:
    """The same JSON without bytes that are no UTF-8 and halves of surrogates: msgspec refuses a
    whole batch for one of them. Raises ValueError where it is no JSON at all."""
    tree = json.loads(body.decode("utf-8", "replace"))
    return json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace")


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
