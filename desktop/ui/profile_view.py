"""Who the client is, in the side panel: how they are reached, what they tell of themselves."""

from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.domain.persons import Card
from core.domain.views import PeerRow
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import business_words
from desktop.ui.parts import button, caption, clear, label, tool
from desktop.ui.words import person as one_line
from desktop.ui.words_label import WordsLabel
from desktop.viewmodels.card import CardModel

_SHOWN = 3
"""So many groups are named."""


class ProfileView(QWidget):
    """``rename`` asks for another name, ``copied`` says what went to the clipboard."""

    rename = Signal()
    copied = Signal(str)

    def __init__(self, shell: Shell, model: CardModel) -> None:
        super().__init__()
        self.setObjectName("profileView")
        self._shell, self._model = shell, model
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(1, 1)
        self.save = button("link", "saveContact")
        self.save.clicked.connect(self.rename)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.save)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._grid)
        layout.addLayout(foot)
        model.changed.connect(self.refresh)
        shell.theme.changed.connect(self.refresh)
        shell.i18n.changed.connect(self.refresh)
        self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Unfolded: what changed meanwhile is read."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Another client, or more is known of them; while it is folded nothing is laid out."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        peer, card, tr = self._model.peer, self._model.card, self._shell.tr
        clear(self._grid)
        for row, (key, value, copy) in enumerate(self._lines(peer, card)):
            name, words = label("faint", tr(key)), WordsLabel("")
            words.setText(value)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.setAccessibleName(f"{tr(key)}: {value}")
            for part in (name, words):  # every line is as high as one with a button
                part.setContentsMargins(0, 3, 0, 3)
            at = Qt.AlignmentFlag.AlignVCenter if copy else Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(name, row, 0, at)
            self._grid.addWidget(words, row, 1, at)
            if copy:
                made = tool(name=f"copy-{key}", size=14)
                made.setIcon(self._shell.icons.icon("copy", "text_3"))
                side = self._shell.theme.px(14)
                made.setIconSize(QSize(side, side))
                made.setFixedSize(side + 10, side + 8)
                caption(made, tr("profile-copy", value=value))
                made.clicked.connect(lambda _=False, text=copy: self._copy(text))
                self._grid.addWidget(made, row, 2, at)
        self.save.setVisible(card is not None)
        self.save.setText(tr("profile-rename" if card and card.contact else "profile-save"))

    def _lines(self, peer: PeerRow | None, card: Card | None) -> list[tuple[str, str, str]]:
        """(name, what, what is copied) of each that is told."""
        if peer is None:
            return []
        tr, told = self._shell.tr, card or Card()
        username = told.username or peer.username
        phone = told.phone or peer.phone
        lines = [
            ("profile-username", f"@{username}" if username else "", f"@{username}"),
            ("profile-phone", formats.phone(phone) if phone else "", phone),
            ("profile-about", " ".join(told.about.split()), ""),
            ("profile-birthday", self._birthday(told), ""),
            ("profile-hours", self._hours(told), ""),
            ("profile-address", " ".join(told.address.split()), ""),
        ]
        if told.common_count:
            names = [one_line(one) for one in told.common[:_SHOWN]]
            more = told.common_count - len(names)
            text = ", ".join(names)
            text = tr("profile-common-more", names=text, n=more) if more > 0 else text
            lines.append(("profile-common", text, ""))
        found = [line for line in lines if line[1]]
        return found or [("profile-nothing", tr("profile-nothing-text"), "")]

    def _birthday(self, card: Card) -> str:
        if card.birthday is None:
            return ""
        day, month, year = card.birthday
        try:
            born = date(year or 2000, month, day)  # a leap year has every day
        except ValueError:
            return ""
        words = formats.birthday(self._shell.i18n, born, with_year=bool(year))
        today = formats.local(self._shell.now()).date()
        if (today.month, today.day) == (month, day):
            return f"{words} · {self._shell.tr('profile-birthday-today')}"
        return words

    def _hours(self, card: Card) -> str:
        if card.hours is None:
            return ""
        _, told = business_words.standing(self._shell, card.hours, self._shell.now())
        week = [f"{days} {times}" for days, times in business_words.week(self._shell, card.hours)]
        return "\n".join([told, *week])

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text)
