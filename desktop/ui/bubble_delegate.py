"""Paints messages and says what was clicked; layouts are kept while nothing they show changed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QSize
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from core.domain.views import MessageRow
from desktop.media.player import Player
from desktop.media.waves import Waves
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import bubble_layout, paint, words
from desktop.ui.bubble import Bubble
from desktop.ui.bubble_choices import paint_choices, paint_keys
from desktop.ui.bubble_frames import Album
from desktop.ui.bubble_paint import BubblePainter
from desktop.ui.file_paint import FilePainter
from desktop.ui.page_paint import paint_page
from desktop.ui.selection import Lights
from desktop.ui.thumbnails import Thumbnails
from desktop.ui.tile_paint import TilePainter
from desktop.ui.writers import Writers
from desktop.viewmodels.messages import MessageListModel
from desktop.viewmodels.places import Place
from desktop.viewmodels.rows import KEY

Index = QModelIndex | QPersistentModelIndex
_KEPT: Final = 8000
_AT_ONCE: Final = 6


@dataclass(frozen=True)
class _Kept:
    """A layout, and what it was made for."""

    bubble: Bubble
    place: Place
    width: int
    today: date


class BubbleDelegate(QStyledItemDelegate):
    """``lights`` is what is lit, ``writers`` are those of a group."""

    def __init__(
        self, shell: Shell, thumbnails: Thumbnails, waves: Waves, player: Player, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._shell, self._player = shell, player
        self.lights = Lights()
        self.writers = Writers(shell.theme)
        self._painter = BubblePainter(shell, self.lights, self.writers)
        self._files = FilePainter(shell, thumbnails, waves, player)
        self._tiles = TilePainter(shell, self._files, self.lights)
        self._kept: dict[int, _Kept] = {}
        self._today = date.min
        self.width = 400

    def forget(self) -> None:
        """Fonts or words changed: lay everything out anew."""
        self._kept.clear()

    def reveal(self, message: int) -> None:
        """Nothing of a message is covered any more."""
        self.lights.revealed.add(message)
        kept = self._kept.get(message)
        if kept is not None:
            kept.bubble.hidden.clear()

    def look_at_date(self) -> None:
        """Another day has another word above it; to be called before a layout."""
        self._today = formats.local(self._shell.now()).date()

    def bubble(self, index: Index) -> Bubble:
        """The layout of a row at the present width."""
        model = index.model()
        assert isinstance(model, MessageListModel)
        row, place = model.rows[index.row()], model.place(index.row())
        return self._found(row, place) or self._lay_out(row, place)

    def _found(self, row: MessageRow, place: Place) -> Bubble | None:
        kept = self._kept.get(row.id)
        if (
            kept is not None
            and (kept.bubble.row is row or kept.bubble.row == row)
            and kept.place == place
            and kept.width == self.width
            and (place.day is None or kept.today == self._today)
        ):
            return kept.bubble
        return None

    async def prepare(self, rows: Sequence[MessageRow], places: Sequence[Place]) -> None:
        """Lay out rows that come, a few at a time: the window answers in between."""
        self.look_at_date()
        for i, (row, place) in enumerate(zip(rows, places, strict=True)):
            if self._found(row, place) is None:
                self._lay_out(row, place)
                if i % _AT_ONCE == 0:
                    await asyncio.sleep(0)

    def _lay_out(self, row: MessageRow, place: Place) -> Bubble:
        shell = self._shell
        if place.lead:
            return Bubble(row)
        if len(self._kept) > _KEPT:
            self._kept.clear()
        divider = formats.day(shell.i18n, place.day, self._today) if place.day else ""
        made = bubble_layout.place(
            shell,
            row,
            self.width,
            divider=divider,
            unread=place.unread,
            joined=place.joined,
            album=Album(place.above, place.below),
            tiles=place.tiles,
            named=place.named,
            last=place.last,
        )
        if row.id in self.lights.revealed:
            made.hidden.clear()
        self._kept[row.id] = _Kept(made, place, self.width, self._today)
        return made

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Qt's hook."""
        return QSize(10, round(self.bubble(index).height + 0.5))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt's hook."""
        made = self.bubble(index)
        if not made.height:
            return  # it is in the mosaic of another row
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(QPointF(option.rect.topLeft()))
        self._painter.ground(painter, made, option.rect.width())
        radius = self._shell.theme.tokens.radius["bubble"]
        if not made.tiles:
            paint.focus_ring(painter, self._shell, option, made.box, radius)
        for box, item in made.files:
            self._files.paint(painter, made, box, item)
        if made.tiles:
            keyed = self._keyed(option)
            for tile in made.tiles:
                self._tiles.paint(painter, tile, keyed=tile.row.id == keyed)
        self._painter.words(painter, made)
        paint_page(painter, self._shell, made)
        self._choices(painter, made)
        self._painter.times(painter, made, self._played(made))
        painter.restore()

    def _choices(self, painter: QPainter, made: Bubble) -> None:
        row, lights = made.row, self.lights
        if made.choices is not None:
            ticked = lights.ticked.get(row.id, frozenset())
            paint_choices(painter, self._shell, row, made.choices, ticked)
        if made.keys:
            pressed = lights.pressed
            key = pressed[1] if pressed is not None and pressed[0] == row.id else None
            paint_keys(painter, self._shell, made.keys, key)

    def _keyed(self, option: QStyleOptionViewItem) -> int | None:
        """The message that the keyboard is at, once the keyboard is used."""
        view = option.widget
        if not isinstance(view, QAbstractItemView) or not view.hasFocus():
            return None
        used = option.state & QStyle.StateFlag.State_KeyboardFocusChange
        key = view.currentIndex().data(KEY) if used else None
        return key if isinstance(key, int) else None

    def _played(self, made: Bubble) -> int | None:
        """The millisecond of a voice message that is heard now."""
        player = self._player
        if any(player.is_at(made.row.id, index) for index in made.voices):
            return int(player.heard * player.seconds * 1000)
        return None

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Qt's hook: what did not fit into the line of a file."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        at = (event.pos() - option.rect.topLeft()).toPointF()
        made = self.bubble(index)
        tiles = [(tile.box, tile.item) for tile in made.tiles]
        for box, item in made.files + tiles:
            if box.contains(at):
                ours = made.row.direction == "out"
                why = words.file_problem(self._shell, item, ours=ours)
                lines = [words.file_name(item), why]
                QToolTip.showText(event.globalPos(), "\n".join(filter(None, lines)), view)
                return True
        QToolTip.hideText()
        return True
