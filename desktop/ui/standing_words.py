"""How an account stands against its server, in words."""

from core.domain.standing import Standing
from desktop.shell import formats
from desktop.shell.context import Shell


def standing_words(shell: Shell, standing: Standing) -> str:
    """What is compared, what is missing, how far history is; '' where nothing is known yet."""
    tr, parts = shell.tr, []
    if standing.comparing:
        parts.append(tr("sync-comparing", chats=standing.comparing))
    elif standing.equal_at and not standing.failed:
        at = formats.moment(shell.i18n, standing.equal_at, shell.now())
        parts.append(tr("sync-equal", at=at))
    if standing.failed:
        parts.append(tr("sync-failed", chats=standing.failed))
    if standing.of:
        have, of = (
            formats.number(shell.i18n, str(count)) for count in (standing.have, standing.of)
        )
        parts.append(tr("sync-history", have=have, of=of))
    return " ".join(parts)
