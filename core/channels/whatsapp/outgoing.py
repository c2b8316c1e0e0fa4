"""A send of ours as Graph wants it, held to Meta's limits. Pure.

Source: https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages and /media
"""

import mimetypes
from typing import Any, Final

from core.channels.whatsapp.contents import content_part
from core.channels.whatsapp.gathering import is_bsuid
from core.domain.events import SendRequested
from core.domain.problems import ChannelError, Problem
from core.domain.sends import Buttons, Link, Values, texts

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

Media = tuple[str, dict[str, Any]]
"""Kind (image, video, audio, document) and media object."""


def envelope(peer_id: str, client_ref: str, reply_to: str | None) -> dict[str, Any]:
    """What every send has. A phone goes under ``to``, a BSUID (``RU.123…``) under
    ``recipient``, a group under ``to`` as a group; ``client_ref`` comes back with every status."""
    person = peer_id.isdigit() or is_bsuid(peer_id)
    body: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual" if person else "group",
    }
    body["recipient" if is_bsuid(peer_id) else "to"] = peer_id
    if client_ref:
        body["biz_opaque_callback_data"] = client_ref[:512]
    if reply_to:
        body["context"] = {"message_id": reply_to}
    return body


def values(request: SendRequested) -> Values:
    """What fills the template of a send."""
    if isinstance(request.content, Values):
        return request.content
    return Values(body=texts(*request.params))


def check(request: SendRequested) -> None:
    """What Meta would refuse, as far as the send alone tells: no file is looked at, and no
    template. Raises ChannelError with what is to be changed."""
    media: Media | None = ("image", {}) if request.file or request.media else None
    if request.template:
        return
    if media is not None and not _stands_above(request):
        caption(request.text)
    else:
        message_part(request, media)


def _stands_above(request: SendRequested) -> bool:
    return isinstance(request.content, Buttons | Link)


def message_part(
    request: SendRequested, media: Media | None = None, *, preview: bool = False
) -> dict[str, Any]:
    """The message itself, but for a template; ``media`` is its file once Meta has it, ``preview``
    what holds where the send asks for none. Raises ChannelError where Meta would refuse it."""
    if request.content is not None:
        return content_part(request.content, media)
    if media is not None:
        return media_part(*media, request.text)
    return text_part(request.text, preview=request.preview or preview)


def text_part(text: str, *, preview: bool = False) -> dict[str, Any]:
    """A text message; ``preview`` shows the page of its first link. Raises ChannelError where it
    is empty or too long."""
    if not text.strip():
        raise ChannelError(Problem("whatsapp-empty"))
    if len(text) > TEXT_LIMIT:
        raise ChannelError(Problem("whatsapp-too-long", {"limit": str(TEXT_LIMIT)}))
    return {"type": "text", "text": {"body": text, "preview_url": preview}}


def mime_of(name: str, mime: str) -> str:
    """The type of a file, by what is told or by its name."""
    known = mime.split(";")[0].strip() or mimetypes.guess_type(name)[0]
    return known or "application/octet-stream"


def media_kind(mime: str, size: int, text: str) -> str:
    """As what a file is shown. A document where it is too large or, for sound, has a caption,
    which WhatsApp would drop. Raises ChannelError for nothing and above what can be sent."""
    if size > FILE_LIMIT:
        raise ChannelError(Problem("whatsapp-file-too-large", {"limit": str(FILE_LIMIT // MB)}))
    if size == 0:
        raise ChannelError(Problem("whatsapp-file-empty"))
    kind, limit = _SHOWN.get(mime, ("document", FILE_LIMIT))
    if size > limit or (kind == "audio" and text):
        return "document"
    return kind


def media_object(kind: str, media_id: str, name: str) -> Media:
    """A file that Meta has."""
    part: dict[str, Any] = {"id": media_id}
    if kind == "document" and name:
        part["filename"] = name
    return kind, part


def caption(text: str) -> str:
    """What stands below a file. Raises ChannelError where it is too long."""
    if len(text) > CAPTION_LIMIT:
        raise ChannelError(Problem("whatsapp-too-long", {"limit": str(CAPTION_LIMIT)}))
    return text


def media_part(kind: str, media: dict[str, Any], text: str) -> dict[str, Any]:
    """A message with an uploaded file. Raises ChannelError where the caption is too long."""
    part = dict(media)
    if caption(text) and kind != "audio":
        part["caption"] = text
    return {"type": kind, kind: part}
