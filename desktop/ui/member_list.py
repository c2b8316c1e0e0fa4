"""People of a group as a list: who they are, what they are there, when they were last seen."""

from typing import Final

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from core.domain.rooms import Candidate, Known, Member
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import paint
from desktop.viewmodels.rows import ROW, Index, RowsModel

_ROW: Final = 50


def about(shell: Shell, one: Member) -> str:
    """When they were seen last, and the username."""
    seen = ""
    if one.us:
        seen = shell.tr("member-us")
    elif one.bot:
        seen = shell.tr("member-bot")
    elif one.seen == "at":
        seen = shell.tr("member-seen-at", when=formats.stamp(shell.i18n, one.seen_at, shell.now()))
    elif one.seen:
        seen = shell.tr(f"member-seen-{one.seen}")
    name = f"@{one.username}" if one.username else ""
    return " · ".join(part for part in (seen, name) if part)


def role(shell: Shell, one: Member) -> str:
    """What the group calls them, or what they are there."""
    return one.title or (shell.tr(f"member-{one.role}") if one.role else "")


def spoken(shell: Shell, row: Known) -> str:
    """A row in words."""
    ours = shell.tr("member-ours") if row.ours and not row.member.us else ""
    client = shell.tr("member-client") if row.thread is not None else ""
    parts = (row.member.name, role(shell, row.member), about(shell, row.member), ours, client)
    return ", ".join(part for part in parts if part)


class MemberDelegate(QStyledItemDelegate):
    """Rows are ``Known``, or ``Candidate`` with a tick for those in ``ticked`` (their ids)."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self.ticked: set[str] = set()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are of one height."""
        return QSize(120, self._shell.theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt's hook."""
        row: Known | Candidate | None = index.data(ROW)
        if row is None:
            return
        shell, theme, px = self._shell, self._shell.theme, self._shell.theme.px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(2, 1, -2, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected" if chosen else "hover"))
            painter.drawRoundedRect(box, 8, 8)
        paint.focus_ring(painter, shell, option, box, 8)
        side = px(34)
        face = QRectF(box.left() + 8, box.center().y() - side / 2, side, side)
        ident, name, below, mark, ink = self._words(row)
        paint.avatar(painter, shell, face, int(ident), name)
        left, right = face.right() + 11, box.right() - 10
        if isinstance(row, Candidate) and row.person.id in self.ticked:
            tick = QRectF(right - px(18), box.center().y() - px(9), px(18), px(18))
            shell.icons.paint(painter, "check", "accent_text", tick)
            right = tick.left() - 8
        small, body = theme.font("small"), theme.font("body")
        if mark:
            painter.setFont(small)
            painter.setPen(theme.colour(ink))
            mark = paint.elide(small, mark, (right - left) * 0.45)
            wide = QFontMetricsF(small).horizontalAdvance(mark)
            painter.drawText(QRectF(right - wide - 1, box.top(), wide + 1, box.height() / 2 + 5),
                             paint.RIGHT, mark)  # fmt: skip
            right -= wide + 12
        half = box.height() / 2
        painter.setFont(body)
        painter.setPen(theme.colour("text"))
        room = right - left
        line = QRectF(left, box.top() + 3, room, half - 1) if below else box
        line.setLeft(left)
        painter.drawText(line, paint.LEFT, paint.elide(body, name, room))
        painter.setFont(small)
        painter.setPen(theme.colour("text_3"))
        room = box.right() - 10 - left
        painter.drawText(QRectF(left, box.top() + half - 1, room, half - 4), paint.LEFT,
                         paint.elide(small, below, room))  # fmt: skip
        painter.restore()

    def spoken(self, row: Known | Candidate) -> str:
        """A row in words, and whether it is ticked."""
        if isinstance(row, Known):
            return spoken(self._shell, row)
        ticked = self._shell.tr("group-chosen-one") if row.person.id in self.ticked else ""
        return ", ".join(part for part in (*self._words(row)[1:3], ticked) if part)

    def _words(self, row: Known | Candidate) -> tuple[str, str, str, str, str]:
        """Id, name, what stands below it and at its right, in which ink."""
        shell = self._shell
        if isinstance(row, Candidate):
            one = row.person
            below = shell.tr("member-ours") if row.ours else ""
            name = f"@{one.username}" if one.username else ""
            told = " · ".join(part for part in (below, name) if part)
            return one.id, one.name, told or formats.phone(one.phone), "", "text_3"
        member = row.member
        ours = shell.tr("member-ours") if row.ours and not member.us else ""
        client = shell.tr("member-client") if row.thread is not None else ""
        below = " · ".join(part for part in (about(shell, member), ours or client) if part)
        ink = "accent_text" if member.role in ("owner", "admin") else "text_3"
        return member.id, member.name, below, role(shell, member), ink


def listing(shell: Shell, model: "RowsModel[Known] | RowsModel[Candidate]", name: str) -> QListView:
    """A list of people; its delegate is a ``MemberDelegate``."""
    made = QListView()
    made.setObjectName(name)
    made.setModel(model)
    made.setUniformItemSizes(True)
    made.setMouseTracking(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    delegate = MemberDelegate(shell, made)
    made.setItemDelegate(delegate)
    model.describe = delegate.spoken
    return made
