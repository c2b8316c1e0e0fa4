"""Messages of an export that has no ids, against those that stand here. Pure."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from core.channels.exports.records import Chat, Line
from core.domain.channels import Peer
from core.ports import KnownMessage

PREFIX: Final = "export:"
"""Ids that are ours and not the messenger's begin so."""
QUARTER_MS: Final = 15 * 60_000
"""Zones of the world are whole quarters of an hour apart."""
FAR_MS: Final = 27 * 3_600_000
NEAR_MS: Final = 60_000
"""An export of Android knows no seconds."""
_ENOUGH: Final = 2
_SHORT: Final = 12
"""Texts of fewer characters are said too often to tell a zone by."""


def offset(lines: Sequence[Line], stored: Iterable[KnownMessage]) -> int | None:
    """How far (ms) the export's clock is ahead of ours, by messages that stand in both; None where
    too few do."""
    at: dict[str, list[int]] = defaultdict(list)
    for one in stored:
        if len(one.text) >= _SHORT:
            at[one.text.strip()].append(one.at)
    votes = Counter(
        round((line.at - moment) / QUARTER_MS) * QUARTER_MS
        for line in lines
        for moment in at.get(line.text.strip(), ())
        if abs(line.at - moment) < FAR_MS
    )
    best = votes.most_common(1)
    return best[0][0] if best and best[0][1] >= _ENOUGH else None


def missing(chat: Chat, stored: Iterable[KnownMessage]) -> list[int]:
    """Which of the chat's lines do not stand here. A stored message is one line's at most."""
    waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in sorted(stored, key=lambda one: one.at):
        waiting[one.direction, one.text.strip()].append(one.at)
    found = []
    for place, line in enumerate(chat.lines):
        direction = "in" if chat.side(line.sender) == "client" else "out"
        same = waiting.get((direction, line.text.strip()), [])
        near = next((moment for moment in same if abs(moment - line.at) <= NEAR_MS), None)
        if near is None:
            found.append(place)
        else:
            same.remove(near)
    return found


def keys(peer: Peer, chat: Chat) -> list[str]:
    """An id for each line, the same whenever the same chat is exported again: of who, when by the
    export's clock to the minute, what, and the how-many-th of those."""
    times: Counter[str] = Counter()
    made = []
    for line in chat.lines:
        side = chat.side(line.sender)
        words = (peer.id, side, str(line.at // 60_000), line.text, line.kind or "", line.note)
        digest = hashlib.sha256("\0".join(words).encode("utf-8", "replace")).hexdigest()[:24]
        times[digest] += 1
        made.append(f"{PREFIX}{digest}:{times[digest]}")
    return made
