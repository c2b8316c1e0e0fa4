"""What Graph's answers about a number mean, and what to do. Pure."""

from typing import Final

from core.doctor.findings import Finding, bad, good, unknown
from core.doctor.meta_records import (
    Callbacks,
    Facts,
    Node,
    Phones,
    SubscribedApps,
    Subscription,
    Subscriptions,
    Token,
    has,
    read,
    why,
)

STEPS: Final = (
    "token", "rights", "number", "account", "subscribed", "fields", "callback", "templates",
)  # fmt: skip
RIGHTS: Final = ("whatsapp_business_messaging", "whatsapp_business_management")
FIELDS: Final = (
    "messages",
    "message_template_status_update",
    "account_update",
    "account_alerts",
    "phone_number_quality_update",
)
IN_APP: Final = ("smb_message_echoes", "smb_app_state_sync", "history")
"""For a number that is used in the WhatsApp Business app as well."""
_OBJECT: Final = "whatsapp_business_account"
_DAY: Final = 86_400
_SOON: Final = 7


def judged(facts: Facts, ours: str, now: int) -> list[Finding]:
    """All steps of a number. ``ours``: the callback URL as it should be, '' where that is not
    told; ``now`` in seconds since the epoch."""
    if has(facts.node, "whatsapp-unreachable"):
        silent = bad("graph", "graph-silent")
        return [silent, *(unknown(step, "after-graph") for step in STEPS)]
    return [
        good("graph", "graph-good"),
        token(facts, now),
        *rights(facts),
        number(facts),
        account(facts),
        subscribed(facts),
        *fields(facts),
        callback(facts, ours),
        templates(facts),
    ]


