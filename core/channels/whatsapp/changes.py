"""One change of a webhook: messages, echoes, calls, statuses, history. Pure.

Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference
"""

import hashlib

from core.channels.whatsapp import errors, records
from core.channels.whatsapp.content import EDITABLE, Content, content
from core.channels.whatsapp.gathering import (
    BROKEN,
    Gathering,
    Names,
    millis,
    name,
    named,
    names,
)
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
    Referral,
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
        self.contacts: dict[str, tuple[Names, Profile]] = {}
        self.only: tuple[Names, Profile] | None = None

    def read(self) -> None:
        """Everything the change holds, each member by itself."""
        walk, value = self.walk, self.value
        people = list(self.walk.listed(value.contacts))
        for raw in people:
            contact = records.lenient(raw, records.Contact, records.Contact())
            called = records.lenient(contact.profile, records.ProfileName, records.ProfileName())
            profile = Profile(name=called.name or "", username=called.username or None)
            told = names(contact.wa_id, contact.user_id)
            self.contacts |= dict.fromkeys(filter(None, told), (told, profile))
            self.only = (told, profile) if len(people) == 1 else None
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

    def person(self, told: Names) -> tuple[Names, Profile]:
        """Who it is, completed by ``contacts``: by either name, and where the message has one and
        the only contact has the other."""
        found = self.contacts.get(told.wa_id) or self.contacts.get(told.user_id) or self.only
        whole, profile = told, Profile()
        if found and not any(a and b and a != b for a, b in zip(told, found[0], strict=True)):
            whole = Names(told.wa_id or found[0].wa_id, told.user_id or found[0].user_id)
            profile = found[1]
        phone = f"+{whole.wa_id}" if whole.wa_id.isdigit() else None
        return whole, Profile(name=profile.name, phone=phone, username=profile.username)

    def message(
        self, raw: Raw, direction: Direction, *, thread: str = "", history: bool = False
    ) -> None:
        head = records.read(raw, records.Message)
        theirs = (
            (head.sender, head.from_user_id) if direction == "in" else (head.to, head.to_user_id)
        )
        whole, profile = self.person(names(*theirs))
        ident = whole.peer or thread
        if not ident:
            raise ValueError("nobody")
        self.walk.attempt(
            raw,
            lambda: self.said(raw, head, direction, whole, ident, profile, history),
            self.peer(ident),
        )

    def said(
        self,
        raw: Raw,
        head: records.Message,
        direction: Direction,
        whole: Names,
        ident: str,
        profile: Profile,
        history: bool,
    ) -> None:
        key, at = named(head.id), millis(head.timestamp)
        self.walk.meet(self.account, *whole, at)
        parts = records.read(raw, dict[str, Raw])
        kind = records.kind(head.type, parts)
        new = Names("", "")
        body: Body
        match kind:
            case "reaction":
                reaction = records.read(parts.get(kind, NOTHING), records.Reaction)
                body = ReactionSet(
                    target=named(reaction.message_id),
                    actor="client" if direction == "in" else "us",
                    emoji=reaction.emoji or "",
                )
            case "edit":
                edit = records.read(parts.get(kind, NOTHING), records.Edit)
                target, text = named(edit.original_message_id), _edited(edit.message)
                body = MessageEdited(target=target, text=text, edited_at=at)
                if key == target:
                    # An edit may come under the original's id: several of them stay several.
                    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
                    key = f"{key}:{at}:{digest}"
            case "revoke":
                revoke = records.read(parts.get(kind, NOTHING), records.Revoke)
                body = MessageDeleted(target=named(revoke.original_message_id))
            case "system":
                notice = records.read(parts.get(kind, NOTHING), records.System)
                new = names(notice.wa_id or notice.new_wa_id, notice.user_id)
                body = _system(notice, new.peer if new.peer != ident else "", profile)
            case _:
                body = _received(kind, head, parts, direction, profile, history)
        self.add(key, at, body, ident, raw)
        self.walk.meet(self.account, *new, at)

    def call(self, raw: Raw) -> None:
        call = records.read(raw, records.Call)
        ours = call.direction == "BUSINESS_INITIATED"
        theirs = names(call.to, call.to_user_id) if ours else Names("", "")
        whole, profile = self.person(
            theirs if theirs.peer else names(call.sender, call.from_user_id)
        )
        if not whole.peer:
            raise ValueError("nobody")
        at = millis(call.timestamp)
        self.walk.meet(self.account, *whole, at)
        body = MessageReceived(
            direction="out" if ours else "in",
            profile=None if ours else profile,
            note="call",
            opens_window=not ours,
        )
        self.add(named(call.id), at, body, whole.peer, raw)

    def status(self, raw: Raw) -> None:
        status = records.read(raw, records.Status)
        wamid, ident = named(status.id), names(status.recipient_id, status.recipient_user_id).peer
        delivery = _STATUSES.get(status.status)
        if delivery is None or not ident:
            why = status.status[:40] if ident else "nobody"
            self.walk.unreadable(raw, Problem("whatsapp-unreadable", {"why": why}))
            return
        at = millis(status.timestamp)
        failures = [_error(each) for each in self.walk.listed(status.errors)]
        problem = errors.problem(*failures[0]) if failures else errors.problem(-1, "")
        body = DeliveryChanged(
            status=delivery,
            target=wamid,
            client_ref=status.biz_opaque_callback_data,
            problem=problem.encode() if delivery == "failed" else "",
        )
        self.add(f"{wamid}:{status.status}", at, body, ident, raw)
        if delivery == "failed" and any(code == errors.WINDOW_CLOSED for code, _ in failures):
            self.add(f"{wamid}:window", at, WindowClosed(), ident, raw)

    def history(self, raw: Raw) -> None:
        for chat in self.walk.listed(records.read(raw, records.HistoryChunk).threads):
            self.walk.guarded(chat, self.past)

    def past(self, raw: Raw) -> None:
        chat = records.read(raw, records.HistoryThread)
        ident = names(chat.id, None).peer

        def one(raw: Raw) -> None:
            sender = names(records.read(raw, records.Message).sender, None)
            direction: Direction = "in" if sender.peer == ident else "out"
            self.message(raw, direction, thread=ident, history=True)

        for message in self.walk.listed(chat.messages):
            self.walk.guarded(message, one)


