"""What of a message is drawn in a frame: pictures, videos, stickers, the page behind a link."""

from typing import Final, NamedTuple

from PySide6.QtCore import QRectF

from core.domain.around import Page
from core.domain.views import AttachmentRow
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.bubble import picture

IMAGE: Final = (260.0, 168.0)
STICKER: Final = 128.0
ROUND: Final = 176.0
ALBUM: Final = 300.0
"""Files of an album are as wide as one another, whatever their captions are."""


class Album(NamedTuple):
    """Whether a message goes on what the one above began, and is gone on with below."""

    above: bool = False
    below: bool = False


NO_ALBUM: Final = Album()


class PageBox(NamedTuple):
    """A page behind a link: where it stands, and its lines with whether each is bold."""

    box: QRectF
    page: Page
    lines: tuple[tuple[str, bool], ...]


def framed(item: AttachmentRow) -> bool:
    """Whether a file is drawn in a frame: a picture that is here, or one that is known in small."""
    small = item.look is not None and bool(item.look.thumb)
    if item.kind == "video":
        return (small or shape(item) == "round") and not item.problem
    return picture(item) or (item.kind in ("image", "sticker") and small and not item.problem)


def shape(item: AttachmentRow) -> str:
    """``round``, ``animation`` or ''."""
    return item.look.shape if item.look is not None else ""


def frame_size(item: AttachmentRow, most: float) -> tuple[float, float]:
    """Width and height of a frame that may be ``most`` wide."""
    if item.kind == "sticker":
        return min(most, STICKER), min(most, STICKER)
    if shape(item) == "round":
        return min(most, ROUND), min(most, ROUND)
    return min(most, IMAGE[0]), IMAGE[1]


def chip(shell: Shell, item: AttachmentRow) -> str:
    """What stands in the corner of a video: how long it is, or that it is a GIF."""
    if item.kind != "video":
        return ""
    if shape(item) == "animation":
        return shell.tr("look-gif")
    return formats.seconds(item.seconds) if item.seconds else ""


def page_lines(page: Page) -> tuple[tuple[str, bool], ...]:
    """The lines of a page's box: whose it is, its title, what it says."""
    site = page.site or page.url.partition("://")[2].partition("/")[0]
    found = [(site, False), (page.title, True), (page.text, False)]
    return tuple((" ".join(text.split()), bold) for text, bold in found if text.strip())
