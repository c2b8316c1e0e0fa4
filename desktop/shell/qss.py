"""The one stylesheet, generated from the tokens. Widgets ask for a look by their ``look``
property; nothing else carries a style of its own."""

from string import Template

from desktop.shell.places import icon_file
from desktop.shell.tokens import Tokens

_SHEET = Template("""
QMainWindow, QDialog { background: $window; }
QWidget { color: $text; font-size: ${body}px; }
QLabel { background: transparent; }
QLabel[look="heading"] { font-size: ${heading}px; font-weight: 600; }
QLabel[look="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="muted"] { color: $text_2; }
QLabel[look="faint"] { color: $text_3; font-size: ${small}px; }
QLabel[look="section"] { color: $text_2; font-size: ${small}px; font-weight: 600; }
QLabel[look="value"] { font-size: ${message}px; font-weight: 600; }
QLabel[look="danger"] { color: $danger; font-size: ${small}px; }
QLabel[look="warn"] { color: $warn; font-size: ${small}px; }
QLabel[look="stage"] { color: $accent_text; font-size: ${small}px; font-weight: 600; }
QLabel[look="ok"] { color: $ok; font-size: ${small}px; }
QLabel[look="chip"] { background: $chip; color: $chip_text; border-radius: ${chip_r}px;
    padding: 2px 7px; font-size: ${small}px; }
QLabel[look="hint"] { color: $text_3; font-size: ${caption}px; }

QWidget#rail { background: $rail; border-right: 1px solid $border; }
QWidget#firstRun { background: $window; }
QWidget#threadPane { background: $window; }
QWidget#conversation, QWidget#emptyConversation { background: $canvas; }
QWidget#header { background: $window; border-bottom: 1px solid $border; }
QWidget#sidebar { background: $window; }
QWidget#sidebar[over="true"] { border-left: 1px solid $border_strong; }
QWidget#sidebarBody, QWidget#sidebarViewport { background: $window; }
QWidget#healthBar { background: $rail; border-top: 1px solid $border; }
QWidget#composer { background: $canvas; }
QFrame#composerBox, QFrame#templatePanel { background: $raised; border: 1px solid $border_strong;
    border-radius: ${card}px; }
QFrame#composerBox[active="true"] { border: 1px solid $accent; }
QFrame#banner { background: $warn_soft; border-bottom: 1px solid $border; }
QFrame#banner[level="danger"] { background: $danger_soft; }
QFrame#banner[level="quiet"] { background: $sunken; }
QFrame#toast { background: $tooltip; border-radius: ${control}px; }
QFrame#toast QLabel { color: $on_tooltip; }
QFrame#toast QPushButton { color: $on_tooltip; background: transparent; border: none;
    font-weight: 600; }
QFrame#findBar { background: $window; border: none; border-bottom: 1px solid $border; }
QFrame#mediaViewer { background: $tooltip; border: none; }
QLabel[look="onDark"] { color: $on_tooltip; }
QToolButton[look="onDark"]:hover { background: transparent; border: 1px solid $on_tooltip; }
QToolButton[look="onDark"]:focus { border: 1px solid $on_tooltip; }
QWidget#pagePicture { background: $window; }
QFrame#guardLine { background: $sunken; border: 1px solid transparent;
    border-radius: ${control}px; }
QFrame#guardLine:focus { border-color: $accent; }
QLabel[look="guard"] { color: $text; font-size: ${body}px; }
QFrame#windowNotice { background: $warn_soft; border: none; border-radius: ${card}px; }
QFrame#replyStrip, QFrame#fileStrip, QFrame#voiceStrip { background: transparent; border: none;
    border-bottom: 1px solid $border; }
QFrame[look="card"] { background: $raised; border: 1px solid $border;
    border-radius: ${card}px; }
QFrame[look="card"]:hover { border-color: $border_strong; }
QFrame[look="card"][lit="true"] { border: 1px solid $accent; background: $accent_soft; }
QFrame[look="card"]:focus { border: 1px solid $accent; }
QFrame[look="deal"] { background: $sunken; border: none; border-radius: ${card}px; }
QFrame[look="line"] { background: $border; max-height: 1px; border: none; }
QFrame[look="well"] { background: $canvas; border: none; border-radius: ${control}px; }

QPushButton { background: $raised; color: $text; border: 1px solid $border_strong;
    border-radius: ${control}px; padding: 5px 12px; min-height: 18px; outline: none; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $selected; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $text_3; background: $sunken; border-color: $border; }
QPushButton[look="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent;
    font-weight: 600; }
QPushButton[look="primary"]:hover { background: $accent_hover; }
QPushButton[look="primary"]:focus { border: 1px solid $text; }
QPushButton[look="primary"]:disabled { background: $sunken; color: $text_3;
    border-color: $border; }
QPushButton[look="link"] { background: transparent; border: 1px solid transparent;
    color: $accent_text; padding: 3px 6px; }
QPushButton[look="link"]:hover { background: $hover; }
QPushButton[look="link"]:focus { border: 1px solid $accent; }
QPushButton#quietState { font-size: ${caption}px; padding: 1px 5px; }
QPushButton[look="picker"] { padding: 5px 28px 5px 10px; }
QPushButton[look="fold"] { background: transparent; border: 1px solid transparent;
    padding: 2px 4px 2px 0; text-align: left; font-weight: 600; font-size: ${title}px; }
QPushButton[look="fold"]:hover { background: $hover; }
QPushButton[look="fold"]:focus { border: 1px solid $accent; }
QPushButton::menu-indicator { image: none; width: 0; }
QToolButton { background: transparent; border: 1px solid transparent;
    border-radius: ${control}px; padding: 4px; color: $text_2; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $selected; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton:checked { background: $selected; color: $accent_text; }
QToolButton:disabled { color: $text_3; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton[look="send"] { background: $accent; border-radius: 16px; padding: 5px; }
QToolButton[look="send"]:hover { background: $accent_hover; }
QToolButton[look="send"]:disabled { background: $sunken; }
QToolButton[look="send"]:focus { border: 1px solid $text; }
QToolButton[look="mini"] { padding: 1px; border-radius: 5px; }
QPushButton[look="chip"] { border: 1px solid transparent; min-height: 14px;
    background: $chip; color: $chip_text; border-radius: ${chip_r}px;
    padding: 2px 8px; font-size: ${small}px; }
QPushButton[look="chip"]:hover { background: $hover; }
QPushButton[look="chip"][unsure="true"] { background: transparent;
    border: 1px dashed $control_border; color: $text_2; }
QPushButton[look="chip"]:focus { border: 1px solid $accent; }
QPushButton[look="suggestion"] { background: $raised; color: $text_2; text-align: left;
    border: 1px solid $border_strong; padding: 3px 9px; font-size: ${small}px; }
QPushButton[look="suggestion"]:hover { background: $hover; color: $text; }
QPushButton[look="suggestion"]:focus { border: 1px solid $accent; color: $text; }
QPushButton[look="keys"] { background: $chip; color: $chip_text; border: 1px solid transparent;
    border-radius: ${chip_r}px; padding: 3px 9px; font-size: ${small}px; min-width: 44px; }
QPushButton[look="keys"]:hover { border: 1px solid $control_border; }
QPushButton[look="keys"]:focus, QPushButton[look="keys"][listening="true"] {
    border: 1px solid $accent; }
QFrame[look="floating"] { background: $raised; border: 1px solid $border_strong;
    border-radius: ${card}px; }
QPushButton[look="segment"] { padding: 3px 9px; color: $text_2; font-size: ${small}px;
    background: transparent; border: 1px solid transparent; }
QPushButton[look="segment"]:hover { background: $hover; }
QPushButton[look="segment"]:checked { background: $selected; color: $text; }
QPushButton[look="segment"]:focus { border: 1px solid $accent; }
QPushButton[look="step"] { background: transparent; border: none; text-align: left;
    border-top: 3px solid $border; border-radius: 0; padding: 6px 2px 4px 2px; color: $text_2;
    font-size: ${small}px; }
QPushButton[look="step"][state="past"] { border-top-color: $accent; }
QPushButton[look="step"][state="now"] { border-top-color: $accent; color: $text;
    font-weight: 600; }
QPushButton[look="step"]:hover { color: $text; }
QPushButton[look="step"]:focus { color: $accent_text; text-decoration: underline;
    border-top-color: $text; }
QToolButton[look="picker"] { border: 1px solid $border_strong; padding: 4px 8px; color: $text; }
QToolButton[look="picker"]:hover { background: $hover; }
QToolButton[look="picker"]:focus { border: 1px solid $accent; }

QLineEdit, QSpinBox, QComboBox { background: $raised; color: $text;
    border: 1px solid $control_border; border-radius: ${control}px; padding: 6px 9px;
    min-height: 18px; selection-background-color: $accent;
    selection-color: $on_accent; }
QLineEdit:focus, QComboBox:focus { border: 1px solid $accent; }
QLineEdit:disabled { background: $sunken; color: $text_3; border-color: $border; }
QLineEdit[look="search"] { background: $sunken; border: 1px solid transparent; padding: 6px 8px; }
QLineEdit[look="search"]:focus { background: $raised; border: 1px solid $accent; }
QLineEdit[bad="true"] { border: 1px solid $danger; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox > QFrame { background: $raised; border: 1px solid $border_strong; }
QComboBox QAbstractItemView { background: $raised; border: none; border-radius: 0; margin: 0 1px;
    selection-background-color: $selected; selection-color: $text; outline: none; padding: 4px; }
QPlainTextEdit, QTextEdit { background: transparent; color: $text; border: none;
    font-size: ${message}px; selection-background-color: $accent;
    selection-color: $on_accent; }
QPlainTextEdit[look="page"] { background: $sunken; border-radius: ${control}px; padding: 8px;
    border: 1px solid transparent; }
QPlainTextEdit[look="page"]:focus { border: 1px solid $accent; }

QCheckBox { spacing: 8px; outline: none; }
QCheckBox::indicator { width: 12px; height: 12px; background: $raised;
    border: 2px solid $control_border; border-radius: 4px; }
QCheckBox::indicator:checked { background: $accent; image: url("$tick"); }
QCheckBox::indicator:checked:disabled { background: $control_border; }
QCheckBox::indicator:focus { border: 2px solid $accent; }

QListView { background: transparent; border: 1px solid transparent; outline: none;
    border-radius: ${control}px; }
QListView[keys="true"]:focus { border: 1px solid $accent; }
QComboBox QListView[keys="true"]:focus { border: none; }
QListWidget { background: transparent; border: 1px solid transparent; outline: none;
    border-radius: ${control}px; }
QListWidget[keys="true"]:focus { border: 1px solid $accent; }
QListWidget::item { padding: 7px 9px; border-radius: ${chip_r}px; color: $text; }
QListWidget::item:hover { background: $hover; }
QListWidget::item:selected { background: $selected; color: $text; }
QTableWidget { background: $raised; border: 1px solid $border; border-radius: ${control}px;
    gridline-color: $border; outline: none; }
QTableWidget[keys="true"]:focus { border: 1px solid $accent; }
QTableWidget::item { padding: 6px 8px; }
QHeaderView { background: transparent; }
QHeaderView::section { background: $sunken; color: $text_2; border: none; padding: 7px 11px;
    font-size: ${small}px; }
QScrollArea { border: none; background: transparent; }
QScrollBar:vertical { background: transparent; width: 9px; margin: 2px 1px; }
QScrollBar::handle:vertical { background: $scroll; border-radius: 3px; min-height: 32px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle:horizontal { background: $scroll; border-radius: 3px; min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $raised; border: 1px solid $border_strong; border-radius: ${control}px;
    padding: 5px; }
QMenu::item { padding: 6px 26px 6px 12px; border-radius: ${chip_r}px; color: $text; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $text_3; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $border; margin: 5px 4px; }
QToolTip { background: $tooltip; color: $on_tooltip; border: none; padding: 5px 8px;
    font-size: ${small}px; }
QSplitter::handle { background: $border; }
QProgressBar { background: $sunken; border: none; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
""")


def stylesheet(tokens: Tokens) -> str:
    """The stylesheet of a theme."""
    names = {**tokens.colour, **{k: str(int(v)) for k, v in tokens.type.items() if k != "line"}}
    names |= {"chip_r": str(tokens.radius["chip"]), "control": str(tokens.radius["control"]),
              "card": str(tokens.radius["card"]),
              "tick": icon_file("tick").as_posix()}  # fmt: skip
    return _SHEET.substitute(names)