def _system(notice: records.System, new: str, profile: Profile) -> Body:
    """A notice of WhatsApp's own; ``new`` is another id of the person, '' where none is told."""
    if new and notice.type in ("user_changed_number", "customer_changed_number"):
        phone = f"+{new}" if new.isdigit() else None
        return IdentityChanged(new_id=new, profile=Profile(name=profile.name, phone=phone))
    return MessageReceived(
        direction="in",
        text=notice.body or "",
        note=notice.type or "system",
        opens_window=False,
    )


def _received(
    kind: str,
    head: records.Message,
    parts: dict[str, Raw],
    direction: Direction,
    profile: Profile,
    history: bool,
) -> MessageReceived:
    try:
        said = content(kind, parts)
    except BROKEN:
        said = Content(note="unsupported")  # somebody wrote something: the operator is to know
    context = records.lenient(head.context, records.Context, records.Context())
    forwarded = context.forwarded or context.frequently_forwarded
    return MessageReceived(
        direction=direction,
        text=said.text,
        attachments=said.attachments,
        reply_to=name(context.id) or None,
        profile=profile,
        note=said.note or ("forwarded" if forwarded else ""),
        history=history,
        opens_window=direction == "in" and kind not in _NO_WINDOW,
        ad=_ad(head.referral),
    )


def _ad(raw: Raw) -> Referral | None:
    """Where the client came from; a referral that names nothing is none."""
    told = records.lenient(raw, records.AdReferral, records.AdReferral())
    ad = Referral(
        source=told.source_type or "",
        source_id=name(told.source_id),
        url=told.source_url or "",
        headline=told.headline or "",
        text=told.body or "",
        media=told.image_url or told.video_url or told.thumbnail_url or "",
        click=told.ctwa_clid or "",
    )
    return ad if ad != Referral() else None


def _edited(raw: Raw) -> str:
    """The new text of an edited message, or its caption. Raises ValueError where it has none."""
    parts = records.read(raw, dict[str, Raw])
    kind = records.kind(parts.get("type", NOTHING), parts)
    if kind not in EDITABLE:
        raise ValueError("no text")
    return content(kind, parts).text


def _error(raw: Raw) -> tuple[int, str]:
    error = records.lenient(raw, records.Problem, records.Problem())
    return errors.number(error.code), error.title or error.message or ""
