"""What an application asks the Graph API to send: read and checked as the API checks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.sandbox.graph import interactive, templates
from core.sandbox.graph.errors import GraphError

MEDIA_KINDS = ("image", "video", "audio", "document", "sticker")
_TEXT_LIMIT = 4096
_CAPTION_LIMIT = 1024
_EMOJI_LIMIT = 16
_CALLBACK_LIMIT = 512
_NUMBER = re.compile(r"\+?[0-9][0-9 ()-]{5,19}")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A checked send. `text` is what a reader sees; `reply_to` and `target` are wamids."""

    to: str | None
    recipient: str | None
    kind: str
    text: str
    media_id: str | None
    target: str | None
    emoji: str | None
    reply_to: str | None
    callback_data: str | None


def _object(body: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = body.get(key)
    if not isinstance(value, Mapping):
        raise GraphError(131008, f"Parameter '{key}' is missing")
    return value


def _string(body: Mapping[str, Any], key: str, place: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise GraphError(131008, f"Parameter '{place}' is missing")
    return value


def read_send(body: Mapping[str, Any], media_known: Callable[[str], bool]) -> Outgoing:
    """Check the JSON of a send. Raises GraphError with the code the API would give."""
    if body.get("messaging_product") != "whatsapp":
        raise GraphError(100, "The parameter messaging_product is required")
    to, recipient = body.get("to"), body.get("recipient")
    if not to and not recipient:
        raise GraphError(131008, "The parameter to is required")
    if to and not (isinstance(to, str) and _NUMBER.fullmatch(to)):
        raise GraphError(131009, "to is not a valid phone number")
    kind = body.get("type", "text")
    text, media_id, target, emoji = "", None, None, None
    if kind == "text":
        text = _string(_object(body, "text"), "body", "text.body")
        if len(text) > _TEXT_LIMIT:
            raise GraphError(100, "Param text['body'] must be at most 4096 characters long")
    elif kind in MEDIA_KINDS:
        text, media_id = _media(_object(body, kind), str(kind), media_known)
    elif kind == "reaction":
        reaction = _object(body, "reaction")
        target = _string(reaction, "message_id", "reaction.message_id")
        emoji = _emoji(reaction)
    elif kind == "template":
        text, media_id = templates.render(_object(body, "template"), media_known)
    elif kind == "location":
        text = interactive.location(_object(body, "location"))
    elif kind == "contacts":
        text = interactive.contacts(body.get("contacts"))
    elif kind == "interactive":
        text = interactive.interactive(_object(body, "interactive"), media_known)
    else:
        raise GraphError(100, f"Param type must be a known message type, not {kind!r}")
    context = body.get("context")
    callback = body.get("biz_opaque_callback_data")
    if callback is not None and (not isinstance(callback, str) or len(callback) > _CALLBACK_LIMIT):
        raise GraphError(100, "Param biz_opaque_callback_data must be at most 512 characters long")
    return Outgoing(
        to=to or None,
        recipient=recipient if isinstance(recipient, str) else None,
        kind=str(kind),
        text=text,
        media_id=media_id,
        target=target,
        emoji=emoji,
        reply_to=context.get("message_id") if isinstance(context, Mapping) else None,
        callback_data=callback,
    )


def _media(
    body: Mapping[str, Any], kind: str, media_known: Callable[[str], bool]
) -> tuple[str, str | None]:
    """(caption, media id or None for a link)."""
    ident = interactive.media_known(body, kind, media_known)
    caption = str(body.get("caption") or "")
    if len(caption) > _CAPTION_LIMIT:
        raise GraphError(131009, f"{kind}.caption must be at most {_CAPTION_LIMIT} characters long")
    return caption, ident


def _emoji(reaction: Mapping[str, Any]) -> str | None:
    emoji = reaction.get("emoji")
    if not isinstance(emoji, str):
        raise GraphError(131008, "Parameter 'reaction.emoji' is missing")
    if len(emoji) > _EMOJI_LIMIT or any(char.isalpha() or char.isspace() for char in emoji):
        raise GraphError(131009, "reaction.emoji is not an emoji")
    return emoji or None
