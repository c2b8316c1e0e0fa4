"""Webhook bodies as the WhatsApp Business Platform writes them. Pure functions.

Shapes: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference
"""

from __future__ import annotations

from typing import Any

from core.sandbox.graph.account import GraphAccount, Person
from core.sandbox.graph.errors import title
from core.sandbox.graph.media import Media

Content = dict[str, Any]


def text(body: str) -> Content:
    """A text message."""
    return {"type": "text", "text": {"body": body}}


def media(kind: str, file: Media, url: str, caption: str) -> Content:
    """A file; `kind` is document, image or voice (an audio with `voice: true`)."""
    body: dict[str, Any] = {
        "id": file.id,
        "mime_type": file.mime,
        "sha256": file.sha256_base64,
        "url": url,
    }
    if caption:
        body["caption"] = caption
    if kind == "voice":
        # WhatsApp itself gives a voice note no caption; a scenario may: its words are not dropped
        return {"type": "audio", "audio": {**body, "voice": True}}
    if kind == "document":
        body["filename"] = file.name
    return {"type": kind, kind: body}


def reaction(wamid: str, emoji: str | None) -> Content:
    """A reaction on a message; taken back by one without an emoji."""
    body = {"message_id": wamid}
    if emoji is not None:
        body["emoji"] = emoji
    return {"type": "reaction", "reaction": body}


def edit(wamid: str, content: Content) -> Content:
    """The message `wamid` now reads `content`."""
    return {"type": "edit", "edit": {"original_message_id": wamid, "message": content}}


def revoke(wamid: str) -> Content:
    """The message `wamid` is deleted for everyone."""
    return {"type": "revoke", "revoke": {"original_message_id": wamid}}


def envelope(account: GraphAccount, field: str, value: dict[str, Any]) -> dict[str, Any]:
    """One change of one account, with the metadata every change has."""
    metadata = {
        "display_phone_number": account.display_phone,
        "phone_number_id": account.phone_number_id,
    }
    change = {
        "value": {"messaging_product": "whatsapp", "metadata": metadata, **value},
        "field": field,
    }
    entry = {"id": account.waba_id, "changes": [change]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def inbound(
    account: GraphAccount, person: Person, wamid: str, at: float, content: Content
) -> dict[str, Any]:
    """A message of a person to the business; `at` is its own time in epoch seconds."""
    contact = {
        "profile": {"name": person.name},
        "wa_id": person.wa_id,
        "user_id": person.user_id,
    }
    message = {
        "from": person.wa_id,
        "from_user_id": person.user_id,
        "id": wamid,
        "timestamp": str(int(at)),
        **content,
    }
    return envelope(account, "messages", {"contacts": [contact], "messages": [message]})


def echo(
    account: GraphAccount, person: Person, wamid: str, at: float, content: Content
) -> dict[str, Any]:
    """A message that the business sent from its phone (Coexistence)."""
    message = {
        "from": account.display_phone,
        "to": person.wa_id,
        "to_user_id": person.user_id,
        "id": wamid,
        "timestamp": str(int(at)),
        **content,
    }
    return envelope(account, "smb_message_echoes", {"message_echoes": [message]})


def status(
    account: GraphAccount,
    *,
    wamid: str,
    recipient: str,
    recipient_user_id: str | None,
    name: str,
    at: float,
    category: str,
    callback_data: str | None,
    error: tuple[int, str] | None = None,
) -> dict[str, Any]:
    """A status (sent, delivered, read, failed) of a message that the API sent."""
    body: dict[str, Any] = {
        "id": wamid,
        "status": name,
        "timestamp": str(int(at)),
        "recipient_id": recipient,
    }
    if recipient_user_id is not None:
        body["recipient_user_id"] = recipient_user_id
    if callback_data is not None:
        body["biz_opaque_callback_data"] = callback_data
    if error is not None:
        code, details = error
        body["errors"] = [
            {
                "code": code,
                "title": title(code),
                "message": title(code),
                "error_data": {"details": details},
            }
        ]
    else:
        body["pricing"] = {
            "billable": True,
            "pricing_model": "PMP",
            "category": category,
            "type": "regular",
        }
    return envelope(account, "messages", {"statuses": [body]})