def token(facts: Facts, now: int) -> Finding:
    """Whether the token is good, and for how long."""
    told, ident = read(facts.token, Token), facts.number.id
    if told is None:
        if has(facts.node, "whatsapp-auth"):
            return bad("token", "token-refused", number=ident, detail=why(facts.node))
        return unknown("token", "token-unknown", number=ident, detail=why(facts.token))
    data = told.data
    if not data.is_valid:
        detail = data.error.message if data.error is not None else "–"
        return bad("token", "token-refused", number=ident, detail=detail)
    ends = min((at for at in (data.expires_at, data.data_access_expires_at) if at), default=0)
    if not ends:
        return good("token", "token-good", number=ident, app=data.application)
    days = str(max(0, (ends - now) // _DAY))
    if ends - now < _SOON * _DAY:
        return bad("token", "token-soon", number=ident, days=days)
    return good("token", "token-until", number=ident, app=data.application, days=days)


def rights(facts: Facts) -> list[Finding]:
    """Whether the token may do what is needed."""
    told = read(facts.token, Token)
    if told is None or not told.data.is_valid:
        return [unknown("rights", "after-token")]
    missing = [right for right in RIGHTS if right not in told.data.scopes]
    found = [
        bad("rights", f"right-{right.rpartition('_')[2]}", name=right, number=facts.number.id)
        for right in missing
    ]
    return found or [good("rights", "rights-good", number=facts.number.id)]


def _lacks_management(facts: Facts) -> bool:
    told = read(facts.token, Token)
    return told is not None and RIGHTS[1] not in told.data.scopes


def number(facts: Facts) -> Finding:
    """How the number stands."""
    node = read(facts.node, Node)
    if node is None:
        return bad("number", "number-gone", number=facts.number.id, detail=why(facts.node))
    told = {
        "number": node.display_phone_number or node.id,
        "name": node.verified_name,
        "status": node.status or "–",
        "quality": node.quality_rating or "–",
        "level": node.throughput.level or "–",
    }
    if node.status not in ("", "CONNECTED"):
        return bad("number", "number-status", **told)
    if node.quality_rating == "RED":
        return bad("number", "number-quality", **told)
    return good("number", "number-good", **told)


def account(facts: Facts) -> Finding:
    """Whether the number belongs to the business account that is told, or that was found."""
    told = {"number": facts.number.id, "waba": facts.waba}
    if not facts.waba:
        return unknown("account", "account-unknown", **told)
    phones = read(facts.phones, Phones)
    if phones is None and _lacks_management(facts):
        return unknown("account", "after-rights")
    if phones is None:
        return bad("account", "account-closed", detail=why(facts.phones), **told)
    if not phones.has(facts.number.id):
        return bad("account", "account-other", **told)
    return good("account", "account-good", **told)


def subscribed(facts: Facts) -> Finding:
    """Whether the token's app hears of the account."""
    apps = read(facts.subscribed, SubscribedApps)
    if apps is None:
        return unknown("subscribed", "after-account")
    told = {"waba": facts.waba, "app": facts.app}
    ids = [one.whatsapp_business_api_data.id for one in apps.data]
    if not ids or (facts.app and facts.app not in ids):
        return bad("subscribed", "subscribed-not", **told)
    return good("subscribed", "subscribed-good", **told)


def _subscription(facts: Facts) -> Subscription | None:
    told = read(facts.subscriptions, Subscriptions)
    found = [one for one in told.data if one.object == _OBJECT] if told is not None else []
    return next((one for one in found if one.active), None)


def fields(facts: Facts) -> list[Finding]:
    """Which fields are missing, and what that costs: one line each."""
    if facts.subscriptions is None:
        return [unknown("fields", "fields-no-secret")]
    if has(facts.subscriptions, "whatsapp-auth"):
        return [bad("fields", "fields-secret", app=facts.app)]
    if read(facts.subscriptions, Subscriptions) is None:
        return [unknown("fields", "fields-unknown", detail=why(facts.subscriptions))]
    ours = _subscription(facts)
    if ours is None:
        return [bad("fields", "fields-none", app=facts.app)]
    node = read(facts.node, Node)
    wanted = (*FIELDS, *(IN_APP if node is not None and node.is_on_biz_app else ()))
    have = {one.name for one in ours.fields}
    missing = [name for name in wanted if name not in have]
    found = [bad("fields", f"field-{name.replace('_', '-')}", name=name) for name in missing]
    return found or [good("fields", "fields-good", names=", ".join(wanted))]


def callback(facts: Facts, ours: str) -> Finding:
    """Whether Meta sends to us: an address of the number's own, then of the account's, then the
    app's."""
    said = _callbacks(facts)
    there = said.phone_number or said.whatsapp_business_account or said.application
    told = {"place": there, "ours": ours, "number": facts.number.id}
    if not there:
        if facts.subscriptions is None and read(facts.node, Node) is None:
            return unknown("callback", "callback-unknown", **told)
        return bad("callback", "callback-none", **told)
    if not ours:
        return unknown("callback", "callback-untold", **told)
    if there == ours:
        if said.application not in ("", ours):
            return bad("callback", "callback-notices", **(told | {"place": said.application}))
        return good("callback", "callback-good", **told)
    if said.phone_number:
        return bad("callback", "callback-number", **told)
    if said.whatsapp_business_account:
        return bad("callback", "callback-account", **told)
    return bad("callback", "callback-app", **told)


def _callbacks(facts: Facts) -> Callbacks:
    """As the number tells them; else put together from what account and app tell."""
    node = read(facts.node, Node)
    if node is not None and node.webhook_configuration is not None:
        return node.webhook_configuration
    apps = read(facts.subscribed, SubscribedApps)
    overrides = [
        one.override_callback_uri
        for one in (apps.data if apps is not None else [])
        if facts.app in ("", one.whatsapp_business_api_data.id)
    ]
    of_app = _subscription(facts)
    return Callbacks(
        whatsapp_business_account=next(filter(None, overrides), ""),
        application=of_app.callback_url if of_app is not None else "",
    )


def templates(facts: Facts) -> Finding:
    """Whether the list of templates can be read."""
    if facts.templates is None:
        return unknown("templates", "after-account")
    if not isinstance(facts.templates, bytes) and _lacks_management(facts):
        return unknown("templates", "after-rights")
    if not isinstance(facts.templates, bytes):
        return bad("templates", "templates-closed", waba=facts.waba, detail=why(facts.templates))
    return good("templates", "templates-good", waba=facts.waba)


def clock(behind_ms: int | None, off: bool) -> Finding:
    """Whether this machine's clock is right, as Graph's answers tell."""
    if behind_ms is None:
        return unknown("clock", "clock-unknown")
    seconds = str(round(abs(behind_ms) / 1000))
    if off:
        return bad("clock", "clock-behind" if behind_ms > 0 else "clock-ahead", seconds=seconds)
    return good("clock", "clock-good", seconds=seconds)
