"""The pictures of an album in one bubble: where each stands, and what the whole is said to be."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF

from core.domain.events import Delivery
from core.domain.views import AttachmentRow, MessageRow
from desktop.ui.mosaic import Box, height, mosaic

WIDE: Final = 380.0
_WORST: Final[tuple[Delivery, ...]] = ("failed", "queued", "sending", "sent", "delivered", "read")


class Tile(NamedTuple):
    """A picture: its place, its file, whose message it is in; ``share`` is how much of it is with
    the messenger, None where it is not on its way. ``outer`` are its corners that are the frame's
    (top left, top right, bottom right, bottom left)."""

    box: QRectF
    item: AttachmentRow
    row: MessageRow
    share: float | None = None
    outer: tuple[bool, bool, bool, bool] = (True, True, True, True)


def tiles_of(rows: Sequence[MessageRow], at: QPointF, width: float) -> tuple[list[Tile], float]:
    """The tiles of messages with their top left corner ``at``, and how high they are together."""
    files = [(row, item, i) for row in rows for i, item in enumerate(row.attachments)]
    wide = int(width)
    boxes = mosaic([_ratio(item) for _row, item, _i in files], wide)
    high = height(boxes)
    made = []
    for (row, item, i), box in zip(files, boxes, strict=False):
        place = QRectF(at.x() + box.x, at.y() + box.y, box.wide, box.tall)
        made.append(Tile(place, item, row, _share(row, i), _outer(box, wide, high)))
    return made, high


def _ratio(item: AttachmentRow) -> float:
    look = item.look
    return look.wide / look.tall if look is not None and look.wide > 0 and look.tall > 0 else 0.0


def _share(row: MessageRow, i: int) -> float | None:
    """Of one file, where the share of all of its message is told: they go one after another."""
    if row.uploaded is None:
        return None
    return min(1.0, max(0.0, row.uploaded * len(row.attachments) - i))


def _outer(box: Box, wide: int, high: int) -> tuple[bool, bool, bool, bool]:
    left, top = box.x == 0, box.y == 0
    right, bottom = box.x + box.wide >= wide, box.y + box.tall >= high
    return top and left, top and right, bottom and right, bottom and left


def status_of(rows: Sequence[MessageRow]) -> Delivery | None:
    """What became of them: of several what is least far."""
    told = [row.status for row in rows if row.status is not None]
    return min(told, key=_WORST.index, default=None) if all(s in _WORST for s in told) else told[0]


def reactions_of(rows: Sequence[MessageRow]) -> list[tuple[str, int]]:
    """Each reaction, and how many there are of it on all of them."""
    counts: dict[str, int] = {}
    for row in rows:
        for _actor, emoji in row.reactions:
            counts[emoji] = counts.get(emoji, 0) + 1
    return list(counts.items())


def tile_at(tiles: Sequence[Tile], at: QPointF) -> Tile | None:
    """The tile at a point."""
    return next((tile for tile in tiles if tile.box.contains(at)), None)
