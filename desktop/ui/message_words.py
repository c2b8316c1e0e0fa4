"""A message in words, for who hears the window: who, when, where, what, and what became of it."""

from core.domain.problems import Problem
from core.domain.views import MessageRow
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import words
from desktop.ui.message_heads import heads
from desktop.ui.selection import content

_STATUSES = ("queued", "sending", "sent", "delivered", "read", "failed")


def spoken(shell: Shell, row: MessageRow, client: str, album: tuple[int, int] | None = None) -> str:
    """One line a screen reader says of a message; ``album`` is the place of a picture among so
    many."""
    parts = [
        shell.tr(f"gap-{row.gap}") if row.gap else "",
        words.sender(shell, row, client),
        formats.moment(shell.i18n, row.at, shell.now()),
        " ".join(
            filter(
                None, (words.channel_name(row.peer.channel), shell.accounts.name(row.peer.account))
            )
        ),
    ]
    parts += [head.text for head in heads(shell, row) if head.icon]
    if row.reply_to is not None or row.reply_text:
        head = words.reply_head(shell, row)
        label = shell.tr("reply-label")
        whose = f"{label} ({head})" if head != label else label
        parts.append(f"{whose}: {words.reply_quote(shell, row)}")
    if album is not None:
        parts.append(shell.tr("album-picture", n=album[0], count=album[1]))
    parts += [content(shell, row), row.text]
    if row.around is not None and row.around.keys is not None:
        keys = ", ".join(key.title for line in row.around.keys.rows for key in line)
        parts.append(shell.tr("bot-keys", keys=keys))
    if row.edited_at:
        parts.append(shell.tr("edited"))
    if row.direction == "out" and row.status in _STATUSES:
        parts.append(shell.tr(f"status-{row.status}"))
    if row.uploaded is not None:
        parts.append(shell.tr("uploading", percent=int(row.uploaded * 100)))
    waits = row.status in ("failed", "queued", "sending")
    problem = Problem.decode(row.problem) if waits else None
    if problem is not None:
        parts.append(shell.problem(problem))
    parts += [emoji for _actor, emoji in row.reactions]
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())
