"""A send of ours as Graph wants it. Pure.

Source: https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
"""

import mimetypes
from typing import Any, Final

from core.domain.problems import ChannelError, Problem

TEXT_LIMIT: Final = 4096
CAPTION_LIMIT: Final = 1024
MB: Final = 2**20
# What may be sent as more than a document, and up to which size (bytes).
_SHOWN: Final[dict[str, tuple[str, int]]] = {
    "image/jpeg": ("image", 5 * MB),
    "image/png": ("image", 5 * MB),
    "video/mp4": ("video", 16 * MB),
    "video/3gpp": ("video", 16 * MB),
    "audio/aac": ("audio", 16 * MB),
    "audio/amr": ("audio", 16 * MB),
    "audio/mpeg": ("audio", 16 * MB),
    "audio/mp4": ("audio", 16 * MB),
    "audio/ogg": ("audio", 16 * MB),
}
FILE_LIMIT: Final = 100 * MB


def envelope(peer_id: str, client_ref: str, reply_to: str | None) -> dict[str, Any]:
    """What every send has. A phone goes under ``to``, a BSUID (``RU.123…``) under
    ``recipient``; ``client_ref`` comes back with every status."""
    body: dict[str, Any] = {"messaging_product": "whatsapp", "recipient_type": "individual"}
    body["to" if peer_id.isdigit() else "recipient"] = peer_id
    if client_ref:
        body["biz_opaque_callback_data"] = client_ref[:512]
    if reply_to:
        body["context"] = {"message_id": reply_to}
    return body


def text_part(text: str) -> dict[str, Any]:
    """A text message. Raises ChannelError where it is empty or too long."""
    if not text.strip():
        raise ChannelError(Problem("whatsapp-empty"))
    if len(text) > TEXT_LIMIT:
        raise ChannelError(Problem("whatsapp-too-long", {"limit": str(TEXT_LIMIT)}))
    return {"type": "text", "text": {"body": text, "preview_url": False}}


def mime_of(name: str, mime: str) -> str:
    """The type of a file, by what is told or by its name."""
    known = mime.split(";")[0].strip() or mimetypes.guess_type(name)[0]
    return known or "application/octet-stream"


def media_kind(mime: str, size: int, text: str) -> str:
    """As what a file is shown. A document where it is too large or, for sound, has a caption,
    which WhatsApp would drop. Raises ChannelError above what can be sent."""
    if size > FILE_LIMIT:
        raise ChannelError(Problem("whatsapp-file-too-large", {"limit": str(FILE_LIMIT // MB)}))
    kind, limit = _SHOWN.get(mime, ("document", FILE_LIMIT))
    if size > limit or (kind == "audio" and text):
        return "document"
    return kind


def media_part(kind: str, media_id: str, name: str, caption: str) -> dict[str, Any]:
    """A message with an uploaded file. Raises ChannelError where the caption is too long."""
    if len(caption) > CAPTION_LIMIT:
        raise ChannelError(Problem("whatsapp-too-long", {"limit": str(CAPTION_LIMIT)}))
    part: dict[str, Any] = {"id": media_id}
    if caption and kind != "audio":
        part["caption"] = caption
    if kind == "document":
        part["filename"] = name
    return {"type": kind, kind: part}
