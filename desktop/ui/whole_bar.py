"""The scroll bar of a list of which a stretch is loaded: it stands for the whole list."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QScrollBar

from desktop.viewmodels.threads import ThreadListModel


class WholeBar(QScrollBar):
    """Takes the place of the view's own bar while more rows follow than are loaded. Within what is
    loaded it scrolls the view; elsewhere the rows of that place are asked for."""

    def __init__(self, view: QListView, model: ThreadListModel) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._view, self._model, self._inner = view, model, view.verticalScrollBar()
        self._goal: int | None = None
        self._leads = True
        self.hide()
        self._inner.valueChanged.connect(self.follow)
        self._inner.rangeChanged.connect(self.follow)
        self._inner.sliderReleased.connect(self.follow)
        model.loaded.connect(self.follow)
        model.outlined.connect(self.follow)
        self.valueChanged.connect(self._led)

    @property
    def _row(self) -> int:
        return max(1, self._view.sizeHintForRow(0))

    def follow(self) -> None:
        """Stand where the view stands."""
        model, screen = self._model, self._view.viewport().height()
        whole = model.total > model.rowCount() > 0 and self._inner.maximum() > 0
        if self._inner.isSliderDown():
            return  # nobody's hold is taken away
        if whole == self.isHidden():
            self._turn(whole)
        if not whole or self._goal is not None:
            return
        self._leads = False
        self.setSingleStep(self._inner.singleStep())
        self.setPageStep(screen)
        self.setRange(0, max(0, model.total * self._row - screen))
        if not self.isSliderDown():
            self.setValue(model.first * self._row + self._inner.value())
        self._leads = True

    def arrived(self) -> bool:
        """The rows that were asked for stand: scrolls to them. False where none were."""
        if self._goal is None:
            return False
        goal, self._goal = self._goal, None
        self._view.doItemsLayout()
        self._inner.setValue(goal - self._model.first * self._row)
        return True

    def place(self) -> None:
        """At the right edge of the view."""
        width = self.sizeHint().width()
        self.setGeometry(self._view.width() - width, 0, width, self._view.height())

    def _turn(self, whole: bool) -> None:
        policy = Qt.ScrollBarPolicy
        self._view.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if whole else policy.ScrollBarAsNeeded
        )
        self._view.setViewportMargins(0, 0, self.sizeHint().width() if whole else 0, 0)
        self.place()
        self.setVisible(whole)

    def _led(self, value: int) -> None:
        if not self._leads:
            return
        model, screen = self._model, self._view.viewport().height() // self._row + 1
        place = value // self._row
        end = model.first + model.rowCount()
        if model.first <= place and (place + screen <= end or model.all_loaded()):
            self._goal = None
            self._inner.setValue(value - model.first * self._row)
        else:
            self._goal = value
            model.jump(place)
