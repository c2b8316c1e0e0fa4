"""Words of the list: when a thread comes back, what a filter asks for, what a view is called."""

from datetime import timedelta
from typing import Final

from babel.dates import format_date

from core.domain.later import ONLINE
from core.domain.thread_filter import ThreadFilter
from core.domain.views import ThreadRow
from core.domain.window import Window, window
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.shell.i18n import I18n
from desktop.ui.words import channel_name, intent_name, last_line
from desktop.viewmodels.browse import TICKS
from desktop.viewmodels.views import View

_HOUR_MS: Final = 3_600_000


def ahead(i18n: I18n, ms: int, now: int) -> str:
    """A moment to come: ``14:00``, ``завтра 9:00``, ``пт 9:00``, ``5 дек. 9:00``, or that the
    client is there."""
    if ms == ONLINE:
        return i18n.say("later-online")
    when, today = formats.local(ms), formats.local(now).date()
    clock = f"{when.hour}:{when:%M}"
    days = (when.date() - today) / timedelta(days=1)
    if days == 0:
        return clock
    if days == 1:
        return i18n.say("when-tomorrow", time=clock)
    pattern = "EEE" if 1 < days < 7 else "d MMM" if when.year == today.year else "d MMM y"
    return f"{format_date(when.date(), pattern, locale=i18n.lang)} {clock}"


def queue_name(shell: Shell, queue: str) -> str:
    """The name of a queue; a queue of the team's own is called by its id."""
    key = f"queue-{queue}" if queue else "queue-all"
    return shell.tr(key) if shell.i18n.has(key) else queue


def waiting(shell: Shell, count: int, most: int) -> str:
    """How many wait, of whom ``most`` were counted: then there may be more."""
    if count >= most:
        return shell.tr("list-waiting-more", n=most - 1)
    return shell.tr("list-waiting", n=count)


def view_name(shell: Shell, view: View) -> str:
    """What a view is called."""
    return view.name or shell.tr(f"view-{view.id}")


def conditions(
    shell: Shell, wanted: ThreadFilter, base: ThreadFilter
) -> list[tuple[str, str, object]]:
    """What a list asks for beyond its place: (what is shown, field of the filter, its value when
    the condition is taken away)."""
    tr = shell.tr
    made: list[tuple[str, str, object]] = [
        (tr(f"filter-{name}"), name, False)
        for name in TICKS
        if getattr(wanted, name) and not getattr(base, name)
    ]
    if wanted.state != base.state:
        made.append((tr(f"state-{wanted.state}"), "state", base.state))
    for field, name in (
        ("channels", channel_name),
        ("accounts", lambda account: shell.accounts.name(account) or account),
        ("queues", lambda queue: queue_name(shell, queue)),
        ("intents", lambda tag: intent_name(shell, tag)),
        ("owners", lambda owner: owner or tr("filter-nobody")),
    ):
        values, before = getattr(wanted, field), getattr(base, field)
        for value in values if values != before else ():
            rest = tuple(one for one in values if one != value)
            made.append((name(value), field, rest))
    return made


def standing(
    shell: Shell, row: ThreadRow, now: int, *, money: bool = False, within: int = 0
) -> tuple[str, str]:
    """The one thing about time that matters most, as its name and its words; with ``money`` what
    is at stake goes before how long they wait, and so does a window that closes ``within`` so many
    hours."""
    i18n = shell.i18n
    if row.done_at is not None:
        return "done", shell.tr("row-done")
    if row.snoozed_until is not None and row.snoozed_until > now:
        return "snoozed", shell.tr("row-until", when=ahead(i18n, row.snoozed_until, now))
    state = _window(row, now)
    if state.state == "closing" and state.closes_at is not None:
        return "closing", formats.countdown(i18n, state.closes_at - now)
    if state.state == "open" and state.closes_at and state.closes_at < now + within * _HOUR_MS:
        return "closes", formats.countdown(i18n, state.closes_at - now)
    if row.follow_up_at is not None and row.follow_up_at <= now:
        return "due", row.follow_up_note or shell.tr("row-due")
    if row.snoozed_until is not None:
        return "back", shell.tr("row-back")
    if money and row.budget:
        return "money", formats.money(i18n, row.budget)
    if row.waiting_since is not None:
        return "waiting", formats.duration(i18n, now - row.waiting_since)
    if row.follow_up_at is not None:
        return "later", ahead(i18n, row.follow_up_at, now)
    if row.archived:
        return "archived", shell.tr("row-archived")
    return "", ""


def _window(row: ThreadRow, now: int) -> Window:
    """WhatsApp's, or that of a bot which answers for us: nobody else's closes."""
    exists = row.has_window or row.window_closes is not None
    return window(row.window_closes, now, exists=exists)


def spoken(shell: Shell, row: ThreadRow, now: int) -> str:
    """A row for screen readers: what it shows, in the order in which it matters."""
    tr, i18n = shell.tr, shell.i18n
    parts = [row.name, *(channel_name(one) for one in row.channels)]
    parts += [name for name in map(shell.accounts.name, row.accounts) if name]
    if row.pinned_at is not None:
        parts.append(tr("row-pinned"))
    if row.unread:
        parts.append(tr("row-unread", n=row.unread))
    elif row.marked:
        parts.append(tr("row-marked"))
    if row.mentioned:
        parts.append(tr("row-mentioned"))
    if row.muted(now):
        parts.append(tr("row-muted"))
    if row.archived:
        parts.append(tr("row-archived"))
    state = _window(row, now)
    if state.state == "closing" and state.closes_at is not None:
        parts.append(tr("row-closes", time=formats.countdown(i18n, state.closes_at - now)))
    if row.waiting_since is not None:
        if state.state == "closing" and row.has_window:
            parts.append(tr("row-then"))
        parts.append(tr("waits", time=formats.duration(i18n, now - row.waiting_since)))
    parts.append(f"{tr('row-draft')} {row.draft}" if row.draft else last_line(shell, row))
    parts += [intent_name(shell, intent.tag) for intent in row.intents[:2]]
    if row.queue:
        parts.append(tr("row-queue", name=queue_name(shell, row.queue)))
    if row.owner:
        parts.append(tr("row-owner", name=row.owner))
    parts.append(formats.stamp(i18n, row.last_at, now))
    return ", ".join(part for part in parts if part)
