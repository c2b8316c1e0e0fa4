"""Messages, echoes and calls of a change. Pure.

Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages
"""

import hashlib
import re
from typing import Final, Literal

from msgspec.structs import replace

from core.channels.whatsapp import records
from core.channels.whatsapp.content import EDITABLE, content
from core.channels.whatsapp.gathering import BROKEN, Content, Names, name, named, names, when
from core.channels.whatsapp.parts import Reaction
from core.channels.whatsapp.reading import Reader, ident_of, writer
from core.channels.whatsapp.records import NOTHING, Raw, noted, said
from core.domain.channels import Direction, Profile
from core.domain.events import (
    Body,
    CallEnded,
    IdentityChanged,
    MediaArrived,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    ReactionSet,
    Referral,
)

# Sent by WhatsApp and not written by the client: no window opens (facts: only messages and calls).
_SERVICE: Final = frozenset({"system", "request_welcome", "ephemeral", "payment"})
_FROM_TO: Final = re.compile(r" from \W?([A-Z]{2}\.[A-Za-z0-9.]+|\d{7,15}) to \S+\s*\Z")
_MOVED: Final = ("user_changed_number", "customer_changed_number", "user_changed_user_id")
Past = Literal["", "history", "media"]


class MessageReader(Reader):
    """Reads messages and calls."""

    def incoming(self, raw: Raw) -> None:
        """A member of ``messages``: the client's, or ours where our own number wrote it."""
        head = records.read(raw, records.Message)
        told = names(head.sender, None)
        theirs = names(head.to, head.to_user_id, head.to_parent_user_id)
        mine = bool(self.ours) and told.peer == self.ours and (theirs.peer or name(head.group_id))
        self.message(raw, "out" if mine else "in")

    def message(self, raw: Raw, direction: Direction, *, thread: str = "", past: Past = "") -> None:
        """One message; ``thread`` is whose chat it is in where the message does not say."""
        head = records.read(raw, records.Message)
        if direction == "in":
            told = names(head.sender, head.from_user_id, head.from_parent_user_id)
        else:
            told = names(head.to, head.to_user_id, head.to_parent_user_id)
        if thread and not told.peer:
            told = names(thread, None)
        parts = records.read(raw, dict[str, Raw])
        kind = records.kind(head.type, parts)
        notice = records.System()
        if kind == "system":
            notice = records.soft(parts.get(kind, NOTHING), records.System)
            before = names(None, notice.previous_user_id, notice.previous_parent_user_id)
            after = names(notice.wa_id, notice.user_id, notice.parent_user_id)
            ways = (told, before, _moved_from(notice), after)
            told = next((one for one in ways if one.peer), told)
        whole, profile = self.person(told)
        ident = name(head.group_id) or ident_of(whole, profile)
        if not ident:
            raise ValueError("nobody")
        self.walk.attempt(
            raw,
            lambda: (
                self._system(raw, head, notice, whole, ident, profile)
                if kind == "system"
                else self._said(raw, head, kind, parts, direction, whole, ident, profile, past)
            ),
            self.peer(ident),
        )

    def _said(
        self,
        raw: Raw,
        head: records.Message,
        kind: str,
        parts: dict[str, Raw],
        direction: Direction,
        whole: Names,
        ident: str,
        profile: Profile,
        past: Past,
    ) -> None:
        key, at = self._key(head, kind, raw), when(head.timestamp, self.walk.now)
        grouped = bool(name(head.group_id))
        if not grouped:
            self.walk.meet(self.account, whole, at)
        body: Body
        match kind:
            case "reaction":
                reaction = records.soft(parts.get(kind, NOTHING), Reaction)
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
                    key = f"{key}:{when(head.timestamp, 0)}:{digest}"
            case "revoke":
                revoke = records.read(parts.get(kind, NOTHING), records.Revoke)
                body = MessageDeleted(target=named(revoke.original_message_id))
            case _:
                body = _received(kind, head, parts, direction, past != "")
                if not grouped:
                    body = replace(body, profile=profile)
                elif direction == "in":
                    body = replace(body, author=writer(whole, profile))
        self.add(key, at, body, ident, raw)
        if past == "media" and isinstance(body, MessageReceived) and body.attachments:
            found = MediaArrived(target=key, attachments=body.attachments, text=body.text)
            self.add(key, at, found, ident, raw)

    def _system(
        self,
        raw: Raw,
        head: records.Message,
        notice: records.System,
        whole: Names,
        ident: str,
        profile: Profile,
    ) -> None:
        """A notice of WhatsApp's own: the client has another number or user id, or another
        device."""
        key, at = self._key(head, "system", raw), when(head.timestamp, self.walk.now)
        before = names(None, notice.previous_user_id, notice.previous_parent_user_id)
        new = names(notice.wa_id or notice.new_wa_id, notice.user_id, notice.parent_user_id)
        kind = noted(notice.type or "") or "system"
        if not name(head.group_id):
            self.walk.meet(self.account, before.completed(whole), at)
        text = notice.body or ""
        if kind in _MOVED and new.peer and new.peer != ident:
            phone = f"+{new.wa_id}" if new.wa_id.isdigit() else None
            moved = IdentityChanged(
                new_id=new.peer, profile=Profile(name=profile.name, phone=phone)
            )
            self.add(key, at, moved, ident, raw)
            text = f"{profile.phone} → {phone}" if profile.phone and phone else ""
        line = MessageReceived(
            direction="in",
            text=text,
            note=kind,
            profile=None if kind in _MOVED or name(head.group_id) else profile,
            opens_window=False,
            service=True,
        )
        self.add(key, at, line, ident, raw)
        self.walk.meet(self.account, new, at)

    def _key(self, head: records.Message, kind: str, raw: Raw) -> str:
        """What a message is called; some partners leave its id out. Raises ValueError where it
        has no kind either."""
        return name(head.id) or (self.walk.key("message", raw) if kind else named(None))

    def call(self, raw: Raw) -> None:
        """A call that begins, or has ended: one line, and what became of it."""
        call = records.part(raw, records.Call)
        ours = call.direction == "BUSINESS_INITIATED"
        theirs = (
            names(call.to, call.to_user_id, call.to_parent_user_id) if ours else names(None, None)
        )
        if not theirs.peer or theirs.peer == self.ours:
            theirs = names(call.sender, call.from_user_id, call.from_parent_user_id)
        whole, profile = self.person(theirs)
        ident = ident_of(whole, profile)
        if not ident:
            raise ValueError("nobody")
        key, at = named(call.id or call.wacid), self._began(call)
        self.walk.meet(self.account, whole, at)
        body = MessageReceived(
            direction="out" if ours else "in",
            profile=profile,
            note="call",
            opens_window=not ours,
        )
        self.add(key, at, body, ident, raw)
        if (call.event or "").lower().endswith("terminate") or call.duration is not None:
            spoken = _seconds(call.duration)
            refused = "REJECT" in said(call.status).upper()
            ended = CallEnded(
                target=key,
                outcome="answered" if spoken else "rejected" if refused else "missed",
                seconds=spoken,
            )
            self.add(key, at, ended, ident, raw)

    def _began(self, call: records.Call) -> int:
        """When they called: the end of a call that is told of first opens no window later than
        its beginning would, but for as long as it rang."""
        at = when(call.timestamp, when(call.start_time, self.walk.now))
        return min(when(call.start_time, at), at - 1000 * _seconds(call.duration))


