"""The line under the draft: what keeps it from going out, its length or its keys, and what an ad's
price lets one do."""

from PySide6.QtWidgets import QHBoxLayout, QLabel

from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui.list_words import ahead
from desktop.ui.parts import button, label, restyle
from desktop.viewmodels.composer import ComposerState
from desktop.viewmodels.map_links import read_place
from desktop.viewmodels.quick_replies import marks

_NEAR = 0.8  # of what is allowed: from here on the length is counted


class ComposerFoot(QHBoxLayout):
    """``hint`` speaks of the text, ``place`` offers to send it as a place, ``ad`` is the price."""

    def __init__(self, shell: Shell, state: ComposerState) -> None:
        super().__init__()
        self._shell, self._state = shell, state
        self.hint = label("hint")
        self.place = button("link", "draftAsPlace")
        self.place.hide()
        self.ad = label("faint")
        self.ad.setObjectName("adPrice")
        self._ad_icon = QLabel()
        self.setSpacing(5)
        self.addWidget(self.hint)
        self.addStretch(1)
        self.addWidget(self.place)
        self.addWidget(self._ad_icon)
        self.addWidget(self.ad)

    def offer_place(self, text: str, free: bool) -> None:
        """A draft that is nothing but coordinates or a link of a map may go as a place; ``free``:
        free text is written now."""
        peer = self._state.peer
        can = free and peer is not None and peer.has_window and len(text) < 2000
        self.place.setVisible(bool(can and text.strip() and read_place(text) is not None))
        self.place.setText(self._shell.tr("draft-as-place"))
        self.hint.setVisible(free and self.place.isHidden())

    def say(self, length: int, most: int, held: str, *, file: bool) -> None:
        """What keeps the text from going out, how long it is (UTF-16 units), or the keys. ``held``
        is the text where it was held back for its gaps, ``file``: it goes with one."""
        tr, i18n = self._shell.tr, self._shell.i18n
        over, window = length > most, self._state.window
        last = self._state.waits and window.state == "closing" and window.closes_at is not None
        restyle(self.hint, "look", "danger" if over else "warn" if held or last else "hint")
        count, limit = (formats.number(i18n, str(number)) for number in (length, most))
        if over:
            key = "caption-too-long" if file else "composer-too-long"
            self.hint.setText(tr(key, count=count, most=limit))
        elif held:
            gaps = [held[a + 1 : b - 1] for a, b in marks(held)]
            self.hint.setText(tr("composer-gaps", gaps=", ".join(dict.fromkeys(gaps))))
        elif length > _NEAR * most:
            self.hint.setText(tr("composer-count", count=count, most=limit))
        elif last and window.closes_at is not None:
            by_ad = (self._state.ad.until or 0) > window.closes_at
            key = "composer-closing-ad" if by_ad else "composer-closing"
            self.hint.setText(tr(key, at=formats.clock(window.closes_at)))
        else:
            self.hint.setText(tr("composer-hint"))

    def price(self) -> None:
        """How long the ad's price holds; it says nothing of writing."""
        shell, ad = self._shell, self._state.ad
        now, text = shell.now(), ""
        if ad.until is not None:
            text = shell.tr("ad-price", at=ahead(shell.i18n, ad.until, now))
        elif ad.answer_by is not None:
            text = shell.tr("ad-answer", at=ahead(shell.i18n, ad.answer_by, now))
        self.ad.setText(text)
        self.ad.setToolTip(shell.tr("ad-price-hint") if text else "")
        self.ad.setAccessibleDescription(self.ad.toolTip())
        self._ad_icon.setPixmap(shell.icons.pixmap("money", "text_3", 14))

    def fit(self, width: int, free: bool) -> None:
        """Where there is little room the keys give way to the price, and the price to all else."""
        ad, told = bool(self.ad.text()), self.place.isHidden()
        first = self.hint if told else self.place
        wanted = first.sizeHint().width() + self.ad.sizeHint().width() + self._shell.theme.px(70)
        roomy = not free or wanted <= width
        keys = told and self.hint.text() == self._shell.tr("composer-hint")
        self.hint.setVisible(free and told and (roomy or not (ad and keys)))
        for part in (self.ad, self._ad_icon):
            part.setVisible(ad and (roomy or keys))
