"""Small things painted the same everywhere: avatars, chips, badges, marks."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from core.domain.channels import Channel
from desktop.shell.context import Shell

CENTER = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def initials(name: str) -> str:
    """One or two letters for an avatar; ``#`` for a bare number."""
    words = [w for w in name.replace("«", " ").replace('"', " ").split() if w[0].isalpha()]
    if not words:
        return "#"
    return (words[0][0] + (words[1][0] if len(words) > 1 else "")).upper()


def avatar(
    painter: QPainter, shell: Shell, box: QRectF, key: int, name: str, *, thread: bool = True
) -> None:
    """A round avatar: the photo of the client of a ``thread`` with this ``key``, where it is here,
    else initials in the colour that ``key`` has for ever."""
    photo = shell.faces.of(key) if thread else None
    if photo is not None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(box, photo, QRectF(photo.rect()))
        return
    face(painter, shell, box, name, *shell.theme.avatar(key))


def face(
    painter: QPainter, shell: Shell, box: QRectF, name: str, ground: QColor, ink: QColor
) -> None:
    """A round mark with initials in two colours."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawEllipse(box)
    font = QFont(shell.theme.font("body", bold=True))
    font.setPixelSize(max(9, round(box.width() * 0.36)))
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box, CENTER, initials(name))


def chip_width(font: QFont, text: str) -> float:
    """Width of a chip with that text."""
    return QFontMetricsF(font).horizontalAdvance(text) + 14


def chip(
    painter: QPainter, font: QFont, box: QRectF, text: str, ground: QColor, ink: QColor
) -> None:
    """A rounded chip; the text is elided to fit."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 6, 6)
    painter.setFont(font)
    painter.setPen(ink)
    inner = box.adjusted(7, 0, -7, 0)
    elided = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width() + 1)
    painter.drawText(inner, LEFT, elided)


def badge(
    painter: QPainter, shell: Shell, right: QPointF, count: int, *, quiet: bool = False,
    most: int = 1000,
) -> float:  # fmt: skip
    """A count in a pill whose right middle is at ``right``; returns its width. ``quiet``: grey, for
    what calls nobody. From ``most`` on it was not counted further."""
    font, text = shell.theme.font("caption", bold=True), _count(count, most)
    width = badge_width(shell, count, most)
    box = QRectF(right.x() - width, right.y() - 10, width, 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shell.theme.colour("chip" if quiet else "badge"))
    painter.drawRoundedRect(box, 10, 10)
    painter.setFont(font)
    painter.setPen(shell.theme.colour("chip_text" if quiet else "on_badge"))
    painter.drawText(box, CENTER, text)
    return width


def at_badge(painter: QPainter, shell: Shell, right: QPointF) -> float:
    """That something unread names us: the sign in a disc whose right middle is at ``right``;
    returns its width. A muted chat calls with it, too."""
    box = QRectF(right.x() - 20, right.y() - 10, 20, 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shell.theme.colour("accent_soft"))
    painter.drawEllipse(box)
    side = 15.0
    mark = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    shell.icons.paint(painter, "at", "accent_text", mark)
    return 20.0


def badge_width(shell: Shell, count: int, most: int = 1000) -> float:
    """Width of the pill with that count."""
    font = shell.theme.font("caption", bold=True)
    return max(20.0, QFontMetricsF(font).horizontalAdvance(_count(count, most)) + 12)


def _count(count: int, most: int) -> str:
    return str(count) if count < most else f"{most - 1}+"


def focus_ring(
    painter: QPainter, shell: Shell, option: QStyleOptionViewItem, box: QRectF, radius: float
) -> None:
    """An edge around the item that the keyboard is at, once the keyboard is used."""
    wanted = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_KeyboardFocusChange
    if option.state & wanted == wanted:
        painter.setPen(QPen(shell.theme.colour("accent"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius)


def channel_mark(
    painter: QPainter, shell: Shell, channel: Channel, x: float, middle: float, size: int = 15,
    account: str = "",
) -> None:  # fmt: skip
    """The mark of a messenger, in its colour; in that of our account there where there are
    several."""
    if channel in (Channel.TELEGRAM, Channel.WHATSAPP):
        box = QRectF(x, middle - size / 2, size, size)
        shell.icons.paint(painter, channel.value, mark_ink(shell, channel, account), box)


def mark_ink(shell: Shell, channel: Channel, account: str) -> str:
    """The token that the mark of a messenger is drawn in."""
    own = shell.accounts.ink(account) if channel is Channel.TELEGRAM else ""
    return own or channel.value


def elide(font: QFont, text: str, width: float) -> str:
    """One line of ``text`` in ``width``."""
    flat = " ".join(text.split())
    return QFontMetricsF(font).elidedText(flat, Qt.TextElideMode.ElideRight, width)
