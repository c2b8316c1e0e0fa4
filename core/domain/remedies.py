"""What the operator can do about a message that did not go out: one thing for each problem."""

from typing import Final, Literal

Remedy = Literal[
    "retry",
    "template",
    "token",
    "settings",
    "dashboard",
    "wait",
    "edit",
    "file",
    "elsewhere",
    "look",
]
"""``retry``: send as it is. ``template``: choose one, or another. ``token``, ``settings``: open
the number's settings. ``dashboard``: open Meta's. ``wait``: nothing but time or the client helps.
``edit``: change the words. ``file``: choose another. ``elsewhere``: ask for another number, or
another messenger. ``look``: see in the messenger whether it is there."""

_REMEDIES: Final[dict[str, Remedy]] = {
    **dict.fromkeys(
        (
            "whatsapp-window-closed", "whatsapp-template", "whatsapp-template-pending",
            "whatsapp-template-rejected", "whatsapp-template-paused", "whatsapp-template-disabled",
            "whatsapp-template-status", "whatsapp-template-part", "whatsapp-template-params",
            "whatsapp-template-too-long", "whatsapp-template-header",
            "whatsapp-template-header-long", "whatsapp-template-file", "whatsapp-template-no-file",
            "whatsapp-template-place", "whatsapp-template-button",
            "whatsapp-template-button-value", "whatsapp-template-currency",
            "whatsapp-template-gone", "whatsapp-template-values", "whatsapp-template-flow",
            "whatsapp-template-policy", "whatsapp-template-marketing", "whatsapp-no-phone",
        ),
        "template",
    ),
    **dict.fromkeys(("whatsapp-auth",), "token"),
    **dict.fromkeys(
        ("whatsapp-not-configured", "whatsapp-number-gone", "whatsapp-marketing-path"), "settings"
    ),
    **dict.fromkeys(
        (
            "whatsapp-account", "whatsapp-country", "whatsapp-payment", "whatsapp-registration",
            "whatsapp-not-allowed", "whatsapp-display-name", "whatsapp-marketing-off",
            "whatsapp-blocked",
        ),
        "dashboard",
    ),
    **dict.fromkeys(
        ("whatsapp-marketing-cap", "whatsapp-opted-out", "whatsapp-experiment",
         "whatsapp-daily-limit", "whatsapp-throttled", "whatsapp-paced", "whatsapp-unreachable",
         "whatsapp-template-syncing", "whatsapp-sending", "telegram-peer-flood",
         "telegram-group-slow", "telegram-account-muted"),
        "wait",
    ),
    **dict.fromkeys(
        (
            "whatsapp-refused", "whatsapp-empty", "whatsapp-too-long", "whatsapp-part-long",
            "whatsapp-part-missing", "whatsapp-part-many", "whatsapp-part-twice", "whatsapp-url",
            "whatsapp-place", "whatsapp-emoji", "whatsapp-unsupported",
            "telegram-group-no-media", "telegram-group-one-by-one",
        ),
        "edit",
    ),
    **dict.fromkeys(
        ("whatsapp-media", "whatsapp-file-too-large", "whatsapp-file-empty", "file-missing",
         "whatsapp-header-file", "telegram-group-no-text"),
        "file",
    ),
    **dict.fromkeys(
        ("whatsapp-undeliverable", "whatsapp-own-number", "telegram-account-removed",
         "telegram-privacy", "telegram-privacy-premium", "telegram-forbidden",
         "telegram-group-forbidden", "telegram-group-private", "telegram-group-admins",
         "telegram-group-restricted"),
        "elsewhere",
    ),
    **dict.fromkeys(("whatsapp-unsure", "whatsapp-uncertain", "telegram-group-former"), "look"),
}  # fmt: skip


def remedy(code: str) -> Remedy:
    """What helps against the problem ``code``; what is not known is tried again."""
    return _REMEDIES.get(code, "retry")
