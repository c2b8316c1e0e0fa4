"""What a message says, by its kind: text, files, a note. Pure.

Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/messages
"""

import base64
import binascii
from collections.abc import Callable, Mapping

from core.channels.whatsapp import cards, errors, interactive, parts, records
from core.channels.whatsapp.gathering import Content, name
from core.channels.whatsapp.records import NOTHING, Raw, noted, said
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
# Told of what cannot be shown here, but is on the phone (sent to a companion device, for instance).
_ON_THE_PHONE = 131060


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


def content(kind: str, message: Mapping[str, Raw]) -> Content:
    """The content of a message object whose members are ``message``. An unknown kind becomes a
    note. Raises msgspec.DecodeError where a known kind has not its shape."""
    if kind in _FILES:
        return _file(kind, message.get(kind, NOTHING))
    if kind == "interactive" and kind not in message:
        return Content(note=kind)  # it may lack its part and carry `errors`
    if kind in ("unsupported", "unknown", "errors"):
        return _unsupported(message)
    reader = _READERS.get(kind)
    if reader is None:
        words = records.soft(message.get("text", NOTHING), parts.Said)
        return Content(said(words.body), note=noted(kind) or "unknown")
    return reader(message.get(kind, NOTHING))


def _text(raw: Raw) -> Content:
    return Content(records.read(raw, parts.Text).body)


def _button(raw: Raw) -> Content:
    button = records.part(raw, parts.Button)
    return Content(said(button.text) or said(button.payload))


def _file(kind: str, raw: Raw) -> Content:
    media = records.part(raw, parts.Media)
    what = _FILES[kind]
    if what == "audio" and media.voice:
        what = "voice"
    ref = name(media.id)
    caption = media.caption or ""
    if not ref:
        return Content(caption, note="view_once" if media.view_once else what)
    file = Attachment(
        kind=what,
        name=media.filename or "",
        mime=media.mime_type or "",
        size=min(max(0, media.file_size or 0), 2**50),
        sha256=sha256_hex(media.sha256 or ""),
        ref=ref,
    )
    return Content(caption, (file,), note="view_once" if media.view_once else "")


def _location(raw: Raw) -> Content:
    place = records.part(raw, parts.Location)
    lines = [said(part) for part in (place.name, place.address)]
    where = [said(place.latitude), said(place.longitude)]
    if all(where):
        lines.append(", ".join(where))
    lines.append(said(place.url))
    live = place.live or place.is_live or place.live_period
    return Content(
        "\n".join(dict.fromkeys(filter(None, lines))), note="live_location" if live else "location"
    )


def _poll(raw: Raw) -> Content:
    poll = records.soft(raw, parts.Poll)
    lines = [said(poll.name) or said(poll.question)]
    for item in records.items(poll.selected_options) or records.items(poll.options):
        option = records.soft(item, parts.PollOption)
        word = records.lenient(item, str, "")
        named = next(
            filter(None, map(said, (option.name, option.option_name, option.title, option.text))),
            word,
        )
        lines.append(f"• {named}" if named else "")
    return Content("\n".join(filter(None, lines)), note="poll")


def _event(raw: Raw) -> Content:
    event = records.soft(raw, parts.Happening)
    place = records.soft(event.location, parts.Location)
    lines = (
        said(event.name) or said(event.title),
        said(event.description),
        " — ".join(filter(None, (said(event.start_time), said(event.end_time)))),
        records.lenient(event.location, str, "") or said(place.name) or said(place.address),
        said(event.link) or said(event.url),
    )
    return Content("\n".join(filter(None, lines)), note="event")


def _unsupported(message: Mapping[str, Raw]) -> Content:
    what = records.soft(message.get("unsupported", NOTHING), parts.Unsupported)
    try:
        told = records.items(message.get("errors", NOTHING))
    except ValueError:
        told = []
    codes = {errors.number(records.soft(each, records.Problem).code) for each in told}
    if _ON_THE_PHONE in codes:
        return Content(note="on_the_phone")
    named = noted(what.type or "").removesuffix("_message")
    return Content(note=named if named not in ("", "unknown", "errors") else "unsupported")


_READERS: dict[str, Callable[[Raw], Content]] = {
    "text": _text,
    "button": _button,
    "location": _location,
    "live_location": _location,
    "contacts": cards.contacts,
    "order": cards.order,
    "interactive": interactive.interactive,
    "template": interactive.template,
    "poll": _poll,
    "poll_creation": _poll,
    "poll_update": _poll,
    "event": _event,
}
