"""What a filter says of the sample threads: the list without a store."""

from core.domain.thread_filter import SPAM, ThreadFilter
from core.domain.views import ThreadRow
from core.domain.window import window


def fits(row: ThreadRow, wanted: ThreadFilter, now: int) -> bool:
    """Whether the list shows it."""
    asleep = (row.snoozed_until or 0) > now
    done = row.done_at is not None
    searched = wanted.search.casefold()
    away = row.archived and not (wanted.folder or wanted.due)
    state = {
        "open": bool(searched) or (not done and not asleep and not away), "snoozed": asleep,
        "done": done, "archived": row.archived and not done,
    }  # fmt: skip
    closing = window(row.window_closes, now, exists=row.has_window).state == "closing"
    if wanted.within:
        left = (row.window_closes or 0) - now
        closing = row.has_window and 0 < left < wanted.within * 3_600_000
    tags = {intent.tag for intent in row.intents if intent.confidence >= 0.45}
    return (
        state.get(wanted.state, True)
        and searched in f"{row.name} {row.last_text}".casefold()
        and (not wanted.queues or row.queue in wanted.queues)
        and (not wanted.channels or bool(set(row.channels) & set(wanted.channels)))
        and (not wanted.accounts or bool(set(row.accounts) & set(wanted.accounts)))
        and (not wanted.intents or bool(tags & set(wanted.intents)))
        and (not wanted.owners or row.owner in wanted.owners)
        and (not wanted.waiting or (row.waiting_since is not None and row.queue != SPAM))
        and (not wanted.unread or row.unread > 0 or row.marked)
        and (not wanted.closing or closing)
        and (not wanted.draft or bool(row.draft))
        and (not wanted.due or 0 < (row.follow_up_at or 0) <= now)
    )


def place(row: ThreadRow, wanted: ThreadFilter, now: int) -> tuple[float | str, ...]:
    """Where it stands: a key to sort by."""
    if wanted.state == "snoozed":
        return (row.snoozed_until or 0, -row.id)
    if wanted.state == "archived":
        waits = row.waiting_since is not None and row.queue != SPAM
        return (not waits, (row.waiting_since or 0) if waits else 0, -row.last_at, -row.id)
    if wanted.state == "done":
        return (-(row.done_at or 0), -row.id)
    behind = row.archived
    back = max((at for at in (row.snoozed_until, row.follow_up_at) if at and at <= now), default=0)
    head = (
        behind, 0 if row.pinned_at is not None else 1, -(row.pinned_at or 0),
        0 if back else 1, -back,
    )  # fmt: skip
    waits = row.waiting_since is not None and row.queue != SPAM
    closing = window(row.window_closes, now, exists=row.has_window).state == "closing"
    amount = float(row.budget.split()[0]) if row.budget else 0.0
    match wanted.order:
        case "urgent":
            key: tuple[float | str, ...] = (
                not (waits and closing), (row.window_closes or 0) if closing else 0, not waits,
                row.waiting_since or 0, -amount,
            )  # fmt: skip
        case "waiting":
            key = (not waits, row.waiting_since or 0)
        case "money":
            key = (-amount,)
        case "name":
            key = (row.name.casefold(),)
        case _:
            key = ()
    return (*head, *key, -row.last_at, -row.id)
