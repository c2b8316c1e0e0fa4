"""Which messages are shown as one: the pictures of an album, as its sender put them together. Pure.

A messenger makes a message of each picture (https://core.telegram.org/api/files#albums-grouped-media).
Those that follow one another are one mosaic, of at most ten and with at most one caption: whatever
was written is shown.
"""

from collections.abc import Callable, Sequence
from typing import Final

from core.domain.views import AttachmentRow, MessageRow

MOST: Final = 10


def album_of(row: MessageRow) -> str:
    """What the messages of an album have in common; '' for any other."""
    return row.around.album if row.around is not None else ""


def is_tile(item: AttachmentRow) -> bool:
    """Whether a file is a picture or a video that can stand among others."""
    round_ = item.look is not None and item.look.shape == "round"
    return item.kind == "image" or (item.kind == "video" and not round_)


def tiled(row: MessageRow) -> bool:
    """Whether a message is pictures, and at most words to them."""
    plain = not (row.note or row.service or row.ad or row.product)
    return plain and bool(row.attachments) and all(map(is_tile, row.attachments))


def part_end(
    rows: Sequence[MessageRow], start: int, together: Callable[[MessageRow, MessageRow], bool]
) -> int:
    """Where the mosaic that begins at ``start`` ends; ``start`` + 1 where there is none.
    ``together`` says whether a message is of one album with the one after it."""
    if not album_of(rows[start]) or not tiled(rows[start]) or len(rows[start].attachments) > 1:
        return start + 1
    end, captions = start + 1, bool(rows[start].text)
    while end < len(rows) and end - start < MOST:
        row = rows[end]
        alone = len(row.attachments) == 1 and tiled(row)
        if not alone or not together(rows[end - 1], row) or (captions and row.text):
            break
        captions = captions or bool(row.text)
        end += 1
    return end


def lead_of(rows: Sequence[MessageRow], start: int, end: int) -> int:
    """The message that a mosaic is drawn with: the one with the words, else the first."""
    return next((i for i in range(start, end) if rows[i].text), start)
