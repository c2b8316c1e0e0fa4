"""What a message says, by its kind: text, files, a note. Pure.

Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages
"""

import base64
import binascii
from collections.abc import Callable, Mapping

import msgspec

from core.channels.whatsapp import records
from core.channels.whatsapp.gathering import name
from core.channels.whatsapp.records import NOTHING, Raw
from core.domain.events import Attachment, AttachmentKind

_FILES: dict[str, AttachmentKind] = {
    "image": "image",
    "video": "video",
    "document": "document",
    "sticker": "sticker",
    "audio": "audio",
    "voice": "voice",
}
EDITABLE = frozenset({"text", *_FILES})


class Content(msgspec.Struct, frozen=True):
    """What stands in the chat. ``note`` names what cannot be shown as text or file."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    note: str = ""


def sha256_hex(given: str) -> str:
    """A digest as hex, from hex or base64 (webhooks: base64, ``GET /{media}``: hex); else ''."""
    given = given.strip()
    if len(given) == 64:
        try:
            return bytes.fromhex(given).hex()
        except ValueError:
            return ""
    try:
        digest = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return digest.hex() if len(digest) == 32 else ""


def content(kind: str, parts: Mapping[str, Raw]) -> Content:
    """The content of a message object whose members are ``parts``. An unknown kind becomes a
    note. Raises msgspec.DecodeError where a known kind has not its shape."""
    if kind in _FILES:
        return _file(kind, records.read(parts.get(kind, NOTHING), records.Media))
    if kind == "interactive" and kind not in parts:
        return Content(note=kind)  # it may lack its part and carry `errors`
    reader = _READERS.get(kind)
    if reader is None:
        return Content(note=kind or "unknown")
    return reader(parts.get(kind, NOTHING))


def _text(raw: Raw) -> Content:
    return Content(records.read(raw, records.Text).body)


def _button(raw: Raw) -> Content:
    button = records.read(raw, records.Button)
    return Content(button.text or button.payload or "")


def _file(kind: str, media: records.Media) -> Content:
    what = _FILES[kind]
    if what == "audio" and media.voice:
        what = "voice"
    ref = name(media.id)
    if not ref:
        return Content(media.caption or "", note=what)
    file = Attachment(
        kind=what,
        name=media.filename or "",
        mime=media.mime_type or "",
        size=max(0, media.file_size or 0),
        sha256=sha256_hex(media.sha256 or ""),
        ref=ref,
    )
    return Content(media.caption or "", (file,))


def _location(raw: Raw) -> Content:
    place = records.read(raw, records.Location)
    lines = [part for part in (place.name, place.address) if part]
    if place.latitude is not None and place.longitude is not None:
        lines.append(f"{place.latitude}, {place.longitude}")
    return Content("\n".join(lines), note="location")


def _contacts(raw: Raw) -> Content:
    lines: list[str] = []
    for item in records.items(raw):
        card = records.lenient(item, records.Card, records.Card())
        name = card.name or records.CardName()
        said = [name.formatted_name or name.first_name or ""]
        said += [phone.phone or phone.wa_id or "" for phone in card.phones or []]
        said += [email.email or "" for email in card.emails or []]
        line = ", ".join(part for part in said if part)
        if line:
            lines.append(line)
    return Content("\n".join(lines), note="contacts")


def _order(raw: Raw) -> Content:
    order = records.read(raw, records.Order)
    lines = [order.text] if order.text else []
    for item in order.product_items or []:
        price = f" — {item.item_price} {item.currency or ''}".rstrip() if item.item_price else ""
        lines.append(f"{item.product_retailer_id or '?'} × {item.quantity or 1}{price}")
    return Content("\n".join(lines), note="order")


def _interactive(raw: Raw) -> Content:
    answer = records.read(raw, records.Interactive)
    choice = answer.button_reply or answer.list_reply
    if choice is not None:
        return Content(choice.title or choice.description or "")
    if answer.nfm_reply is not None:
        return Content(_form(answer.nfm_reply), note="form")
    return Content(note="interactive")


def _form(reply: records.FlowReply) -> str:
    """The fields of a filled form, a line each; WhatsApp's own token is no answer."""
    try:
        fields = msgspec.json.decode(reply.response_json or "", type=dict[str, object])
    except (msgspec.DecodeError, UnicodeError):
        return reply.body or ""
    lines = [
        f"{key}: {value}"
        for key, value in fields.items()
        if key != "flow_token" and isinstance(value, str | int | float)
    ]
    return "\n".join(lines) or reply.body or ""


def _unsupported(raw: Raw) -> Content:
    what = records.lenient(raw, records.Unsupported, records.Unsupported())
    return Content(note=what.type if what.type and what.type != "unknown" else "unsupported")


_READERS: dict[str, Callable[[Raw], Content]] = {
    "text": _text,
    "button": _button,
    "location": _location,
    "contacts": _contacts,
    "order": _order,
    "interactive": _interactive,
    "unsupported": _unsupported,
}
