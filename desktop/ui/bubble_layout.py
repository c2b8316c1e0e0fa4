"""Places one message: sizes in the scale of the text, whatever size that has."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from core.domain.channels import is_group
from core.domain.problems import Problem
from core.domain.views import AttachmentRow, MessageRow
from desktop.shell import formats
from desktop.shell.context import Shell
from desktop.ui import album_tiles, bubble_choices, bubble_marks, remedies, words
from desktop.ui.bubble import (
    SOUNDS,
    Bubble,
    VoiceParts,
    offers_models,
    utf16,
)
from desktop.ui.bubble_frames import ALBUM, NO_ALBUM, Album, PageBox, frame_size, framed, page_lines
from desktop.ui.bubble_text import heard, in_lines, shape, shown
from desktop.ui.message_heads import heads

WIDEST: Final = 500.0
SIDE: Final = 20.0
PAD_X: Final = 12.0
PAD_Y: Final = 8.0
FACE: Final = 32.0
"""How large the mark of a writer is, beside what they write in a group."""


def place(
    shell: Shell, row: MessageRow, width: float, *, divider: str, unread: bool, joined: bool,
    album: Album = NO_ALBUM, tiles: Sequence[MessageRow] = (), named: bool = True,
    last: bool = True,
) -> Bubble:  # fmt: skip
    """Lay a message out in a row ``width`` wide, with the pictures of the messages ``tiles`` in one
    mosaic; ``named``: with the name of who wrote it in a group, ``last``: with their mark."""
    placing = _Placing(shell, row, width, album, tiles)
    return placing.placed(divider, unread=unread, joined=joined, named=named, last=last)


class _Placing:
    """One message on its way down: ``top`` is where the next part goes, ``content`` how wide the
    widest was."""

    def __init__(
        self, shell: Shell, row: MessageRow, width: float, album: Album,
        tiles: Sequence[MessageRow],
    ) -> None:  # fmt: skip
        self._shell, self._theme, self._row, self._width = shell, shell.theme, row, width
        self._px = shell.theme.px
        self._rows, self._mosaic = tiles or (row,), bool(tiles)
        theirs = is_group(row.peer) and row.direction == "in" and not row.service
        self._side = self._px(FACE) + 8.0 if theirs else 0.0
        self._most = min(self._px(WIDEST), width - 2 * SIDE - 48 - self._side)
        self._inner = self._most - 2 * PAD_X
        self._album = album
        if self._mosaic:
            self._inner = min(self._inner, self._px(album_tiles.WIDE))
        elif any(album):
            self._inner = min(self._inner, self._px(ALBUM))
        self._made = Bubble(row, album=album if any(album) else None)
        self._made.status = album_tiles.status_of(self._rows)
        self._top = self._content = self._last = 0.0

    def placed(
        self, divider: str, *, unread: bool, joined: bool, named: bool, last: bool
    ) -> Bubble:
        made, px = self._made, self._px
        y = 0.0 if self._album.above else 3.0 if joined else 10.0
        if gap := next((row.gap for row in self._rows if row.gap), ""):
            y = self._gap(y, gap)
        if divider:
            made.divider = divider
            made.divider_box = QRectF(0, y + 6, self._width, px(24))
            y += px(24) + 14
        if unread:
            made.unread = QRectF(0, y + 2, self._width, px(24))
            y += px(24) + 10
        self._top = y + (0.0 if self._album.above else PAD_Y)
        self._heads(named=named)
        self._reply()
        over = self._album.below and not self._mosaic
        if over and self._row.text:  # the caption of an album is over its pictures
            self._text()
            self._top += 7
        self._files()
        self._note()
        if not over:
            self._text()
        self._choices()
        self._page()
        self._reactions()
        if self._album.below:
            self._top -= PAD_Y - 1  # flush with the next
        else:
            self._meta()
        box_width = self._content + 2 * PAD_X
        left = SIDE + self._side
        if self._row.direction == "out":
            left = self._width - SIDE - box_width
        if self._row.service:
            left = (self._width - box_width) / 2
        made.box = QRectF(left, y, box_width, self._top + PAD_Y - y - 1)
        for box, item in made.files:
            if item.index in made.voices:  # the waveform takes what room there is
                box.setWidth(self._content)
                made.voices[item.index] = self._voice(box)
        if self._side and last:
            side = px(FACE)
            made.face = QRectF(SIDE, made.box.bottom() - side, side, side)
        _shift(made, left)
        bubble_marks.place(made)
        made.meta.moveRight(made.box.right() - PAD_X + 2)
        if made.reply is not None:
            made.reply.setWidth(self._content)
        y = made.box.bottom()
        made.keys = bubble_choices.place_keys(self._shell, self._row, made.box, self._most)
        if made.keys:
            y = made.keys[-1][0].bottom()
        if self._row.status == "failed":
            y = self._trouble(y)
        elif self._row.status == "queued" and self._row.goes_at:
            y = self._undo(y)
        elif self._row.uploaded is not None:
            y = self._upload(y)
        elif self._row.status in ("queued", "sending") and self._row.problem:
            y = self._trouble(y)
        made.height = y + 2
        if self._album.below and y == made.box.bottom():
            made.height = round(y) - 0.25  # no line of pixels is left between
        return made

    def _gap(self, y: float, gap: str) -> float:
        """The mark above a message before which others may be missing."""
        tr, px, failed = self._shell.tr, self._px, gap == "failed"
        said = tr(f"gap-{gap}")
        words_ = self._wide("small", said) + 2
        link = self._wide("small", tr("gap-retry")) + 12 if failed else 0.0
        left = max(SIDE, (self._width - words_ - link) / 2)
        words_ = min(words_, self._width - 2 * SIDE - link)
        self._made.gap = (QRectF(left, y + 6, words_, px(20)), said)
        if failed:
            self._made.fetch = QRectF(left + words_, y + 6, link, px(20))
        return y + px(20) + 12

    def _wide(self, size: str, text: str, *, bold: bool = False) -> float:
        return QFontMetricsF(self._theme.font(size, bold=bold)).horizontalAdvance(text)

    def _take(self, width: float) -> None:
        self._content = max(self._content, min(self._inner, width))

    def _heads(self, *, named: bool) -> None:
        px = self._px
        for head in heads(self._shell, self._row):
            if not head.icon and not named:
                continue
            wide = self._wide("small", head.text, bold=not head.icon)
            wide += px(22) if head.icon else 2
            self._take(wide)
            self._made.heads.append(
                (QRectF(PAD_X, self._top, min(wide, self._inner), px(20)), head)
            )
            self._top += px(22)

    def _reply(self) -> None:
        px, row = self._px, self._row
        if row.reply_to is None and not row.reply_text:
            return
        lines = (words.reply_head(self._shell, row), words.reply_quote(self._shell, row))
        self._made.reply_lines, self._made.reply_author = lines, row.reply_author
        self._take(max(self._wide("small", line, bold=True) for line in lines) + 24)
        self._made.reply = QRectF(PAD_X, self._top, 0, px(40))
        self._top += px(40) + 7

    def _files(self) -> None:
        made = self._made
        if self._mosaic:
            at = QPointF(PAD_X, self._top)
            made.tiles, tall = album_tiles.tiles_of(self._rows, at, self._inner)
            self._take(self._inner)
            self._top += tall + 7
            return
        for item in self._row.attachments:
            wide, tall = self._file_size(item)
            box = QRectF(PAD_X, self._top, wide, tall)
            made.files.append((box, item))
            if item.kind in SOUNDS:
                made.voices[item.index] = self._voice(box)
            if offers_models(item):
                made.offers.append(offer_line(self._shell, box))
            self._take(wide)
            self._top += tall + 7

    def _file_size(self, item: AttachmentRow) -> tuple[float, float]:
        px, inner = self._px, self._inner
        if framed(item):
            wide, tall = frame_size(item, inner)
            return (inner, tall) if any(self._album) else (wide, tall)
        ours = self._row.direction == "out"
        said = words.file_problem(self._shell, item, ours=ours)
        if item.kind in SOUNDS:
            wide = self._wide("small", said) + 4
            return min(inner, max(px(264), wide)), px(62 if said else 44)
        name = self._wide("body", words.file_name(item), bold=True)
        below = self._wide("small", said or words.attachment_line(self._shell, item))
        return min(inner, max(px(200), px(52) + max(name, below) + 8)), px(44)

    def _voice(self, box: QRectF) -> VoiceParts:
        px, right = self._px, self._wide("small", "00:00") + 6
        column = QRectF(box.right() - right, box.top(), right, px(44))
        left = box.left() + px(52)
        return VoiceParts(
            button=QRectF(box.left(), box.top() + 1, px(42), px(42)),
            wave=QRectF(left, box.top() + px(6), max(20.0, column.left() - left - 6), px(32)),
            time=QRectF(column.left(), column.top() + px(3), right, px(18)),
            speed=QRectF(column.left(), column.top() + px(22), right, px(18)),
        )

    def _note(self) -> None:
        if not self._row.note:
            return
        note = words.note_text(self._shell, self._row.note)
        wide = min(self._inner, self._px(26) + self._wide("body", note) + 2)
        self._made.note = (QRectF(PAD_X, self._top, wide, self._px(22)), note)
        self._take(wide)
        alone = not self._row.text
        self._top += self._px(20 if alone else 26)
        self._last = wide if alone else 0.0

    def _text(self) -> None:
        row, made = self._row, self._made
        asked = bubble_choices.asked(row)
        if not asked:
            return
        starts = heard(row)
        gutter = 0.0
        if starts:
            last = max(ms for _at, _item, ms in starts) // 1000
            gutter = self._wide("small", formats.seconds(last)) + 12
        text = shown(self._shell, in_lines(asked, starts))
        font = self._theme.font("message")
        looks = bubble_marks.formats(self._shell, row)
        made.text, wide, tall, last_line = shape(text, font, self._inner - gutter, looks)
        made.text_at, made.text_wide = QPointF(PAD_X + gutter, self._top), wide
        self._last = last_line + gutter if last_line else 0.0
        self._take(wide + gutter)
        for at, item, ms in starts:
            line = made.text.lineForTextPosition(utf16(row.text, at))
            if line.isValid():
                top = self._top + line.y()
                made.marks.append((QRectF(PAD_X, top, gutter - 4, line.height()), item, ms))
        self._top += tall

    def _choices(self) -> None:
        """The options of a poll."""
        top = self._top + (6 if self._made.text is not None else 0)
        made = bubble_choices.place(self._shell, self._row, PAD_X, top, self._inner)
        if made is None:
            return
        self._made.choices = made
        self._take(made.foot.width())
        self._top, self._last = made.foot.bottom() + 2, 0.0

    def _page(self) -> None:
        page = self._row.around.page if self._row.around is not None else None
        if page is None:
            return
        lines = page_lines(page)
        widest = max((self._wide("small", text, bold=bold) for text, bold in lines), default=0.0)
        wide = min(self._inner, widest + 14)
        self._top += 6 if self._row.text else 0
        box = QRectF(PAD_X, self._top, wide, self._px(18) * len(lines))
        self._made.page = PageBox(box, page, lines)
        self._take(wide)
        self._top = box.bottom() + 6
        self._last = 0.0

    def _reactions(self) -> None:
        counted = album_tiles.reactions_of(self._rows)
        if not counted:
            return
        px, left = self._px, PAD_X
        self._top += 6 if self._row.text else 0
        for emoji, count in counted:
            chip = QRectF(left, self._top, px(34 if count == 1 else 46), px(24))
            self._made.reactions.append((chip, emoji, count))
            left = chip.right() + 5
        self._take(left - PAD_X)
        self._top += px(24)
        self._last = left - PAD_X

    def _meta(self) -> None:
        row, made, px = self._row, self._made, self._px
        made.meta_text = formats.clock(row.at)
        if row.edited_at:
            made.meta_text = f"{self._shell.tr('edited')}  {made.meta_text}"
        wide = self._wide("caption", made.meta_text) + px(19)
        wide += px(19) if row.direction == "out" and not row.service else 0
        tall = px(16)
        if self._last and self._last + 10 + wide <= self._inner:
            self._content = max(self._content, self._last + 10 + wide)
            top = self._top - tall + (1 if not made.reactions else -2)
        else:
            top = self._top + (1 if self._last else -3)
            self._top = top + tall
            self._content = max(self._content, wide)
        made.meta = QRectF(0, top, wide, tall)

    def _trouble(self, y: float) -> float:
        """The line under a message that was not sent, with its two ways on; why one waits that
        goes out by itself."""
        made, px = self._made, self._px
        small = QFontMetricsF(self._theme.font("small"))
        problem = Problem.decode(self._row.problem)
        text = self._shell.problem(problem) if problem else self._shell.tr("not-sent")
        ours = bool(self._row.client_ref)  # what another device sent is not ours to try again
        again, away = remedies.label(self._shell, self._row), self._shell.tr("discard")
        links = small.horizontalAdvance(again) + small.horizontalAdvance(away) + 34
        room = min(px(WIDEST), self._width - 2 * SIDE)
        right = self._width - SIDE
        wanted = min(room, small.horizontalAdvance(text) + px(20) + 4)
        flags = int(Qt.TextFlag.TextWordWrap)
        tall = small.boundingRect(QRectF(0, 0, wanted - px(20) - 2, 2000), flags, text).height()
        made.trouble = (QRectF(right - wanted, y + 5, wanted, tall + 2), text)
        y += tall + 9
        if not ours or self._row.status != "failed":
            return y
        wide = small.horizontalAdvance(again) + 12
        made.retry = QRectF(right - links, y, wide, px(20))
        made.discard = QRectF(
            made.retry.right() + 10, y, small.horizontalAdvance(away) + 12, px(20)
        )
        return y + px(20) + 4

    def _upload(self, y: float) -> float:
        """The line under a message whose file is on its way: how far, and the way to stop it."""
        px, right = self._px, self._width - SIDE
        stop = self._wide("small", self._shell.tr("upload-stop")) + 12
        said = self._wide("small", self._shell.tr("uploading", percent=100))
        link = QRectF(right - stop, y + 3, stop, px(20))
        self._made.undo = (QRectF(link.left() - said - 8, y + 3, said + 2, px(20)), link)
        return y + px(20) + 5

    def _undo(self, y: float) -> float:
        """The line under a message that waits: how long, and the way back."""
        px, right = self._px, self._width - SIDE
        away = self._wide("small", self._shell.tr("undo-send")) + 12
        said = max(
            self._wide("small", self._shell.tr("goes-in", n=60)),
            self._wide("small", self._shell.tr("goes-now")),
        )
        link = QRectF(right - away, y + 3, away, px(20))
        self._made.undo = (QRectF(link.left() - said - 8, y + 3, said + 2, px(20)), link)
        return y + px(20) + 5


def _shift(made: Bubble, left: float) -> None:
    """From the bubble's own coordinates to the row's."""
    made.text_at += QPointF(left, 0)
    boxes = [box for box, _item in made.files] + made.offers
    boxes += [tile.box for tile in made.tiles]
    boxes += [box for box, _emoji, _count in made.reactions]
    boxes += [box for box, _head in made.heads]
    boxes += [box for box, _item, _ms in made.marks]
    boxes += [box for parts in made.voices.values() for box in parts]
    if made.reply is not None:
        boxes.append(made.reply)
    if made.note is not None:
        boxes.append(made.note[0])
    if made.page is not None:
        boxes.append(made.page.box)
    if made.choices is not None:
        boxes += made.choices.boxes()
    for box in boxes:
        box.translate(left, 0)


def offer_line(shell: Shell, box: QRectF) -> QRectF:
    """Where the words under a voice message stand."""
    top = shell.theme.px(44)
    return QRectF(box.left(), box.top() + top, box.width(), shell.theme.px(18))
