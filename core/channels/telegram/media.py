"""The files of a Telegram message, and how they look before they are here. Pure."""

from typing import Any, Final

from telethon import types, utils

from core.channels.telegram.kinds import moving_sticker
from core.channels.telegram.waves import wave_of
from core.channels.telegram.words import each, number, said
from core.domain.around import Look, Shape
from core.domain.events import Attachment, AttachmentKind

ONCE: Final = 0x7FFFFFFF
"""``ttl_seconds`` of what can be seen once (https://core.telegram.org/api/ttl)."""


def ref_of(chat: int, message: int) -> str:
    """What ``fetch`` needs to find the file again: the chat and the message."""
    return f"{chat}/{message}"


def parse_ref(ref: str) -> tuple[int, int]:
    """(chat, message id) of a ``ref``, which may say behind ``@`` since when it is that file.
    Raises ValueError."""
    chat, _, message = ref.partition("@")[0].partition("/")
    return int(chat), int(message)


def lasts(media: Any) -> int:
    """How many seconds the file can be seen before it destroys itself; 0: it does not."""
    return max(0, number(getattr(media, "ttl_seconds", None)))


def attachments_of(media: Any, ref: str) -> tuple[Attachment, ...]:
    """The file of a message, if it has one. What destroys itself is left to Telegram: a copy would
    keep it (terms of the API, 1.4)."""
    if media is None or lasts(media):
        return ()
    if isinstance(media, types.MessageMediaPhoto) and isinstance(media.photo, types.Photo):
        return (_photo(media.photo, ref),)
    if (
        isinstance(media, types.MessageMediaDocument)
        and isinstance(media.document, types.Document)
        and not moving_sticker(media.document)
    ):
        return (_document(media.document, ref),)
    return ()


def _thumb(sizes: Any) -> bytes:
    """The picture in small that stands in the message itself, as a JPEG."""
    for size in each(sizes):
        if isinstance(size, types.PhotoStrippedSize) and isinstance(size.bytes, bytes):
            return bytes(utils.stripped_photo_to_jpg(bytes(size.bytes)))
        if isinstance(size, types.PhotoCachedSize) and isinstance(size.bytes, bytes):
            return bytes(size.bytes)
    return b""


def _look(**told: Any) -> Look | None:
    look = Look(**told)
    return look if look != Look() else None


def _photo(photo: Any, ref: str) -> Attachment:
    largest, wide, tall = 0, 0, 0
    for one in each(photo.sizes):
        sizes = [getattr(one, "size", 0), *each(getattr(one, "sizes", None))]
        largest = max(largest, *map(number, sizes))
        if number(getattr(one, "w", 0)) > wide:
            wide, tall = number(one.w), number(one.h)
    return Attachment(
        kind="image",
        mime="image/jpeg",
        size=largest,
        ref=ref,
        look=_look(wide=wide, tall=tall, thumb=_thumb(photo.sizes)),
    )


def _document(document: Any, ref: str) -> Attachment:
    name, seconds, emoji, wave, wide, tall = "", 0, "", b"", 0, 0
    shape: Shape = ""
    kind: AttachmentKind = "document"
    for attribute in each(document.attributes):
        match attribute:
            case types.DocumentAttributeFilename():
                name = said(attribute.file_name)
            case types.DocumentAttributeSticker() | types.DocumentAttributeCustomEmoji():
                kind, emoji = "sticker", said(attribute.alt)
            case types.DocumentAttributeAudio():
                kind = "voice" if attribute.voice else "audio"
                seconds, wave = number(attribute.duration), wave_of(attribute.waveform)
                track = " — ".join(filter(None, (said(attribute.performer), said(attribute.title))))
                name = name or track
            case types.DocumentAttributeVideo():
                kind = kind if kind == "sticker" else "video"
                seconds = number(attribute.duration)
                wide, tall = number(attribute.w), number(attribute.h)
                shape = "round" if attribute.round_message else shape
            case types.DocumentAttributeImageSize():
                wide, tall = number(attribute.w), number(attribute.h)
            case types.DocumentAttributeAnimated():
                shape = shape or "animation"
    mime = said(document.mime_type)
    if kind == "document" and mime.startswith("image/"):
        kind = "image"
    return Attachment(
        kind=kind,
        name=name,
        mime=mime,
        size=max(0, number(document.size)),
        seconds=max(0, seconds),
        ref=ref,
        look=_look(
            wide=wide, tall=tall, thumb=_thumb(document.thumbs), wave=wave, emoji=emoji, shape=shape
        ),
    )
