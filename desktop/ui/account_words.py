"""What a messenger says of our account there, in the operator's language."""

from core.domain.views import NoticeRow
from desktop.shell import formats
from desktop.shell.context import Shell


def notice_text(shell: Shell, row: NoticeRow) -> str:
    """The sentence, with its reason and its end where they are told."""
    key = f"account-{row.code}"
    params = {
        name: _named(shell, name, value)
        for name, value in row.params.items()
        if name not in ("reason", "until")
    }
    if not shell.i18n.has(key):  # written down by a later version
        key, params = "account-other", {"field": row.code, "event": ""}
    parts = [shell.tr(key, **params).strip()]
    if reason := row.params.get("reason", "").rstrip("."):
        parts.append(shell.tr("account-why", reason=reason))
    until = row.params.get("until", "")
    if until.isdigit():
        at = formats.full(shell.i18n, int(until))
        parts.append(shell.tr("account-until", at=at))
    return " ".join(parts)


def _named(shell: Shell, name: str, value: str) -> str:
    """A word of Meta's in the operator's language, where there is one."""
    if name in ("new", "old"):
        key = f"template-{value.lower()}"
        return shell.tr(key) if shell.i18n.has(key) else value.lower()
    if name == "what":
        keys = [(f"restricted-{one.replace('_', '-')}", one) for one in value.split()]
        words = [shell.tr(key) if shell.i18n.has(key) else one for key, one in keys]
        return ", ".join(words).replace("_", " ")
    return value
