"""The keyboard among messages: up and down from one to the next, and through the pictures of an
album as they stand, to the left and right as well."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPointF, QRectF
from PySide6.QtWidgets import QAbstractItemView

from desktop.ui.album_tiles import Tile
from desktop.ui.bubble import Bubble
from desktop.viewmodels.messages import MessageListModel

Move = QAbstractItemView.CursorAction


class Stepping:
    """``bubble`` gives the layout of a row."""

    def __init__(self, model: MessageListModel, bubble: Callable[[QModelIndex], Bubble]) -> None:
        self._model, self._bubble = model, bubble

    def tile(self, index: QModelIndex) -> Tile | None:
        """The picture that a row is in the mosaic of its album; None for any other row."""
        if not index.isValid():
            return None
        row = self._model.rows[index.row()]
        return next((tile for tile in self._tiles(index.row()) if tile.row.id == row.id), None)

    def box(self, index: QModelIndex) -> tuple[QModelIndex, QRectF] | None:
        """Where the picture of a row stands that is shown in the mosaic of another: that row, and
        the place in it."""
        if not 0 <= index.row() < len(self._model.rows):  # rows are being taken out
            return None
        if not (lead := self._model.place(index.row()).lead):
            return None
        tile = self.tile(index)
        return None if tile is None else (self._model.index(index.row() + lead), tile.box)

    def step(self, current: QModelIndex, move: Move) -> QModelIndex | None:
        """Where an arrow leads; None for what the view does itself."""
        steps = {
            Move.MoveUp: (0, -1), Move.MoveDown: (0, 1),
            Move.MoveLeft: (-1, 0), Move.MoveRight: (1, 0),
        }  # fmt: skip
        if move not in steps or not current.isValid():
            return None
        across, down = steps[move]
        tiles, here = self._tiles(current.row()), self.tile(current)
        if across:
            return self._along(current.row(), across, tiles)
        if here is not None and (found := _nearest(tiles, here, down)) is not None:
            return self._model.index(self._model.row_of(found.row.id))
        rows = [self._model.row_of(tile.row.id) for tile in tiles] or [current.row()]
        beyond = max(rows) + 1 if down > 0 else min(rows) - 1
        return self._model.index(beyond) if 0 <= beyond < self._model.rowCount() else current

    def page(self, current: QModelIndex, by: int, height: float) -> QModelIndex:
        """The row that is ``height`` pixels on, at least the next one."""
        i, gone = self._model.shown_at(current.row()), 0.0
        while 0 <= i + by < self._model.rowCount():
            gone += self._bubble(self._model.index(i)).height
            if gone > height:
                break
            i += by
        return self._model.index(i)

    def _tiles(self, row: int) -> Sequence[Tile]:
        made = self._bubble(self._model.index(self._model.shown_at(row)))
        several = len({tile.row.id for tile in made.tiles}) > 1
        return made.tiles if several else ()

    def _along(self, row: int, by: int, tiles: Sequence[Tile]) -> QModelIndex | None:
        if not tiles:
            return None
        key = self._model.rows[row].id
        place = [tile.row.id for tile in tiles].index(key) + by
        if not 0 <= place < len(tiles):
            return self._model.index(row)
        return self._model.index(self._model.row_of(tiles[place].row.id))


def _nearest(tiles: Sequence[Tile], here: Tile, down: int) -> Tile | None:
    """The tile in the next line above or below that is most nearly over or under one."""
    middle = here.box.center()
    if down > 0:
        beyond = [tile for tile in tiles if tile.box.top() >= here.box.bottom() - 1]
        line = min((tile.box.top() for tile in beyond), default=0.0)
        beyond = [tile for tile in beyond if tile.box.top() <= line]
    else:
        beyond = [tile for tile in tiles if tile.box.bottom() <= here.box.top() + 1]
        line = max((tile.box.bottom() for tile in beyond), default=0.0)
        beyond = [tile for tile in beyond if tile.box.bottom() >= line]
    return min(beyond, key=lambda tile: _apart(tile.box.center(), middle), default=None)


def _apart(one: QPointF, other: QPointF) -> float:
    return abs(one.x() - other.x())