def _moved_from(notice: records.System) -> Names:
    """Who has another number or user id, where the sentence alone tells it."""
    found = _FROM_TO.search(notice.body or "") if noted(notice.type or "") in _MOVED else None
    return names(found[1], None) if found else names(None, None)


def _seconds(duration: records.Word) -> int:
    try:
        return min(max(0, int(float(said(duration) or 0))), 10**6)
    except (ValueError, OverflowError):
        return 0


def _received(
    kind: str, head: records.Message, parts: dict[str, Raw], direction: Direction, history: bool
) -> MessageReceived:
    try:
        found = content(kind, parts)
    except BROKEN:
        found = Content(note="unsupported")  # somebody wrote something: the operator is to know
    context = records.soft(head.context, records.Context)
    product = records.soft(context.referred_product, records.Product)
    note = found.note
    if context.frequently_forwarded:
        note = note or "frequently_forwarded"
    elif context.forwarded:
        note = note or "forwarded"
    return MessageReceived(
        direction=direction,
        text=found.text,
        attachments=found.attachments,
        reply_to=name(context.id) or None,
        note=note,
        history=history,
        # without a time nobody knows what it opens
        opens_window=direction == "in" and kind not in _SERVICE and when(head.timestamp, 0) > 0,
        ad=_ad(head.referral),
        product=name(product.product_retailer_id) or found.product,
        service=kind in _SERVICE,
    )


def _ad(raw: Raw) -> Referral | None:
    """Where the client came from; a referral that names nothing is none."""
    told = records.soft(raw, records.AdReferral)
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
