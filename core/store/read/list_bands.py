"""The stretches of the list with one order each: pinned, come back, closing, waiting, the rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from core.domain.thread_filter import SPAM, Order, ThreadFilter

SLOT_MS: Final = 15 * 60 * 1000
"""Who waits is let in by quarters of an hour; the larger budget goes first in each."""
OPEN: Final = "t.listed = 1"
AWAKE: Final = "(t.snoozed_until IS NULL OR t.snoozed_until <= :now)"
WAITS: Final = f"t.waiting_since IS NOT NULL AND t.queue != '{SPAM}'"
CLOSES: Final = "t.window_closes > :now AND t.window_closes < :now + :closing"
ARCHIVED: Final = "t.archived = 1"
"""Neither merged, empty nor done, as what is ``listed``."""
_PLAIN: Final = (
    "t.pinned_at IS NULL AND t.snoozed_until IS NULL"
    " AND (t.follow_up_at IS NULL OR t.follow_up_at > :now)"
)
_RESTS: Final = f"(t.waiting_since IS NULL OR t.queue = '{SPAM}')"
_OPEN_LONG: Final = (
    "(t.window_closes IS NULL OR t.window_closes <= :now OR t.window_closes >= :now + :closing)"
)
_BACK: Final = (
    "SELECT id FROM threads WHERE snoozed_until <= :now"
    " UNION SELECT id FROM threads WHERE follow_up_at <= :now"
)


@dataclass(frozen=True)
class Key:
    """What is sorted by, and whether the largest comes first."""

    sql: str
    down: bool = False


Keys = tuple[Key, ...]
_ID: Final = Key("t.id")
_NEWEST: Final = Key("t.id", down=True)
_RECENT: Final = (Key("t.last_at", down=True), _NEWEST)
_SOONEST: Final = (Key("t.snoozed_until"), _NEWEST)
_LATEST: Final = (Key("t.done_at", down=True), _NEWEST)
_LONGEST: Final = (Key("t.waiting_since"), _ID)
_CLOSING: Final = Key("t.window_closes")
_SLOT: Final = (Key(f"t.waiting_since / {SLOT_MS}"), Key("t.worth", down=True), _NEWEST)
_CAME: Final = Key("max(coalesce(t.snoozed_until, 0), coalesce(t.follow_up_at, 0))", down=True)


@dataclass(frozen=True)
class Band:
    """``keys`` are never NULL in it and end with the id. ``waits`` and ``closes`` say what holds of
    all of it, None where both may be. ``ids`` names the few threads it can have, where no index has
    its order."""

    where: str
    keys: Keys
    index: str = ""
    waits: bool | None = None
    closes: bool | None = None
    ids: str = ""

    @property
    def sorted(self) -> bool:
        """Whether its threads are few and no index has their order."""
        return bool(self.ids) or self.index == "list_closing"


def wide(wanted: ThreadFilter) -> bool:
    """Whether what is archived stands behind: a folder holds it too, and the day of a follow-up
    comes for it as well."""
    return wanted.state == "open" and bool(wanted.folder or wanted.due)


def bands(wanted: ThreadFilter, *, searched: bool) -> Iterator[Band]:
    """The stretches of the list in their order, but those that a condition leaves empty. Which
    they are depends on nothing else."""
    if wanted.state == "snoozed":
        yield Band("1", _SOONEST, "threads_snoozed")
        return
    if wanted.state == "done":
        yield Band("1", _LATEST, "list_done")
        return
    if wanted.state == "archived":
        yield Band(WAITS, _LONGEST, "list_archived_waiting", waits=True)
        if not wanted.waiting:
            yield Band(_RESTS, _RECENT, "list_archived", waits=False)
        return
    plain = "1" if searched else f"{OPEN} AND {_PLAIN}"
    if not searched:
        awake = f"{OPEN} AND {AWAKE}"
        pinned = (Key("t.pinned_at", down=True), _NEWEST)
        yield Band(f"t.pinned_at IS NOT NULL AND {awake}", pinned, "list_pinned")
        yield Band(f"t.pinned_at IS NULL AND {awake}", (_CAME, _NEWEST), ids=_BACK)
    for band in _ordered(wanted.order, wanted.queue):
        if (wanted.waiting and band.waits is False) or (wanted.closing and band.closes is False):
            continue
        yield Band(f"{plain} AND {band.where}", band.keys, band.index)
    if not searched and (wanted.state == "all" or wide(wanted)):
        awake = "1" if wanted.state == "all" else AWAKE
        yield Band(f"{ARCHIVED} AND {awake}", _RECENT, "list_archived")
    if wanted.state == "all" and not searched:
        yield Band(f"{OPEN} AND t.snoozed_until > :now", _SOONEST, "threads_snoozed")
        yield Band("t.done_at IS NOT NULL", _LATEST, "list_done")


def _ordered(order: Order, queue: str | None) -> list[Band]:
    at = "list_queue_" if queue is not None else "list_"
    rest = Band(_RESTS, _RECENT, f"{at}recent", waits=False)
    match order:
        case "urgent":
            calm = f"t.waiting_since IS NULL AND t.queue != '{SPAM}'"
            found = [
                Band(f"{WAITS} AND {CLOSES}", (_CLOSING, *_SLOT), "list_closing"),
                Band(f"{WAITS} AND {_OPEN_LONG}", _SLOT, f"{at}urgent", closes=False),
                Band(f"{calm} AND {CLOSES}", (_CLOSING, *_RECENT), "list_closing", waits=False),
                Band(f"{calm} AND {_OPEN_LONG}", _RECENT, f"{at}recent", waits=False,
                     closes=False),
            ]  # fmt: skip
            spam = Band(f"t.queue = '{SPAM}'", _RECENT, "list_queue_recent", waits=False)
            return [spam] if queue == SPAM else [*found, spam] if queue is None else found
        case "waiting":
            return [Band(WAITS, _LONGEST, f"{at}waiting"), rest]
        case "money":
            return [
                Band("t.worth > 0", (Key("t.worth", down=True), _NEWEST), f"{at}money"),
                Band("t.worth <= 0", _RECENT, f"{at}recent"),
            ]
        case "name":
            return [Band("1", (Key("t.sort_name"), _ID), f"{at}name")]
        case _:
            return [Band("1", _RECENT, f"{at}recent")]
