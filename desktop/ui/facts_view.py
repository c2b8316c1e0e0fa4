"""The facts of a thread as cards under the headings of their groups."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.domain.views import FactRow
from desktop.shell.context import Shell
from desktop.ui.accessible import Role, spoken_as
from desktop.ui.fact_card import FactCard
from desktop.ui.nothing_known import Nothing
from desktop.ui.parts import label
from desktop.viewmodels.facts import FactListModel, group_of


class FactsView(QWidget):
    """Keeps a card a fact; ``opened``, ``reviewed``, ``chosen`` and ``keyed`` as the cards give
    them. ``left`` asks for what stands above (-1) or below (1) the cards."""

    opened = Signal(object)
    reviewed = Signal(object, str, str, str)
    chosen = Signal(object, object)
    left = Signal(int)
    keyed = Signal(bool)

    def __init__(self, shell: Shell, model: FactListModel) -> None:
        super().__init__()
        self.setObjectName("facts")
        spoken_as(self, Role.List)
        self._shell, self._model = shell, model
        self._cards: dict[str, FactCard] = {}
        self._spare: list[FactCard] = []  # a card is slow to make: those of a thread serve the next
        self._lit: str | None = None
        self._waiting = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self.none = Nothing(shell, model)
        for signal in (
            model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.dataChanged,
            model.layoutChanged,
        ):  # fmt: skip
            signal.connect(self.refresh)
        model.stated.connect(self._stated)
        self.none.waits.connect(self._wait)
        shell.i18n.changed.connect(self.refresh)
        shell.theme.changed.connect(self.refresh)
        self.refresh()

    @property
    def cards(self) -> list[FactCard]:
        """The cards as they stand."""
        return [self._cards[row.fact.id] for row in self._model.rows if row.fact.id in self._cards]

    def refresh(self) -> None:
        """Bring the cards to what the model says; a card that stays keeps its focus."""
        self._waiting = False
        self.setAccessibleName(self._shell.tr("side-facts"))
        rows = list(self._model.rows)
        wanted = {row.fact.id for row in rows}
        for gone in set(self._cards) - wanted:
            card = self._cards.pop(gone)
            self._hold_keys(card)
            card.put_away()
            self._spare.append(card)
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.none and not isinstance(widget, FactCard):
                widget.hide()
                widget.deleteLater()
        group = ""
        for row in rows:
            if group_of(row.fact.kind) != group:
                group = group_of(row.fact.kind)
                heading = label("section", self._shell.tr(f"group-{group}"))
                heading.setContentsMargins(2, 8 if self._layout.count() else 0, 0, 0)
                self._layout.addWidget(heading)
            card = self._card(row)
            self._layout.addWidget(card)
            card.show()  # not before it stands in the panel: it would be a window of its own
        self.none.refresh()
        self._layout.addWidget(self.none)
        if self.hasFocus() and self.cards:
            self.focus_first()

    def _hold_keys(self, card: QWidget) -> None:
        """Of a card that goes away, or Qt gives them to whatever comes next in the window."""
        now = self.window().focusWidget()
        if now is not None and (card is now or card.isAncestorOf(now)):
            self.setFocus()

    def _wait(self) -> None:
        """What stands here is of another thread, and the next takes its time."""
        self._waiting = True
        for i in range(self._layout.count()):
            item = self._layout.itemAt(i)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not self.none:
                self._hold_keys(widget)
                widget.hide()

    def _stated(self) -> None:
        if self._waiting and self._model.state != "loading":
            self.refresh()
        else:
            self.none.refresh()
        if self.hasFocus() and self._model.state != "loading":
            self.left.emit(-1)

    def light(self, fact: str | None) -> None:
        """Mark the fact whose source is shown."""
        self._lit = fact
        for card in self._cards.values():
            card.light(fact)

    def focus_first(self) -> None:
        """To the first card."""
        if self.cards:
            self.cards[0].setFocus()

    def _card(self, row: FactRow) -> FactCard:
        card = self._cards.get(row.fact.id)
        if card is None:
            card = self._spare.pop() if self._spare else self._new_card(row)
            self._cards[row.fact.id] = card
        card.refresh(row)
        card.light(self._lit)
        return card

    def _new_card(self, row: FactRow) -> FactCard:
        card = FactCard(self._shell, row)
        card.opened.connect(self.opened)
        card.reviewed.connect(self.reviewed)
        card.chosen.connect(self.chosen)
        card.step.connect(self._step)
        card.keyed.connect(self.keyed)
        return card

    def _step(self, card: FactCard, by: int) -> None:
        cards = self.cards
        i = cards.index(card) + by
        if 0 <= i < len(cards):
            cards[i].setFocus()
        else:
            self.left.emit(by)
