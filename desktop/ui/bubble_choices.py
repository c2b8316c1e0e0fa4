"""The options of a poll in its bubble, and the buttons of a bot under one: where they stand and how
they look."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from core.domain.keys import Key
from core.domain.polls import Option, Poll, parted
from core.domain.views import MessageRow
from desktop.shell.context import Shell
from desktop.ui import paint

_LEAST: Final = 220.0
_GAP: Final = 4.0
_PAD: Final = 14.0
_WORDS: Final = int(Qt.TextFlag.TextWordWrap)
_LETTERS: Final = int(Qt.TextFlag.TextWrapAnywhere)


class Choose(NamedTuple):
    """A click on an option of a poll, by its name."""

    option: bytes


class Ballot(NamedTuple):
    """A click that hands in what is ticked."""


class Press(NamedTuple):
    """A click on a button of a bot."""

    key: Key


@dataclass
class Choices:
    """A poll in its bubble: the boxes of its options, the line below (``ballot``: it hands in what
    is ticked), why the right one is (``why``)."""

    poll: Poll
    options: list[tuple[QRectF, Option]] = field(default_factory=list)
    foot: QRectF = field(default_factory=QRectF)
    ballot: bool = False
    why: tuple[QRectF, str] | None = None

    def part_at(self, x: float, y: float) -> object:
        """What a click there means; None: nothing."""
        if not self.poll.open:
            return None
        for box, option in self.options:
            if box.contains(x, y):
                return Choose(option.key)
        return Ballot() if self.ballot and self.foot.contains(x, y) else None

    def boxes(self) -> list[QRectF]:
        """All of them, to be moved."""
        found = [box for box, _option in self.options] + [self.foot]
        return found + ([self.why[0]] if self.why else [])


def poll_of(row: MessageRow) -> tuple[Poll, str, str] | None:
    """The poll of a message with the words before its options and behind them, where it is drawn as
    one."""
    poll = row.around.poll if row.around is not None else None
    found = parted(row.text, poll) if poll is not None else None
    return (poll, *found) if poll is not None and found is not None else None


def asked(row: MessageRow) -> str:
    """The words of a message without what is drawn as a poll."""
    found = poll_of(row)
    return found[1] if found is not None else row.text


def place(shell: Shell, row: MessageRow, left: float, top: float, most: float) -> Choices | None:
    """The poll of a message at ``top``, at most so wide; None where it has none."""
    found = poll_of(row)
    if found is None:
        return None
    poll, _, why = found
    theme, px = shell.theme, shell.theme.px
    font = QFontMetricsF(theme.font("message"))
    widest = max((font.horizontalAdvance(one.text) for one in poll.options), default=0.0)
    wide = min(most, max(px(_LEAST), widest + px(28) + px(48)))
    made = Choices(poll, ballot=poll.open and poll.several)
    room = QRectF(0, 0, wide - px(28) - px(48), 2000)
    for option in poll.options:
        tall = font.boundingRect(room, _wrap(font, option.text, room), option.text).height()
        box = QRectF(left, top, wide, max(px(22), tall) + (px(13) if poll.told else px(8)))
        made.options.append((box, option))
        top = box.bottom()
    if why:
        small = QFontMetricsF(theme.font("small"))
        tall = small.boundingRect(QRectF(0, 0, wide, 2000), _WORDS, why).height()
        made.why = (QRectF(left, top + 3, wide, tall + 2), why)
        top += tall + 8
    made.foot = QRectF(left, top + 2, wide, px(30) if made.ballot else px(18))
    return made


def _wrap(font: QFontMetricsF, text: str, room: QRectF) -> int:
    """Between words, unless there is one that has no room."""
    longest = max(text.split(), key=len, default="")
    return _LETTERS if font.horizontalAdvance(longest) > room.width() else _WORDS


def foot_text(shell: Shell, poll: Poll, *, ballot: bool) -> str:
    """The line under the options."""
    if ballot:
        return shell.tr("poll-hand-in")
    if poll.wanted is not None:
        return shell.tr("poll-on-its-way")
    if not poll.told and poll.ours:
        return shell.tr("poll-hidden")
    return shell.tr("poll-votes", n=poll.voters)


def paint_choices(
    painter: QPainter, shell: Shell, row: MessageRow, made: Choices, ticked: frozenset[bytes]
) -> None:
    """The options, how many chose each, the line below."""
    theme, px, poll = shell.theme, shell.theme.px, made.poll
    ours = frozenset(poll.ours) or ticked
    for box, option in made.options:
        _option(painter, shell, row, box, (poll, option), mine=option.key in ours)
    if made.why is not None:
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_2"))
        painter.drawText(made.why[0], _WORDS, made.why[1])
    text = foot_text(shell, poll, ballot=made.ballot)
    painter.setFont(theme.font("small", bold=made.ballot))
    if made.ballot:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent" if ticked else _ground(row)))
        painter.drawRoundedRect(made.foot.adjusted(0, 2, 0, -2), px(6), px(6))
        painter.setPen(theme.colour("on_accent" if ticked else "text_2"))
        painter.drawText(made.foot, paint.CENTER, text)
        return
    painter.setPen(theme.colour("bubble_meta"))
    painter.drawText(made.foot, paint.LEFT, text)


def _ground(row: MessageRow) -> str:
    return "quote_out" if row.direction == "out" else "chip"


def _option(
    painter: QPainter, shell: Shell, row: MessageRow, box: QRectF, what: tuple[Poll, Option], *,
    mine: bool,
) -> None:  # fmt: skip
    poll, option = what
    theme, px = shell.theme, shell.theme.px
    ink = "accent"
    if poll.quiz and poll.told and poll.ours and (mine or option.right):
        ink = "ok" if option.right else "danger"
    side = px(16)
    mark = QRectF(box.left() + 1, box.top() + px(2), side, side)
    full = mine or (option.right and ink == "ok")
    painter.setBrush(theme.colour(ink) if full else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour(ink if full else "control_border"), 1.5))
    if poll.several:
        painter.drawRoundedRect(mark, 4, 4)
    else:
        painter.drawEllipse(mark)
    if full:
        icon = "close" if ink == "danger" else "check"
        shell.icons.paint(painter, icon, "on_accent", mark.adjusted(1, 1, -1, -1))
    font = theme.font("message", bold=False)
    painter.setFont(font)
    painter.setPen(theme.colour("text"))
    room = QRectF(box.left() + px(28), box.top(), box.width() - px(28) - px(48), box.height())
    painter.drawText(room, _wrap(QFontMetricsF(font), option.text, room), option.text)
    if not poll.told:
        return
    share = option.votes / poll.voters if poll.voters else 0.0
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour("text_2"))
    percent = QRectF(box.right() - px(46), box.top(), px(46), px(20))
    painter.drawText(percent, paint.RIGHT, shell.tr("poll-share", percent=round(share * 100)))
    line = QRectF(box.left() + px(28), box.bottom() - px(9), box.width() - px(28), px(4))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(_ground(row)))
    painter.drawRoundedRect(line, 2, 2)
    if share > 0:
        line.setWidth(max(px(4), line.width() * min(1.0, share)))
        painter.setBrush(theme.colour(ink))
        painter.drawRoundedRect(line, 2, 2)


def place_keys(
    shell: Shell, row: MessageRow, box: QRectF, most: float
) -> list[tuple[QRectF, Key]]:  # fmt: skip
    """The buttons of a bot under the bubble ``box``, at most so wide."""
    keys = row.around.keys if row.around is not None else None
    if keys is None:
        return []
    px, font = shell.theme.px, QFontMetricsF(shell.theme.font("body"))

    def needs(line: tuple[Key, ...]) -> float:
        widest = max(font.horizontalAdvance(key.title) for key in line) + 2 * px(_PAD) + px(14)
        return widest * len(line) + _GAP * (len(line) - 1)

    wide = min(most, max(box.width(), *(needs(line) for line in keys.rows)))
    left = box.right() - wide if row.direction == "out" else box.left()
    made, top = [], box.bottom() + _GAP
    for line in keys.rows:
        each = (wide - _GAP * (len(line) - 1)) / len(line)
        for i, key in enumerate(line):
            made.append((QRectF(left + i * (each + _GAP), top, each, px(32)), key))
        top += px(32) + _GAP
    return made


_ICONS: Final = {"url": "link", "copy": "copy", "phone": "phone", "place": "location"}


def paint_keys(
    painter: QPainter, shell: Shell, keys: list[tuple[QRectF, Key]], pressed: Key | None
) -> None:
    """The buttons; the one that waits for its bot is filled."""
    theme, px = shell.theme, shell.theme.px
    for box, key in keys:
        waits = key == pressed
        painter.setPen(QPen(theme.colour("accent" if waits else "border_strong"), 1))
        painter.setBrush(theme.colour("accent_soft" if waits else "window"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), px(8), px(8))
        font = theme.font("body")
        painter.setFont(font)
        painter.setPen(theme.colour("text_3" if key.does == "none" else "accent_text"))
        room = box.adjusted(px(_PAD) / 2, 0, -px(_PAD) / 2, 0)
        icon = _ICONS.get(key.does)
        if icon:
            side = px(13)
            at = QRectF(box.right() - side - px(6), box.top() + px(6), side, side)
            shell.icons.paint(painter, icon, "text_3", at)
            room.adjust(px(8), 0, -px(12), 0)
        painter.drawText(room, paint.CENTER, paint.elide(font, key.title, room.width()))
