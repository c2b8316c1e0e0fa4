"""The theme in force: follows the system unless the operator chose one; fonts and colours for
whoever paints by hand."""

import dataclasses
from typing import Final, Literal, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from desktop.shell import tokens
from desktop.shell.qss import stylesheet

Choice = Literal["system", "light", "dark"]
SIZES: Final = {"small": 0.9, "normal": 1.0, "large": 1.15, "huge": 1.35}
"""Text sizes by name, as times the type scale."""
_DEJAVU = {"Sans Serif", "Sans", "DejaVu Sans"}


def ui_family(app: QApplication) -> str:
    """The system's UI font. Bare Linux has DejaVu, whose condensed cut has the width of a UI
    font; everything else is taken as it is."""
    family = app.font().family()
    if family in _DEJAVU and "DejaVu Sans Condensed" in QFontDatabase.families():
        return "DejaVu Sans Condensed"
    return family


class Theme(QObject):
    """Applies a theme to the application: one palette, one stylesheet. ``changed`` after it."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: str = "system", size: str = "normal") -> None:
        super().__init__()
        self.size = size if size in SIZES else "normal"
        self._app = app
        self._choice: Choice = _choice(choice)
        self._family = ui_family(app)
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self._system = self._system_scheme()
        self.tokens = self._sized()
        app.styleHints().colorSchemeChanged.connect(self._os_changed)
        self._apply()

    @property
    def choice(self) -> Choice:
        """What the operator chose."""
        return self._choice

    @property
    def scheme(self) -> tokens.Scheme:
        """What is shown."""
        return self._system if self._choice == "system" else self._choice

    def choose(self, choice: str) -> None:
        """Take another theme; ``system`` follows the OS."""
        self._choice = _choice(choice)
        self._apply()

    def resize(self, size: str) -> None:
        """Take another text size, one of SIZES."""
        self.size = size if size in SIZES else "normal"
        self._apply()

    def px(self, length: float) -> int:
        """What is painted by hand grows with its text: a length at normal size, in pixels."""
        return round(length * SIZES[self.size])

    def _sized(self) -> tokens.Tokens:
        made = tokens.load(self.scheme)
        scale = SIZES[self.size]
        sizes = {k: v if k == "line" else round(v * scale) for k, v in made.type.items()}
        return dataclasses.replace(made, type=sizes)

    def colour(self, name: str) -> QColor:
        """The colour of a token."""
        found = self._colours.get(name)
        if found is None:
            value = self.tokens.colour[name]
            found = QColor(value[:7])
            if len(value) == 9:
                found.setAlpha(int(value[7:], 16))
            self._colours[name] = found
        return found

    def font(self, size: str, *, bold: bool = False) -> QFont:
        """The UI font in a size of the type scale."""
        found = self._fonts.get((size, bold))
        if found is None:
            found = QFont(self._family)
            found.setPixelSize(int(self.tokens.type[size]))
            found.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            if bold:
                found.setWeight(QFont.Weight.DemiBold)
            self._fonts[size, bold] = found
        return found

    def avatar(self, key: int) -> tuple[QColor, QColor]:
        """Ground and ink of the avatar of thread ``key``; the same for ever."""
        i = (key * 2654435761 >> 7) % len(self.tokens.avatar_grounds)
        return QColor(self.tokens.avatar_grounds[i]), QColor(self.tokens.avatar_inks[i])

    def face(self, place: int) -> tuple[QColor, QColor]:
        """Ground and ink of the ``place``-th who writes in a group; they come round again."""
        i = place % len(self.tokens.avatar_grounds)
        return QColor(self.tokens.avatar_grounds[i]), QColor(self.tokens.avatar_inks[i])

    def _system_scheme(self) -> tokens.Scheme:
        dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _os_changed(self) -> None:
        self._system = self._system_scheme()
        if self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        self.tokens = self._sized()
        self._colours.clear()
        self._fonts.clear()
        self._app.setFont(self.font("body"))
        self._app.setPalette(self._palette())
        self._app.setStyleSheet(stylesheet(self.tokens))
        self.changed.emit()

    def _palette(self) -> QPalette:
        palette, role = QPalette(), QPalette.ColorRole
        for name, token in (
            (role.Window, "window"), (role.WindowText, "text"), (role.Base, "window"),
            (role.AlternateBase, "sunken"), (role.Text, "text"), (role.Button, "sunken"),
            (role.ButtonText, "text"), (role.Highlight, "accent"),
            (role.HighlightedText, "on_accent"), (role.PlaceholderText, "text_3"),
            (role.ToolTipBase, "tooltip"), (role.ToolTipText, "on_tooltip"),
            (role.Link, "accent_text"), (role.Mid, "border"), (role.Accent, "accent"),
        ):  # fmt: skip
            palette.setColor(name, self.colour(token))
        for name in (role.Text, role.WindowText, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, name, self.colour("text_3"))
        return palette


def _choice(value: str) -> Choice:
    return cast(Choice, value) if value in ("light", "dark") else "system"
