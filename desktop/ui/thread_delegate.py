"""Paints a thread of the list: who, the last line, what they want, how long we have."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.domain.channels import Channel
from core.domain.views import ThreadRow
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.shell.theme import Theme
from desktop.ui import paint
from desktop.ui.list_words import queue_name, spoken, standing
from desktop.ui.rail import queue_icon
from desktop.ui.words import SURE, intent_name, last_line, last_mark
from desktop.viewmodels.rows import ROW

_KEPT: Final = 96
_TIGHT: Final = 290
"""Below this width (at normal text size) a row spares what is said elsewhere too."""
_LOOKS: Final = (
    QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver
    | QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_KeyboardFocusChange
)  # fmt: skip
_CHIPS: Final = {
    "closing": ("clock", "warn", "warn_soft"), "back": ("snooze", "accent_text", "accent_soft"),
    "due": ("flag", "accent_text", "accent_soft"), "snoozed": ("snooze", "text_2", "sunken"),
    "done": ("check", "ok", "ok_soft"), "archived": ("archive", "text_2", "sunken"),
}  # fmt: skip
"""What stands in a chip at the right: its icon, ink and ground. Anything else is plain."""


def row_height(theme: Theme) -> int:
    """Every row of the list is so high."""
    return theme.px(82)


@dataclass(frozen=True)
class _Words:
    """What of a row depends on the time: its stamp, and what is left, how long they wait or why
    it is here (``kind``); and whether it is muted."""

    when: str
    left: str
    kind: str
    typing: bool
    muted: bool


@dataclass(frozen=True)
class _Kept:
    """A row as it was painted, and what it was painted for."""

    row: ThreadRow
    looks: tuple[object, ...]
    picture: QPixmap


class ThreadDelegate(QStyledItemDelegate):
    """Draws from the snapshot alone. A row that looks as before is a picture that is copied: a
    message moves the whole list, and words are slow to draw. ``queues`` says whether a row names
    its queue, ``money`` whether it says what is at stake,
    ``within`` the hours to a window's end in which it says that, ``archive`` whether all that is
    listed is archived."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._kept: OrderedDict[int, _Kept] = OrderedDict()
        self.typing: set[int] = set()
        self.queues, self.money, self.within, self.archive = True, False, 0, False
        shell.theme.changed.connect(self._forget)
        shell.i18n.changed.connect(self._forget)
        shell.accounts.changed.connect(self._forget)
        shell.accounts.changed.connect(parent.update)
        shell.faces.changed.connect(self._another_face)

    def _another_face(self, thread: int) -> None:
        self._kept.pop(thread, None)

    def _forget(self) -> None:
        self._kept.clear()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All rows are of one height."""
        return QSize(120, row_height(self._shell.theme))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt's hook."""
        row: ThreadRow | None = index.data(ROW)
        if row is None:
            return
        words = self._words(row)
        ratio = painter.device().devicePixelRatioF()
        size = option.rect.size()
        looks = (size.width(), ratio, (option.state & _LOOKS).value, words, self.queues)
        kept = self._kept.get(row.id)
        if kept is None or kept.row is not row or kept.looks != looks:
            picture = QPixmap(size * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(self._shell.theme.colour("window"))
            inner = QPainter(picture)
            self._paint(inner, option, QRectF(0, 0, size.width(), size.height()), row, words)
            inner.end()
            kept = self._kept[row.id] = _Kept(row, looks, picture)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(row.id)
        painter.drawPixmap(option.rect.topLeft(), kept.picture)

    def spoken(self, row: ThreadRow) -> str:
        """The row in words."""
        return spoken(self._shell, row, self._shell.now())

    def _words(self, row: ThreadRow) -> _Words:
        i18n, now = self._shell.i18n, self._shell.now()
        kind, left = standing(self._shell, row, now, money=self.money, within=self.within)
        if kind == "archived" and self.archive:
            kind = left = ""
        stamp, typing = formats.stamp(i18n, row.last_at, now), row.id in self.typing
        return _Words(stamp, left, kind, typing, row.muted(now))

    def _paint(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRectF, row: ThreadRow,
        words: _Words,
    ) -> None:  # fmt: skip
        theme = self._shell.theme
        px = theme.px
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = rect.adjusted(6, 1, -6, -1)
        ground = "window"
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            ground = "selected" if chosen else "hover"
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(ground))
            painter.drawRoundedRect(box, 10, 10)
        paint.focus_ring(painter, self._shell, option, box, 10)
        tight = rect.width() < px(_TIGHT)
        left, right = box.left() + (7 if tight else 10), box.right() - 10
        side = px(34 if tight else 42)
        face = QRectF(left, box.top() + px(10), side, side)
        paint.avatar(painter, self._shell, face, row.id, row.name)
        if row.owner:
            self._owner(painter, row.owner, face, ground)
        left = face.right() + (9 if tight else 12)
        pin = row.pinned_at is not None
        if pin and tight:
            self._pin(painter, QPointF(face.right() - px(2), face.top() + px(2)), ground)
        marks = _marks(self._shell, row, tight=tight)
        self._title(painter, row, words, left, right, box.top() + px(19), marks,
                    pin=pin and not tight)  # fmt: skip
        self._last(painter, row, words, left, right, box.top() + px(40))
        right = self._deadline(painter, words, left, right, box.top() + px(63))
        self._tags(painter, row, left, right, box.top() + px(63), chosen)

    def _owner(self, painter: QPainter, owner: str, face: QRectF, ground: str) -> None:
        """Whose it is: initials at the foot of the avatar."""
        theme = self._shell.theme
        side = round(face.width() * 0.48)
        box = QRectF(face.right() - side + 5, face.bottom() - side + 6, side, side)
        painter.setPen(QPen(theme.colour(ground), 2))
        painter.setBrush(theme.colour("tooltip"))
        painter.drawEllipse(box)
        font = QFont(theme.font("caption", bold=True))
        font.setPixelSize(round(side * 0.45))
        painter.setFont(font)
        painter.setPen(theme.colour("on_tooltip"))
        painter.drawText(box, paint.CENTER, paint.initials(owner))

    def _pin(self, painter: QPainter, middle: QPointF, ground: str) -> None:
        """Where the line has no room for it: at the head of the avatar."""
        theme = self._shell.theme
        radius, side = theme.px(8), theme.px(13)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawEllipse(middle, radius, radius)
        box = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        self._shell.icons.paint(painter, "pin", "text_2", box)

    def _title(
        self, painter: QPainter, row: ThreadRow, words: _Words, left: float, right: float,
        middle: float, marks: list[tuple[Channel, str]], *, pin: bool,
    ) -> None:  # fmt: skip
        theme = self._shell.theme
        px = theme.px
        small, when, half = theme.font("small"), words.when, px(10)
        painter.setFont(small)
        painter.setPen(theme.colour("text_3"))
        width = QFontMetricsF(small).horizontalAdvance(when)
        stamp = QRectF(right - width - 2, middle - half, width + 2, 2 * half)
        painter.drawText(stamp, paint.RIGHT, when)
        right -= width + 8
        if pin:
            side = px(14)
            box = QRectF(right - side, middle - side / 2, side, side)
            self._shell.icons.paint(painter, "pin", "text_3", box)
            right -= side + 4
        mark, bell = px(15), px(14) if words.muted else 0
        font = theme.font("message", bold=True)
        room = right - left - (mark + 4) * len(marks) - (bell + 3 if bell else 0) - 4
        name = paint.elide(font, row.name, room)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(left, middle - half, room + 1, 2 * half), paint.LEFT, name)
        x = left + QFontMetricsF(font).horizontalAdvance(name) + 6
        for channel, account in marks:
            paint.channel_mark(painter, self._shell, channel, x, middle, mark, account)
            x += mark + 3
        if bell:
            box = QRectF(x, middle - bell / 2, bell, bell)
            self._shell.icons.paint(painter, "bell-off", "text_3", box)

    def _last(
        self, painter: QPainter, row: ThreadRow, words: _Words, left: float, right: float,
        middle: float,
    ) -> None:  # fmt: skip
        theme, tr = self._shell.theme, self._shell.tr
        half = theme.px(10)
        if row.unread:
            at, quiet = QPointF(right, middle), words.muted
            right -= paint.badge(painter, self._shell, at, row.unread, quiet=quiet) + 8
            if row.mentioned:
                right -= paint.at_badge(painter, self._shell, QPointF(right, middle)) + 6
        elif row.marked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("text_3" if words.muted else "badge"))
            painter.drawEllipse(QPointF(right - 7, middle), 7, 7)
            right -= 22
        elif row.waiting_since is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(QPointF(right - 5, middle), 4, 4)
            right -= 18
        font = theme.font("body")
        painter.setFont(font)
        ink, text = "text_2", row.draft
        if words.typing:
            ink, text = "accent_text", tr("typing")
        elif row.draft:
            said = tr("row-draft")
            painter.setPen(theme.colour("danger"))
            painter.drawText(QRectF(left, middle - half, right - left, 2 * half), paint.LEFT, said)
            left += QFontMetricsF(font).horizontalAdvance(f"{said} ")
        else:
            text = last_line(self._shell, row)
            if mark := last_mark(row):
                side = theme.px(16)
                box = QRectF(left, middle - side / 2, side, side)
                self._shell.icons.paint(painter, mark, "text_3", box)
                left += side + 4
        painter.setPen(theme.colour(ink))
        painter.drawText(QRectF(left, middle - half, right - left, 2 * half), paint.LEFT,
                         paint.elide(font, text, right - left))  # fmt: skip

    def _tags(
        self, painter: QPainter, row: ThreadRow, left: float, right: float, middle: float,
        chosen: bool,
    ) -> None:  # fmt: skip
        """What they want, then the queue: by its name where there is room, else by its icon."""
        shell, theme = self._shell, self._shell.theme
        px, font = theme.px, theme.font("small")
        icon = px(16) if self.queues and row.queue else 0
        for i, intent in enumerate(row.intents[:2]):
            sure = intent.confidence >= SURE
            text = intent_name(shell, intent.tag) if sure else shell.tr("intent-unsure")
            wanted = paint.chip_width(font, text)
            if not i and right - left - icon - 6 < min(wanted, px(52)):
                icon = 0  # what they want goes before where it lies
            room = right - left - (icon + 6 if icon else 0)
            width = min(wanted, room)
            if width < (wanted if i else min(wanted, px(44))):
                break
            ground = theme.colour("raised" if chosen else "chip" if sure else "sunken")
            ink = theme.colour("chip_text" if sure else "text_2")
            box = QRectF(left, middle - px(10), width, 2 * px(10))
            paint.chip(painter, font, box, text, ground, ink)
            left += width + 6
            if not sure:
                break
        if not icon or left + icon > right:
            return
        mark = QRectF(left, middle - icon / 2, icon, icon)
        shell.icons.paint(painter, queue_icon(row.queue), "text_3", mark)
        name = queue_name(shell, row.queue)
        if left + icon + 4 + QFontMetricsF(font).horizontalAdvance(name) <= right:
            painter.setFont(font)
            painter.setPen(theme.colour("text_3"))
            room = right - left - icon - 4
            box = QRectF(left + icon + 4, middle - px(10), room + 1, 2 * px(10))
            painter.drawText(box, paint.LEFT, name)

    def _deadline(
        self, painter: QPainter, words: _Words, left: float, right: float, middle: float
    ) -> float:
        """What is left, how long they wait or why the thread is here; returns where the room
        before it ends."""
        if not words.left:
            return right
        theme = self._shell.theme
        px, font = theme.px, theme.font("small")
        side, half = px(14), px(10)
        icon, ink, ground = _CHIPS.get(words.kind, ("", "text_3", ""))
        icon = icon or {"later": "flag", "money": "money"}.get(words.kind, "clock")
        text = paint.elide(font, words.left, (right - left) * 0.62)
        width = QFontMetricsF(font).horizontalAdvance(text) + side + 4 + (12 if ground else 0)
        box = QRectF(right - width, middle - half, width, 2 * half)
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(ground))
            painter.drawRoundedRect(box, 6, 6)
            box.adjust(6, 0, -6, 0)
        mark = QRectF(box.left(), middle - side / 2, side, side)
        self._shell.icons.paint(painter, icon, ink, mark)
        painter.setFont(font)
        painter.setPen(theme.colour(ink))
        painter.drawText(box.adjusted(side + 4, 0, 1, 0), paint.LEFT, text)
        return right - width - 8


def _marks(shell: Shell, row: ThreadRow, *, tight: bool) -> list[tuple[Channel, str]]:
    """The messengers of a thread, Telegram once for each account where several are told apart."""
    if tight:
        return [(row.last_channel, row.last_account)]
    found: list[tuple[Channel, str]] = []
    for channel in row.channels:
        known = row.accounts if channel is Channel.TELEGRAM else ()
        several = [account for account in known if shell.accounts.ink(account)]
        found += [(channel, account) for account in several] or [(channel, "")]
    return found
