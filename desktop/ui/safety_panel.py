"""How safe an account is with Telegram: what was said against it, our pace, and what to do."""

from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.shell.sentences import until_words
from desktop.ui.health_bar import Dot
from desktop.ui.parts import clear, label
from desktop.viewmodels.accounts_port import Safety

Risk = Literal["low", "fresh", "busy", "flood", "limited"]
DAY_MS: Final = 24 * 3600 * 1000
FRESH_MS: Final = 3 * DAY_MS
_INKS: Final = {
    "low": "online", "fresh": "waiting", "busy": "waiting", "flood": "waiting",
    "limited": "failed",
}  # fmt: skip


def risk(safety: Safety, since: int, now: int) -> Risk:
    """What matters most. ``since``: when the session began (ms, 0: not known)."""
    if safety.limited_at and now - safety.limited_at < 7 * DAY_MS:
        return "limited"
    if safety.held_until > now or any(now - at < DAY_MS for at, _seconds in safety.floods):
        return "flood"
    if safety.new_limit and safety.new * 2 > safety.new_limit:
        return "busy"
    return "fresh" if since and now - since < FRESH_MS else "low"


class SafetyPanel(QFrame):
    """The risk in a sentence, then what it is made of."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("safetyPanel")
        self._shell = shell
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 8, 0, 12)
        self._lines.setSpacing(3)

    def show_safety(self, safety: Safety, since: int) -> None:
        """Show how it stands; ``since`` is when the session began (ms, 0: not known)."""
        shell, now = self._shell, self._shell.now()
        level = risk(safety, since, now)
        clear(self._lines)
        self._lines.addWidget(label("section", shell.tr("safety-title")))
        head = QWidget()
        across = QHBoxLayout(head)
        across.setContentsMargins(0, 2, 0, 4)
        across.setSpacing(8)
        dot = QVBoxLayout()
        dot.setContentsMargins(0, shell.theme.px(5), 0, 0)
        dot.addWidget(Dot(shell, _INKS[level]), 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(dot)
        said = shell.tr(f"safety-risk-{level}")
        across.addWidget(label("", said, wrap=True), 1)
        self._lines.addWidget(head)
        told = self._told(safety, since, now)
        for text in told:
            self._lines.addWidget(label("muted", text, wrap=True))
        self.setAccessibleName(" ".join((shell.tr("safety-title"), said, *told)))

    def _told(self, safety: Safety, since: int, now: int) -> list[str]:
        shell, i18n = self._shell, self._shell.i18n
        told = [
            shell.tr("safety-age", when=formats.full(i18n, since))
            if since
            else shell.tr("safety-age-unknown"),
            shell.tr("safety-new", count=safety.new, limit=safety.new_limit),
        ]
        if safety.floods:
            at, seconds = safety.floods[-1]
            told.append(
                shell.tr(
                    "safety-floods", count=len(safety.floods), when=formats.moment(i18n, at, now),
                    span=formats.duration(i18n, seconds * 1000),
                )
            )  # fmt: skip
        else:
            told.append(shell.tr("safety-floods-none"))
        if safety.held_until > now:
            wait = until_words(i18n.lang, safety.held_until, now)
            told.append(shell.tr("safety-waits", wait=wait))
        if safety.limited_at:
            when = formats.moment(i18n, safety.limited_at, now)
            told.append(shell.tr("safety-limited", when=when))
        else:
            told.append(shell.tr("safety-limited-never"))
        return told
