"""What stands in Meta's console about the app, its token and its number, as Graph tells it.

Sources: https://developers.facebook.com/docs/graph-api/reference/debug_token,
https://developers.facebook.com/docs/graph-api/reference/app/subscriptions and
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.sandbox.graph.account import GraphAccount
from core.sandbox.graph.errors import GraphError, no_object

MANAGEMENT = "whatsapp_business_management"
MESSAGING = "whatsapp_business_messaging"
FIELDS = (
    "account_alerts",
    "account_update",
    "history",
    "message_template_status_update",
    "messages",
    "phone_number_quality_update",
    "smb_app_state_sync",
    "smb_message_echoes",
)


@dataclass(slots=True)
class Console:
    """A test sets what it wants otherwise.

    ``expires_at``: of the token, epoch seconds, 0 for never. ``callback``: '' is what was
    registered; the overrides stand before it. ``number_in_app``: the number is used in the WhatsApp
    Business app too. ``ahead``: seconds by which Graph's clock is before this machine's.
    """

    app_name: str = "Threadline Sandbox"
    token_valid: bool = True
    expires_at: int = 0
    scopes: tuple[str, ...] = (MANAGEMENT, MESSAGING, "public_profile")
    subscribed: bool = True
    fields: tuple[str, ...] = FIELDS
    callback: str = ""
    waba_callback: str = ""
    number_callback: str = ""
    numbers: tuple[str, ...] = ()
    number: dict[str, Any] = field(
        default_factory=lambda: {
            "status": "CONNECTED",
            "quality_rating": "GREEN",
            "throughput": {"level": "STANDARD"},
            "platform_type": "CLOUD_API",
            "code_verification_status": "VERIFIED",
            "name_status": "APPROVED",
        }
    )
    number_in_app: bool = False
    ahead: float = 0.0

    def may_manage(self, waba: str) -> None:
        """Raises GraphError where the token has not the right to see the business account."""
        if MANAGEMENT not in self.scopes:
            raise no_object(waba)


def debugged(account: GraphAccount, console: Console, token: str) -> dict[str, Any]:
    """`GET /debug_token`."""
    if token != account.access_token:
        error = {"code": 190, "message": "Malformed access token"}
        return {"data": {"error": error, "is_valid": False, "scopes": []}}
    data: dict[str, Any] = {
        "app_id": account.app_id,
        "application": console.app_name,
        "type": "SYSTEM_USER",
        "data_access_expires_at": 0,
        "expires_at": console.expires_at,
        "is_valid": console.token_valid,
        "scopes": list(console.scopes),
        "granular_scopes": [
            {"scope": scope, "target_ids": [account.waba_id]}
            for scope in console.scopes
            if scope.startswith("whatsapp_")
        ],
        "user_id": "122100000000001",
    }
    if not console.token_valid:
        data["error"] = {"code": 190, "message": "The session is invalid", "subcode": 463}
    return {"data": data}


def subscribed_apps(account: GraphAccount, console: Console) -> dict[str, Any]:
    """`GET /{waba}/subscribed_apps`."""
    link = f"https://www.facebook.com/games/?app_id={account.app_id}"
    data = {"id": account.app_id, "name": console.app_name, "link": link}
    entry: dict[str, Any] = {"whatsapp_business_api_data": data}
    if console.waba_callback:
        entry["override_callback_uri"] = console.waba_callback
    return {"data": [entry] if console.subscribed else []}


def subscriptions(account: GraphAccount, console: Console, callback: str) -> dict[str, Any]:
    """`GET /{app}/subscriptions`."""
    fields = [{"name": name, "version": account.version} for name in console.fields]
    of_pages = {"object": "page", "callback_url": "https://example.com/pages", "active": True}
    ours = {
        "object": "whatsapp_business_account",
        "callback_url": callback,
        "active": True,
        "fields": fields,
    }
    return {"data": [of_pages | {"fields": []}, *([ours] if callback else [])]}


def number(
    account: GraphAccount, console: Console, callback: str, query: Mapping[str, str]
) -> dict[str, Any]:
    """`GET /{phone_number_id}`: some fields by themselves, others when they are asked for."""
    by_itself = {
        "verified_name": account.verified_name,
        "display_phone_number": account.display_phone,
        "quality_rating": console.number["quality_rating"],
    }
    asked = {
        **by_itself,
        **console.number,
        "is_on_biz_app": console.number_in_app,
        "webhook_configuration": {
            name: url
            for name, url in (
                ("phone_number", console.number_callback),
                ("whatsapp_business_account", console.waba_callback),
                ("application", callback),
            )
            if url
        },
    }
    names = [name for name in query.get("fields", "").split(",") if name and name != "id"]
    for name in names:
        if name not in asked:
            raise GraphError(
                100, f"Tried accessing nonexisting field ({name}) on node type (WhatsAppNumber)"
            )
    body = {name: asked[name] for name in names} if names else by_itself
    return {**body, "id": account.phone_number_id}


def phone_numbers(ids: Iterable[str]) -> dict[str, Any]:
    """`GET /{waba}/phone_numbers`."""
    return {"data": [{"id": ident} for ident in ids]}
