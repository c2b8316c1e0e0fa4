"""What a Telegram message carries besides its text: files, and the things we only name."""

from typing import Any, Final

from telethon import types

from core.domain.events import Attachment, AttachmentKind

_NOTES: Final[dict[type, str]] = {
    types.MessageMediaGeo: "location",
    types.MessageMediaGeoLive: "location",
    types.MessageMediaVenue: "location",
    types.MessageMediaContact: "contact",
    types.MessageMediaPoll: "poll",
    types.MessageMediaDice: "dice",
    types.MessageMediaGame: "game",
    types.MessageMediaInvoice: "invoice",
    types.MessageMediaStory: "story",
    types.MessageMediaGiveaway: "giveaway",
    types.MessageMediaGiveawayResults: "giveaway",
    types.MessageMediaPaidMedia: "paid_media",
    types.MessageMediaToDo: "checklist",
}


def ref_of(user: int, message: int) -> str:
    """What ``fetch`` needs to find the file again: the chat and the message."""
    return f"{user}/{message}"


def parse_ref(ref: str) -> tuple[int, int]:
    """(user id, message id) of a ``ref``. Raises ValueError."""
    user, _, message = ref.partition("/")
    return int(user), int(message)


def note_of(media: Any) -> str:
    """The name of what this version cannot show; '' when nothing is hidden.

    A photo or file whose content is gone was a self-destructing one ("expired").
    """
    if media is None or isinstance(media, types.MessageMediaEmpty | types.MessageMediaWebPage):
        return ""
    if isinstance(media, types.MessageMediaPhoto):
        return "" if isinstance(media.photo, types.Photo) else "expired"
    if isinstance(media, types.MessageMediaDocument):
        return "" if isinstance(media.document, types.Document) else "expired"
    return _NOTES.get(type(media), "unsupported")


def caption_of(media: Any) -> str:
    """Words inside the media that a reader should see: a shared contact, a poll's question."""
    if isinstance(media, types.MessageMediaContact):
        name = f"{media.first_name or ''} {media.last_name or ''}".strip()
        number = media.phone_number or ""
        phone = f"+{number.lstrip('+')}" if number else ""
        return ", ".join(part for part in (name, phone) if part)
    if isinstance(media, types.MessageMediaPoll):
        return str(getattr(media.poll.question, "text", media.poll.question))
    return ""


def attachments_of(media: Any, ref: str) -> tuple[Attachment, ...]:
    """The file of a message, if it has one."""
    if isinstance(media, types.MessageMediaPhoto) and isinstance(media.photo, types.Photo):
        return (
            Attachment(kind="image", mime="image/jpeg", size=_photo_size(media.photo), ref=ref),
        )
    if isinstance(media, types.MessageMediaDocument) and isinstance(media.document, types.Document):
        return (_document(media.document, ref),)
    return ()


def _photo_size(photo: Any) -> int:
    sizes = [int(size.size) for size in photo.sizes if isinstance(size, types.PhotoSize)]
    for size in photo.sizes:
        if isinstance(size, types.PhotoSizeProgressive):
            sizes.extend(int(part) for part in size.sizes)
    return max(sizes, default=0)


def _document(document: Any, ref: str) -> Attachment:
    name, seconds = "", 0
    kind: AttachmentKind = "document"
    for attribute in document.attributes:
        if isinstance(attribute, types.DocumentAttributeFilename):
            name = attribute.file_name or ""
        elif isinstance(attribute, types.DocumentAttributeSticker):
            kind = "sticker"
        elif isinstance(attribute, types.DocumentAttributeAudio):
            kind = "voice" if attribute.voice else "audio"
            seconds = int(attribute.duration or 0)
        elif isinstance(attribute, types.DocumentAttributeVideo):
            kind = kind if kind == "sticker" else "video"
            seconds = int(attribute.duration or 0)
    mime = document.mime_type or ""
    if kind == "document" and mime.startswith("image/"):
        kind = "image"
    return Attachment(
        kind=kind, name=name, mime=mime, size=int(document.size or 0), seconds=seconds, ref=ref
    )
