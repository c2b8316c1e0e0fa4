"""The words of a notice: a title and a text, plain."""

from core.domain.reminders import BY_BOT
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.words import isolated, person
from desktop.viewmodels.notices import Notice

_NAMED = 3
_LONGEST = 240


def words(shell: Shell, notice: Notice, *, with_text: bool) -> tuple[str, str]:
    """Title and text. What clients wrote is said only ``with_text``."""
    tr = shell.tr
    name = notice.names[0] if notice.names else "Threadline"
    at = formats.clock(notice.at) if notice.at else ""
    match notice.kind:
        case "message":
            return _whose(shell, notice, name), _message(shell, notice, with_text=with_text)
        case "many":
            return tr("notice-many", count=notice.total), _names(shell, notice)
        case "closing" | "closed" if notice.text == BY_BOT:
            return name, tr(f"bots-notice-{notice.kind}", at=at)
        case "closing":
            return name, tr("notice-closing", at=at)
        case "closed":
            return name, tr("notice-closed", at=at)
        case "follow_up" if notice.note or notice.text:
            return name, tr("notice-follow-up-note", note=_short(notice.text or notice.note))
        case "follow_up":
            return name, tr("notice-follow-up")
        case "snooze":
            return name, tr("notice-snooze")
        case "due":
            return tr("notice-due", count=notice.due), _names(shell, notice)
        case _:
            parts = [tr("notice-meanwhile-messages", count=notice.count, clients=notice.total)]
            if notice.due:
                parts.append(tr("notice-due", count=notice.due))
            return tr("notice-meanwhile"), f"{' · '.join(parts)}\n{_names(shell, notice)}"


def _whose(shell: Shell, notice: Notice, name: str) -> str:
    who = isolated(person(notice.author))
    return shell.tr("notice-of", who=who, group=name) if who else name


def _message(shell: Shell, notice: Notice, *, with_text: bool) -> str:
    many = shell.tr("notice-messages", count=notice.count)
    if not with_text:
        return many
    file = f"notice-file-{notice.note}"
    said = _short(notice.text) or (
        shell.tr(file if shell.i18n.has(file) else "notice-file-other") if notice.note else ""
    )
    if not said:
        return many
    return said if notice.count == 1 else f"{said}\n{many}"


def _names(shell: Shell, notice: Notice) -> str:
    shown = ", ".join(notice.names[:_NAMED])
    more = len(notice.names) - _NAMED
    return shell.tr("notice-names-more", names=shown, more=more) if more > 0 else shown


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
